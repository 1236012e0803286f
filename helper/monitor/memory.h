// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace vitrine::monitor {

/// Returns to the kernel what only the start needed: free heap, and the pages of the program itself, most of
/// which parse, plan and describe. What is used again comes back from the page cache, page by page.
void giveBackMemory();

} // namespace vitrine::monitor
