// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/views/page.h"

namespace vitrine::gui {

/// Asks once whether all containers of the group are to be ended now, and does it. Runs no event loop of its
/// own. Nothing for a group that is not there.
void askPanicStop(const PageContext& context, const QString& group, QWidget* parent);

} // namespace vitrine::gui
