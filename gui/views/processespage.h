// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/models/processmodel.h"
#include "gui/models/processproxy.h"
#include "gui/views/page.h"

#include <memory>

class QLabel;
class QLineEdit;
class QMenu;
class QToolButton;
class QTreeView;

namespace vitrine::gui {

class ColumnWidths;
class RefusedCallsBox;

/// The processes of the container as a tree; a signal can be sent to each.
class ProcessesPage : public Page {
    Q_OBJECT
public:
    explicit ProcessesPage(const PageContext& context, QWidget* parent = nullptr);
    ~ProcessesPage() override;

    [[nodiscard]] static QString title() { return tr("Processes"); }
    [[nodiscard]] static QIcon icon();
    [[nodiscard]] static QString explanation() { return tr("What runs inside, live"); }
    [[nodiscard]] QTreeView* tree() const { return m_tree; }

protected:
    void containerSwitched() override;
    void containerChanged() override;
    void shown() override;
    void hidden() override;

private:
    void makeTree();
    void makeColumns();
    void makeSignals();
    void openMenu(const QPoint& position);
    void send(int signal);
    void askSignal();
    void useModel(QAbstractItemModel* model);
    void setFilter(const QString& text);
    [[nodiscard]] const ProcessEntry* currentProcess() const;
    void refreshText();
    void refreshRefused();

    ProcessModel* m_model;
    ProcessProxy* m_proxy;
    QTreeView* m_tree;
    ColumnWidths* m_columns = nullptr;
    QLineEdit* m_filter;
    QLabel* m_count;
    QLabel* m_empty;
    RefusedCallsBox* m_refused;
    QMenu* m_signals;
    QToolButton* m_signalButton;
    std::unique_ptr<QObject> m_watch; ///< owns the connections with the tree's model
    Subscription m_subscription;
};

} // namespace vitrine::gui
