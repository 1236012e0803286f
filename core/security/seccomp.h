// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"

#include <linux/filter.h>

#include <optional>
#include <string>
#include <vector>

namespace vitrine::security {

/// A compiled filter program. Compiling with libseccomp takes longer than a whole start, so it is done before
/// the clone (and can be kept); loading is one system call.
struct SeccompFilter {
    std::vector<sock_filter> program; ///< empty = unconfined
    unsigned flags = 0;               ///< SECCOMP_FILTER_FLAG_*
};

/// The default profile: everything is refused with EPERM except the calls on the list; clone with namespace
/// flags is refused, clone3 answers ENOSYS so that libc falls back, AF_VSOCK and AF_ALG sockets, TIOCSTI and
/// TIOCLINUX are refused; other architectures' calls kill (seccomp(2), libseccomp). `capabilities` (bounding
/// set) opens the calls they guard.
[[nodiscard]] Result<SeccompFilter> compileSeccomp(SeccompProfile profile,
                                                   const std::vector<std::string>& capabilities);

/// The filter of a container: `rules` are those of a custom profile, and empty with any other. LimitExceeded
/// where the program is longer than the kernel takes.
[[nodiscard]] Result<SeccompFilter> compileSeccomp(SeccompProfile profile,
                                                   const std::optional<SeccompRules>& rules,
                                                   const std::vector<std::string>& capabilities);

/// seccomp(SECCOMP_SET_MODE_FILTER). Needs no_new_privs or CAP_SYS_ADMIN in the user namespace. AFTER FORK
/// safe: no allocation. Returns 0 or an errno.
[[nodiscard]] int loadSeccomp(const SeccompFilter& filter);

} // namespace vitrine::security
