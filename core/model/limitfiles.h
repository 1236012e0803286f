// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/hostfacts.h"
#include "core/model/resourcelimits.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine {

/// What a control group that is handed over may hold: each group costs memory, and removing them all time
/// (cgroup-v2.rst, cgroup.max.descendants and cgroup.max.depth).
inline constexpr int delegatedGroups = 1000;
inline constexpr int delegatedDepth = 32;

/// One write to one control file.
struct LimitFile {
    std::string controller; ///< "cpu", "memory", "pids"
    std::string file;       ///< "memory.max" (v2), "memory.limit_in_bytes" (v1)
    std::string value;      ///< exactly what is written, without newline; "max" or "-1" for no limit
    friend bool operator==(const LimitFile&, const LimitFile&) = default;
};

enum class UnsetLimits {
    Skip, ///< a new cgroup has no limits: nothing to write
    Reset ///< a running container: write the kernel's "no limit" so that an earlier one ends
};

/// The writes that put `limits` in force, in an order that the kernel accepts for a group without limits (v1:
/// where the sum of memory and swap is limited already, Cgroup::setLimits() may raise it first). A limit
/// whose controller is absent is an error of kind NotSupported naming the field.
[[nodiscard]] Result<std::vector<LimitFile>> limitFiles(const CgroupFacts& facts,
                                                        const ResourceLimits& limits, UnsetLimits unset);

/// cpu.shares (v1) that gives the same share of the CPU as cpu.weight (v2): shares = weight * 1024 / 100,
/// rounded, 2 … 262,144. This is the scheduler's own conversion (kernel/sched/core.c), so the defaults 100
/// and 1024 correspond and a group competes equally well under either.
[[nodiscard]] std::uint64_t cpuSharesFromWeight(std::uint64_t weight);
/// The way back: shares * 100 / 1024, rounded, 1 … 10,000.
[[nodiscard]] std::uint64_t cpuWeightFromShares(std::uint64_t shares);

} // namespace vitrine
