// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/console/terminalaccessible.h"

#include "gui/console/terminalview.h"

#include <algorithm>

namespace vitrine::gui {

namespace {

TerminalView* terminalOf(QWidget* widget) {
    for (QWidget* parent = widget->parentWidget(); parent; parent = parent->parentWidget())
        if (auto* view = qobject_cast<TerminalView*>(parent))
            return view;
    return nullptr;
}

QAccessibleInterface* make(const QString& /*className*/, QObject* object) {
    auto* widget = qobject_cast<QWidget*>(object);
    // Its scroll bar and its search bar speak for themselves.
    const bool isScreen = widget && widget->inherits("Konsole::TerminalDisplay");
    if (!isScreen && !(widget && widget->inherits("QTermWidget")))
        return nullptr;
    TerminalView* view = terminalOf(widget);
    if (!view)
        return nullptr;
    if (isScreen)
        return new TerminalAccessible(widget, view);
    // The frame around it, which passes the keyboard on.
    return new QAccessibleWidget(widget, QAccessible::Grouping, view->accessibleName());
}

} // namespace

void TerminalAccessible::install() {
    [[maybe_unused]] static const bool once = [] {
        QAccessible::installFactory(make);
        return true;
    }();
}

void TerminalAccessible::reportChange(QWidget* screen, const QString& before, const QString& now) {
    const auto [differs, nowDiffers] =
        std::mismatch(before.cbegin(), before.cend(), now.cbegin(), now.cend());
    const auto position = differs - before.cbegin();
    if (differs == before.cend() && nowDiffers == now.cend())
        return;
    QAccessibleTextUpdateEvent event(screen, static_cast<int>(position), before.sliced(position),
                                     now.sliced(position));
    QAccessible::updateAccessibility(&event);
}

TerminalAccessible::TerminalAccessible(QWidget* screen, TerminalView* view)
    : QAccessibleWidget(screen, QAccessible::Terminal)
    , m_view(view) {
}

QString TerminalAccessible::text(QAccessible::Text kind) const {
    if (kind == QAccessible::Name && m_view)
        return m_view->accessibleName();
    return QAccessibleWidget::text(kind);
}

QAccessible::State TerminalAccessible::state() const {
    QAccessible::State state = QAccessibleWidget::state();
    state.multiLine = true;
    return state;
}

void* TerminalAccessible::interface_cast(QAccessible::InterfaceType type) {
    if (type == QAccessible::TextInterface)
        return static_cast<QAccessibleTextInterface*>(this);
    return QAccessibleWidget::interface_cast(type);
}

QString TerminalAccessible::content() const {
    return m_view ? m_view->text() : QString();
}

QString TerminalAccessible::text(int start, int end) const {
    const QString all = content();
    const int last = end < 0 ? static_cast<int>(all.size()) : end;
    return all.mid(start, std::max(0, last - start));
}

int TerminalAccessible::characterCount() const {
    return static_cast<int>(content().size());
}

int TerminalAccessible::cursorPosition() const {
    return characterCount();
}

QString TerminalAccessible::attributes(int /*offset*/, int* start, int* end) const {
    *start = 0;
    *end = characterCount();
    return {};
}

void TerminalAccessible::selection(int /*index*/, int* start, int* end) const {
    *start = *end = 0;
}

} // namespace vitrine::gui
