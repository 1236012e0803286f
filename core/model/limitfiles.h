// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/hostfacts.h"
#include "core/model/resourcelimits.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// What a control group that is handed over may hold: each group costs memory, and removing them all time
/// (cgroup-v2.rst, cgroup.max.descendants and cgroup.max.depth).
inline constexpr int delegatedGroups = 1000;
inline constexpr int delegatedDepth = 32;

/// One write to one control file.
struct LimitFile {
    std::string controller; ///< "cpu", "memory", "pids", "cpuset", "io" (v1: "blkio")
    std::string file;       ///< "memory.max" (v2), "memory.limit_in_bytes" (v1)
    std::string value;      ///< exactly what is written, without newline; "max" or "-1" for no limit. Of
                            ///< cpuset empty: all that the group above has
    friend bool operator==(const LimitFile&, const LimitFile&) = default;
};

enum class UnsetLimits {
    Skip, ///< a new cgroup has no limits: nothing to write
    Reset ///< a running container: write the kernel's "no limit" so that an earlier one ends
};

/// The writes that put `limits` in force, in an order that the kernel accepts for a group without limits (v1:
/// where the sum of memory and swap is limited already, Cgroup::setLimits() may raise it first). Disks that
/// are not named keep what they have. A limit whose controller is absent is an error of kind NotSupported
/// naming the field, a CPU or memory node that is not there one of kind InvalidArgument.
[[nodiscard]] Result<std::vector<LimitFile>> limitFiles(const CgroupFacts& facts,
                                                        const ResourceLimits& limits, UnsetLimits unset);

/// What puts the speeds of one disk in force: one file on v2, one for each of the four on v1. `unset`: also
/// for the speeds that have no limit (v2 always says all four).
[[nodiscard]] std::vector<LimitFile> diskFiles(const CgroupFacts& facts, const DiskLimit& limit,
                                               UnsetLimits unset);

/// cpu.shares (v1) that gives the same share of the CPU as cpu.weight (v2): shares = weight * 1024 / 100,
/// rounded, 2 … 262,144. This is the scheduler's own conversion (kernel/sched/core.c), so the defaults 100
/// and 1024 correspond and a group competes equally well under either.
[[nodiscard]] std::uint64_t cpuSharesFromWeight(std::uint64_t weight);
/// The way back: shares * 100 / 1024, rounded, 1 … 10,000.
[[nodiscard]] std::uint64_t cpuWeightFromShares(std::uint64_t shares);

/// The weight of a disk as the file named wants it: io.weight as it is; BFQ's files, which end at 1,000, as
/// systemd has it (100 stays 100, 10,000 becomes 1,000).
[[nodiscard]] std::uint64_t weightForFile(std::string_view file, std::uint64_t weight);
/// The way back; above 100 BFQ's steps are of 11.
[[nodiscard]] std::uint64_t weightFromFile(std::string_view file, std::uint64_t number);

} // namespace vitrine
