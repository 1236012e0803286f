// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/limits/limitrow.h"

#include <QTimer>

#include <vector>

class QComboBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace vitrine::gui {

class ByteSpinBox;

/// How fast each disk may be read and written: a line for each that has a limit, and a way to add the others.
/// Limits of operations, which somebody else may have set, are shown and kept.
class DisksEditor : public LimitRow {
    Q_OBJECT
public:
    DisksEditor(LimitKind kind, RowPlace place, const HelperInfo& helper, QWidget* parent = nullptr);

    void showLimits(const ResourceLimits& limits) override;
    void restoreLimits(const ResourceLimits& limits) override;
    void apply(ResourceLimits& limits) const override;
    void setDisks(const std::vector<Disk>& disks) override;

protected:
    void updateEnabled() override;

private:
    struct Line {
        DiskLimit limit; ///< as it was shown
        QLabel* name;
        ByteSpinBox* read;
        ByteSpinBox* write;
        QToolButton* remove;
    };
    void makeHead();
    void addLine(const DiskLimit& limit);
    [[nodiscard]] ByteSpinBox* makeSpin(const QString& name, std::uint64_t value);
    void removeLine(DeviceNumber device);
    void clear();
    void nameLines();
    void fillChoice();
    void onAdd();
    void onEdited();
    void commit();
    [[nodiscard]] std::vector<DiskLimit> typed() const;

    std::vector<Disk> m_disks;
    std::vector<DiskLimit> m_shown; ///< set from outside, or asked for last
    std::vector<Line> m_lines;
    QGridLayout* m_table;
    std::vector<QLabel*> m_heads;
    QComboBox* m_choice;
    QPushButton* m_add;
    QTimer m_delay; ///< after a step
};

} // namespace vitrine::gui
