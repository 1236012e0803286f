// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::engine {

/// A program that is run beside the container's own and waited for, as the hooks of the OCI specification are
/// (config.md, "POSIX-platform Hooks").
struct Program {
    std::string path;                             ///< absolute
    std::vector<std::string> args;                ///< with the zeroth; empty: the path alone
    std::vector<std::string> env;                 ///< all of it: nothing is inherited
    std::optional<std::chrono::seconds> patience; ///< killed after that; empty: waited for without end
};

/// fork(2), execve(2), and waits. `input` is what it reads as standard input; its output goes where that of
/// the caller goes. An exit code other than 0, an end by a signal and a timeout are errors.
[[nodiscard]] Result<> runProgram(const Program& program, const std::string& input);

} // namespace vitrine::engine
