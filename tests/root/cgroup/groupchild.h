// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/cgroup/cgroup.h"

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace vitrine::test {

/// Forks a child that is in `group` when this returns and then runs `body`, whose value is its exit status.
/// -1 when it could not enter.
[[nodiscard]] pid_t spawnIn(const cgroup::Cgroup& group, const std::function<int()>& body);

/// Sleeps until it is killed; for `body`.
int sleepForever();

/// Status of waitpid(2) for a child that has ended or ends within five seconds; -1 otherwise.
[[nodiscard]] int waitFor(pid_t pid);

/// What a test must leave as it was: its cgroup directories (vitrine-test-<pid>), open descriptors, children.
[[nodiscard]] std::vector<std::string> traces();

} // namespace vitrine::test
