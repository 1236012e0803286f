// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/security/seccomp.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::security {

/// One condition on an argument of a system call, in the words of the OCI specification.
struct SeccompArgument {
    unsigned index = 0; ///< 0 to 5
    std::string op;     ///< "SCMP_CMP_EQ" …
    std::uint64_t value = 0;
    std::uint64_t valueTwo = 0; ///< SCMP_CMP_MASKED_EQ: what is compared, `value` being the mask
};

struct SeccompRule {
    std::vector<std::string> names;
    std::string action;                    ///< "SCMP_ACT_ALLOW" …
    std::optional<std::uint32_t> errnoRet; ///< of SCMP_ACT_ERRNO and SCMP_ACT_TRACE; EPERM without it
    std::vector<SeccompArgument> args;
};

/// A filter as an OCI bundle has it (config-linux.md, "Seccomp").
struct SeccompRules {
    std::string defaultAction;
    std::optional<std::uint32_t> defaultErrnoRet;
    std::vector<std::string> architectures; ///< "SCMP_ARCH_X86_64" …, besides the machine's own
    std::vector<std::string> flags;         ///< "SECCOMP_FILTER_FLAG_LOG" …
    std::vector<SeccompRule> syscalls;
};

/// The words that compileRules() knows, for saying so.
[[nodiscard]] std::vector<std::string> seccompActions();
[[nodiscard]] std::vector<std::string> seccompOperators();
[[nodiscard]] std::vector<std::string> seccompArchitectures();
[[nodiscard]] std::vector<std::string> seccompFlags();

/// Compiles with libseccomp(3). A system call that this libseccomp does not know is left out, as crun and
/// runc do: such lists are made for all kernels and machines. The subject of an error is a path below
/// "$.linux.seccomp".
[[nodiscard]] Result<SeccompFilter> compileRules(const SeccompRules& rules);

} // namespace vitrine::security
