// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/group.h"

#include "core/cgroup/controlfile.h"
#include "core/cgroup/cpuset.h"
#include "core/cgroup/delegation.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <string_view>
#include <utility>

namespace vitrine::cgroup {

namespace {

constexpr std::string_view ourPrefix = "vitrine";
/// Groups nested deeper than this were made to exhaust descriptors or the stack.
constexpr int maximumDepth = 512;

std::string absolutePath(const Hierarchy& hierarchy, std::string_view path) {
    return hierarchy.mountPoint + '/' + std::string(path);
}

/// Switches on what `directory` has and does not yet pass on; the message of the first refusal or empty.
std::string enableControllers(int directory) {
    constexpr std::array<std::string_view, 5> wanted{"cpu", "memory", "pids", "io", "cpuset"};
    const auto available = readControlFile(directory, "cgroup.controllers");
    const auto enabled = readControlFile(directory, "cgroup.subtree_control");
    if (!available || !enabled)
        return {};
    const auto availableNames = split(*available, " ");
    const auto enabledNames = split(*enabled, " ");
    std::string refused;
    for (const std::string_view name : wanted) {
        if (!std::ranges::contains(availableNames, name) || std::ranges::contains(enabledNames, name))
            continue;
        // One write each: the kernel takes all of a line or nothing.
        const auto result =
            sys::writeKernelFileAt(directory, "cgroup.subtree_control", '+' + std::string(name));
        if (!result && refused.empty())
            refused = result.error().message();
    }
    return refused;
}

/// The parent of an open directory, and the directory's entry in it, if it is still the same one.
Result<std::optional<sys::UniqueFd>> parentIfStillThere(int directory, const std::string& name) {
    struct stat own{};
    struct stat entry{};
    if (::fstat(directory, &own) != 0)
        return failure(Error::fromErrno("look at", name, errno));
    sys::UniqueFd parent = VITRINE_TRY(sys::openAt(directory, "..", O_RDONLY | O_DIRECTORY));
    if (::fstatat(parent.get(), name.c_str(), &entry, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT)
            return std::optional<sys::UniqueFd>();
        return failure(Error::fromErrno("look at", name, errno));
    }
    if (entry.st_dev != own.st_dev || entry.st_ino != own.st_ino)
        return std::optional<sys::UniqueFd>();
    return std::optional(std::move(parent));
}

/// Names of the groups right below.
Result<std::vector<std::string>> childGroups(int directory) {
    struct stat status{};
    if (::fstat(directory, &status) != 0)
        return failure(Error::fromErrno("look at the group", "", errno));
    std::vector<std::string> children;
    // kernfs counts 2 + subdirectories; a group has some fifty files that need no look then.
    if (status.st_nlink == 2)
        return children;
    for (std::string& name : VITRINE_TRY(sys::listDirectory(directory))) {
        if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode))
            children.push_back(std::move(name));
    }
    return children;
}

Result<> tooDeep(const char* operation) {
    return failure(Error(ErrorKind::LimitExceeded, operation, "", "the groups are nested too deeply"));
}

Result<> removeBelow(int directory, int depth) {
    if (depth > maximumDepth)
        return tooDeep("remove the cgroup");
    for (const std::string& name : VITRINE_TRY(childGroups(directory))) {
        const auto child = sys::openDirectory(directory, name);
        if (!child && child.error().kind() == ErrorKind::NotFound)
            continue;
        if (!child)
            return failure(child.error());
        VITRINE_CHECK(removeBelow(child->get(), depth + 1));
        if (::unlinkat(directory, name.c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT)
            return failure(Error::fromErrno("remove the cgroup", name, errno));
    }
    return {};
}

/// Removes an empty directory above the group that makeGroup made. Anybody may still use it, so that a
/// failure means nothing.
void removeOurParent(int parent, std::string_view parentPath) {
    const std::string name(parentPath.substr(parentPath.rfind('/') + 1));
    if (!name.starts_with(ourPrefix) || isUnitName(name))
        return;
    const auto above = sys::openAt(parent, "..", O_RDONLY | O_DIRECTORY);
    if (above)
        ::unlinkat(above->get(), name.c_str(), AT_REMOVEDIR);
}

Result<> openTasks(Group& group) {
    if (group.hierarchy.version == ControllerVersion::V1)
        group.tasks = VITRINE_TRY(sys::openAt(group.directory.get(), "tasks", O_WRONLY | O_NOFOLLOW));
    return {};
}

/// Makes one part of the path below `parent`. Stale: somebody removed `parent` meanwhile.
Result<sys::UniqueFd> makePart(int parent, const std::string& name, bool last) {
    if (::mkdirat(parent, name.c_str(), 0755) != 0) {
        if (errno == ENOENT)
            return failure(Error::fromErrno("make the cgroup", name, errno).withKind(ErrorKind::Stale));
        if (errno != EEXIST || last)
            return failure(Error::fromErrno("make the cgroup", name, errno));
    }
    auto made = sys::openDirectory(parent, name);
    if (!made && made.error().kind() == ErrorKind::NotFound)
        return failure(std::move(made).error().withKind(ErrorKind::Stale));
    return made;
}

/// Whether the group above passes on what this v2 hierarchy has, so that nothing must be switched on.
bool isPassedOn(const Hierarchy& hierarchy, std::string_view above) {
    if (hierarchy.controllers.empty())
        return true;
    const auto enabled =
        readControlFile(AT_FDCWD, absolutePath(hierarchy, above) + "/cgroup.subtree_control");
    if (!enabled)
        return false;
    const auto names = split(*enabled, " ");
    return std::ranges::all_of(hierarchy.controllers, [&](const std::string& name) {
        return std::ranges::contains(names, std::string_view(name));
    });
}

/// Takes this one empty directory back. What another container made in it meanwhile stays, and this with it.
void removeAlone(int directory, const std::string& name) {
    const auto parent = parentIfStillThere(directory, name);
    if (parent && *parent)
        ::unlinkat((*parent)->get(), name.c_str(), AT_REMOVEDIR);
}

/// Of v1's cpuset a new group has no CPUs and no memory, and a process that wanted to join it would get
/// ENOSPC (Documentation/admin-guide/cgroup-v1/cpusets.rst).
Result<> fillIfCpuset(const Hierarchy& hierarchy, int directory, const std::string& path) {
    if (hierarchy.version != ControllerVersion::V1 || !hierarchy.has("cpuset"))
        return {};
    auto filled = takeCpusetOfParent(directory);
    if (filled)
        return {};
    // Somebody found it empty and removed it meanwhile.
    const Error& error = filled.error();
    if (error.kind() == ErrorKind::NotFound || error.errnum() == ENODEV)
        filled = failure(Error(error).withKind(ErrorKind::Stale));
    removeAlone(directory, path.substr(path.rfind('/') + 1)); // the error is told, so nothing of it stays
    return failure(std::move(filled).error().within("fill the cpuset " + path));
}

/// Where all above the group is there already, as with every container but the first, its directory is one
/// mkdir(2) away: the mount and what is in it are the system's, so that no part of the way can be somebody's
/// symlink. Stale: the way has to be walked.
Result<sys::UniqueFd> makeDirectly(const Hierarchy& hierarchy, const std::string& path) {
    const std::string above = path.substr(0, std::min(path.rfind('/'), path.size()));
    const bool isV2 = hierarchy.version == ControllerVersion::V2;
    if (isV2 && !isPassedOn(hierarchy, above == path ? std::string_view() : above))
        return failure(
            Error(ErrorKind::Stale, "make the cgroup", path, "its controllers are to be switched on"));
    sys::UniqueFd made = VITRINE_TRY(makePart(AT_FDCWD, absolutePath(hierarchy, path), true));
    VITRINE_CHECK(fillIfCpuset(hierarchy, made.get(), path));
    return made;
}

Result<MadeGroup> walkAndMake(const Hierarchy& hierarchy, const std::string& path) {
    MadeGroup made;
    sys::UniqueFd current = VITRINE_TRY(sys::openDirectory(AT_FDCWD, hierarchy.mountPoint));
    const auto parts = split(path, "/");
    const std::size_t systemds = unitParts(path);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string part(parts[i]);
        if (i < systemds) {
            current = VITRINE_TRY(sys::openDirectory(current.get(), part));
            continue;
        }
        if (hierarchy.version == ControllerVersion::V2) {
            std::string refused = enableControllers(current.get());
            if (made.notEnabled.empty())
                made.notEnabled = std::move(refused);
        }
        current = VITRINE_TRY(makePart(current.get(), part, i + 1 == parts.size()));
        VITRINE_CHECK(fillIfCpuset(hierarchy, current.get(), part));
    }
    made.group.directory = std::move(current);
    return made;
}

Result<MadeGroup> makeOnce(const Hierarchy& hierarchy, const std::string& path) {
    MadeGroup made;
    if (auto direct = makeDirectly(hierarchy, path))
        made.group.directory = *std::move(direct);
    else if (direct.error().kind() == ErrorKind::Stale)
        made = VITRINE_TRY(walkAndMake(hierarchy, path));
    else
        return failure(std::move(direct).error());
    made.group.hierarchy = hierarchy;
    if (auto tasks = openTasks(made.group); !tasks) {
        static_cast<void>(removeGroup(made.group, path)); // the first error is the one to tell
        return failure(std::move(tasks).error());
    }
    return made;
}

Result<> collect(int directory, std::vector<pid_t>& pids, int depth) {
    if (depth > maximumDepth)
        return tooDeep("list the processes");
    const auto text = readControlFile(directory, "cgroup.procs");
    // ENOENT, ENODEV: removed meanwhile. EOPNOTSUPP: a threaded group, whose processes its parent names.
    if (!text && text.error().kind() != ErrorKind::NotFound && text.error().errnum() != ENODEV &&
        text.error().errnum() != EOPNOTSUPP)
        return failure(text.error());
    for (const std::string_view line : split(text ? std::string_view(*text) : "", "\n")) {
        const auto pid = parseNumber(line);
        if (pid && *pid > 0 && *pid <= static_cast<std::uint64_t>(std::numeric_limits<pid_t>::max()))
            pids.push_back(static_cast<pid_t>(*pid));
    }
    for (const std::string& name : VITRINE_TRY(childGroups(directory))) {
        if (const auto child = sys::openDirectory(directory, name))
            VITRINE_CHECK(collect(child->get(), pids, depth + 1));
    }
    return {};
}

} // namespace

Result<> validatePath(const std::string& path) {
    constexpr std::size_t maximumLength = 1024;
    constexpr std::size_t maximumPart = 255;
    const auto isControl = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
    bool valid = !path.empty() && path.size() <= maximumLength && std::ranges::none_of(path, isControl);
    std::size_t start = 0;
    while (valid && start <= path.size()) {
        const std::size_t end = std::min(path.find('/', start), path.size());
        const std::string_view part = std::string_view(path).substr(start, end - start);
        valid = !part.empty() && part.size() <= maximumPart && part != "." && part != "..";
        start = end + 1;
    }
    if (valid)
        return {};
    return failure(Error::invalid("cgroup", "a relative path without \".\", \"..\", empty parts or control "
                                            "characters, at most 1,024 bytes"));
}

Result<MadeGroup> makeGroup(const Hierarchy& hierarchy, const std::string& path) {
    // The directory above goes with the last group in it, so it can vanish between two steps here.
    constexpr int attempts = 16;
    auto made = makeOnce(hierarchy, path);
    for (int i = 1; i < attempts && !made && made.error().kind() == ErrorKind::Stale; ++i)
        made = makeOnce(hierarchy, path);
    if (made)
        return made;
    const std::size_t slash = path.rfind('/');
    if (slash != std::string::npos) {
        const std::string_view above = std::string_view(path).substr(0, slash);
        if (const auto parent = sys::openDirectory(AT_FDCWD, absolutePath(hierarchy, above)))
            removeOurParent(parent->get(), above);
    }
    return failure(std::move(made).error().within("make " + absolutePath(hierarchy, path)));
}

Result<std::optional<sys::UniqueFd>> openGroupDirectory(const Hierarchy& hierarchy, const std::string& path) {
    auto current = sys::openDirectory(AT_FDCWD, hierarchy.mountPoint);
    for (const std::string_view part : split(path, "/")) {
        if (!current)
            break;
        current = sys::openDirectory(current->get(), std::string(part));
    }
    if (current)
        return std::optional(*std::move(current));
    if (current.error().kind() == ErrorKind::NotFound)
        return std::optional<sys::UniqueFd>();
    return failure(std::move(current).error().within("open " + absolutePath(hierarchy, path)));
}

Result<std::optional<Group>> openGroup(const Hierarchy& hierarchy, const std::string& path) {
    auto directory = VITRINE_TRY(openGroupDirectory(hierarchy, path));
    if (!directory)
        return std::optional<Group>();
    Group group{hierarchy, *std::move(directory), {}};
    VITRINE_CHECK(openTasks(group));
    return std::optional(std::move(group));
}

Result<> removeGroup(const Group& group, const std::string& path) {
    const std::string name = path.substr(path.rfind('/') + 1);
    auto parent = VITRINE_TRY(parentIfStillThere(group.directory.get(), name));
    if (!parent)
        return {};
    VITRINE_CHECK(removeBelow(group.directory.get(), 0));
    if (::unlinkat(parent->get(), name.c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT)
        return failure(Error::fromErrno("remove", absolutePath(group.hierarchy, path), errno));
    if (const std::size_t slash = path.rfind('/'); slash != std::string::npos)
        removeOurParent(parent->get(), std::string_view(path).substr(0, slash));
    return {};
}

Result<> collectProcesses(int directory, std::vector<pid_t>& pids) {
    return collect(directory, pids, 0);
}

} // namespace vitrine::cgroup
