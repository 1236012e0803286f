// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAccessibleWidget>
#include <QPointer>

namespace vitrine::gui {

class TerminalView;

/// A terminal for screen readers: its name and its text. The widget that has the keyboard is QTermWidget's
/// own, which tells them nothing; this speaks for it.
class TerminalAccessible : public QAccessibleWidget, public QAccessibleTextInterface {
public:
    /// The terminals' screens are known to QAccessible from the first call on.
    static void install();
    /// `screen`: of `view`. Screen readers are told how `now` differs from `before`.
    static void reportChange(QWidget* screen, const QString& before, const QString& now);

    TerminalAccessible(QWidget* screen, TerminalView* view);

    [[nodiscard]] QString text(QAccessible::Text kind) const override;
    [[nodiscard]] QAccessible::State state() const override;
    void* interface_cast(QAccessible::InterfaceType type) override;

    [[nodiscard]] QString text(int start, int end) const override;
    [[nodiscard]] int characterCount() const override;
    [[nodiscard]] int cursorPosition() const override;
    [[nodiscard]] QString attributes(int offset, int* start, int* end) const override;
    void selection(int index, int* start, int* end) const override;
    [[nodiscard]] int selectionCount() const override { return 0; }
    [[nodiscard]] QRect characterRect(int /*offset*/) const override { return {}; }
    [[nodiscard]] int offsetAtPoint(const QPoint& /*point*/) const override { return -1; }
    // Only the program in the terminal moves its cursor, and only the mouse selects.
    void addSelection(int /*start*/, int /*end*/) override {}
    void removeSelection(int /*index*/) override {}
    void setSelection(int /*index*/, int /*start*/, int /*end*/) override {}
    void setCursorPosition(int /*position*/) override {}
    void scrollToSubstring(int /*start*/, int /*end*/) override {}

private:
    [[nodiscard]] QString content() const;

    QPointer<TerminalView> m_view;
};

} // namespace vitrine::gui
