// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/limitfiles.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace vitrine {

namespace {

constexpr std::uint64_t defaultWeight = 100;
constexpr std::uint64_t defaultShares = 1024;

/// Collects the writes of one call.
class Writes {
public:
    explicit Writes(UnsetLimits unset)
        : m_unset(unset) {}

    void add(const char* controller, const char* file, std::string value) {
        m_files.push_back({controller, file, std::move(value)});
    }
    /// The limit, or what ends an earlier one.
    void addOr(const char* controller, const char* file, const std::optional<std::uint64_t>& value,
               const char* none) {
        if (value)
            add(controller, file, std::to_string(*value));
        else
            reset(controller, file, none);
    }
    void reset(const char* controller, const char* file, const char* none) {
        if (m_unset == UnsetLimits::Reset)
            add(controller, file, none);
    }
    std::vector<LimitFile> take() && { return std::move(m_files); }

private:
    UnsetLimits m_unset;
    std::vector<LimitFile> m_files;
};

Error notSupported(const char* field, std::string reason) {
    return {ErrorKind::NotSupported, "set the limit", field, std::move(reason)};
}

Result<> requireController(ControllerVersion version, bool wanted, const char* field,
                           const char* controller) {
    if (!wanted || version != ControllerVersion::Absent)
        return {};
    return failure(notSupported(field, std::string("this machine has no cgroup controller \"") + controller +
                                           "\" mounted"));
}

Result<> requireControllers(const CgroupFacts& facts, const ResourceLimits& limits) {
    VITRINE_CHECK(requireController(facts.cpu, limits.cpuMax.has_value(), "cpuMax", "cpu"));
    VITRINE_CHECK(requireController(facts.cpu, limits.cpuWeight.has_value(), "cpuWeight", "cpu"));
    VITRINE_CHECK(requireController(facts.memory, limits.memoryMax.has_value(), "memoryMax", "memory"));
    VITRINE_CHECK(requireController(facts.memory, limits.memoryHigh.has_value(), "memoryHigh", "memory"));
    VITRINE_CHECK(requireController(facts.memory, limits.swapMax.has_value(), "swapMax", "memory"));
    VITRINE_CHECK(requireController(facts.pids, limits.pidsMax.has_value(), "pidsMax", "pids"));
    if (!limits.swapMax)
        return {};
    if (!facts.swapAccounting)
        return failure(notSupported("swapMax", "this kernel does not account swap by cgroup"));
    if (facts.memory == ControllerVersion::V1 && !limits.memoryMax) {
        return failure(notSupported("swapMax", "cgroup v1 limits memory and swap together, so it needs "
                                               "memoryMax as well"));
    }
    return {};
}

void addCpu(Writes& writes, ControllerVersion version, const ResourceLimits& limits) {
    if (version == ControllerVersion::V2) {
        if (limits.cpuMax) {
            writes.add("cpu", "cpu.max",
                       std::to_string(limits.cpuMax->quotaUs) + ' ' +
                           std::to_string(limits.cpuMax->periodUs));
        } else {
            writes.reset("cpu", "cpu.max", "max");
        }
        writes.addOr("cpu", "cpu.weight", limits.cpuWeight, "100");
    } else if (version == ControllerVersion::V1) {
        if (limits.cpuMax) {
            writes.add("cpu", "cpu.cfs_period_us", std::to_string(limits.cpuMax->periodUs));
            writes.add("cpu", "cpu.cfs_quota_us", std::to_string(limits.cpuMax->quotaUs));
        } else {
            writes.reset("cpu", "cpu.cfs_quota_us", "-1");
        }
        std::optional<std::uint64_t> shares;
        if (limits.cpuWeight)
            shares = cpuSharesFromWeight(*limits.cpuWeight);
        writes.addOr("cpu", "cpu.shares", shares, "1024");
    }
}

void addMemoryV2(Writes& writes, const CgroupFacts& facts, const ResourceLimits& limits) {
    writes.addOr("memory", "memory.max", limits.memoryMax, "max");
    writes.addOr("memory", "memory.high", limits.memoryHigh, "max");
    if (facts.swapAccounting)
        writes.addOr("memory", "memory.swap.max", limits.swapMax, "max");
}

void addMemoryV1(Writes& writes, const CgroupFacts& facts, const ResourceLimits& limits) {
    // The kernel keeps memory <= memory+swap at every moment. A "no limit" for the sum goes first, a number
    // last.
    if (facts.swapAccounting && !limits.swapMax)
        writes.reset("memory", "memory.memsw.limit_in_bytes", "-1");
    writes.addOr("memory", "memory.limit_in_bytes", limits.memoryMax, "-1");
    if (limits.swapMax && limits.memoryMax) {
        const std::uint64_t room = std::numeric_limits<std::uint64_t>::max() - *limits.memoryMax;
        writes.add("memory", "memory.memsw.limit_in_bytes",
                   std::to_string(*limits.memoryMax + std::min(*limits.swapMax, room)));
    }
    writes.addOr("memory", "memory.soft_limit_in_bytes", limits.memoryHigh, "-1");
}

} // namespace

std::uint64_t cpuSharesFromWeight(std::uint64_t weight) {
    constexpr std::uint64_t leastShares = 2;
    constexpr std::uint64_t mostShares = 262'144;
    const std::uint64_t bounded = std::min(weight, mostShares);
    return std::clamp((bounded * defaultShares + defaultWeight / 2) / defaultWeight, leastShares, mostShares);
}

std::uint64_t cpuWeightFromShares(std::uint64_t shares) {
    constexpr std::uint64_t mostWeight = 10'000;
    const std::uint64_t bounded = std::min<std::uint64_t>(shares, 262'144);
    return std::clamp<std::uint64_t>((bounded * defaultWeight + defaultShares / 2) / defaultShares, 1,
                                     mostWeight);
}

Result<std::vector<LimitFile>> limitFiles(const CgroupFacts& facts, const ResourceLimits& limits,
                                          UnsetLimits unset) {
    VITRINE_CHECK(requireControllers(facts, limits));
    Writes writes(unset);
    addCpu(writes, facts.cpu, limits);
    if (facts.memory == ControllerVersion::V2)
        addMemoryV2(writes, facts, limits);
    else if (facts.memory == ControllerVersion::V1)
        addMemoryV1(writes, facts, limits);
    if (facts.pids != ControllerVersion::Absent)
        writes.addOr("pids", "pids.max", limits.pidsMax, "max");
    return std::move(writes).take();
}

} // namespace vitrine
