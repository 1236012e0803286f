// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/security/seccomp.h"

#include "core/security/defaultprogram.h"
#include "core/security/seccompcompile.h"
#include "core/security/seccomprules.h"

#include <linux/bpf_common.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace vitrine::security {

Result<SeccompFilter> compileSeccomp(SeccompProfile profile, const std::vector<std::string>& capabilities) {
    if (profile == SeccompProfile::Unconfined)
        return SeccompFilter{};
    const auto guarding = guardingCapabilities(capabilities);
    if (guarding.empty())
        return SeccompFilter{.program = {programWithout.begin(), programWithout.end()}};
    if (guarding == std::vector<std::string>{"CAP_SYS_CHROOT"})
        return SeccompFilter{.program = {programWithChroot.begin(), programWithChroot.end()}};
    SeccompFilter filter;
    filter.program = VITRINE_TRY(compileDefaultProfile(guarding));
    return filter;
}

Result<SeccompFilter> compileSeccomp(SeccompProfile profile, const std::optional<SeccompRules>& rules,
                                     const std::vector<std::string>& capabilities) {
    if (profile != SeccompProfile::Custom)
        return compileSeccomp(profile, capabilities);
    if (!rules)
        return failure(Error::invalid("$.linux.seccomp", "must be there with a profile of its own"));
    SeccompFilter filter = VITRINE_TRY(compileRules(*rules));
    if (filter.program.size() > BPF_MAXINSNS) {
        return failure(Error(ErrorKind::LimitExceeded, "compile the system-call filter", "$.linux.seccomp",
                             "it has " + std::to_string(filter.program.size()) +
                                 " instructions, and the kernel takes " + std::to_string(BPF_MAXINSNS))
                           .withHint("Use a profile with fewer conditions on arguments."));
    }
    return filter;
}

int loadSeccomp(const SeccompFilter& filter) {
    if (filter.program.empty())
        return 0;
    sock_fprog program{};
    program.len = static_cast<unsigned short>(filter.program.size());
    program.filter = const_cast<sock_filter*>(filter.program.data()); // the kernel only reads it
    return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, filter.flags, &program) == 0 ? 0 : errno;
}

} // namespace vitrine::security
