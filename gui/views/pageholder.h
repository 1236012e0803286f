// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/views/page.h"

namespace vitrine::gui {

/// The place of a page in the window: it makes the page when it is seen, or asked for, for the first time.
class PageHolder : public QWidget {
    Q_OBJECT
public:
    PageHolder(const PageContext& context, PageEntry entry, QWidget* parent = nullptr);

    /// The page, made now if there was none.
    [[nodiscard]] Page* page();
    /// Of the page, also of one that is made later.
    void setContainer(const ContainerId& id);

protected:
    void showEvent(QShowEvent* event) override;

private:
    PageContext m_context;
    PageEntry m_entry;
    ContainerId m_container;
    Page* m_page = nullptr;
};

} // namespace vitrine::gui
