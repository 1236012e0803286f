// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/cgroup.h"
#include "core/cgroup/filecgroup.h"
#include "core/cgroup/hierarchies.h"

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
           usesV1(facts.io, "blkio");
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

} // namespace

Result<std::unique_ptr<Cgroup>> open(const CgroupFacts& facts, const std::string& path, Create create,
                                     const std::string& root) {
    VITRINE_CHECK(validatePath(path));
    const std::vector<Hierarchy> hierarchies = VITRINE_TRY(usedHierarchies(facts, root));
    Opened opened =
        VITRINE_TRY(create == Create::MakeNew ? makeIn(hierarchies, path) : openIn(hierarchies, path));
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
