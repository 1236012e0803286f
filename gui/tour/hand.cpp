// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/tour/hand.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QCheckBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPalette>
#include <QStyle>
#include <QStyleOptionButton>

namespace vitrine::gui {

namespace {

void sendMouse(QWidget* widget, QEvent::Type type, QPoint position, Qt::MouseButtons buttons) {
    QMouseEvent event(type, position, widget->mapToGlobal(position), Qt::LeftButton, buttons, Qt::NoModifier);
    QApplication::sendEvent(widget, &event);
}

void sendKey(QWidget* widget, int key, Qt::KeyboardModifiers modifiers, const QString& text) {
    QKeyEvent press(QEvent::KeyPress, key, modifiers, text);
    QApplication::sendEvent(widget, &press);
    QKeyEvent release(QEvent::KeyRelease, key, modifiers, text);
    QApplication::sendEvent(widget, &release);
}

} // namespace

void click(QAbstractButton* button) {
    QPoint position = button->rect().center();
    // A check box is wider than what can be clicked in it.
    if (qobject_cast<QCheckBox*>(button))
        position = QPoint(button->style()->pixelMetric(QStyle::PM_IndicatorWidth) / 2, button->height() / 2);
    sendMouse(button, QEvent::MouseButtonPress, position, Qt::LeftButton);
    sendMouse(button, QEvent::MouseButtonRelease, position, Qt::NoButton);
}

void enterText(QWidget* field, const QString& text) {
    field->setFocus(Qt::MouseFocusReason);
    if (auto* box = qobject_cast<QAbstractSpinBox*>(field))
        box->selectAll();
    else
        sendKey(field, Qt::Key_A, Qt::ControlModifier, {});
    for (const QChar character : text)
        sendKey(field, 0, Qt::NoModifier, character);
    sendKey(field, Qt::Key_Return, Qt::NoModifier, QStringLiteral("\r"));
}

QPalette paletteFor(Look look) {
    if (look == Look::Light)
        return QApplication::style()->standardPalette();
    const QColor window(0x2b, 0x2d, 0x30);
    const QColor base(0x1e, 0x1f, 0x22);
    const QColor text(0xe6, 0xe8, 0xea);
    const QColor dim(0x80, 0x85, 0x8b);
    QPalette palette(text, window, QColor(0x50, 0x53, 0x58), QColor(0x18, 0x19, 0x1b),
                     QColor(0x3a, 0x3d, 0x41), text, base);
    palette.setColor(QPalette::Button, QColor(0x3a, 0x3d, 0x41));
    palette.setColor(QPalette::AlternateBase, QColor(0x25, 0x27, 0x2a));
    palette.setColor(QPalette::Highlight, QColor(0x2f, 0x65, 0xa0));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x62, 0xae, 0xf0));
    palette.setColor(QPalette::ToolTipBase, QColor(0x3a, 0x3d, 0x41));
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, dim);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, dim);
    return palette;
}

} // namespace vitrine::gui
