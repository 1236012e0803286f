// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/containerpane.h"
#include "gui/views/containerdelegate.h"
#include "gui/views/icons.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QStackedWidget>

namespace vitrine::gui {

namespace {

constexpr int sampleIntervalMs = 1000;

/// A list whose rows all have the same height. QListView lays out all of them again whenever one changes.
class ContainerList : public QListView {
public:
    using QListView::QListView;
    void dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight,
                     const QList<int>& roles = {}) override {
        QAbstractItemView::dataChanged(topLeft, bottomRight, roles);
    }
};

} // namespace

ContainerPane::ContainerPane(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_model(new ContainerModel(context.containers, context.samples, context.groups, this))
    , m_proxy(new ContainerProxy(this))
    , m_list(new ContainerList(this))
    , m_count(new QLabel(this))
    , m_order(new QComboBox(this))
    , m_stack(new QStackedWidget(this))
    , m_noMatch(new QLabel(this)) {
    m_proxy->setSourceModel(m_model);
    m_list->setObjectName(QStringLiteral("containerList"));
    m_list->setModel(m_proxy);
    m_list->setItemDelegate(new ContainerDelegate(context.samples, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setAccessibleName(tr("Containers"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_order->setObjectName(QStringLiteral("containerOrder"));
    m_order->addItems(
        {tr("by name"), tr("by state"), tr("by CPU"), tr("by memory"), tr("newest first"), tr("by group")});
    m_order->setToolTip(tr("Order of the list"));
    m_order->setAccessibleName(tr("Order of the list"));
    m_count->setObjectName(QStringLiteral("containerCount"));
    m_stack->addWidget(m_list);
    m_stack->addWidget(makeEmptyState());
    m_noMatch->setObjectName(QStringLiteral("noMatch"));
    m_noMatch->setTextFormat(Qt::PlainText);
    m_noMatch->setWordWrap(true);
    m_noMatch->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_noMatch->setContentsMargins(12, 24, 12, 12);
    m_stack->addWidget(m_noMatch);

    auto* top = new QHBoxLayout;
    top->setContentsMargins(8, 4, 4, 0);
    top->addWidget(m_count, 1);
    top->addWidget(m_order);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(top);
    column->addWidget(m_stack, 1);

    connect(m_order, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_proxy->setOrder(static_cast<ContainerOrder>(index)); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ContainerPane::onCurrentChanged);
    connect(m_list, &QListView::customContextMenuRequested, this, [this](const QPoint& position) {
        if (m_list->indexAt(position).isValid())
            emit contextMenuRequested(m_list->viewport()->mapToGlobal(position));
    });
    connect(context.containers, &ContainerStore::changed, this, &ContainerPane::onRowsChanged);
    connect(context.service, &ContainerService::statusChanged, this, &ContainerPane::onRowsChanged);
    onRowsChanged();
}

QWidget* ContainerPane::makeEmptyState() {
    auto* page = new QWidget(this);
    page->setObjectName(QStringLiteral("emptyState"));
    auto* text = new QLabel(
        tr("<b>No containers yet</b><p>A container is a group of processes that sees its own files, "
           "process numbers, network and users.</p><p>The starter container is made of bash and the "
           "basic commands of this computer. It takes a moment and needs no download.</p>"),
        page);
    text->setWordWrap(true);
    auto* starter =
        new QPushButton(icon(QStringLiteral("list-add")), tr("Make the &starter container"), page);
    starter->setObjectName(QStringLiteral("starterButton"));
    starter->setToolTip(tr("Makes a container named “starter” with bash and the coreutils"));
    auto* other = new QPushButton(tr("Choose what goes &in…"), page);
    other->setObjectName(QStringLiteral("emptyNewButton"));
    other->setToolTip(tr("Opens the dialog for a new container"));
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(12, 12, 12, 12);
    column->addWidget(text);
    column->addWidget(starter);
    column->addWidget(other);
    column->addStretch(1);
    connect(starter, &QPushButton::clicked, this, &ContainerPane::starterRequested);
    connect(other, &QPushButton::clicked, this, &ContainerPane::newRequested);
    return page;
}

ContainerOrder ContainerPane::order() const {
    return static_cast<ContainerOrder>(m_order->currentIndex());
}

void ContainerPane::setOrder(ContainerOrder order) {
    m_order->setCurrentIndex(static_cast<int>(order));
}

void ContainerPane::setFilterText(const QString& text) {
    m_proxy->setFilterText(text);
    m_noMatch->setText(tr("No container matches “%1”.").arg(text.trimmed()));
    onRowsChanged();
}

void ContainerPane::select(const ContainerId& id) {
    const QModelIndex index = m_proxy->mapFromSource(m_model->indexOf(id));
    m_wanted = index.isValid() ? ContainerId() : id;
    if (!index.isValid())
        return;
    m_list->setCurrentIndex(index);
    m_list->scrollTo(index);
}

void ContainerPane::onRowsChanged() {
    const int all = m_model->rowCount();
    const int shown = m_proxy->rowCount();
    m_count->setText(all == shown ? tr("<b>Containers</b> %1").arg(all)
                                  : tr("<b>Containers</b> %1 of %2").arg(shown).arg(all));
    m_stack->setCurrentIndex(all == 0 ? 1 : shown == 0 ? 2 : 0);
    if (!m_wanted.isEmpty())
        select(m_wanted);
    if (!m_list->currentIndex().isValid() && shown > 0)
        m_list->setCurrentIndex(m_proxy->index(0, 0));
    updateSubscription();
}

void ContainerPane::onCurrentChanged() {
    const ContainerId id = m_list->currentIndex().data(ContainerModel::IdRole).toString();
    if (id == m_current)
        return;
    m_current = id;
    emit currentChanged(id);
}

void ContainerPane::updateSubscription() {
    QList<ContainerId> wanted;
    if (isVisible() && !window()->isMinimized())
        for (const ContainerEntry& entry : m_context.containers->containers())
            if (isAlive(entry.info.state))
                wanted.append(entry.info.id);
    if (wanted == m_subscribed && m_subscription.isActive() == !wanted.isEmpty())
        return;
    m_subscribed = wanted;
    m_subscription = wanted.isEmpty() ? Subscription()
                                      : m_context.subscriptions->subscribe(wanted, SampleKind::Statistics,
                                                                           sampleIntervalMs);
}

void ContainerPane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    window()->installEventFilter(this);
    updateSubscription();
}

void ContainerPane::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    updateSubscription();
}

bool ContainerPane::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::WindowStateChange)
        updateSubscription();
    return QWidget::eventFilter(watched, event);
}

} // namespace vitrine::gui
