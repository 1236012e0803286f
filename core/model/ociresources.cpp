// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociparts.h"

#include <array>
#include <charconv>
#include <limits>

namespace vitrine::oci {

namespace {

using json::Node;
using json::Value;

constexpr std::uint64_t mostSigned = std::numeric_limits<std::int64_t>::max();
constexpr std::uint64_t defaultPeriod = 100'000;
constexpr std::uint64_t leastShares = 2;
constexpr std::uint64_t mostShares = 262'144;
constexpr std::uint64_t weightSteps = 9'999; // 1 … 10,000
constexpr std::uint64_t shareSteps = mostShares - leastShares;

using Limit = std::optional<std::uint64_t>;

/// The conversion that runc and crun have used since cgroup v2 came, so that a container weighs the same
/// under them.
std::uint64_t weightFromShares(std::uint64_t shares) {
    return 1 + ((shares - leastShares) * weightSteps) / shareSteps;
}

/// The least number of shares that weightFromShares turns into this weight: there is always one.
std::uint64_t sharesFromWeight(std::uint64_t weight) {
    return leastShares + ((weight - 1) * shareSteps + weightSteps - 1) / weightSteps;
}

/// A number of bytes or processes; -1 is "no limit".
Result<Limit> readLimit(const Node& object, const char* key) {
    const auto node = VITRINE_TRY(object.find(key));
    if (!node)
        return Limit{};
    const std::int64_t number = VITRINE_TRY(node->signedNumber());
    if (number < -1)
        return failure(node->invalid("must be -1 for no limit, or a whole number"));
    return number == -1 ? Limit{} : Limit{static_cast<std::uint64_t>(number)};
}

/// A list as in cpuset(7); an empty text is no limit.
Result<> readNumbers(const Node& object, const char* key, NumberList& numbers) {
    const auto node = VITRINE_TRY(object.find(key));
    if (!node)
        return {};
    const std::string text = VITRINE_TRY(node->text());
    numbers.clear();
    if (!text.empty())
        numbers = VITRINE_TRY(parseNumberList(text, node->path()));
    return {};
}

Result<> readCpu(const Node& cpu, ResourceLimits& limits) {
    const Limit quota = VITRINE_TRY(readLimit(cpu, "quota"));
    std::uint64_t period = defaultPeriod;
    if (const auto node = VITRINE_TRY(cpu.find("period")))
        period = VITRINE_TRY(node->unsignedNumber(mostSigned));
    if (quota)
        limits.cpuMax = {.quotaUs = *quota, .periodUs = period};
    if (const auto node = VITRINE_TRY(cpu.find("shares"))) {
        const std::uint64_t shares = VITRINE_TRY(node->unsignedNumber(mostSigned));
        if (shares < leastShares || shares > mostShares)
            return failure(node->invalid("must be 2 to 262144"));
        limits.cpuWeight = weightFromShares(shares);
    }
    VITRINE_CHECK(readNumbers(cpu, "cpus", limits.cpus));
    return readNumbers(cpu, "mems", limits.memoryNodes);
}

/// "memory.swap" is memory and swap together in the OCI specification.
Result<> readMemory(const Node& memory, ResourceLimits& limits) {
    limits.memoryMax = VITRINE_TRY(readLimit(memory, "limit"));
    limits.memoryHigh = VITRINE_TRY(readLimit(memory, "reservation"));
    const Limit total = VITRINE_TRY(readLimit(memory, "swap"));
    if (!total)
        return {};
    const std::string path = json::memberPath(memory.path(), "swap");
    if (!limits.memoryMax)
        return failure(Error::invalid(path, "needs memory.limit: it is memory and swap together"));
    if (*total < *limits.memoryMax)
        return failure(Error::invalid(path, "must be at least memory.limit: it is memory and swap together"));
    limits.swapMax = *total - *limits.memoryMax;
    return {};
}

/// Text as in a cgroup v2 file: digits, or "max".
Result<Limit> parseLimitText(const Node& node, std::string_view text) {
    if (text == "max")
        return Limit{};
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc{} || end != text.data() + text.size() || number > mostSigned)
        return failure(node.invalid("must be a whole number or \"max\", as text"));
    return Limit{number};
}

Result<> readUnifiedCpuMax(const Node& node, ResourceLimits& limits) {
    const std::string text = VITRINE_TRY(node.text());
    const std::size_t space = text.find(' ');
    const Limit quota = VITRINE_TRY(parseLimitText(node, std::string_view(text).substr(0, space)));
    Limit period = defaultPeriod;
    if (space != std::string::npos)
        period = VITRINE_TRY(parseLimitText(node, std::string_view(text).substr(space + 1)));
    if (!period)
        return failure(node.invalid("must be \"QUOTA PERIOD\" in microseconds, or \"max\""));
    limits.cpuMax.reset();
    if (quota)
        limits.cpuMax = {.quotaUs = *quota, .periodUs = *period};
    return {};
}

struct UnifiedKey {
    const char* key;
    Limit ResourceLimits::* field;
};
constexpr const char* cpuMaxKey = "cpu.max";
constexpr const char* swapMaxKey = "memory.swap.max";
constexpr const char* oomGroupKey = "memory.oom.group";
constexpr const char* cpusKey = "cpuset.cpus";
constexpr const char* nodesKey = "cpuset.mems";
constexpr const char* ioMaxKey = "io.max";
constexpr std::array<UnifiedKey, 6> unifiedKeys{{
    {"cpu.weight", &ResourceLimits::cpuWeight},
    {"io.weight", &ResourceLimits::ioWeight},
    {"memory.max", &ResourceLimits::memoryMax},
    {"memory.high", &ResourceLimits::memoryHigh},
    {swapMaxKey, &ResourceLimits::swapMax},
    {"pids.max", &ResourceLimits::pidsMax},
}};

Result<> readUnifiedOomGroup(const Node& unified, ResourceLimits& limits) {
    const auto node = VITRINE_TRY(unified.find(oomGroupKey));
    if (!node)
        return {};
    const std::string text = VITRINE_TRY(node->text());
    if (text != "0" && text != "1")
        return failure(node->invalid(R"(must be "0" or "1", as text)"));
    limits.memoryOomGroup = text == "1";
    return {};
}

Result<> readUnifiedIoMax(const Node& unified, ResourceLimits& limits) {
    const auto node = VITRINE_TRY(unified.find(ioMaxKey));
    if (!node)
        return {};
    const std::string text = VITRINE_TRY(node->text());
    limits.ioMax = parseIoMax(text);
    if (limits.ioMax.empty() && !text.empty())
        return failure(node->invalid(R"(must be lines such as "254:0 rbps=1048576 wbps=max")"));
    return {};
}

/// Files of cgroup v2 by name; they overrule the other fields, as in crun.
Result<> readUnified(const Node& unified, ResourceLimits& limits) {
    for (const auto& [key, field] : unifiedKeys) {
        if (const auto node = VITRINE_TRY(unified.find(key))) {
            const std::string text = VITRINE_TRY(node->text());
            // io.weight says this of all disks that are not named.
            constexpr std::string_view of = "default ";
            const std::size_t start =
                field == &ResourceLimits::ioWeight && text.starts_with(of) ? of.size() : 0;
            limits.*field = VITRINE_TRY(parseLimitText(*node, std::string_view(text).substr(start)));
        }
    }
    VITRINE_CHECK(readNumbers(unified, cpusKey, limits.cpus));
    VITRINE_CHECK(readNumbers(unified, nodesKey, limits.memoryNodes));
    VITRINE_CHECK(readUnifiedOomGroup(unified, limits));
    VITRINE_CHECK(readUnifiedIoMax(unified, limits));
    if (const auto node = VITRINE_TRY(unified.find(cpuMaxKey)))
        return readUnifiedCpuMax(*node, limits);
    return {};
}

void setOrErase(Value& parent, const char* key, const Limit& limit) {
    if (limit)
        parent[key] = *limit;
    else
        parent.erase(key);
}

void eraseIfEmpty(Value& parent, const char* key) {
    if (const auto found = parent.find(key); found != parent.end() && found->empty())
        parent.erase(key);
}

void setOrErase(Value& parent, const char* key, const NumberList& numbers) {
    if (numbers.empty())
        parent.erase(key);
    else
        parent[key] = textOf(numbers);
}

void writeCpu(Value& cpu, const ResourceLimits& limits) {
    Limit shares;
    if (limits.cpuWeight)
        shares = sharesFromWeight(*limits.cpuWeight);
    setOrErase(cpu, "shares", shares);
    setOrErase(cpu, "quota", limits.cpuMax ? Limit{limits.cpuMax->quotaUs} : Limit{});
    setOrErase(cpu, "period", limits.cpuMax ? Limit{limits.cpuMax->periodUs} : Limit{});
    setOrErase(cpu, "cpus", limits.cpus);
    setOrErase(cpu, "mems", limits.memoryNodes);
}

/// Memory and swap together, if that can be said in a number with a sign.
Limit totalOf(const ResourceLimits& limits) {
    if (!limits.memoryMax || !limits.swapMax || *limits.memoryMax > mostSigned ||
        *limits.swapMax > mostSigned - *limits.memoryMax)
        return {};
    return *limits.memoryMax + *limits.swapMax;
}

} // namespace

Result<ResourceLimits> readLimits(const Node& resources) {
    ResourceLimits limits;
    if (const auto cpu = VITRINE_TRY(resources.find("cpu")))
        VITRINE_CHECK(readCpu(*cpu, limits));
    if (const auto memory = VITRINE_TRY(resources.find("memory")))
        VITRINE_CHECK(readMemory(*memory, limits));
    if (const auto pids = VITRINE_TRY(resources.find("pids")))
        limits.pidsMax = VITRINE_TRY(readLimit(*pids, "limit"));
    if (const auto blockIo = VITRINE_TRY(resources.find("blockIO")))
        VITRINE_CHECK(readBlockIo(*blockIo, limits));
    if (const auto unified = VITRINE_TRY(resources.find("unified")))
        VITRINE_CHECK(readUnified(*unified, limits));
    return limits;
}

void writeLimits(Value& resources, const ResourceLimits& limits) {
    writeCpu(objectAt(resources, "cpu"), limits);
    Value& memory = objectAt(resources, "memory");
    const Limit total = totalOf(limits);
    setOrErase(memory, "limit", limits.memoryMax);
    setOrErase(memory, "reservation", limits.memoryHigh);
    setOrErase(memory, "swap", total);
    setOrErase(objectAt(resources, "pids"), "limit", limits.pidsMax);

    Value& unified = objectAt(resources, "unified");
    for (const char* key : {cpuMaxKey, cpusKey, nodesKey, oomGroupKey, ioMaxKey})
        unified.erase(key);
    for (const auto& [key, field] : unifiedKeys)
        unified.erase(key);
    if (limits.swapMax && !total)
        unified[swapMaxKey] = std::to_string(*limits.swapMax);
    if (limits.memoryOomGroup)
        unified[oomGroupKey] = "1";
    writeBlockIo(resources, limits);
    for (const char* key : {"cpu", "memory", "pids", "blockIO", "unified"})
        eraseIfEmpty(resources, key);
}

} // namespace vitrine::oci
