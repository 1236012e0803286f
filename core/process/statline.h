// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace vitrine::process {

/// What is used of /proc/PID/stat (proc_pid_stat(5)).
struct StatLine {
    pid_t pid = 0;
    std::string_view comm; ///< raw: may hold any byte but NUL, ')' and newlines too; points into the text
    char state = '?';
    pid_t parent = 0;
    std::uint32_t threads = 0;
    std::uint64_t startTicks = 0;
    std::uint64_t cpuTicks = 0; ///< utime + stime
    std::uint64_t residentPages = 0;
    /// Changes when the process executes another program: where its arguments and its stack lie.
    std::uint64_t execMark = 0;
};

/// Empty when the text is not such a line.
[[nodiscard]] std::optional<StatLine> parseStat(std::string_view text);

} // namespace vitrine::process
