// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <vector>

namespace vitrine::cgroup {

/// SIGKILLs by pidfd every process in and below `directories` (the same group in several hierarchies) that is
/// a member before and after its pidfd was opened, so that a reused pid is never hit. Processes that fork
/// meanwhile are met by repeating until none is left, at most 100 times; frozen groups need one round.
/// Zombies are not listed by the kernel. Busy when some are left at the end.
[[nodiscard]] Result<> killMembers(const std::vector<int>& directories);
/// One round of it, for frozen groups: a signal ends them when they are thawed.
[[nodiscard]] Result<> signalMembersOnce(const std::vector<int>& directories);

} // namespace vitrine::cgroup
