// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/plan/cgroupplaces.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vitrine {

namespace {

constexpr const char* usualPlace = "/sys/fs/cgroup";

std::vector<CgroupMount> usualMounts(const CgroupFacts& facts) {
    std::vector<CgroupMount> mounts;
    const std::vector<std::string> all{"cpu", "memory", "pids", "cpuset", "io"};
    if (facts.layout == CgroupLayout::V2)
        return {{ControllerVersion::V2, all, usualPlace}};
    for (const char* name : {"cpu", "memory", "pids", "freezer", "cpuset", "blkio"})
        mounts.push_back({ControllerVersion::V1, {name}, std::string(usualPlace) + '/' + name});
    if (facts.layout == CgroupLayout::Hybrid)
        mounts.push_back({ControllerVersion::V2, {}, std::string(usualPlace) + "/unified"});
    return mounts;
}

bool isUsed(const CgroupMount& mount, const CgroupFacts& facts) {
    if (mount.version == ControllerVersion::V2)
        return facts.layout == CgroupLayout::V2 || facts.layout == CgroupLayout::Hybrid;
    const std::array<std::pair<ControllerVersion, const char*>, 7> wanted{{{facts.cpu, "cpu"},
                                                                           {facts.cpu, "cpuacct"},
                                                                           {facts.memory, "memory"},
                                                                           {facts.pids, "pids"},
                                                                           {facts.freezer, "freezer"},
                                                                           {facts.cpuset, "cpuset"},
                                                                           {facts.io, "blkio"}}};
    // With a unified hierarchy, too, devices are refused by a program there.
    if (facts.layout == CgroupLayout::V1 && mount.has("devices"))
        return true;
    return std::ranges::any_of(
        wanted, [&](const auto& one) { return one.first == ControllerVersion::V1 && mount.has(one.second); });
}

} // namespace

std::vector<CgroupMount> usedHierarchies(const CgroupFacts& facts) {
    if (facts.layout == CgroupLayout::None)
        return {};
    std::vector<CgroupMount> mounts = facts.mounts.empty() ? usualMounts(facts) : facts.mounts;
    std::erase_if(mounts, [&](const CgroupMount& mount) { return !isUsed(mount, facts); });
    return mounts;
}

std::vector<std::string> groupDirectories(const CgroupFacts& facts, std::string_view path) {
    std::vector<std::string> directories;
    for (const CgroupMount& mount : usedHierarchies(facts))
        directories.push_back(mount.mountPoint + '/' + std::string(path));
    return directories;
}

std::string hierarchyOf(const CgroupFacts& facts, std::string_view controller) {
    for (const CgroupMount& mount : usedHierarchies(facts)) {
        if (mount.has(controller))
            return mount.mountPoint;
    }
    return {};
}

} // namespace vitrine
