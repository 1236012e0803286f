// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/configcheck.h"

#include "core/model/jsonnode.h"
#include "core/model/validation.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace vitrine::runtime {

namespace {

using json::Node;
using json::Value;

struct Refused {
    std::string_view path; ///< members separated by dots; "[]" is every element
    std::string_view reason;
};

constexpr std::string_view otherSystem = "is for another operating system";
constexpr std::string_view noSuchFile = "has no file in cgroup v2, and is not set here on v1 either";
constexpr std::string_view realTime = "real-time scheduling of groups is not supported";
constexpr std::string_view unsupported = "is not supported";

constexpr std::array refusedMembers{
    Refused{"vm", otherSystem},
    Refused{"solaris", otherSystem},
    Refused{"windows", otherSystem},
    Refused{"zos", otherSystem},
    Refused{"freebsd", otherSystem},
    Refused{"process.commandLine", otherSystem},
    Refused{"process.user.username", otherSystem},
    Refused{"process.scheduler", unsupported},
    Refused{"process.ioPriority", unsupported},
    Refused{"process.execCPUAffinity", unsupported},
    Refused{"mounts[].uidMappings", "id-mapped mounts other than of the root are not supported"},
    Refused{"mounts[].gidMappings", "id-mapped mounts other than of the root are not supported"},
    Refused{"linux.intelRdt", unsupported},
    Refused{"linux.memoryPolicy", unsupported},
    Refused{"linux.netDevices", "moving network devices is not supported"},
    Refused{"linux.personality.flags", unsupported},
    Refused{"linux.seccomp.listenerPath", "notifications of system calls are not supported"},
    Refused{"linux.seccomp.listenerMetadata", "notifications of system calls are not supported"},
    Refused{"linux.resources.network", "the net_cls and net_prio controllers are not supported"},
    Refused{"linux.resources.rdma", "the rdma controller is not supported"},
    Refused{"linux.resources.hugepageLimits", "the hugetlb controller is not supported"},
    Refused{"linux.resources.memory.kernel", noSuchFile},
    Refused{"linux.resources.memory.kernelTCP", noSuchFile},
    Refused{"linux.resources.memory.swappiness", noSuchFile},
    Refused{"linux.resources.memory.disableOOMKiller", noSuchFile},
    Refused{"linux.resources.memory.checkBeforeUpdate", unsupported},
    Refused{"linux.resources.cpu.realtimeRuntime", realTime},
    Refused{"linux.resources.cpu.realtimePeriod", realTime},
    Refused{"linux.resources.cpu.burst", unsupported},
    Refused{"linux.resources.cpu.idle", unsupported},
    Refused{"linux.resources.blockIO.leafWeight", noSuchFile},
    Refused{"linux.resources.blockIO.weightDevice", "weights of single disks are not supported"},
};

/// Asks for nothing: what is absent means the same.
bool isNeutral(const Value& value) {
    if (value.is_boolean())
        return !value.get<bool>();
    if (value.is_number())
        return value == 0;
    if (value.is_string())
        return value.get_ref<const std::string&>().empty();
    return value.empty(); // null, [], {}
}

Result<> refuseAt(const Node& node, std::string_view path, std::string_view reason) {
    const std::size_t dot = path.find('.');
    const bool isLast = dot == std::string_view::npos;
    const std::string_view rest = isLast ? std::string_view() : path.substr(dot + 1);
    std::string_view key = path.substr(0, dot);
    const bool isArray = key.ends_with("[]");
    if (isArray)
        key.remove_suffix(2);
    const auto member = VITRINE_TRY(node.find(key));
    if (!member)
        return {};
    if (isArray) {
        for (const Node& element : VITRINE_TRY(member->elements()))
            VITRINE_CHECK(refuseAt(element, rest, reason));
        return {};
    }
    if (!isLast)
        return refuseAt(*member, rest, reason);
    if (isNeutral(member->value()))
        return {};
    return failure(Error(ErrorKind::NotSupported, {}, member->path(), std::string(reason)));
}

/// The files of cgroup v2 that core/model reads; others would be left out.
constexpr std::array<std::string_view, 11> knownFiles{
    "cpu.max",         "cpu.weight",       "io.weight", "io.max",      "memory.max", "memory.high",
    "memory.swap.max", "memory.oom.group", "pids.max",  "cpuset.cpus", "cpuset.mems"};

Result<> checkUnified(const Node& root) {
    Node node = root;
    for (const char* key : {"linux", "resources", "unified"}) {
        const auto member = VITRINE_TRY(node.find(key));
        if (!member)
            return {};
        node = *member;
    }
    for (const auto& [file, value] : node.value().items()) {
        if (!std::ranges::contains(knownFiles, std::string_view(file)))
            return failure(Error(ErrorKind::NotSupported, {}, json::memberPath(node.path(), file),
                                 "this control file is not written here"));
    }
    return {};
}

/// To a file system they would be words of its own, and it would only say that it does not know one.
constexpr std::array<std::string_view, 17> refusedOptions{
    "idmap",       "ridmap",    "rro",       "rrw",          "rnosuid",     "rsuid",
    "rnodev",      "rdev",      "rnoexec",   "rexec",        "rnoatime",    "ratime",
    "rnodiratime", "rdiratime", "rrelatime", "rnosymfollow", "copy-symlink"};

/// The source of a bind mount is copied as a private mount: later changes on the host would have to come in,
/// or to go out, and do not.
constexpr std::array<std::string_view, 4> sharing{"shared", "rshared", "slave", "rslave"};

Result<> checkOptions(const Node& options, bool isBind) {
    for (const Node& option : VITRINE_TRY(options.elements())) {
        const std::string word = VITRINE_TRY(option.text());
        const std::string quoted = '"' + word + '"';
        if (std::ranges::contains(refusedOptions, std::string_view(word)))
            return failure(Error(ErrorKind::NotSupported, {}, option.path(), quoted + " is not supported"));
        if (isBind && std::ranges::contains(sharing, std::string_view(word)))
            return failure(
                Error(ErrorKind::NotSupported, {}, option.path(),
                      quoted + " is not supported for a bind mount: no mount leaves or enters a container"));
    }
    return {};
}

Result<> checkMountOptions(const Node& root) {
    const auto mounts = VITRINE_TRY(root.find("mounts"));
    if (!mounts)
        return {};
    for (const Node& mount : VITRINE_TRY(mounts->elements())) {
        const auto options = VITRINE_TRY(mount.find("options"));
        if (!options)
            continue;
        MountSpec spec;
        VITRINE_CHECK(readText(mount, "type", spec.type));
        VITRINE_CHECK(readTexts(mount, "options", spec.options));
        VITRINE_CHECK(checkOptions(*options, isBind(spec)));
    }
    return {};
}

Result<> checkPropagation(const Node& root) {
    const auto linuxNode = VITRINE_TRY(root.find("linux"));
    if (!linuxNode)
        return {};
    std::string word;
    VITRINE_CHECK(readText(*linuxNode, "rootfsPropagation", word));
    if (word.empty() || word == "private" || word == "rprivate")
        return {};
    return failure(Error(ErrorKind::NotSupported, {}, "$.linux.rootfsPropagation",
                         "must be private or rprivate: no mount leaves or enters a container"));
}

} // namespace

Result<> checkConfig(const Value& document) {
    const Node root(document);
    for (const auto& [path, reason] : refusedMembers)
        VITRINE_CHECK(refuseAt(root, path, reason));
    VITRINE_CHECK(checkUnified(root));
    VITRINE_CHECK(checkMountOptions(root));
    return checkPropagation(root);
}

} // namespace vitrine::runtime
