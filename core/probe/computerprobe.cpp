// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/probe/computerprobe.h"

#include "core/cgroup/cgroup.h"
#include "core/cgroup/controlfile.h"
#include "core/probe/systemcalls.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <format>
#include <optional>
#include <string_view>

namespace vitrine::probe {

namespace {

using diagnosis::ComputerFacts;
using diagnosis::Distribution;

constexpr std::size_t maximumFile = 4U << 20U;

/// Paths of the computer, or of the tree that stands for it.
class Tree {
public:
    explicit Tree(const std::string& root)
        : m_prefix(root == "/" ? std::string() : root) {}

    [[nodiscard]] std::string path(std::string_view absolute) const {
        return m_prefix + std::string(absolute);
    }
    [[nodiscard]] std::string text(std::string_view absolute) const {
        auto content = sys::readFileAt(AT_FDCWD, path(absolute), maximumFile);
        return content ? cgroup::trimmed(*std::move(content)) : std::string();
    }
    /// Links are not followed: those in /proc/self/ns lead nowhere that has a name.
    [[nodiscard]] bool has(std::string_view absolute) const {
        return ::faccessat(AT_FDCWD, path(absolute).c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    }
    [[nodiscard]] bool isExecutable(std::string_view absolute) const {
        return ::access(path(absolute).c_str(), X_OK) == 0;
    }

private:
    std::string m_prefix;
};

std::vector<std::string_view> lines(std::string_view text) {
    return cgroup::split(text, "\n");
}

/// ID and ID_LIKE of os-release(5): the distribution itself or the first one known that it is made from.
Distribution distributionOf(const std::string& release) {
    static constexpr std::array<std::pair<std::string_view, Distribution>, 8> known{
        {{"debian", Distribution::Debian},
         {"ubuntu", Distribution::Debian},
         {"fedora", Distribution::Fedora},
         {"rhel", Distribution::Fedora},
         {"centos", Distribution::Fedora},
         {"arch", Distribution::Arch},
         {"suse", Distribution::Suse},
         {"opensuse", Distribution::Suse}}};
    for (const std::string_view key : {"ID=", "ID_LIKE="})
        for (const std::string_view line : lines(release)) {
            if (!line.starts_with(key))
                continue;
            for (const std::string_view word : cgroup::split(line.substr(key.size()), "\"' "))
                for (const auto& [name, distribution] : known)
                    if (word == name || (name == "opensuse" && word.starts_with("opensuse-")))
                        return distribution;
        }
    return Distribution::Other;
}

/// Whether a hierarchy of v1 with this controller is mounted (proc_pid_mountinfo(5)).
bool hasV1(const std::string& mountInfo, std::string_view controller) {
    return std::ranges::any_of(lines(mountInfo), [&](std::string_view line) {
        const std::size_t at = line.find(" - cgroup ");
        return at != std::string_view::npos &&
               std::ranges::contains(cgroup::split(line.substr(line.rfind(' ')), " ,"), controller);
    });
}

std::string v2MountPoint(const CgroupFacts& facts) {
    const auto found = std::ranges::find(facts.mounts, ControllerVersion::V2, &CgroupMount::version);
    return found == facts.mounts.end() ? std::string() : found->mountPoint;
}

std::vector<std::string> controllersIn(const std::string& directory) {
    const auto text = cgroup::readControlFile(AT_FDCWD, directory + "/cgroup.controllers");
    std::vector<std::string> names;
    if (text)
        for (const std::string_view name : cgroup::split(*text, " "))
            names.emplace_back(name);
    return names;
}

void readCgroups(const Tree& tree, const std::string& root, ComputerFacts& facts) {
    const CgroupFacts groups = cgroup::readFacts(root).value_or(CgroupFacts{});
    facts.layout = groups.layout;
    const std::string v2 = v2MountPoint(groups);
    facts.controllers = {{"cpu", groups.cpu}, {"memory", groups.memory}, {"pids", groups.pids}, {"io", {}}};
    if (!v2.empty() && std::ranges::contains(controllersIn(v2), "io"))
        facts.controllers.back().version = ControllerVersion::V2;
    else if (hasV1(tree.text("/proc/self/mountinfo"), "blkio"))
        facts.controllers.back().version = ControllerVersion::V1;
    facts.pressure = groups.pressure || !tree.text("/proc/pressure/cpu").empty();
    if (facts.layout != CgroupLayout::V2)
        return;
    // systemd.special(7), user@.service(5): everything of a user's own units is below this group.
    const std::string manager =
        std::format("{0}/user.slice/user-{1}.slice/user@{1}.service", v2, facts.userId);
    facts.userManager = ::access((manager + "/cgroup.controllers").c_str(), F_OK) == 0;
    facts.delegated = controllersIn(manager);
}

/// Sum of what a file of the form of subuid(5) gives to this user, by name or by number.
std::uint64_t subordinateIds(const std::string& text, const ComputerFacts& facts) {
    std::uint64_t sum = 0;
    for (const std::string_view line : lines(text)) {
        const std::vector<std::string_view> fields = cgroup::split(line, ":");
        if (fields.size() != 3)
            continue;
        const bool own = fields[0] == std::to_string(facts.userId) ||
                         (!facts.userName.empty() && fields[0] == facts.userName);
        sum += own ? cgroup::parseNumber(fields[2]).value_or(0) : 0;
    }
    return sum;
}

bool isCharacterDevice(const std::string& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 && S_ISCHR(status.st_mode);
}

void readKernel(const Tree& tree, ComputerFacts& facts) {
    utsname names{};
    if (::uname(&names) == 0)
        facts.kernelRelease = static_cast<const char*>(names.release);
    facts.missingCalls = missingSystemCalls();
    for (const char* name : {"pid", "mnt", "net", "uts", "ipc", "user", "cgroup", "time"})
        if (!tree.has(std::string("/proc/self/ns/") + name))
            facts.missingNamespaces.emplace_back(name);
    // Kernels before 4.14 have filters but not this file; they lack system calls as well.
    facts.seccompFilters = tree.text("/proc/sys/kernel/seccomp/actions_avail").contains("errno");
    facts.maxUserNamespaces = cgroup::parseNumber(tree.text("/proc/sys/user/max_user_namespaces"));
    facts.cloneRefused = tree.text("/proc/sys/kernel/unprivileged_userns_clone") == "0";
    facts.appArmorRefuses = tree.text("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1";
    facts.terminals = isCharacterDevice(tree.path("/dev/ptmx"));
}

} // namespace

ComputerFacts readComputerFacts(std::uint32_t userId, const std::string& userName, const std::string& root) {
    const Tree tree(root);
    ComputerFacts facts;
    facts.userId = userId;
    facts.userName = userName;
    std::string release = tree.text("/etc/os-release");
    if (release.empty())
        release = tree.text("/usr/lib/os-release");
    facts.distribution = distributionOf(release);
    facts.systemd = tree.has("/run/systemd/system");
    readKernel(tree, facts);
    readCgroups(tree, root, facts);
    facts.subordinateUsers = subordinateIds(tree.text("/etc/subuid"), facts);
    facts.subordinateGroups = subordinateIds(tree.text("/etc/subgid"), facts);
    facts.mapPrograms = tree.isExecutable("/usr/bin/newuidmap") && tree.isExecutable("/usr/bin/newgidmap");
    return facts;
}

} // namespace vitrine::probe
