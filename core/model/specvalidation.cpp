// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/groupspec.h"
#include "core/model/jsonnode.h"
#include "core/model/securitylabels.h"
#include "core/model/textrules.h"
#include "core/model/validation.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace vitrine {

namespace {

using json::elementPath;

constexpr const char* rootModePath = R"($.annotations["org.vitrine.root-mode"])";

/// "1.", then numbers and dots, and perhaps "-rc.1": versions that promise to be compatible with 1.0.0.
Result<> checkVersion(const std::string& version) {
    const bool plain = std::ranges::all_of(version, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '+';
    });
    const auto dots = std::ranges::count(version.substr(0, version.find_first_of("-+")), '.');
    if (!version.starts_with("1.") || !plain || dots != 2 || version.size() > 64)
        return failure(Error::invalid("$.ociVersion", "must be 1.x.y, such as \"1.2.0\""));
    return {};
}

/// hostname(7): letters, digits, "-" and "."; "_" is common and the kernel takes it. 64 is __NEW_UTS_LEN.
Result<> checkHostname(const std::string& hostname) {
    const bool plain = std::ranges::all_of(hostname, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
               c == '-' || c == '_';
    });
    if (!plain || hostname.size() > 64) {
        return failure(Error::invalid("$.hostname", "must be at most 64 letters (A to Z, a to z), digits, "
                                                    "\"-\", \".\" or \"_\""));
    }
    return {};
}

Result<> checkRoot(const ContainerSpec& spec) {
    VITRINE_CHECK(checkText(spec.rootPath, "$.root.path", TextRule::NoControl, 4095));
    if (spec.rootPath.empty() || hasParentComponent(spec.rootPath))
        return failure(Error::invalid("$.root.path", "must be a path without \"..\", such as \"rootfs\""));
    return {};
}

bool overlap(std::uint32_t first, std::uint32_t second, std::uint32_t firstCount, std::uint32_t secondCount) {
    const std::uint64_t a = first;
    const std::uint64_t b = second;
    return a < b + secondCount && b < a + firstCount;
}

Result<> checkMapping(const std::vector<IdMapping>& mappings, std::size_t index, const std::string& path) {
    const IdMapping& mapping = mappings[index];
    constexpr std::uint64_t ids = std::numeric_limits<std::uint32_t>::max(); // -1 is no id
    if (mapping.count == 0)
        return failure(Error::invalid(path + ".size", "must be at least 1"));
    if (std::uint64_t{mapping.inside} + mapping.count > ids)
        return failure(Error::invalid(path + ".containerID", "and its size must end at 4294967294"));
    if (std::uint64_t{mapping.outside} + mapping.count > ids)
        return failure(Error::invalid(path + ".hostID", "and its size must end at 4294967294"));
    for (std::size_t i = 0; i < index; ++i) {
        const IdMapping& other = mappings[i];
        if (overlap(mapping.inside, other.inside, mapping.count, other.count))
            return failure(Error::invalid(path + ".containerID", "must not overlap an earlier mapping"));
        if (overlap(mapping.outside, other.outside, mapping.count, other.count))
            return failure(Error::invalid(path + ".hostID", "must not overlap an earlier mapping"));
    }
    return {};
}

bool maps(const std::vector<IdMapping>& mappings, std::uint32_t inside) {
    return std::ranges::any_of(mappings, [&](const IdMapping& mapping) {
        return inside >= mapping.inside && inside - mapping.inside < mapping.count;
    });
}

Result<> checkMappings(const std::vector<IdMapping>& mappings, const std::string& path) {
    if (mappings.empty())
        return {};
    VITRINE_CHECK(validateMappings(mappings, path));
    if (!maps(mappings, 0))
        return failure(Error::invalid(path, "must map the container's id 0: it is root that builds it"));
    return {};
}

Result<> checkMapped(std::uint32_t id, const std::vector<IdMapping>& mappings, const std::string& path) {
    if (!mappings.empty() && !maps(mappings, id))
        return failure(Error::invalid(path, "must be an id that the container's user namespace maps"));
    return {};
}

Result<> checkIds(const ContainerSpec& spec) {
    const bool ownUsers = !spec.namespaces.isHosts(NamespaceKind::User);
    if (!ownUsers && !(spec.uidMappings.empty() && spec.gidMappings.empty())) {
        return failure(
            Error::invalid(spec.uidMappings.empty() ? "$.linux.gidMappings" : "$.linux.uidMappings",
                           "needs a user namespace of the container's own"));
    }
    if (spec.uidMappings.empty() != spec.gidMappings.empty()) {
        return failure(
            Error::invalid(spec.uidMappings.empty() ? "$.linux.uidMappings" : "$.linux.gidMappings",
                           "must be there when the other mappings are"));
    }
    VITRINE_CHECK(checkMappings(spec.uidMappings, "$.linux.uidMappings"));
    VITRINE_CHECK(checkMappings(spec.gidMappings, "$.linux.gidMappings"));
    const UserSpec& user = spec.process.user;
    VITRINE_CHECK(checkMapped(user.uid, spec.uidMappings, "$.process.user.uid"));
    VITRINE_CHECK(checkMapped(user.gid, spec.gidMappings, "$.process.user.gid"));
    for (std::size_t i = 0; i < user.additionalGids.size(); ++i) {
        VITRINE_CHECK(checkMapped(user.additionalGids[i], spec.gidMappings,
                                  elementPath("$.process.user.additionalGids", i)));
    }
    return {};
}

Result<> checkPaths(const std::vector<std::string>& paths, const std::string& path) {
    if (paths.size() > 256)
        return failure(Error::invalid(path, "must have at most 256 elements"));
    for (std::size_t i = 0; i < paths.size(); ++i) {
        VITRINE_CHECK(checkAbsolutePath(paths[i], elementPath(path, i)));
        if (cleanPath(paths[i]) == "/")
            return failure(Error::invalid(elementPath(path, i), "must not be \"/\""));
    }
    return {};
}

/// Whatever is mounted in the host's mount namespace is mounted on the host: nothing may be.
Result<> checkHostMounts(const ContainerSpec& spec) {
    const auto refuse = [](const char* path) {
        return failure(Error::invalid(path, "needs a mount namespace of the container's own"));
    };
    if (spec.namespaces.isNew(NamespaceKind::Mount))
        return {};
    if (spec.rootMode == RootMode::PivotRoot) {
        return failure(Error::invalid(rootModePath, "must be \"chroot\" with the host's mount namespace: "
                                                    "pivot_root needs a mount namespace of its own"));
    }
    if (!spec.mounts.empty())
        return refuse("$.mounts");
    if (!spec.maskedPaths.empty())
        return refuse("$.linux.maskedPaths");
    if (!spec.readonlyPaths.empty())
        return refuse("$.linux.readonlyPaths");
    if (spec.rootAccess == RootAccess::ReadOnly)
        return refuse("$.root.readonly");
    return {};
}

Result<> checkMounts(const std::vector<MountSpec>& mounts) {
    if (mounts.size() > 256)
        return failure(Error::invalid("$.mounts", "must have at most 256 elements"));
    for (std::size_t i = 0; i < mounts.size(); ++i)
        VITRINE_CHECK(validateMount(mounts[i], elementPath("$.mounts", i)));
    return {};
}

Result<> checkLimits(const ResourceLimits& limits) {
    const auto result = validate(limits);
    if (result)
        return {};
    return failure(Error::invalid(limitPath(result.error().subject()), "must be " + result.error().reason()));
}

/// As the kernel: no more than half of what it can count (time_namespaces(7), ERANGE).
Result<> checkTimeOffsets(const ContainerSpec& spec) {
    constexpr std::int64_t most = 4'611'686'018;
    if (spec.timeOffsets != TimeOffsets{} && !spec.namespaces.isNew(NamespaceKind::Time))
        return failure(
            Error::invalid("$.linux.timeOffsets", "needs a time namespace of the container's own"));
    for (const auto& [path, offset] :
         {std::pair("$.linux.timeOffsets.monotonic", spec.timeOffsets.monotonic),
          std::pair("$.linux.timeOffsets.boottime", spec.timeOffsets.boottime)}) {
        if (offset.seconds < -most || offset.seconds > most)
            return failure(Error::invalid(std::string(path) + ".secs", "must be -4611686018 to 4611686018"));
        if (offset.nanoseconds > 999'999'999)
            return failure(Error::invalid(std::string(path) + ".nanosecs", "must be 0 to 999999999"));
    }
    return {};
}

Result<> checkJoins(const ContainerSpec& spec) {
    const bool joins = !joinedKinds(spec.namespaces).empty();
    const std::string path = R"($.annotations["org.vitrine.joins"])";
    if (joins ? !isObjectId(spec.joinedId) : !spec.joinedId.empty())
        return failure(Error::invalid(path, "must begin with the id of a container, 32 digits of 0-9 and "
                                            "a-f, and name namespaces of it"));
    if (spec.namespaces.isJoined(NamespaceKind::User) != joins)
        return failure(Error::invalid(path, "goes with the user namespace of the same container"));
    for (const NamespaceKind kind : {NamespaceKind::Mount, NamespaceKind::Cgroup, NamespaceKind::Time}) {
        if (spec.namespaces.isJoined(kind))
            return failure(Error::invalid(path, "must be of pid, net, uts and ipc"));
    }
    return {};
}

Result<> checkSeccomp(const ContainerSpec& spec) {
    if ((spec.seccomp == SeccompProfile::Custom) != spec.seccompRules.has_value())
        return failure(
            Error::invalid("$.linux.seccomp", "must be there with a profile of its own, and only then"));
    if (spec.seccompRules)
        VITRINE_CHECK(validate(*spec.seccompRules, "$.linux.seccomp"));
    if (spec.refusedCalls == RefusedCalls::Forgotten)
        return {};
    const std::string path = R"($.annotations["org.vitrine.seccomp.log"])";
    if (spec.seccomp == SeccompProfile::Unconfined)
        return failure(Error::invalid(path, "needs a system-call filter: without one no call is refused"));
    // By it the listener is handed over, with the filter in force already.
    if (spec.seccompRules && !allowsAlways(*spec.seccompRules, "sendmsg"))
        return failure(
            Error::invalid(path, "needs a profile that allows the call sendmsg, with any arguments"));
    return {};
}

} // namespace

// user_namespaces(7), "Defining user and group ID mappings".
Result<> validateMappings(const std::vector<IdMapping>& mappings, const std::string& path) {
    if (mappings.size() > 340)
        return failure(Error::invalid(path, "must have at most 340 elements"));
    for (std::size_t i = 0; i < mappings.size(); ++i)
        VITRINE_CHECK(checkMapping(mappings, i, elementPath(path, i)));
    return {};
}

std::string limitPath(std::string_view field) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 11> paths{{
        {"cpuMax", "cpu.quota"},
        {"cpuWeight", "cpu.shares"},
        {"memoryMax", "memory.limit"},
        {"memoryHigh", "memory.reservation"},
        {"swapMax", "memory.swap"},
        {"pidsMax", "pids.limit"},
        {"cpus", "cpu.cpus"},
        {"memoryNodes", "cpu.mems"},
        {"memoryOomGroup", R"(unified["memory.oom.group"])"},
        {"ioWeight", "blockIO.weight"},
        {"ioMax", "blockIO"},
    }};
    for (const auto& [name, place] : paths) {
        if (name == field)
            return "$.linux.resources." + std::string(place);
    }
    return "$.linux.resources";
}

Result<> validate(const ContainerSpec& spec) {
    VITRINE_CHECK(checkVersion(spec.ociVersion));
    if (const auto name = validateName(spec.name); !name)
        return failure(Error::invalid(R"($.annotations["org.vitrine.name"])", name.error().reason()));
    VITRINE_CHECK(checkHostname(spec.hostname));
    VITRINE_CHECK(checkRoot(spec));
    VITRINE_CHECK(validateProcess(spec.process, "$.process"));
    VITRINE_CHECK(checkJoins(spec));
    if (!spec.groupId.empty() && !isObjectId(spec.groupId))
        return failure(Error::invalid(R"($.annotations["org.vitrine.group"])",
                                      "must be the id of a group, 32 digits of 0-9 and a-f"));
    VITRINE_CHECK(checkIds(spec));
    VITRINE_CHECK(checkHostMounts(spec));
    VITRINE_CHECK(checkMounts(spec.mounts));
    VITRINE_CHECK(checkTimeOffsets(spec));
    VITRINE_CHECK(checkSeccomp(spec));
    VITRINE_CHECK(validateDevices(spec.devices, spec.deviceRules));
    VITRINE_CHECK(checkPaths(spec.maskedPaths, "$.linux.maskedPaths"));
    VITRINE_CHECK(checkPaths(spec.readonlyPaths, "$.linux.readonlyPaths"));
    VITRINE_CHECK(validateSelinuxLabel(spec.mountLabel, "$.linux.mountLabel"));
    VITRINE_CHECK(validateLife(spec.life));
    return checkLimits(spec.limits);
}

} // namespace vitrine
