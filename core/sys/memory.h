// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace vitrine::sys {

/// Returns to the kernel what only the start, or work that is over, needed: free heap, and the pages of the
/// program itself and its libraries, most of which parse, plan and describe. What is used again comes back
/// from the page cache, page by page. Other threads may run meanwhile.
void giveBackMemory();

} // namespace vitrine::sys
