// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <optional>

class QDoubleSpinBox;
class QToolButton;

namespace vitrine::gui {

/// The period that a limit of CPU time is counted in: hidden until somebody asks for more, because few need
/// it.
class PeriodEditor : public QWidget {
    Q_OBJECT
public:
    explicit PeriodEditor(QWidget* parent = nullptr);

    /// Shows a period, µs; empty: there is no limit, so no period either. Asks for nothing.
    void setPeriod(std::optional<std::uint64_t> periodUs);

signals:
    /// A person wants this, µs.
    void periodWanted(std::uint64_t periodUs);

private:
    void makeRow();
    void commit();

    QToolButton* m_more;
    QWidget* m_row;
    QDoubleSpinBox* m_spin;
    QTimer m_delay; ///< after a step
    std::uint64_t m_shown = 0;
};

} // namespace vitrine::gui
