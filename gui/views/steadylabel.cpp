// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/steadylabel.h"

#include <QEvent>
#include <QLabel>

#include <algorithm>

namespace vitrine::gui {

SteadyLabel::SteadyLabel(QWidget* parent)
    : QWidget(parent)
    , m_label(new QLabel(this)) {
    m_label->setWordWrap(true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFixedHeight(m_label->sizeHint().height());
}

// A widget without a layout is told here that its label wants another size.
bool SteadyLabel::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show)
        fit();
    return QWidget::event(event);
}

void SteadyLabel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

void SteadyLabel::fit() {
    // Without words it says that it needs nothing: -1.
    const int needed = std::max(m_label->heightForWidth(width()), 0);
    if (needed != height())
        setFixedHeight(needed);
    m_label->setGeometry(0, 0, width(), needed);
}

} // namespace vitrine::gui
