// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/pageholder.h"

#include <QVBoxLayout>

#include <utility>

namespace vitrine::gui {

PageHolder::PageHolder(const PageContext& context, PageEntry entry, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_entry(std::move(entry)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
}

Page* PageHolder::page() {
    if (m_page)
        return m_page;
    m_page = m_entry.make(m_context);
    m_page->setObjectName(m_entry.key + QStringLiteral("Page"));
    m_page->setContainer(m_container);
    layout()->addWidget(m_page);
    setFocusProxy(m_page);
    return m_page;
}

void PageHolder::setContainer(const ContainerId& id) {
    m_container = id;
    if (m_page)
        m_page->setContainer(id);
}

void PageHolder::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    page()->show();
}

} // namespace vitrine::gui
