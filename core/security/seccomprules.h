// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/seccomprules.h"
#include "core/security/seccomp.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::security {

using vitrine::SeccompArgument;
using vitrine::SeccompRule;
using vitrine::SeccompRules;

/// The words that compileRules() knows, for saying so.
[[nodiscard]] std::vector<std::string> seccompActions();
[[nodiscard]] std::vector<std::string> seccompOperators();
[[nodiscard]] std::vector<std::string> seccompArchitectures();
[[nodiscard]] std::vector<std::string> seccompFlags();

/// libseccomp's number of one of seccompArchitectures(). NotSupported for another word.
[[nodiscard]] Result<std::uint32_t> architectureFrom(const std::string& word);

/// Compiles with libseccomp(3). A system call that this libseccomp does not know is left out, as crun and
/// runc do: such lists are made for all kernels and machines. The subject of an error is a path below
/// "$.linux.seccomp".
[[nodiscard]] Result<SeccompFilter> compileRules(const SeccompRules& rules);

} // namespace vitrine::security
