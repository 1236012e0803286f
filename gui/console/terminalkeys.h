// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QKeyEvent>

namespace vitrine::gui {

/// While a terminal has the focus: does this key go to the program in it, although the window has a shortcut
/// for it? Ctrl or Alt with a letter or a sign (readline's and the line discipline's), and Shift+Delete,
/// which would otherwise ask whether the container be deleted. To the window go the function keys, Alt with a
/// digit (the pages), and Ctrl+Shift with anything (copy, paste, find, a new shell).
[[nodiscard]] bool belongsToProgram(const QKeyEvent& event);

} // namespace vitrine::gui
