// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/process.h"

#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace vitrine::sys {

Result<Cloned> clone3(std::uint64_t flags, int cgroupFd) {
    int pidfd = -1;
    clone_args arguments{};
    arguments.flags = flags | CLONE_PIDFD;
    arguments.pidfd = reinterpret_cast<std::uintptr_t>(&pidfd);
    // clone3(2) refuses an exit signal together with CLONE_PARENT.
    arguments.exit_signal = (flags & CLONE_PARENT) != 0 ? 0 : SIGCHLD;
    if (cgroupFd >= 0) {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = static_cast<std::uint64_t>(cgroupFd);
    }
    const long pid = ::syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid < 0)
        return failure(Error::fromErrno("clone3", "", errno));
    return Cloned{static_cast<pid_t>(pid), UniqueFd(pid == 0 ? -1 : pidfd)};
}

Result<siginfo_t> waitPidfd(int pidfd, int options) {
    siginfo_t info{};
    int result = -1;
    do {
        result = ::waitid(P_PIDFD, static_cast<id_t>(pidfd), &info, options);
    } while (result != 0 && errno == EINTR);
    if (result != 0)
        return failure(Error::fromErrno("wait for the process", "", errno));
    return info;
}

Result<> setns(int fd, int types) {
    if (::setns(fd, types) != 0)
        return failure(Error::fromErrno("setns", "", errno));
    return {};
}

Result<> unshare(int flags) {
    if (::unshare(flags) != 0)
        return failure(Error::fromErrno("unshare", "", errno));
    return {};
}

Result<> closeRange(unsigned first, unsigned last) {
    if (::close_range(first, last, 0) != 0)
        return failure(Error::fromErrno("close_range", "", errno));
    return {};
}

} // namespace vitrine::sys
