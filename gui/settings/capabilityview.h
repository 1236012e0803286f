// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QTreeWidget;
class QTreeWidgetItem;

namespace vitrine::gui {

/// The 41 capabilities: a preset, one box for each, and for experts its place in each of the five sets
/// (capabilities(7)). A box of the first column stands for bounding, effective and permitted together.
class CapabilityView : public QWidget {
    Q_OBJECT
public:
    explicit CapabilityView(QWidget* parent = nullptr);

    /// Emits nothing.
    void setSets(const CapabilitySets& sets);
    [[nodiscard]] const CapabilitySets& sets() const { return m_sets; }

signals:
    void changed();

private:
    void makeList();
    void choosePreset(int index);
    void onItemChanged(QTreeWidgetItem* item, int column);
    void put(const std::string& name, int column, bool in);
    void refresh();
    void showSentence();
    void showSets(bool all);

    CapabilitySets m_sets;
    QComboBox* m_preset;
    QCheckBox* m_expert;
    QTreeWidget* m_list;
    QLabel* m_summary;
    QLabel* m_sentence; ///< of the selected one, whole
};

} // namespace vitrine::gui
