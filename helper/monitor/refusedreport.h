// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::monitor {

/// A system call that the container's filter has refused, of one number and architecture.
struct RefusedRow {
    std::string call;         ///< "mount"; empty: it has no name
    std::string architecture; ///< "x86_64"
    std::uint32_t number = 0;
    int errnum = 0; ///< the last answer
    std::uint64_t count = 0;
    std::uint64_t firstUs = 0; ///< CLOCK_REALTIME µs
    std::uint64_t lastUs = 0;
    std::string program;    ///< that made the last one: up to 15 bytes of ASCII that it chose itself
    std::string capability; ///< that would open the call ("CAP_SYS_ADMIN"); empty: none would
    friend bool operator==(const RefusedRow&, const RefusedRow&) = default;
};

/// More kinds of calls are counted together: a program can invent any number of them.
inline constexpr std::size_t maximumRefused = 128;

struct RefusedReport {
    std::vector<RefusedRow> rows;
    std::uint64_t others = 0; ///< calls that are in no row
};

} // namespace vitrine::monitor
