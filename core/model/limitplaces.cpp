// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/limitplaces.h"

#include <array>

namespace vitrine {

namespace {

struct Entry {
    ControllerVersion version;
    LimitPlace place;
};

constexpr auto v1 = ControllerVersion::V1;
constexpr auto v2 = ControllerVersion::V2;

constexpr std::array<Entry, 13> entries{{
    {v2, {"cpuQuotaUs", "cpu", "cpu.max"}}, // quota and period
    {v2, {"cpuWeight", "cpu", "cpu.weight"}},
    {v2, {"memoryMax", "memory", "memory.max"}},
    {v2, {"memoryHigh", "memory", "memory.high"}},
    {v2, {"swapMax", "memory", "memory.swap.max"}},
    {v2, {"pidsMax", "pids", "pids.max"}},
    {v1, {"cpuPeriodUs", "cpu", "cpu.cfs_period_us"}},
    {v1, {"cpuQuotaUs", "cpu", "cpu.cfs_quota_us"}},
    {v1, {"cpuWeight", "cpu", "cpu.shares"}},
    {v1, {"memoryMax", "memory", "memory.limit_in_bytes"}},
    {v1, {"swapMax", "memory", "memory.memsw.limit_in_bytes"}}, // memory and swap together
    {v1, {"memoryHigh", "memory", "memory.soft_limit_in_bytes"}},
    {v1, {"pidsMax", "pids", "pids.max"}},
}};

ControllerVersion versionOf(const CgroupFacts& facts, std::string_view controller) {
    if (controller == "cpu")
        return facts.cpu;
    return controller == "memory" ? facts.memory : facts.pids;
}

} // namespace

std::vector<LimitPlace> limitPlaces(const CgroupFacts& facts) {
    std::vector<LimitPlace> places;
    for (const auto& [version, place] : entries) {
        const bool isAccounted = place.key != "swapMax" || facts.swapAccounting;
        if (versionOf(facts, place.controller) == version && isAccounted)
            places.push_back(place);
    }
    return places;
}

} // namespace vitrine
