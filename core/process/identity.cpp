// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/process/processtree.h"
#include "core/process/statline.h"
#include "core/sys/file.h"
#include "core/sys/pidfd.h"

#include <fcntl.h>

#include <cerrno>

namespace vitrine::process {

namespace {

Error notThere(pid_t pid) {
    return {ErrorKind::NotFound, "look at process", std::to_string(pid), "it has ended"};
}

} // namespace

Result<ProcessKey> keyOf(pid_t pid, const std::string& procPath) {
    const auto text = sys::readKernelFileAt(AT_FDCWD, procPath + '/' + std::to_string(pid) + "/stat");
    if (!text && text.error().kind() == ErrorKind::NotFound)
        return failure(notThere(pid));
    if (!text)
        return failure(text.error());
    const auto line = parseStat(*text);
    if (!line || line->pid != pid)
        return failure(Error(ErrorKind::Corrupt, "look at process", std::to_string(pid),
                             "its stat file makes no sense"));
    return ProcessKey{pid, line->startTicks};
}

Result<sys::UniqueFd> openPidfd(const ProcessKey& key) {
    auto pidfd = sys::pidfdOpen(key.pid);
    if (!pidfd && (pidfd.error().kind() == ErrorKind::NotFound || pidfd.error().errnum() == EINVAL))
        return failure(notThere(key.pid)); // EINVAL: now the id of a thread, or no pid at all
    if (!pidfd)
        return pidfd;
    // The process was there before this call. If it is there now, it was when the descriptor was made.
    const ProcessKey now = VITRINE_TRY(keyOf(key.pid));
    if (now != key)
        return failure(notThere(key.pid));
    return pidfd;
}

} // namespace vitrine::process
