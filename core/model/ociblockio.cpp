// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociparts.h"

#include <algorithm>
#include <array>
#include <limits>

namespace vitrine::oci {

namespace {

using json::Node;
using json::Value;

constexpr std::uint64_t leastBlockWeight = 10;
constexpr std::uint64_t mostBlockWeight = 1000;
constexpr std::uint64_t mostWeight = 10'000;

/// The OCI specification has blkio's four files in place of the one of cgroup v2.
struct Throttle {
    const char* key;
    std::uint64_t DiskLimit::* number;
};
constexpr std::array<Throttle, 4> throttles{{
    {"throttleReadBpsDevice", &DiskLimit::readBytes},
    {"throttleWriteBpsDevice", &DiskLimit::writeBytes},
    {"throttleReadIOPSDevice", &DiskLimit::readOps},
    {"throttleWriteIOPSDevice", &DiskLimit::writeOps},
}};

/// The conversion of runc and crun, so that a container weighs the same under them.
std::uint64_t weightFromBlock(std::uint64_t weight) {
    return 1 + (weight - leastBlockWeight) * (mostWeight - 1) / (mostBlockWeight - leastBlockWeight);
}

/// The weight that weightFromBlock turns into this one; 0 if none does.
std::uint64_t blockFromWeight(std::uint64_t weight) {
    for (std::uint64_t block = leastBlockWeight; block <= mostBlockWeight; ++block) {
        if (weightFromBlock(block) == weight)
            return block;
    }
    return 0;
}

Result<std::uint32_t> readHalf(const Node& entry, const char* key) {
    const Node node = VITRINE_TRY(entry.require(key));
    return static_cast<std::uint32_t>(
        VITRINE_TRY(node.unsignedNumber(std::numeric_limits<std::uint32_t>::max())));
}

/// The entry of a device, made where it belongs if there is none.
DiskLimit& limitOf(std::vector<DiskLimit>& limits, DeviceNumber device) {
    const auto place = std::ranges::lower_bound(limits, device, {}, &DiskLimit::device);
    if (place != limits.end() && place->device == device)
        return *place;
    return *limits.insert(place, DiskLimit{.device = device});
}

Result<> readThrottle(const Node& blockIo, const Throttle& throttle, std::vector<DiskLimit>& limits) {
    const auto list = VITRINE_TRY(blockIo.find(throttle.key));
    if (!list)
        return {};
    for (const Node& entry : VITRINE_TRY(list->elements())) {
        const std::uint32_t major = VITRINE_TRY(readHalf(entry, "major"));
        const std::uint32_t minor = VITRINE_TRY(readHalf(entry, "minor"));
        const Node number = VITRINE_TRY(entry.require("rate"));
        const std::uint64_t rate =
            VITRINE_TRY(number.unsignedNumber(std::numeric_limits<std::int64_t>::max()));
        if (rate != 0) // 0 is how blkio says that there is no limit
            limitOf(limits, {major, minor}).*throttle.number = rate;
    }
    return {};
}

bool isOf(const Value& entry, DeviceNumber device) {
    return entry.is_object() && entry.value("major", Value()) == device.major &&
           entry.value("minor", Value()) == device.minor;
}

void writeThrottle(Value& blockIo, const Throttle& throttle, const std::vector<DiskLimit>& limits) {
    const Value before = blockIo.value(throttle.key, Value::array());
    Value list = Value::array();
    for (const DiskLimit& limit : limits) {
        if (limit.*throttle.number == 0)
            continue;
        const auto old =
            std::ranges::find_if(before, [&](const Value& entry) { return isOf(entry, limit.device); });
        Value entry = old == before.end() ? Value::object() : *old;
        entry["major"] = limit.device.major;
        entry["minor"] = limit.device.minor;
        entry["rate"] = limit.*throttle.number;
        list.push_back(std::move(entry));
    }
    if (list.empty())
        blockIo.erase(throttle.key);
    else
        blockIo[throttle.key] = std::move(list);
}

} // namespace

Result<> readBlockIo(const Node& blockIo, ResourceLimits& limits) {
    if (const auto node = VITRINE_TRY(blockIo.find("weight"))) {
        const std::uint64_t weight = VITRINE_TRY(node->unsignedNumber(mostBlockWeight));
        if (weight != 0 && weight < leastBlockWeight) // 0 is "not set" for runc and crun
            return failure(node->invalid("must be 10 to 1000"));
        if (weight != 0)
            limits.ioWeight = weightFromBlock(weight);
    }
    for (const Throttle& throttle : throttles)
        VITRINE_CHECK(readThrottle(blockIo, throttle, limits.ioMax));
    return {};
}

void writeBlockIo(Value& resources, const ResourceLimits& limits) {
    const std::uint64_t weight = limits.ioWeight ? blockFromWeight(*limits.ioWeight) : 0;
    if (limits.ioWeight && weight == 0)
        objectAt(resources, "unified")["io.weight"] = std::to_string(*limits.ioWeight);
    // Last: a member that is added moves the others.
    Value& blockIo = objectAt(resources, "blockIO");
    if (weight != 0)
        blockIo["weight"] = weight;
    else
        blockIo.erase("weight");
    for (const Throttle& throttle : throttles)
        writeThrottle(blockIo, throttle, limits.ioMax);
}

} // namespace vitrine::oci
