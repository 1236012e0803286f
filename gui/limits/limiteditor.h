// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/limits/limitrow.h"

#include <QTimer>

#include <optional>

class QCheckBox;
class QDoubleSpinBox;
class QSlider;

namespace vitrine::gui {

/// A limit that is one number: slider (on the page), number and "No limit" ("Default" of a weight). Asks for
/// a change when the slider is let go, when the number is entered, or shortly after a step of either; never
/// for each pixel.
class LimitEditor : public LimitRow {
    Q_OBJECT
public:
    LimitEditor(LimitKind kind, RowPlace place, const HelperInfo& helper, QWidget* parent = nullptr);

    /// What the editor shows; empty: no limit.
    [[nodiscard]] std::optional<std::uint64_t> value() const;
    void showLimits(const ResourceLimits& limits) override;
    void restoreLimits(const ResourceLimits& limits) override;
    void apply(ResourceLimits& limits) const override;
    void setHelper(const HelperInfo& helper) override;

signals:
    /// A person wants this.
    void valueWanted(vitrine::gui::LimitKind kind, std::optional<std::uint64_t> value);

protected:
    void updateEnabled() override;

private:
    void makeField();
    void name();
    void connectField();
    void onSliderMoved(int position);
    void onSpinChanged(double number);
    void onUnlimited();
    void commit();
    void show(std::optional<std::uint64_t> value);
    [[nodiscard]] std::uint64_t number() const;
    /// Where the slider is for a value, and for none.
    [[nodiscard]] int positionOf(std::optional<std::uint64_t> value) const;
    void setNumber(std::uint64_t value);

    LimitRange m_range;
    std::optional<std::uint64_t> m_shown; ///< set from outside, or asked for last
    std::uint64_t m_period = 0;           ///< of the CPU limit last shown; 0: there was none

    QSlider* m_slider;
    QDoubleSpinBox* m_spin;
    QCheckBox* m_unlimited;
    QTimer m_delay; ///< after a step by keyboard, wheel or arrow
};

} // namespace vitrine::gui
