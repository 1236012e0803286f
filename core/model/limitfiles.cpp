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

Result<> requireSwap(const CgroupFacts& facts, const ResourceLimits& limits) {
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

Result<> requireControllers(const CgroupFacts& facts, const ResourceLimits& limits) {
    VITRINE_CHECK(requireController(facts.cpu, limits.cpuMax.has_value(), "cpuMax", "cpu"));
    VITRINE_CHECK(requireController(facts.cpu, limits.cpuWeight.has_value(), "cpuWeight", "cpu"));
    VITRINE_CHECK(requireController(facts.memory, limits.memoryMax.has_value(), "memoryMax", "memory"));
    VITRINE_CHECK(requireController(facts.memory, limits.memoryHigh.has_value(), "memoryHigh", "memory"));
    VITRINE_CHECK(requireController(facts.memory, limits.swapMax.has_value(), "swapMax", "memory"));
    VITRINE_CHECK(requireController(facts.pids, limits.pidsMax.has_value(), "pidsMax", "pids"));
    VITRINE_CHECK(requireController(facts.cpuset, !limits.cpus.empty(), "cpus", "cpuset"));
    VITRINE_CHECK(requireController(facts.cpuset, !limits.memoryNodes.empty(), "memoryNodes", "cpuset"));
    VITRINE_CHECK(requireController(facts.memory, limits.memoryOomGroup, "memoryOomGroup", "memory"));
    VITRINE_CHECK(requireController(facts.io, limits.ioWeight.has_value(), "ioWeight", "io"));
    VITRINE_CHECK(requireController(facts.io, !limits.ioMax.empty(), "ioMax", "io"));
    VITRINE_CHECK(checkAmong("cpus", limits.cpus, facts.cpus));
    VITRINE_CHECK(checkAmong("memoryNodes", limits.memoryNodes, facts.memoryNodes));
    if (limits.memoryOomGroup && facts.memory == ControllerVersion::V1)
        return failure(notSupported("memoryOomGroup", "not available because cgroup v1 has no "
                                                      "memory.oom.group, which came with cgroup v2"));
    if (limits.ioWeight && facts.ioWeightFile.empty())
        return failure(notSupported("ioWeight", "not available because this kernel has neither io.weight nor "
                                                "the groups of the scheduler BFQ"));
    return requireSwap(facts, limits);
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
    if (limits.memoryOomGroup)
        writes.add("memory", "memory.oom.group", "1");
    else
        writes.reset("memory", "memory.oom.group", "0");
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

void addNumbers(Writes& writes, const char* file, const NumberList& numbers) {
    if (numbers.empty())
        writes.reset("cpuset", file, "");
    else
        writes.add("cpuset", file, textOf(numbers));
}

void addIo(Writes& writes, const CgroupFacts& facts, const ResourceLimits& limits, UnsetLimits unset) {
    const char* controller = facts.io == ControllerVersion::V2 ? "io" : "blkio";
    if (!facts.ioWeightFile.empty()) {
        std::optional<std::uint64_t> weight;
        if (limits.ioWeight)
            weight = weightForFile(facts.ioWeightFile, *limits.ioWeight);
        writes.addOr(controller, facts.ioWeightFile.c_str(), weight, "100");
    }
    for (const DiskLimit& limit : limits.ioMax) {
        for (const LimitFile& file : diskFiles(facts, limit, unset))
            writes.add(controller, file.file.c_str(), file.value);
    }
}

constexpr std::uint64_t mostBfqWeight = 1000; // block/bfq-iosched.h
constexpr std::uint64_t bfqStep = 11;         // (10,000 - 100) / (1,000 - 100)

bool isOfBfq(std::string_view file) {
    return file != "io.weight";
}

} // namespace

std::vector<LimitFile> diskFiles(const CgroupFacts& facts, const DiskLimit& limit, UnsetLimits unset) {
    if (facts.io == ControllerVersion::V2)
        return {{"io", "io.max", ioMaxLine(limit)}};
    std::vector<LimitFile> files;
    const auto add = [&](const char* file, std::uint64_t rate) {
        if (rate != 0 || unset == UnsetLimits::Reset) // 0 ends an earlier one
            files.push_back({"blkio", file, textOf(limit.device) + ' ' + std::to_string(rate)});
    };
    add("blkio.throttle.read_bps_device", limit.readBytes);
    add("blkio.throttle.write_bps_device", limit.writeBytes);
    add("blkio.throttle.read_iops_device", limit.readOps);
    add("blkio.throttle.write_iops_device", limit.writeOps);
    return files;
}

std::uint64_t weightForFile(std::string_view file, std::uint64_t weight) {
    if (!isOfBfq(file) || weight <= defaultWeight)
        return file == "blkio.weight" ? std::max<std::uint64_t>(weight, 10) : weight;
    return std::min(defaultWeight + (weight - defaultWeight) / bfqStep, mostBfqWeight);
}

std::uint64_t weightFromFile(std::string_view file, std::uint64_t number) {
    if (!isOfBfq(file) || number <= defaultWeight)
        return number;
    return defaultWeight + (std::min(number, mostBfqWeight) - defaultWeight) * bfqStep;
}

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
    if (facts.cpuset != ControllerVersion::Absent) {
        addNumbers(writes, "cpuset.cpus", limits.cpus);
        addNumbers(writes, "cpuset.mems", limits.memoryNodes);
    }
    if (facts.io != ControllerVersion::Absent)
        addIo(writes, facts, limits, unset);
    return std::move(writes).take();
}

} // namespace vitrine
