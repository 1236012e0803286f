// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/page.h"

#include <QEvent>
#include <QWindow>

namespace vitrine::gui {

Page::Page(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context) {
    connect(context.containers, &ContainerStore::containerChanged, this, [this](const ContainerId& id) {
        if (m_shown && id == m_container)
            containerChanged();
    });
    connect(context.service, &ContainerService::containersReset, this, &Page::onHelperBack,
            Qt::QueuedConnection);
}

const ContainerEntry* Page::entry() const {
    return m_context.containers->find(m_container);
}

void Page::setContainer(const ContainerId& id) {
    if (id == m_container)
        return;
    if (std::exchange(m_shown, false))
        hidden();
    m_container = id;
    containerSwitched();
    updateShown();
}

void Page::updateShown() {
    const bool now = isVisible() && !m_container.isEmpty() && !window()->isMinimized();
    if (now == m_shown)
        return;
    m_shown = now;
    if (now)
        shown();
    else
        hidden();
}

// What was subscribed or fetched was an earlier helper's.
void Page::onHelperBack() {
    if (!m_shown)
        return;
    hidden();
    shown();
}

void Page::passKeyboardOn() {
    for (QWidget* next = nextInFocusChain(); next != this; next = next->nextInFocusChain())
        if (isAncestorOf(next) && next->isVisible() && next->isEnabled() && !next->focusProxy() &&
            (next->focusPolicy() & Qt::TabFocus) != 0)
            return next->setFocus(Qt::ShortcutFocusReason);
}

void Page::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    passKeyboardOn();
}

void Page::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_watchedWindow != window()) {
        if (m_watchedWindow)
            m_watchedWindow->removeEventFilter(this);
        m_watchedWindow = window();
        m_watchedWindow->installEventFilter(this);
    }
    updateShown();
}

void Page::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    updateShown();
}

bool Page::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_watchedWindow && event->type() == QEvent::WindowStateChange)
        updateShown();
    return QWidget::eventFilter(watched, event);
}

} // namespace vitrine::gui
