// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/devicespec.h"
#include "core/model/lifespec.h"
#include "core/model/resourcelimits.h"
#include "core/model/seccomprules.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// The eight kinds of namespaces, in the order the window shows them (namespaces(7)).
enum class NamespaceKind { Pid, Mount, Network, Uts, Ipc, User, Cgroup, Time };
inline constexpr std::array allNamespaceKinds{
    NamespaceKind::Pid, NamespaceKind::Mount, NamespaceKind::Network, NamespaceKind::Uts,
    NamespaceKind::Ipc, NamespaceKind::User,  NamespaceKind::Cgroup,  NamespaceKind::Time};

/// Name of the file in /proc/PID/ns: "pid", "mnt", "net", "uts", "ipc", "user", "cgroup", "time".
[[nodiscard]] std::string_view procName(NamespaceKind kind);
/// Name in the OCI runtime specification: "pid", "mount", "network", "uts", "ipc", "user", "cgroup", "time".
[[nodiscard]] std::string_view ociName(NamespaceKind kind);

/// Joined: the namespace of another container that runs (ContainerSpec::joinedId).
enum class Isolation { New, Host, Joined };

/// The kinds that can be Joined by themselves. With any of them the user namespace is joined, too: nobody has
/// rights over a namespace but from the user namespace that it belongs to (user_namespaces(7)).
inline constexpr std::array joinableKinds{NamespaceKind::Pid, NamespaceKind::Network, NamespaceKind::Uts,
                                          NamespaceKind::Ipc};

/// For each kind: a namespace of the container's own, the host's, or another container's.
struct NamespaceSet {
    std::array<Isolation, allNamespaceKinds.size()> isolation{}; // all New

    [[nodiscard]] Isolation operator[](NamespaceKind kind) const {
        return isolation[static_cast<std::size_t>(kind)];
    }
    [[nodiscard]] Isolation& operator[](NamespaceKind kind) {
        return isolation[static_cast<std::size_t>(kind)];
    }
    [[nodiscard]] bool isNew(NamespaceKind kind) const { return (*this)[kind] == Isolation::New; }
    [[nodiscard]] bool isHosts(NamespaceKind kind) const { return (*this)[kind] == Isolation::Host; }
    [[nodiscard]] bool isJoined(NamespaceKind kind) const { return (*this)[kind] == Isolation::Joined; }
    friend bool operator==(const NamespaceSet&, const NamespaceSet&) = default;
};

/// One line of /proc/PID/uid_map or gid_map (user_namespaces(7)).
struct IdMapping {
    std::uint32_t inside = 0;
    std::uint32_t outside = 0;
    std::uint32_t count = 0;
    friend bool operator==(const IdMapping&, const IdMapping&) = default;
};

/// How the container's root becomes "/". Chroot is the teaching choice: root inside can leave it (SECURITY),
/// so it widens isolation and is marked unsafe everywhere.
enum class RootMode { PivotRoot, Chroot };
enum class RootAccess { ReadWrite, ReadOnly };
enum class Terminal { No, Yes };
enum class NoNewPrivileges { No, Yes };

struct MountSpec {
    std::string destination; ///< absolute path inside the container
    std::string type;        ///< "proc", "sysfs", "tmpfs", "devpts", "mqueue", "cgroup", "bind"
    std::string source;
    std::vector<std::string>
        options; ///< as in mount(8) and the OCI specification: "ro", "nosuid", "mode=755" …
    /// Of a bind mount whose owners are mapped (inside = id on disk, outside = id of the host that it appears
    /// as): both or neither. mount_setattr(2), "ID mappings".
    std::vector<IdMapping> uidMappings{};
    std::vector<IdMapping> gidMappings{};
    friend bool operator==(const MountSpec&, const MountSpec&) = default;
};

struct RlimitSpec {
    std::string type; ///< "RLIMIT_NOFILE" …, getrlimit(2)
    std::uint64_t soft = 0;
    std::uint64_t hard = 0;
    friend bool operator==(const RlimitSpec&, const RlimitSpec&) = default;
};

struct UserSpec {
    std::uint32_t uid = 0; ///< inside the container
    std::uint32_t gid = 0;
    std::vector<std::uint32_t> additionalGids;
    std::optional<std::uint32_t> umask;
    friend bool operator==(const UserSpec&, const UserSpec&) = default;
};

/// Five sets by capability name ("CAP_CHOWN"), capabilities(7).
struct CapabilitySets {
    std::vector<std::string> bounding;
    std::vector<std::string> effective;
    std::vector<std::string> permitted;
    std::vector<std::string> inheritable;
    std::vector<std::string> ambient;
    friend bool operator==(const CapabilitySets&, const CapabilitySets&) = default;
};

struct ProcessSpec {
    Terminal terminal = Terminal::Yes;
    std::vector<std::string> args; ///< args[0] is looked up in PATH of `env` inside the root
    std::vector<std::string> env;  ///< "NAME=value"
    std::string cwd = "/";
    UserSpec user;
    std::vector<RlimitSpec> rlimits;
    CapabilitySets capabilities;
    NoNewPrivileges noNewPrivileges = NoNewPrivileges::Yes;
    /// AppArmor profile that execve(2) puts it under; "unconfined" is none. Empty: that of whoever starts it.
    std::string appArmorProfile{};
    /// SELinux label that execve(2) gives it, "system_u:system_r:container_t:s0:c1,c2". Empty: as the policy
    /// has it.
    std::string selinuxLabel{};
    friend bool operator==(const ProcessSpec&, const ProcessSpec&) = default;
};

/// Which system-call filter is loaded. Custom: the one of "linux.seccomp", if the annotation says so; without
/// it that object is kept on a round trip and not used.
enum class SeccompProfile { Default, Unconfined, Custom };

/// Whether the calls that the filter answers with an error are counted, for people to see which they were. It
/// changes no answer. Each of them waits for the monitor, so a program that makes many gets slower.
enum class RefusedCalls { Forgotten, Noted };

/// By how much a clock of the time namespace differs from the host's (time_namespaces(7)). Before zero the
/// nanoseconds count forward, as in timespec(3type).
struct TimeOffset {
    std::int64_t seconds = 0;
    std::uint32_t nanoseconds = 0; ///< 0 to 999,999,999
    friend bool operator==(const TimeOffset&, const TimeOffset&) = default;
};

struct TimeOffsets {
    TimeOffset monotonic; ///< CLOCK_MONOTONIC
    TimeOffset boottime;  ///< CLOCK_BOOTTIME, which uptime(1) shows
    friend bool operator==(const TimeOffsets&, const TimeOffsets&) = default;
};

/// Everything that describes a container and nothing that describes a run of it. A value: it is copied,
/// compared and passed around. Stored as an OCI runtime-spec config.json (see ociconfig.h).
struct ContainerSpec {
    std::string ociVersion = "1.2.0";
    std::string name; ///< annotation org.vitrine.name; see validateName
    std::string hostname;
    std::string rootPath = "rootfs";         ///< in the bundle
    RootMode rootMode = RootMode::PivotRoot; ///< annotation org.vitrine.root-mode
    RootAccess rootAccess = RootAccess::ReadWrite;
    NamespaceSet namespaces;
    /// Id of the container whose namespaces are the Joined ones; empty without any. Annotation
    /// org.vitrine.joins. To other runtimes these namespaces are new ones.
    std::string joinedId{};
    /// Id of the group that its control group is in (groupspec.h), or empty. Annotation org.vitrine.group.
    std::string groupId{};
    /// Empty without a user namespace of its own. With one that is joined they are that container's, and
    /// filled in only for a start.
    std::vector<IdMapping> uidMappings;
    std::vector<IdMapping> gidMappings;
    TimeOffsets timeOffsets; ///< not zero only with a time namespace of its own
    ProcessSpec process;
    std::vector<MountSpec> mounts;
    ResourceLimits limits;
    SeccompProfile seccomp = SeccompProfile::Default;    ///< annotation org.vitrine.seccomp
    std::optional<SeccompRules> seccompRules;            ///< with Custom, and only then
    RefusedCalls refusedCalls = RefusedCalls::Forgotten; ///< annotation org.vitrine.seccomp.log
    std::vector<DeviceSpec> devices{};                   ///< besides those that every container has
    /// Empty: no list, and a device that it has a node of can be used. Else what no rule and not
    /// usualDeviceRules() allow is refused.
    std::vector<DeviceRule> deviceRules{};
    std::vector<std::string> maskedPaths;
    std::vector<std::string> readonlyPaths;
    std::string mountLabel{}; ///< SELinux label of every file in its new file systems; empty: the policy's
    LifeSpec life;            ///< how it is stopped, and whether it is started again

    /// The JSON text this was read from, or empty. Keys that Vitrine does not know survive a round trip
    /// through it.
    std::string original;
};

/// "^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$": what a container may be called. The error's subject is "name".
[[nodiscard]] Result<> validateName(std::string_view name);

/// The Joined kinds but the user namespace, in the order of joinableKinds; empty: it joins no container.
[[nodiscard]] std::vector<NamespaceKind> joinedKinds(const NamespaceSet& set);

/// Why a container may not join another one, which is called `name` and has the namespaces `joined`.
/// NotSupported: that one joins a container itself, has no user namespace of its own, or has the host's
/// namespace of a kind that `joiner` wants to share.
[[nodiscard]] Result<> checkJoinable(const NamespaceSet& joiner, const NamespaceSet& joined,
                                     std::string_view name);

/// Checks every field against what the planner can do. The error's subject is the JSON path of the field in
/// config.json
/// ("$.process.args", "$.linux.resources.memory.limit"), its reason what is allowed.
[[nodiscard]] Result<> validate(const ContainerSpec& spec);

/// A specification with Vitrine's defaults: all namespaces new, the mounts, masked paths, capabilities and
/// limits of resources (4,096 processes and threads, 1 GiB of memory); `args` to run. The id mappings are
/// left empty: the helper assigns the range. Where no control group can be used the caller takes the limits
/// away.
[[nodiscard]] ContainerSpec defaultSpec(std::string name, std::vector<std::string> args);

/// One reason why this specification isolates less than the default, for the red marks in the window and for
/// choosing the stronger authorization.
enum class Widening {
    HostNamespace,
    NoUserNamespace,
    ChrootOnly,
    ExtraCapability,
    NewPrivileges,
    NoSeccomp,
    CustomSeccomp, ///< whatever it allows: nobody can tell two filters apart by looking
    Unmasked,
    RaisedLimit,   ///< RLIMIT_RTPRIO, RLIMIT_NICE or RLIMIT_MEMLOCK above what every process has
    HostDirectory, ///< a bind mount shows a part of the host's file system inside
    HostDevice,    ///< a device of the host can be used, beyond those that every container has
    NoConfinement, ///< AppArmor is told to leave it alone
    ChosenLabel    ///< of SELinux, whatever the policy allows it: labels have no order
};
[[nodiscard]] std::vector<Widening> widenings(const ContainerSpec& spec);
/// One sentence for people ("It shares the host's network.").
[[nodiscard]] std::string describe(Widening widening, const ContainerSpec& spec);

} // namespace vitrine
