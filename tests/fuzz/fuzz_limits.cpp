// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Limits as numbers, as they come over the bus: what passes validate() can be written to control files and to
// config.json.

#include "core/model/containerspec.h"
#include "core/model/limitfiles.h"
#include "core/model/limitplaces.h"
#include "core/model/ociconfig.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace vitrine;

namespace {

ResourceLimits limitsFrom(fuzz::Bytes& bytes) {
    ResourceLimits limits;
    const auto which = bytes.number<std::uint16_t>();
    const auto take = [&](unsigned bit, std::optional<std::uint64_t>& limit) {
        if ((which >> bit & 1U) != 0)
            limit = bytes.number<std::uint64_t>() >> (bytes.byte() & 63U);
    };
    take(0, limits.cpuWeight);
    take(1, limits.memoryMax);
    take(2, limits.memoryHigh);
    take(3, limits.swapMax);
    take(4, limits.pidsMax);
    take(5, limits.ioWeight);
    if ((which & 0x40U) != 0)
        limits.cpuMax =
            CpuMax{bytes.number<std::uint64_t>() >> (bytes.byte() & 63U), bytes.number<std::uint32_t>()};
    limits.memoryOomGroup = (which & 0x80U) != 0;
    for (unsigned i = which >> 8U & 0x7U; i > 0; --i)
        limits.cpus.push_back(bytes.number<std::uint16_t>());
    for (unsigned i = which >> 11U & 0x3U; i > 0; --i)
        limits.memoryNodes.push_back(bytes.byte());
    for (unsigned i = which >> 13U; i > 0; --i)
        limits.ioMax.push_back({{bytes.number<std::uint16_t>(), bytes.byte()},
                                bytes.number<std::uint64_t>() >> (bytes.byte() & 63U),
                                bytes.number<std::uint64_t>() >> (bytes.byte() & 63U),
                                bytes.number<std::uint32_t>(),
                                bytes.number<std::uint32_t>()});
    return limits;
}

CgroupFacts factsOf(ControllerVersion version) {
    CgroupFacts facts;
    facts.layout = version == ControllerVersion::V2 ? CgroupLayout::V2 : CgroupLayout::V1;
    facts.cpu = facts.memory = facts.pids = facts.freezer = facts.cpuset = facts.io = version;
    facts.swapAccounting = true;
    facts.ioWeightFile = version == ControllerVersion::V2 ? "io.weight" : "blkio.bfq.weight";
    return facts;
}

void checkFiles(const ResourceLimits& limits, ControllerVersion version) {
    const CgroupFacts facts = factsOf(version);
    const auto places = limitPlaces(facts);
    for (const UnsetLimits unset : {UnsetLimits::Skip, UnsetLimits::Reset}) {
        const auto files = limitFiles(facts, limits, unset);
        if (!files) {
            FUZZ_REQUIRE(!files.error().subject().empty() && !files.error().reason().empty());
            continue;
        }
        for (const LimitFile& file : *files) {
            FUZZ_REQUIRE(!file.file.contains('/') && fuzz::isShowable(file.value, fuzz::Newlines::Refused));
            FUZZ_REQUIRE(std::ranges::contains(places, file.file, &LimitPlace::file));
        }
    }
}

} // namespace

void fuzzOne(std::string_view input) {
    fuzz::Bytes bytes(input);
    const ResourceLimits limits = limitsFrom(bytes);
    if (const auto valid = validate(limits); !valid) {
        FUZZ_REQUIRE(!valid.error().subject().empty() && !valid.error().reason().empty());
        return;
    }
    checkFiles(limits, ControllerVersion::V2);
    checkFiles(limits, ControllerVersion::V1);
    ContainerSpec spec = defaultSpec("bob", {"/bin/sh"});
    spec.limits = limits;
    const auto again = parseConfig(writeConfig(spec));
    FUZZ_REQUIRE(again && again->limits == limits);
}
