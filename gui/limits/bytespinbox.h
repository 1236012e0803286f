// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDoubleSpinBox>

#include <cstdint>
#include <optional>

namespace vitrine::gui {

/// Bytes with a unit: "40 MiB", "1.5 GiB", "12k"; the binary units, which the kernel counts in. Decimal
/// places only where they are exact, so that no limit changes by being looked at.
class ByteSpinBox : public QDoubleSpinBox {
    Q_OBJECT
public:
    explicit ByteSpinBox(QWidget* parent = nullptr);

    /// A number with an optional unit (B, K, KB, KiB, M …, upper or lower case), in bytes; a bare number is
    /// MiB. Empty if it is none, negative, or above 2^52.
    [[nodiscard]] static std::optional<std::uint64_t> parse(const QString& text);
    [[nodiscard]] static QString format(std::uint64_t bytes);

    [[nodiscard]] QValidator::State validate(QString& text, int& position) const override;
    [[nodiscard]] double valueFromText(const QString& text) const override;
    [[nodiscard]] QString textFromValue(double value) const override;
    void fixup(QString& text) const override;
    void stepBy(int steps) override;
};

} // namespace vitrine::gui
