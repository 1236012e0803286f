// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/sys/uniquefd.h"

#include <signal.h>
#include <sys/types.h>

#include <cstdint>

/// Making and awaiting processes, and their namespaces: thin wrappers, one system call each.
namespace vitrine::sys {

/// Both sides of a clone3(2): in the child pid is 0 and pidfd empty.
struct Cloned {
    pid_t pid = 0;
    UniqueFd pidfd;
};

/// clone3(2) with CLONE_PIDFD added. The child gets a copy of the address space and of the descriptors, as
/// with fork(2). `cgroupFd` >= 0 adds CLONE_INTO_CGROUP. With CLONE_PARENT in `flags` the exit signal is the
/// caller's own; otherwise it is SIGCHLD. The caller must have one thread: the child's allocator would else
/// be in an unknown state.
[[nodiscard]] Result<Cloned> clone3(std::uint64_t flags, int cgroupFd = -1);

/// waitid(2) with P_PIDFD; `options` as there. si_pid is 0 if WNOHANG found nothing.
[[nodiscard]] Result<siginfo_t> waitPidfd(int pidfd, int options);

/// setns(2); with a pidfd, `types` is a mask of CLONE_NEW* joined at once.
[[nodiscard]] Result<> setns(int fd, int types);
/// unshare(2).
[[nodiscard]] Result<> unshare(int flags);
/// close_range(2) over [first, last], without flags.
[[nodiscard]] Result<> closeRange(unsigned first, unsigned last);

} // namespace vitrine::sys
