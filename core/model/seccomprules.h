// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// One condition on an argument of a system call, in the words of the OCI specification.
struct SeccompArgument {
    unsigned index = 0; ///< 0 to 5
    std::string op;     ///< "SCMP_CMP_EQ" …
    std::uint64_t value = 0;
    std::uint64_t valueTwo = 0; ///< SCMP_CMP_MASKED_EQ: what is compared, `value` being the mask
    friend bool operator==(const SeccompArgument&, const SeccompArgument&) = default;
};

struct SeccompRule {
    std::vector<std::string> names;
    std::string action;                    ///< "SCMP_ACT_ALLOW" …
    std::optional<std::uint32_t> errnoRet; ///< of SCMP_ACT_ERRNO and SCMP_ACT_TRACE; EPERM without it
    std::vector<SeccompArgument> args;
    friend bool operator==(const SeccompRule&, const SeccompRule&) = default;
};

/// A filter as an OCI bundle has it (config-linux.md, "Seccomp").
struct SeccompRules {
    std::string defaultAction;
    std::optional<std::uint32_t> defaultErrnoRet;
    std::vector<std::string> architectures; ///< "SCMP_ARCH_X86_64" …, besides the machine's own
    std::vector<std::string> flags;         ///< "SECCOMP_FILTER_FLAG_LOG" …
    std::vector<SeccompRule> syscalls;
    friend bool operator==(const SeccompRules&, const SeccompRules&) = default;
};

/// Words and sizes: at most 4,000 names and 1,000 conditions in all, so that compiling takes no longer than a
/// start. `path` is where the rules are in their document ("$.linux.seccomp").
[[nodiscard]] Result<> validate(const SeccompRules& rules, const std::string& path);

/// Whether a call is let pass whatever its arguments are. A later rule about it counts, too: no is the answer
/// where it is not clear.
[[nodiscard]] bool allowsAlways(const SeccompRules& rules, std::string_view call);

/// The machine that a profile of Docker's is resolved for.
struct SeccompHost {
    std::string kernelRelease;             ///< "6.1.0-13-amd64"
    std::vector<std::string> capabilities; ///< the container's bounding set
};

/// Reads a profile from a file: the OCI object "linux.seccomp" itself, or Docker's format, whose archMap,
/// includes and excludes are resolved here (moby, profiles/seccomp). The subject of an error is the path in
/// that file ("$.syscalls[3].action"). At most 256 KiB.
[[nodiscard]] Result<SeccompRules> importSeccompProfile(std::string_view json, const SeccompHost& host);

} // namespace vitrine
