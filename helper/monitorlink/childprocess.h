// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace vitrine::helper {

/// Starts a program that outlives this one: in a session of its own, with an empty environment but for PATH,
/// standard streams on /dev/null (stderr is kept, for the journal), no other descriptor than `inherited` as
/// number 3, and all signals as at boot. posix_spawn(3) shares the address space until execve, so the size of
/// this process does not matter.
[[nodiscard]] Result<pid_t> spawnDetached(const std::vector<std::string>& arguments, int inherited);

/// Calls `ended` from the event loop with the exit code (128 + signal for a signal) once the child has ended,
/// and reaps it.
void whenEnded(pid_t child, std::function<void(int)> ended);

} // namespace vitrine::helper
