// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/disklimit.h"
#include "core/model/numberlist.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace vitrine {

/// cpu.max: `quotaUs` µs of CPU time in every `periodUs` µs. Two full CPUs are {200000, 100000}.
struct CpuMax {
    std::uint64_t quotaUs = 0;
    std::uint64_t periodUs = 100000;
    friend bool operator==(const CpuMax&, const CpuMax&) = default;
};

/// What a container may use. An empty optional is a real "no limit": the kernel file then says "max".
/// Field names and meanings are those of cgroup v2 (Documentation/admin-guide/cgroup-v2.rst); the v1
/// implementation translates. Bytes are bytes.
struct ResourceLimits {
    std::optional<CpuMax> cpuMax;           ///< quota 1,000 µs … 2^44 µs, period 1,000 … 1,000,000 µs
    std::optional<std::uint64_t> cpuWeight; ///< 1 … 10,000; the kernel's default is 100
    std::optional<std::uint64_t> memoryMax; ///< bytes; at least 512 KiB, so that the first exec can succeed
    std::optional<std::uint64_t>
        memoryHigh; ///< bytes; throttles and reclaims above it; v2 only (v1: soft limit)
    std::optional<std::uint64_t> swapMax; ///< bytes of swap (memory.swap.max); 0 is "no swap"
    std::optional<std::uint64_t> pidsMax; ///< processes and threads, 1 … 4,194,304
    NumberList cpus{};                    ///< cpuset.cpus: the CPUs it may run on; empty: all
    NumberList memoryNodes{};             ///< cpuset.mems: the nodes its memory may come from; empty: all
    bool memoryOomGroup = false;          ///< memory.oom.group: out of memory, all its processes end; v2 only
    std::optional<std::uint64_t> ioWeight{}; ///< io.weight, 1 … 10,000; the kernel's default is 100
    std::vector<DiskLimit> ioMax{};          ///< io.max, by rising device, at most 64
    friend bool operator==(const ResourceLimits&, const ResourceLimits&) = default;
};

/// The first limit that is set, by its field's name ("memoryMax"); empty without one.
[[nodiscard]] std::string_view firstLimit(const ResourceLimits& limits);

/// Refuses values outside the ranges above; the error's subject is the field's name ("memoryMax"), its reason
/// what is allowed.
[[nodiscard]] Result<> validate(const ResourceLimits& limits);

/// Refuses numbers that are not among `there`, by the name of the field ("cpus", "memoryNodes"); the reason
/// says which there are. An empty `there` is not known, and everything passes.
[[nodiscard]] Result<> checkAmong(std::string_view field, const NumberList& wanted, const NumberList& there);

} // namespace vitrine
