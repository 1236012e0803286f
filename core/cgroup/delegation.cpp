// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/delegation.h"

#include "core/cgroup/controlfile.h"
#include "core/cgroup/cpuset.h"
#include "core/cgroup/hierarchies.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

namespace vitrine::cgroup {

namespace {

constexpr const char* subgroup = "monitor";

Result<std::string> unifiedMountPoint(const std::string& root) {
    for (const Hierarchy& hierarchy : VITRINE_TRY(readHierarchies(root)))
        if (hierarchy.version == ControllerVersion::V2)
            return hierarchy.mountPoint;
    return failure(
        Error(ErrorKind::NotSupported, "find", "the unified control group hierarchy", "it is not mounted"));
}

/// The calling process's v2 group, "/" + path from the mount point (cgroups(7), /proc/pid/cgroup).
Result<std::string> ownGroup(const std::string& root) {
    constexpr std::string_view unified = "0::";
    const std::string text =
        VITRINE_TRY(readControlFile(AT_FDCWD, (root == "/" ? "" : root) + "/proc/self/cgroup"));
    for (const std::string_view line : split(text, "\n"))
        if (line.starts_with(unified))
            return std::string(line.substr(unified.size()));
    return std::string();
}

} // namespace

bool isUnitName(std::string_view part) {
    constexpr std::array<std::string_view, 3> suffixes{".slice", ".service", ".scope"};
    return std::ranges::any_of(suffixes, [part](std::string_view suffix) { return part.ends_with(suffix); });
}

std::size_t unitParts(std::string_view path) {
    const auto parts = split(path, "/");
    std::size_t count = parts.size();
    while (count > 0 && !isUnitName(parts[count - 1]))
        --count;
    return count;
}

Result<CgroupFacts> factsWithin(const CgroupFacts& facts, const std::string& path, const std::string& root) {
    if (facts.layout != CgroupLayout::V2)
        return CgroupFacts{};
    const std::string directory = VITRINE_TRY(unifiedMountPoint(root)) + '/' + path;
    const std::string text = VITRINE_TRY(readControlFile(AT_FDCWD, directory + "/cgroup.controllers"));
    const auto names = split(text, " ");
    CgroupFacts within = facts;
    const auto restrict = [&](ControllerVersion& version, std::string_view controller) {
        if (!std::ranges::contains(names, controller))
            version = ControllerVersion::Absent;
    };
    restrict(within.cpu, "cpu");
    restrict(within.memory, "memory");
    restrict(within.pids, "pids");
    restrict(within.cpuset, "cpuset");
    restrict(within.io, "io");
    if (within.cpuset != ControllerVersion::Absent)
        readCpuset(within, directory);
    within.swapAccounting = facts.swapAccounting && within.memory != ControllerVersion::Absent;
    return within;
}

Result<> moveBeside(const std::string& path, const std::string& root) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos || VITRINE_TRY(ownGroup(root)) != '/' + path.substr(0, slash))
        return {};
    const std::string directory = VITRINE_TRY(unifiedMountPoint(root)) + '/' + path.substr(0, slash);
    const sys::UniqueFd above = VITRINE_TRY(sys::openDirectory(AT_FDCWD, directory));
    if (::mkdirat(above.get(), subgroup, 0755) != 0 && errno != EEXIST)
        return failure(Error::fromErrno("make the cgroup", directory + '/' + subgroup, errno));
    const sys::UniqueFd own = VITRINE_TRY(sys::openDirectory(above.get(), subgroup));
    return sys::writeKernelFileAt(own.get(), "cgroup.procs", "0");
}

} // namespace vitrine::cgroup
