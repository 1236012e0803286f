// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/pidfd.h"

#include <sys/syscall.h>

#include <cerrno>
#include <string>

namespace vitrine::sys {

Result<UniqueFd> pidfdOpen(pid_t pid) {
    // The kernel sets O_CLOEXEC on every pidfd.
    const long fd = ::syscall(SYS_pidfd_open, pid, 0U);
    if (fd < 0)
        return failure(Error::fromErrno("open the process", std::to_string(pid), errno));
    return UniqueFd(static_cast<int>(fd));
}

Result<> pidfdSendSignal(int pidfd, int signal) {
    if (::syscall(SYS_pidfd_send_signal, pidfd, signal, nullptr, 0U) != 0)
        return failure(Error::fromErrno("send signal", std::to_string(signal), errno));
    return {};
}

} // namespace vitrine::sys
