// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/resourcelimits.h"
#include "gui/service/values.h"

#include <QString>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace vitrine::gui {

inline constexpr std::uint64_t kibibyte = 1024;
inline constexpr std::uint64_t mebibyte = 1024 * kibibyte;

/// One limit as a person sets it: one editor each.
enum class LimitKind {
    Cpu,
    CpuWeight,
    Cpus,
    MemoryMax,
    MemoryHigh,
    Swap,
    OomGroup,
    MemoryNodes,
    Pids,
    IoWeight,
    IoMax
};
/// In the order in which they are shown.
inline constexpr std::array allLimitKinds{LimitKind::Cpu,       LimitKind::CpuWeight,   LimitKind::Cpus,
                                          LimitKind::MemoryMax, LimitKind::MemoryHigh,  LimitKind::Swap,
                                          LimitKind::OomGroup,  LimitKind::MemoryNodes, LimitKind::Pids,
                                          LimitKind::IoWeight,  LimitKind::IoMax};
/// Those that are one number.
inline constexpr std::array numberLimitKinds{
    LimitKind::Cpu,  LimitKind::CpuWeight, LimitKind::MemoryMax, LimitKind::MemoryHigh,
    LimitKind::Swap, LimitKind::Pids,      LimitKind::IoWeight};
[[nodiscard]] bool isNumber(LimitKind kind);

/// What the number of an editor counts: tenths of a percent of one CPU, a weight, bytes, or processes. What
/// is no number has none of them and says Count.
enum class LimitUnit { TenthsOfPercent, Weight, Bytes, Count };
[[nodiscard]] LimitUnit unitOf(LimitKind kind);

/// Stable name of the field, as in ResourceLimits and in the helper's errors: "memoryMax"; for object names
/// too.
[[nodiscard]] QString fieldOf(LimitKind kind);
/// Keys of ReadLimits that belong to it: {"cpuQuotaUs", "cpuPeriodUs"} for Cpu.
[[nodiscard]] QStringList keysOf(LimitKind kind);
/// Smallest and largest number that can be asked for, what the slider spans, and what "limit it" begins with.
struct LimitRange {
    std::uint64_t least = 0;
    std::uint64_t most = 0;
    std::uint64_t sliderLeast = 0;
    std::uint64_t sliderMost = 0;
    std::uint64_t suggestion = 0;
};
[[nodiscard]] LimitRange rangeOf(LimitKind kind, const HelperInfo& helper);

/// The number of one limit, in its unit; empty: no limit, or none that is a number.
[[nodiscard]] std::optional<std::uint64_t> valueOf(LimitKind kind, const ResourceLimits& limits);
/// Sets it, if it is a number. For Cpu the period stays what it is (100 ms if there was no limit).
void setValue(LimitKind kind, ResourceLimits& limits, std::optional<std::uint64_t> value);
/// Sets the period of the CPU limit, 1,000 … 1,000,000 µs; the share stays. Nothing where there is no limit.
void setPeriod(ResourceLimits& limits, std::uint64_t periodUs);
/// Copies one limit as it is, the CPU's period included.
void copyLimit(LimitKind kind, const ResourceLimits& from, ResourceLimits& to);
[[nodiscard]] bool isSame(LimitKind kind, const ResourceLimits& a, const ResourceLimits& b);

/// The numbers of CPUs or memory nodes that there are; empty for others, and if the helper does not know.
[[nodiscard]] NumberList numbersOf(LimitKind kind, const HelperInfo& helper);
/// Whether there is anything to choose: one memory node is no choice.
[[nodiscard]] bool isOffered(LimitKind kind, const HelperInfo& helper);
} // namespace vitrine::gui
