// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/cgroup.h"
#include "core/cgroup/controlfile.h"
#include "core/cgroup/cpuset.h"
#include "core/cgroup/hierarchies.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>

namespace vitrine::cgroup {

namespace {

bool exists(const std::string& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0;
}

const Hierarchy* findV2(const std::vector<Hierarchy>& hierarchies) {
    const auto found = std::ranges::find(hierarchies, ControllerVersion::V2, &Hierarchy::version);
    return found == hierarchies.end() ? nullptr : &*found;
}

const Hierarchy* findController(const std::vector<Hierarchy>& hierarchies, std::string_view controller) {
    const auto found = std::ranges::find_if(
        hierarchies, [&](const Hierarchy& hierarchy) { return hierarchy.has(controller); });
    return found == hierarchies.end() ? nullptr : &*found;
}

ControllerVersion versionOf(const Hierarchy* hierarchy) {
    return hierarchy == nullptr ? ControllerVersion::Absent : hierarchy->version;
}

CgroupLayout layoutOf(const std::vector<Hierarchy>& hierarchies) {
    const bool v2 = findV2(hierarchies) != nullptr;
    const bool v1 = std::ranges::contains(hierarchies, ControllerVersion::V1, &Hierarchy::version);
    if (v2)
        return v1 ? CgroupLayout::Hybrid : CgroupLayout::V2;
    return v1 ? CgroupLayout::V1 : CgroupLayout::None;
}

/// On v2 the root group has no memory.swap.max, so a group below it is asked; where no group has the
/// controller yet, CONFIG_SWAP decides, and with it goes /proc/swaps.
bool accountsSwap(const Hierarchy* memory, const std::string& prefix) {
    if (memory == nullptr)
        return false;
    if (memory->version == ControllerVersion::V1)
        return exists(memory->mountPoint + "/memory.memsw.limit_in_bytes");
    if (exists(memory->mountPoint + "/memory.swap.max"))
        return true;
    const auto directory = sys::openDirectory(AT_FDCWD, memory->mountPoint);
    auto names = directory ? sys::listDirectory(directory->get()) : std::vector<std::string>();
    for (const std::string& name : names ? *std::move(names) : std::vector<std::string>()) {
        const std::string group = memory->mountPoint + '/' + name;
        if (exists(group + "/memory.max"))
            return exists(group + "/memory.swap.max");
    }
    return exists(prefix + "/proc/swaps");
}

/// Whether a group right below the root group, which has few files, has this one.
bool isInSomeGroup(const std::string& mountPoint, const std::string& file) {
    const auto directory = sys::openDirectory(AT_FDCWD, mountPoint);
    const auto names = directory ? sys::listDirectory(directory->get()) : std::vector<std::string>();
    return names && std::ranges::any_of(*names, [&](const std::string& name) {
               return exists(mountPoint + '/' + name + '/' + file);
           });
}

/// Which file weighs disks. The root group has none of them, but it alone has io.cost.qos where io.weight is
/// (block/blk-iocost.c), and on v1 BFQ's counters where blkio.bfq.weight is (block/bfq-cgroup.c).
std::string findIoWeightFile(const Hierarchy* io) {
    if (io == nullptr)
        return {};
    if (io->version == ControllerVersion::V1) {
        if (exists(io->mountPoint + "/blkio.bfq.io_serviced"))
            return "blkio.bfq.weight";
        return exists(io->mountPoint + "/blkio.weight") ? "blkio.weight" : "";
    }
    if (exists(io->mountPoint + "/io.cost.qos") || isInSomeGroup(io->mountPoint, "io.weight"))
        return "io.weight";
    return isInSomeGroup(io->mountPoint, "io.bfq.weight") ? "io.bfq.weight" : "";
}

/// With psi=0 on the kernel's command line the files are missing or reading them is EOPNOTSUPP.
bool showsPressure(const Hierarchy* v2) {
    return v2 != nullptr && readControlFile(AT_FDCWD, v2->mountPoint + "/cpu.pressure").has_value();
}

} // namespace

Result<CgroupFacts> readFacts(const std::string& root) {
    const std::vector<Hierarchy> hierarchies = VITRINE_TRY(readHierarchies(root));
    const Hierarchy* v2 = findV2(hierarchies);
    CgroupFacts facts;
    facts.layout = layoutOf(hierarchies);
    facts.cpu = versionOf(findController(hierarchies, "cpu"));
    facts.memory = versionOf(findController(hierarchies, "memory"));
    facts.pids = versionOf(findController(hierarchies, "pids"));
    // The v2 freezer is no controller but part of every group; a process frozen by it can still be killed and
    // traced, so it goes before the v1 one.
    facts.freezer = v2 != nullptr ? ControllerVersion::V2 : versionOf(findController(hierarchies, "freezer"));
    const Hierarchy* cpuset = findController(hierarchies, "cpuset");
    facts.cpuset = versionOf(cpuset);
    if (cpuset != nullptr)
        readCpuset(facts, cpuset->mountPoint);
    const Hierarchy* io = findController(hierarchies, "io");
    if (io == nullptr)
        io = findController(hierarchies, "blkio");
    facts.io = versionOf(io);
    facts.ioWeightFile = findIoWeightFile(io);
    facts.swapAccounting = accountsSwap(findController(hierarchies, "memory"), root == "/" ? "" : root);
    facts.pressure = showsPressure(v2);
    facts.mounts = hierarchies;
    return facts;
}

} // namespace vitrine::cgroup
