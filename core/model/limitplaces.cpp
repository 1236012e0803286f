// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/limitplaces.h"

#include <array>

namespace vitrine {

namespace {

struct Entry {
    ControllerVersion version;
    std::string_view key;
    std::string_view controller;
    std::string_view file;
};

constexpr auto v1 = ControllerVersion::V1;
constexpr auto v2 = ControllerVersion::V2;

constexpr std::array<Entry, 25> entries{{
    {v2, "cpuQuotaUs", "cpu", "cpu.max"}, // quota and period
    {v2, "cpuWeight", "cpu", "cpu.weight"},
    {v2, "memoryMax", "memory", "memory.max"},
    {v2, "memoryHigh", "memory", "memory.high"},
    {v2, "swapMax", "memory", "memory.swap.max"},
    {v2, "memoryOomGroup", "memory", "memory.oom.group"},
    {v2, "pidsMax", "pids", "pids.max"},
    {v2, "cpus", "cpuset", "cpuset.cpus"},
    {v2, "memoryNodes", "cpuset", "cpuset.mems"},
    {v2, "ioWeight", "io", ""}, // CgroupFacts::ioWeightFile
    {v2, "ioMax", "io", "io.max"},
    {v1, "cpuPeriodUs", "cpu", "cpu.cfs_period_us"},
    {v1, "cpuQuotaUs", "cpu", "cpu.cfs_quota_us"},
    {v1, "cpuWeight", "cpu", "cpu.shares"},
    {v1, "memoryMax", "memory", "memory.limit_in_bytes"},
    {v1, "swapMax", "memory", "memory.memsw.limit_in_bytes"}, // memory and swap together
    {v1, "memoryHigh", "memory", "memory.soft_limit_in_bytes"},
    {v1, "pidsMax", "pids", "pids.max"},
    {v1, "cpus", "cpuset", "cpuset.cpus"},
    {v1, "memoryNodes", "cpuset", "cpuset.mems"},
    {v1, "ioWeight", "blkio", ""},
    {v1, "ioReadBytes", "blkio", "blkio.throttle.read_bps_device"},
    {v1, "ioWriteBytes", "blkio", "blkio.throttle.write_bps_device"},
    {v1, "ioReadOps", "blkio", "blkio.throttle.read_iops_device"},
    {v1, "ioWriteOps", "blkio", "blkio.throttle.write_iops_device"},
}};

} // namespace

std::vector<LimitPlace> limitPlaces(const CgroupFacts& facts) {
    std::vector<LimitPlace> places;
    for (const auto& [version, key, controller, name] : entries) {
        const std::string file(key == "ioWeight" ? std::string_view(facts.ioWeightFile) : name);
        const bool isThere = !file.empty() && (key != "swapMax" || facts.swapAccounting);
        if (versionOf(facts, controller) == version && isThere)
            places.push_back({key, controller, file});
    }
    return places;
}

} // namespace vitrine
