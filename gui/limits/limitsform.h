// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/resourcelimits.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QSpinBox;

namespace vitrine::gui {

/// A number of bytes in units that people use, 1 KiB to 16 TiB.
class BytesSpinBox : public QWidget {
    Q_OBJECT
public:
    explicit BytesSpinBox(QWidget* parent = nullptr);
    [[nodiscard]] std::uint64_t bytes() const;
    void setBytes(std::uint64_t bytes);
    void setAccessibleTexts(const QString& name);

signals:
    void bytesChanged();

private:
    QDoubleSpinBox* m_value;
    QComboBox* m_unit;
};

/// Limits, each with a check box: unchecked is a real "no limit".
class LimitsForm : public QWidget {
    Q_OBJECT
public:
    explicit LimitsForm(QWidget* parent = nullptr);
    [[nodiscard]] ResourceLimits limits() const;
    void setLimits(const ResourceLimits& limits);
    /// No limit can be set, and why; empty: all can.
    void setUnavailable(const QString& reason);
    /// Shows what is wrong beside the field ("memoryMax", "cpuMax" …); an empty field clears all.
    void showProblem(const QString& field, const QString& message);

signals:
    void changed();

private:
    QCheckBox* addRow(QGridLayout* grid, const char* field, const QString& title, QWidget* editor,
                      const QString& sentence);

    QCheckBox* m_cpuOn;
    QCheckBox* m_memoryOn;
    QCheckBox* m_memoryHighOn;
    QCheckBox* m_swapOn;
    QCheckBox* m_pidsOn;
    QDoubleSpinBox* m_cpu;
    BytesSpinBox* m_memory;
    BytesSpinBox* m_memoryHigh;
    BytesSpinBox* m_swap;
    QSpinBox* m_pids;
    QLabel* m_unavailable;
    QHash<QString, QLabel*> m_problems;
    std::optional<std::uint64_t> m_weight; ///< not shown, but kept
};

} // namespace vitrine::gui
