// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <optional>
#include <string>
#include <string_view>

namespace vitrine::rootfs {

/// Bytes of a file that the kernel looks at for a `#!` line (BINPRM_BUF_SIZE, execve(2)).
inline constexpr std::size_t scriptHead = 256;
/// Scripts whose interpreter is again a script: the kernel follows four (execve(2)).
inline constexpr int maximumScriptDepth = 4;

/// The first bytes of an open file, at most that many.
[[nodiscard]] Result<std::string> headOf(int fd);

/// The first line of a script.
struct ScriptLine {
    std::string interpreter; ///< "/usr/bin/env"
    std::string argument;    ///< the one argument the kernel passes on: "-S bash -e", may be empty
};

/// Parses the first bytes of a file as the kernel does; nothing if it is no script or names no interpreter.
[[nodiscard]] std::optional<ScriptLine> parseScriptLine(std::string_view head);

/// The program that `env` starts for this line ("bash" of "#!/usr/bin/env -S LANG=C bash -e"): options and
/// assignments are passed over. Nothing if the interpreter is not env or no program is named.
[[nodiscard]] std::optional<std::string> envProgram(const ScriptLine& line);

} // namespace vitrine::rootfs
