// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/console/terminalkeys.h"

namespace vitrine::gui {

bool belongsToProgram(const QKeyEvent& event) {
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const int key = event.key();
    if (modifiers == Qt::ShiftModifier)
        return key == Qt::Key_Delete;
    const bool isSign = key >= Qt::Key_Space && key <= Qt::Key_AsciiTilde;
    const bool isDigit = key >= Qt::Key_0 && key <= Qt::Key_9;
    if (modifiers == Qt::ControlModifier)
        return isSign && key != Qt::Key_Plus && key != Qt::Key_Minus && !isDigit;
    return modifiers == Qt::AltModifier && isSign && !isDigit;
}

} // namespace vitrine::gui
