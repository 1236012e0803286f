// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/views/page.h"

namespace vitrine::gui {

/// The pages of the window, in the order of their tabs.
[[nodiscard]] std::vector<PageEntry> allPages();

} // namespace vitrine::gui
