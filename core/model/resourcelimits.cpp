// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/resourcelimits.h"

namespace vitrine {

namespace {

struct Range {
    std::uint64_t least;
    std::uint64_t most;
    const char* field;
    const char* allowed;
};

// The kernel's own bounds: quota and period from kernel/sched/core.c (MAX_BW, 1 ms, 1 s), the weight from
// cgroup-v2.rst, processes from PID_MAX_LIMIT. A memory limit near 2^63 silently becomes "no limit"
// (page_counter), so everything above 4 EiB is refused.
constexpr std::uint64_t leastMemory = 512ULL * 1024;
constexpr std::uint64_t mostMemory = 1ULL << 62U;
constexpr const char* memoryAllowed = "512 KiB (524,288 bytes) to 4 EiB, or no limit";

constexpr Range cpuQuota{1000, (1ULL << 44U) - 1, "cpuMax",
                         "a quota of 1,000 to 17,592,186,044,415 µs in each period, or no limit"};
constexpr Range cpuPeriod{1000, 1'000'000, "cpuMax", "a period of 1,000 to 1,000,000 µs"};
constexpr Range cpuWeight{1, 10'000, "cpuWeight", "1 to 10,000; the default is 100"};
constexpr Range memoryMax{leastMemory, mostMemory, "memoryMax", memoryAllowed};
constexpr Range memoryHigh{leastMemory, mostMemory, "memoryHigh", memoryAllowed};
constexpr Range swapMax{0, mostMemory, "swapMax", "0 (no swap) to 4 EiB, or no limit"};
constexpr Range pidsMax{1, 4'194'304, "pidsMax", "1 to 4,194,304 processes and threads, or no limit"};

Result<> check(const std::optional<std::uint64_t>& value, const Range& range) {
    if (value && (*value < range.least || *value > range.most))
        return failure(Error::invalid(range.field, range.allowed));
    return {};
}

} // namespace

Result<> validate(const ResourceLimits& limits) {
    if (limits.cpuMax) {
        VITRINE_CHECK(check(limits.cpuMax->quotaUs, cpuQuota));
        VITRINE_CHECK(check(limits.cpuMax->periodUs, cpuPeriod));
    }
    VITRINE_CHECK(check(limits.cpuWeight, cpuWeight));
    VITRINE_CHECK(check(limits.memoryMax, memoryMax));
    VITRINE_CHECK(check(limits.memoryHigh, memoryHigh));
    VITRINE_CHECK(check(limits.swapMax, swapMax));
    return check(limits.pidsMax, pidsMax);
}

} // namespace vitrine
