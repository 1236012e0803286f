// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/resourcelimits.h"

#include <array>
#include <cstdint>
#include <optional>

/// The names of limits in the a{sv} that goes between the window and the helper
/// (resources/dbus/org.vitrine.Manager1.xml, "Limits").
namespace vitrine::limitkey {

/// A number: D-Bus type t.
struct Number {
    const char* key;
    std::optional<std::uint64_t> ResourceLimits::* field;
};
inline constexpr std::array<Number, 6> numbers{{
    {"cpuWeight", &ResourceLimits::cpuWeight},
    {"memoryMax", &ResourceLimits::memoryMax},
    {"memoryHigh", &ResourceLimits::memoryHigh},
    {"swapMax", &ResourceLimits::swapMax},
    {"pidsMax", &ResourceLimits::pidsMax},
    {"ioWeight", &ResourceLimits::ioWeight},
}};

/// A list of numbers in the kernel's list format: D-Bus type s.
struct List {
    const char* key;
    NumberList ResourceLimits::* field;
};
inline constexpr std::array<List, 2> lists{{
    {"cpus", &ResourceLimits::cpus},
    {"memoryNodes", &ResourceLimits::memoryNodes},
}};

inline constexpr const char* cpuQuotaUs = "cpuQuotaUs";         ///< t
inline constexpr const char* cpuPeriodUs = "cpuPeriodUs";       ///< t
inline constexpr const char* memoryOomGroup = "memoryOomGroup"; ///< b
inline constexpr const char* ioMax = "ioMax";                   ///< a(uutttt)

} // namespace vitrine::limitkey
