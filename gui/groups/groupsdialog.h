// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/views/page.h"

#include <QDialog>

#include <vector>

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace vitrine::gui {

/// The groups of containers, with who is in each and what they may use together: to make, change, delete,
/// and to stop one at once.
class GroupsDialog : public QDialog {
    Q_OBJECT
public:
    explicit GroupsDialog(const PageContext& context, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeTree();
    QLayout* makeButtons();
    QPushButton* makeButton(const char* name, const char* iconName, const QString& text);
    void connectStore();
    void fill();
    void fitColumns();
    [[nodiscard]] QTreeWidgetItem* makeItem(const GroupInfo& group) const;
    void updateButtons();
    void showState(const QString& text);
    [[nodiscard]] const GroupInfo* current() const;
    [[nodiscard]] QString freeName() const;
    [[nodiscard]] QString nameProblem(const QString& name) const;
    [[nodiscard]] QStringList membersOf(const QString& group) const;
    void askNew();
    void askRename();
    void askLimits();
    void askDelete();

    PageContext m_context;
    QTreeWidget* m_tree;
    QLabel* m_none;
    QLabel* m_state;
    QPushButton* m_new = nullptr;
    QPushButton* m_rename = nullptr;
    QPushButton* m_limits = nullptr;
    QPushButton* m_delete = nullptr;
    QPushButton* m_panic = nullptr;
    QString m_wanted; ///< a new one, to be selected
    std::vector<Disk> m_disks;
};

} // namespace vitrine::gui
