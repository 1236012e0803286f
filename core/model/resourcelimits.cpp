// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/resourcelimits.h"

#include <algorithm>
#include <array>

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
constexpr Range ioWeight{1, 10'000, "ioWeight", "1 to 10,000; the default is 100"};
constexpr Range pidsMax{1, 4'194'304, "pidsMax", "1 to 4,194,304 processes and threads, or no limit"};

Result<> check(const std::optional<std::uint64_t>& value, const Range& range) {
    if (value && (*value < range.least || *value > range.most))
        return failure(Error::invalid(range.field, range.allowed));
    return {};
}

constexpr std::size_t mostDisks = 64;
constexpr std::uint32_t mostMajor = 4095; // 12 and 20 bits: include/linux/kdev_t.h
constexpr std::uint32_t mostMinor = 1'048'575;
constexpr std::uint64_t mostRate = 1ULL << 62U;  // of bytes
constexpr std::uint64_t mostOps = 4'294'967'294; // the largest below "no limit" (block/blk-throttle.c)

Result<> checkDisk(const DiskLimit& limit) {
    if (limit.device.major == 0 || limit.device.major > mostMajor || limit.device.minor > mostMinor)
        return failure(Error::invalid("ioMax", "a disk by its numbers, such as 8:0"));
    if (std::max(limit.readBytes, limit.writeBytes) > mostRate)
        return failure(Error::invalid("ioMax", "1 byte to 4 EiB a second, or no limit"));
    if (std::max(limit.readOps, limit.writeOps) > mostOps)
        return failure(Error::invalid("ioMax", "1 to 4,294,967,294 operations a second, or no limit"));
    if (std::max({limit.readBytes, limit.writeBytes, limit.readOps, limit.writeOps}) == 0)
        return failure(Error::invalid("ioMax", "at least one speed for each disk that is named"));
    return {};
}

Result<> checkDiskLimits(const std::vector<DiskLimit>& limits) {
    if (limits.size() > mostDisks)
        return failure(Error::invalid("ioMax", "at most 64 disks"));
    for (const DiskLimit& limit : limits)
        VITRINE_CHECK(checkDisk(limit));
    if (!std::ranges::is_sorted(limits, std::ranges::less_equal(), &DiskLimit::device))
        return failure(Error::invalid("ioMax", "each disk once, by rising number"));
    return {};
}

Result<> checkNumbers(const char* field, const NumberList& numbers) {
    if (std::ranges::is_sorted(numbers, std::ranges::less_equal()) &&
        (numbers.empty() || numbers.back() < mostNumbers))
        return {};
    return failure(Error::invalid(field, "rising numbers below 8,192"));
}

} // namespace

std::string_view firstLimit(const ResourceLimits& limits) {
    const std::array<std::pair<bool, std::string_view>, 11> fields{{
        {limits.cpuMax.has_value(), "cpuMax"},
        {limits.cpuWeight.has_value(), "cpuWeight"},
        {limits.memoryMax.has_value(), "memoryMax"},
        {limits.memoryHigh.has_value(), "memoryHigh"},
        {limits.swapMax.has_value(), "swapMax"},
        {limits.pidsMax.has_value(), "pidsMax"},
        {!limits.cpus.empty(), "cpus"},
        {!limits.memoryNodes.empty(), "memoryNodes"},
        {limits.memoryOomGroup, "memoryOomGroup"},
        {limits.ioWeight.has_value(), "ioWeight"},
        {!limits.ioMax.empty(), "ioMax"},
    }};
    const auto* found = std::ranges::find(fields, true, &std::pair<bool, std::string_view>::first);
    return found == fields.end() ? std::string_view() : found->second;
}

Result<> checkAmong(std::string_view field, const NumberList& wanted, const NumberList& there) {
    if (there.empty() || std::ranges::includes(there, wanted))
        return {};
    const char* what = field == "cpus" ? "CPUs" : "memory nodes";
    return failure(Error::invalid(std::string(field), std::string(what) + " among " + textOf(there)));
}

Result<> validate(const ResourceLimits& limits) {
    if (limits.cpuMax) {
        VITRINE_CHECK(check(limits.cpuMax->quotaUs, cpuQuota));
        VITRINE_CHECK(check(limits.cpuMax->periodUs, cpuPeriod));
    }
    VITRINE_CHECK(check(limits.cpuWeight, cpuWeight));
    VITRINE_CHECK(check(limits.memoryMax, memoryMax));
    VITRINE_CHECK(check(limits.memoryHigh, memoryHigh));
    VITRINE_CHECK(check(limits.swapMax, swapMax));
    VITRINE_CHECK(check(limits.pidsMax, pidsMax));
    VITRINE_CHECK(checkNumbers("cpus", limits.cpus));
    VITRINE_CHECK(checkNumbers("memoryNodes", limits.memoryNodes));
    VITRINE_CHECK(check(limits.ioWeight, ioWeight));
    return checkDiskLimits(limits.ioMax);
}

} // namespace vitrine
