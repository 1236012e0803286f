// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProxyStyle>

namespace vitrine::gui {

/// Fusion draws the outline of a check box or a radio button darker than the window, which in a dark palette
/// leaves an empty box that cannot be seen (WCAG 2.1, 1.4.11 asks for 3:1). This draws it in the colour of
/// quiet text.
class BoxStyle : public QProxyStyle {
    Q_OBJECT
public:
    BoxStyle()
        : QProxyStyle(QStringLiteral("fusion")) {}

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget = nullptr) const override;
};

/// Takes it where Qt has taken Fusion; other styles are the desktop's own.
void improveStyle();

} // namespace vitrine::gui
