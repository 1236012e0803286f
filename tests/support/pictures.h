// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPalette>
#include <QPixmap>
#include <QTest>
#include <QWidget>

namespace vitrine::gui {

/// With VITRINE_PICTURES=DIR the widget is saved there as NAME.png, to be looked at.
inline void save(QWidget* widget, const char* name) {
    QTest::qWait(30);
    const QPixmap picture = widget->grab();
    QVERIFY(!picture.isNull());
    const QString folder = qEnvironmentVariable("VITRINE_PICTURES");
    if (!folder.isEmpty())
        QVERIFY(picture.save(QStringLiteral("%1/%2.png").arg(folder, QLatin1String(name))));
}

inline QPalette darkPalette() {
    QPalette palette;
    const QColor window(0x2a, 0x2c, 0x30);
    const QColor base(0x1e, 0x20, 0x23);
    const QColor text(0xe6, 0xe8, 0xea);
    for (const QPalette::ColorRole role : {QPalette::Window, QPalette::Button, QPalette::ToolTipBase})
        palette.setColor(role, window);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, QColor(0x24, 0x26, 0x2a));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                                           QPalette::ToolTipText, QPalette::BrightText})
        palette.setColor(role, text);
    palette.setColor(QPalette::Light, QColor(0x3c, 0x3f, 0x44));
    palette.setColor(QPalette::Midlight, QColor(0x34, 0x36, 0x3b));
    palette.setColor(QPalette::Mid, QColor(0x20, 0x22, 0x25));
    palette.setColor(QPalette::Dark, QColor(0x18, 0x19, 0x1b));
    palette.setColor(QPalette::PlaceholderText, QColor(0x90, 0x95, 0x9a));
    palette.setColor(QPalette::Highlight, QColor(0x2f, 0x6f, 0xb5));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x62, 0xae, 0xf0));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(0x7a, 0x7e, 0x84));
    return palette;
}

} // namespace vitrine::gui
