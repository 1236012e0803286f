// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/console/terminalview.h"

namespace vitrine::gui {

std::unique_ptr<TerminalView> makeTerminalView() {
    return nullptr;
}

} // namespace vitrine::gui
