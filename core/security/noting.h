// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/security/seccomp.h"
#include "core/sys/uniquefd.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::security {

/// A filter that lets somebody see what it refuses (seccomp_unotify(2)).
struct NotingFilter {
    /// In each place where the filter answers with an error, this one asks the listener.
    SeccompFilter loaded;
    std::vector<sock_filter> refusing; ///< the filter itself: what it says is what is answered
};

/// `architectures`: those of the filter's rules besides the machine's own ("SCMP_ARCH_X86" …).
///
/// The kernel lets a process have one listener. When that one is gone, a program inside could load a filter
/// with a listener of its own, which would be asked in place of the one that is gone, and could let pass what
/// is refused here (SECCOMP_USER_NOTIF_FLAG_CONTINUE). So the filter refuses to load one: with EBUSY, which
/// is what the kernel says while the listener lives. LimitExceeded where the filter gets longer than the
/// kernel takes.
[[nodiscard]] Result<NotingFilter> noting(const SeccompFilter& filter,
                                          const std::vector<std::string>& architectures);

/// seccomp(SECCOMP_SET_MODE_FILTER) with a listener. AFTER FORK safe: no allocation. Returns its descriptor
/// (close-on-exec), or minus an errno: EBUSY where the process has one already.
[[nodiscard]] int loadNoting(const SeccompFilter& filter);

/// What a filter makes of a call: SECCOMP_RET_* with its data. For programs as libseccomp writes them; what
/// is in none of those is EPERM.
[[nodiscard]] std::uint32_t evaluate(const std::vector<sock_filter>& program, const seccomp_data& call);

/// A call that was refused.
struct RefusedCall {
    int number = 0;
    std::uint32_t architecture = 0; ///< AUDIT_ARCH_*
    int errnum = 0;                 ///< what it was answered
    std::string program;            ///< /proc/PID/comm, or empty; a program inside chooses it freely
};

/// The listener of one process with a noting filter, and of all that come of it. Destroying it answers the
/// calls that wait, and all that come, with ENOSYS. One thread.
class CallListener {
public:
    /// `listener` is the descriptor of loadNoting().
    [[nodiscard]] static Result<CallListener> open(sys::UniqueFd listener, std::vector<sock_filter> refusing);

    /// For poll(2): POLLIN when a call waits, POLLHUP when nobody is left who could make one.
    [[nodiscard]] int fd() const { return m_fd.get(); }
    /// Answers one call as the filter says, and never lets one pass. Empty when none waits, or not any more.
    /// Does not block.
    [[nodiscard]] Result<std::optional<RefusedCall>> answer();

private:
    [[nodiscard]] Result<> prepare();
    [[nodiscard]] Result<bool> receive();

    struct Free {
        void operator()(seccomp_notif* request) const;
        void operator()(seccomp_notif_resp* response) const;
    };

    sys::UniqueFd m_fd;
    std::vector<sock_filter> m_refusing;
    std::unique_ptr<seccomp_notif, Free> m_request;
    std::unique_ptr<seccomp_notif_resp, Free> m_response;
};

/// "mount"; empty for a number that libseccomp(3) does not know.
[[nodiscard]] std::string callName(int number, std::uint32_t architecture);
/// "x86_64", "x32", "i386" …; of one that is not known its number.
[[nodiscard]] std::string architectureName(int number, std::uint32_t architecture);

} // namespace vitrine::security
