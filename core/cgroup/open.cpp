// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/cgroup.h"
#include "core/cgroup/controlfile.h"
#include "core/cgroup/delegation.h"
#include "core/cgroup/filecgroup.h"
#include "core/cgroup/hierarchies.h"
#include "core/sys/file.h"

#include <algorithm>
#include <utility>

namespace vitrine::cgroup {

namespace {

/// Whether a container's group is made in this hierarchy, by what `facts` says is used.
bool isUsed(const Hierarchy& hierarchy, const CgroupFacts& facts) {
    if (hierarchy.version == ControllerVersion::V2)
        return facts.layout == CgroupLayout::V2 || facts.layout == CgroupLayout::Hybrid;
    const auto usesV1 = [&](ControllerVersion version, std::string_view controller) {
        return version == ControllerVersion::V1 && hierarchy.has(controller);
    };
    return usesV1(facts.cpu, "cpu") || usesV1(facts.cpu, "cpuacct") || usesV1(facts.memory, "memory") ||
           usesV1(facts.pids, "pids") || usesV1(facts.freezer, "freezer") || usesV1(facts.cpuset, "cpuset") ||
           usesV1(facts.io, "blkio") || (facts.layout == CgroupLayout::V1 && hierarchy.has("devices"));
}

Result<std::vector<Hierarchy>> usedHierarchies(const CgroupFacts& facts, const std::string& root) {
    std::vector<Hierarchy> hierarchies =
        facts.mounts.empty() ? VITRINE_TRY(readHierarchies(root)) : facts.mounts;
    std::erase_if(hierarchies, [&](const Hierarchy& hierarchy) { return !isUsed(hierarchy, facts); });
    if (hierarchies.empty()) {
        return failure(Error(ErrorKind::NotSupported, "open the cgroup", "",
                             "no cgroup hierarchy with a controller that is used here is mounted"));
    }
    return hierarchies;
}

struct Opened {
    std::vector<Group> groups;
    std::string notEnabled;
};

Result<Opened> makeIn(const std::vector<Hierarchy>& hierarchies, const std::string& path) {
    Opened opened;
    for (const Hierarchy& hierarchy : hierarchies) {
        auto made = makeGroup(hierarchy, path);
        if (!made) {
            for (const Group& group : opened.groups)
                static_cast<void>(removeGroup(group, path)); // the first error is the one to tell
            return failure(std::move(made).error());
        }
        opened.groups.push_back(std::move(made->group));
        if (opened.notEnabled.empty())
            opened.notEnabled = std::move(made->notEnabled);
    }
    return opened;
}

Result<Opened> openIn(const std::vector<Hierarchy>& hierarchies, const std::string& path) {
    Opened opened;
    for (const Hierarchy& hierarchy : hierarchies) {
        if (auto group = VITRINE_TRY(openGroup(hierarchy, path)))
            opened.groups.push_back(*std::move(group));
    }
    if (opened.groups.empty()) {
        return failure(Error(ErrorKind::NotFound, "open the cgroup", path, "no hierarchy has it"));
    }
    return opened;
}

/// Of v1's memory controller a limit holds for what is below only where the hierarchy says so, which newer
/// kernels always do (Documentation/admin-guide/cgroup-v1/memory.rst, "Hierarchy support").
Result<> makeHierarchical(const Group& group, const std::string& path) {
    if (group.hierarchy.version != ControllerVersion::V1 || !group.hierarchy.has("memory"))
        return {};
    const int directory = group.directory.get();
    const auto before = readControlFile(directory, "memory.use_hierarchy");
    if (!before || *before != "0")
        return {};
    auto written = sys::writeKernelFileAt(directory, "memory.use_hierarchy", "1");
    if (!written)
        return failure(std::move(written).error().within("let the memory limit of " + path + " hold below"));
    return {};
}

Result<Group> makeOrOpen(const Hierarchy& hierarchy, const std::string& path, std::string& notEnabled) {
    auto made = makeGroup(hierarchy, path);
    if (made) {
        VITRINE_CHECK(makeHierarchical(made->group, path));
        if (notEnabled.empty())
            notEnabled = std::move(made->notEnabled);
        return std::move(made->group);
    }
    if (made.error().kind() != ErrorKind::AlreadyExists)
        return failure(std::move(made).error());
    auto group = VITRINE_TRY(openGroup(hierarchy, path));
    if (!group)
        return failure(
            Error(ErrorKind::Stale, "open the cgroup", path, "somebody else removes it at the same time"));
    return *std::move(group);
}

/// What was made before a failure stays: others may be in it already, and it is empty otherwise.
Result<Opened> makeMissingIn(const std::vector<Hierarchy>& hierarchies, const std::string& path) {
    if (isUnitName(path.substr(path.rfind('/') + 1)))
        return openIn(hierarchies, path);
    Opened opened;
    for (const Hierarchy& hierarchy : hierarchies)
        opened.groups.push_back(VITRINE_TRY(makeOrOpen(hierarchy, path, opened.notEnabled)));
    return opened;
}

Result<Opened> openOrMake(Create create, const std::vector<Hierarchy>& hierarchies, const std::string& path) {
    switch (create) {
    case Create::OpenExisting:
        break;
    case Create::MakeNew:
        return makeIn(hierarchies, path);
    case Create::MakeMissing:
        return makeMissingIn(hierarchies, path);
    }
    return openIn(hierarchies, path);
}

} // namespace

Result<std::unique_ptr<Cgroup>> open(const CgroupFacts& facts, const std::string& path, Create create,
                                     const std::string& root) {
    VITRINE_CHECK(validatePath(path));
    const std::vector<Hierarchy> hierarchies = VITRINE_TRY(usedHierarchies(facts, root));
    Opened opened = VITRINE_TRY(openOrMake(create, hierarchies, path));
    std::unique_ptr<Cgroup> cgroup;
    if (facts.layout == CgroupLayout::V2) {
        cgroup = std::make_unique<UnifiedCgroup>(facts, path, std::move(opened.groups),
                                                 std::move(opened.notEnabled));
    } else {
        cgroup = std::make_unique<LegacyCgroup>(facts, path, std::move(opened.groups),
                                                std::move(opened.notEnabled));
    }
    return cgroup;
}

} // namespace vitrine::cgroup
