// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/colours.h"

#include <algorithm>
#include <cmath>

namespace vitrine::gui {

namespace {

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour) {
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

} // namespace

QColor colourOf(NamespaceKind kind) {
    switch (kind) {
    case NamespaceKind::Pid:
        return QColor(0x56, 0xB4, 0xE9); // sky blue
    case NamespaceKind::Mount:
        return QColor(0xE6, 0x9F, 0x00); // orange
    case NamespaceKind::Network:
        return QColor(0x00, 0x9E, 0x73); // bluish green
    case NamespaceKind::Uts:
        return QColor(0xF0, 0xE4, 0x42); // yellow
    case NamespaceKind::Ipc:
        return QColor(0xCC, 0x79, 0xA7); // reddish purple
    case NamespaceKind::User:
        return QColor(0xD5, 0x5E, 0x00); // vermillion
    case NamespaceKind::Cgroup:
        return QColor(0x00, 0x72, 0xB2); // blue
    case NamespaceKind::Time:
        return QColor(0x99, 0x99, 0x99); // grey
    }
    return {};
}

double contrast(const QColor& a, const QColor& b) {
    const double lighter = std::max(luminance(a), luminance(b));
    const double darker = std::min(luminance(a), luminance(b));
    return (lighter + 0.05) / (darker + 0.05);
}

QColor textOn(const QColor& background) {
    return contrast(background, Qt::black) >= contrast(background, Qt::white) ? QColor(Qt::black)
                                                                              : QColor(Qt::white);
}

bool isDark(const QPalette& palette) {
    return luminance(palette.color(QPalette::Base)) < 0.18;
}

QColor cpuColour(const QPalette& palette) {
    return isDark(palette) ? QColor(0x62, 0xAE, 0xF0) : QColor(0x00, 0x62, 0xA8);
}

QColor memoryColour(const QPalette& palette) {
    return isDark(palette) ? QColor(0xC9, 0x9A, 0xF0) : QColor(0x7B, 0x3F, 0xA8);
}

QColor dangerColour(const QPalette& palette) {
    return isDark(palette) ? QColor(0xFF, 0x8A, 0x80) : QColor(0xB3, 0x1B, 0x1B);
}

QColor quietColour(const QPalette& palette) {
    return isDark(palette) ? QColor(0xA8, 0xAD, 0xB3) : QColor(0x5A, 0x60, 0x66);
}

} // namespace vitrine::gui
