// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/models/containermodel.h"
#include "gui/views/page.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QListView;
class QPushButton;
class QStackedWidget;

namespace vitrine::gui {

/// The list of containers with its order; empty, it offers the starter container. Samples are subscribed for
/// those that run, while the list is seen.
class ContainerPane : public QWidget {
    Q_OBJECT
public:
    explicit ContainerPane(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] ContainerId current() const { return m_current; }
    void select(const ContainerId& id);
    void setFilterText(const QString& text);
    [[nodiscard]] QListView* list() const { return m_list; }
    [[nodiscard]] ContainerOrder order() const;
    void setOrder(ContainerOrder order);

signals:
    void currentChanged(const QString& id);
    void starterRequested();
    void newRequested();
    void contextMenuRequested(const QPoint& globalPos);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeEmptyState();
    void onRowsChanged();
    void onCurrentChanged();
    void updateSubscription();

    PageContext m_context;
    ContainerModel* m_model;
    ContainerProxy* m_proxy;
    QListView* m_list;
    QLabel* m_count;
    QComboBox* m_order;
    QStackedWidget* m_stack; ///< list, empty state, nothing that the filter lets through
    QLabel* m_noMatch;
    ContainerId m_current;
    ContainerId m_wanted; ///< to be selected when it appears
    QList<ContainerId> m_subscribed;
    Subscription m_subscription;
};

} // namespace vitrine::gui
