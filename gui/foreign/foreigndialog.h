// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/containerservice.h"

#include <QDialog>
#include <QTimer>

#include <vector>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace vitrine::gui {

/// The containers of others on this computer: engine, first process, namespaces, processes, and the command
/// by which root enters them by hand; they can be entered, too. It asks again while it is seen, and only
/// then.
class ForeignDialog : public QDialog {
    Q_OBJECT
public:
    explicit ForeignDialog(ContainerService* service, QWidget* parent = nullptr);

    static constexpr int refreshMs = 3000;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeTree();
    QLayout* makeButtons();
    void refresh();
    void onList(const Reply<std::vector<ForeignContainer>>& reply);
    void fill();
    [[nodiscard]] QTreeWidgetItem* makeItem(const ForeignContainer& foreign) const;
    void showCommand();
    [[nodiscard]] const ForeignContainer* current() const;
    void askHowToEnter();
    void copy();

    ContainerService* m_service;
    QTreeWidget* m_tree;
    QLabel* m_explanation;
    QPlainTextEdit* m_byHand;
    QLabel* m_state;
    QPushButton* m_copy;
    QPushButton* m_enter;
    QTimer m_timer;
    std::vector<ForeignContainer> m_shown;
};

} // namespace vitrine::gui
