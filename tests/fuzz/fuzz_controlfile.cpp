// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The control files of a group, all with the same content: with a delegated group its owner writes some of
// them.

#include "core/cgroup/cgroup.h"
#include "core/cgroup/controlfile.h"
#include "core/cgroup/disks.h"
#include "core/model/limitplaces.h"
#include "tests/fuzz/scratch.h"

using namespace vitrine;

namespace {

constexpr const char* group = "/sys/fs/cgroup/vitrine/one";

struct Machine {
    Machine() {
        scratch.write("/proc/self/mountinfo", "25 1 0:22 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        scratch.write("/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory hugetlb pids\n");
        scratch.write("/sys/fs/cgroup/cgroup.subtree_control", "cpuset cpu io memory pids\n");
        scratch.write("/proc/swaps", "");
        fill("");
        auto read = cgroup::readFacts(scratch.path());
        FUZZ_REQUIRE(read);
        facts = *read;
    }
    void fill(std::string_view content) const {
        for (const char* file : {"/cpu.max",        "/cpu.weight",          "/memory.max",
                                 "/memory.high",    "/memory.swap.max",     "/pids.max",
                                 "/cpuset.cpus",    "/cpuset.mems",         "/io.max",
                                 "/io.weight",      "/memory.oom.group",    "/cpu.stat",
                                 "/memory.current", "/memory.swap.current", "/memory.events",
                                 "/memory.stat",    "/pids.current",        "/cgroup.events",
                                 "/cgroup.procs",   "/cpu.pressure",        "/memory.pressure",
                                 "/io.pressure"})
            scratch.write(std::string(group) + file, content);
    }
    fuzz::Scratch scratch;
    CgroupFacts facts;
};

void checkText(std::string_view input) {
    for (const std::string_view part : cgroup::split(input, " \n"))
        FUZZ_REQUIRE(!part.empty() && !part.contains(' ') && !part.contains('\n'));
    if (const auto limit = cgroup::parseLimit(input))
        FUZZ_REQUIRE(cgroup::parseNumber(input) == limit);
    static_cast<void>(cgroup::valueOf(input, "usage_usec"));
    FUZZ_REQUIRE(!cgroup::trimmed(std::string(input)).ends_with('\n'));
}

} // namespace

void fuzzOne(std::string_view input) {
    static const Machine machine;
    checkText(input);
    machine.fill(input);
    const auto opened =
        cgroup::open(machine.facts, "vitrine/one", cgroup::Create::OpenExisting, machine.scratch.path());
    FUZZ_REQUIRE(opened);
    static_cast<void>((*opened)->readLimits());
    if (const auto processes = (*opened)->processes()) {
        for (const pid_t pid : *processes)
            FUZZ_REQUIRE(pid > 0);
    }
    if (const auto files = (*opened)->readFiles())
        FUZZ_REQUIRE(files->size() <= limitPlaces(machine.facts).size());
    auto sampler = cgroup::Sampler::open(machine.facts, "vitrine/one", machine.scratch.path());
    if (sampler)
        static_cast<void>(sampler->sampleDetailed());
}
