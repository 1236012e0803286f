// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"
#include "core/model/limitfiles.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// The typed steps a container is made of. Each is one thing done to the kernel, with everything it needs to
/// be done: no step looks at the specification again. Paths inside the container are absolute and resolved in
/// its root.
namespace vitrine::step {

/// mkdir in every hierarchy in use, of the control group that is around those of several containers; what is
/// there already stays as it is. Host side; not undone: the helper removes it when no container is in it.
struct CreateGroup {
    std::string path; ///< "vitrine/group-<id>"
};

/// One write to one control file of that group. Host side; gone with the group.
struct LimitGroup {
    std::string path;
    LimitFile limit;
};

/// mkdir in every hierarchy in use. Host side; undone by rmdir.
struct CreateCgroup {
    std::string path; ///< "vitrine/<id>"
};

/// One write to one control file of that cgroup. Host side; gone with the cgroup.
struct WriteLimit {
    LimitFile limit;
};

/// chown(2) of the group and the files by which groups are made in it and processes moved. Host side; gone
/// with the cgroup. v2 only.
struct DelegateCgroup {
    std::string path;
    std::uint32_t uid = 0; ///< the container's root, as the host sees it
    std::uint32_t gid = 0;
};

enum class Placement {
    CloneInto, ///< v2: clone3(CLONE_INTO_CGROUP)
    JoinTasks, ///< v1 and hybrid: the child joins by itself, see JoinCgroup (with CLONE_INTO_CGROUP for the
               ///< hybrid's v2 tree)
    None       ///< no cgroup is available (rootless without delegation)
};

/// clone3(2) with every namespace that can be had at birth. The cgroup namespace comes later (UnshareCgroup),
/// because its root is the cgroup the caller is in. Host side; undone by killing the process, with which all
/// that follows goes.
struct CloneProcess {
    NamespaceSet namespaces;
    Placement placement = Placement::None;
};

/// setns(2) with the pidfd of another container's first process, by a process whose child, as a child of the
/// monitor (CLONE_PARENT), CloneProcess then makes: a pid namespace is entered by children only. Host side;
/// gone with that process.
struct JoinNamespaces {
    std::string container;   ///< its name
    std::int32_t target = 0; ///< host pid of its first process; 0 = it does not run
    std::vector<NamespaceKind> kinds;
    std::vector<IdMapping> uidMappings; ///< of its user namespace
    std::vector<IdMapping> gidMappings;
};

enum class IdKind { User, Group };

/// Writes /proc/PID/uid_map or gid_map of the child. Host side. Rootless: through newuidmap(1) when the map
/// is more than the caller's own id; the gid map then needs setgroups "deny".
struct WriteIdMap {
    IdKind kind = IdKind::User;
    std::vector<IdMapping> mappings;
};

/// Opens the root directory as a detached, id-mapped mount in the host's mount namespace and hands it to the
/// child: open_tree(2) OPEN_TREE_CLONE + mount_setattr(2) MOUNT_ATTR_IDMAP. Host side. The files keep their
/// owners on disk.
struct PrepareIdMappedRoot {
    std::string path;                     ///< host directory
    std::vector<IdMapping> mappings;      ///< inside = id on disk, outside = host id it appears as
    std::vector<IdMapping> gidMappings{}; ///< the same for groups; empty = `mappings` holds for both
};

/// "0" written to the `tasks` file of each v1 hierarchy by the child itself.
struct JoinCgroup {
    std::string path;
};

/// A time namespace with clocks of its own: unshare(CLONE_NEWTIME), /proc/self/timens_offsets, and entering
/// it with setns(2). In one that clone3(2) has made the clocks are fixed (time_namespaces(7)). While the
/// process still has the host's ids, to whom that file belongs.
struct SetTimeOffsets {
    TimeOffsets offsets;
};

/// setresuid/setresgid/setgroups to 0 in the new user namespace, once its maps are written.
struct BecomeRoot {};

/// unshare(CLONE_NEWCGROUP)
struct UnshareCgroup {};

/// mount("/", MS_REC|MS_PRIVATE): nothing mounted later reaches the host, nor the other way.
struct MakeMountsPrivate {};

enum class RootSource { BindDirectory, IdMappedMount };

/// Makes the root a mount: a detached bind mount, or the one that PrepareIdMappedRoot handed over, is
/// attached with move_mount(2).
struct MountRoot {
    std::string path;
    RootSource source = RootSource::BindDirectory;
    /// Where it is attached. "/" for pivot_root(2): on top of what is there. For chroot(2) its own path, as
    /// in the classroom: on top of "/" there would be nothing above the new root that one could escape to,
    /// and the lesson would not be true.
    std::string place = "/";
};

/// One file system or bind mount at a path inside the root; flags and data are taken apart already. A bind
/// mount with mappings shows the files with other owners (MOUNT_ATTR_IDMAP of mount_setattr(2)).
struct MountFilesystem {
    MountSpec mount;
    std::uint64_t flags = 0;       ///< MS_* of mount(2)
    std::uint64_t propagation = 0; ///< MS_PRIVATE/MS_SLAVE/MS_SHARED (with MS_REC) or 0, set by a second call
    std::string data;              ///< what is left for the file system: "mode=755,size=65536k"
};

/// A device node of the container's /dev: the host's node (checked to be this device) bind-mounted on a file.
struct BindDevice {
    std::string name; ///< "null", "snd/timer"
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
    DeviceType type = DeviceType::Character;
};

/// mknod(2), chmod and chown of a node that is the container's own. In a user namespace the kernel refuses to
/// open such nodes (user_namespaces(7)), and makes none: there it is BindDevice.
struct MakeDevice {
    DeviceSpec device;
};

/// bpf(2): a program of the kernel's that is asked about every node that a process of the group opens or
/// makes (BPF_PROG_TYPE_CGROUP_DEVICE). Host side; gone with the cgroup. v2 only: v1 has files for it.
struct RestrictDevices {
    std::string path; ///< of the cgroup
    std::vector<DeviceRule> rules;
};

struct MakeSymlink {
    std::string target; ///< "/proc/self/fd"
    std::string path;   ///< "/dev/fd"
};

enum class ConsoleSource {
    ContainerDevpts, ///< from the devpts of the container: ttyname(3) works inside
    HostDevpts       ///< the container has none
};

/// A pseudo-terminal pair: the child keeps the slave as its 0, 1, 2 and controlling terminal (setsid,
/// TIOCSCTTY), binds it on /dev/console, and sends the master to the monitor.
struct OpenConsole {
    ConsoleSource source = ConsoleSource::ContainerDevpts;
};

/// pivot_root(".", "."), then umount2(".", MNT_DETACH): the old root is gone, not hidden (pivot_root(2),
/// NOTES).
struct PivotRoot {};

/// fchdir(2) and chroot("."): the classroom's first step, and no boundary for root.
struct ChangeRoot {
    std::string path;
};

struct SetHostname {
    std::string hostname;
};

/// SIOCSIFFLAGS IFF_UP on "lo" of the new network namespace (netdevice(7)).
struct RaiseLoopback {};

/// /dev/null (a file) or an empty read-only tmpfs (a directory) over the path; a path that does not exist is
/// skipped.
struct MaskPath {
    std::string path;
};

/// Mounts a read-only copy of the mount over the path itself; a path that does not exist is skipped.
struct MakeReadOnly {
    std::string path;
};

/// Makes the mount at "/" read-only, after everything is mounted in it.
struct MakeRootReadOnly {};

struct SetRlimit {
    RlimitSpec rlimit;
};

enum class LabelSystem { AppArmor, SeLinux };

/// What execve(2) puts the process under: "exec PROFILE" written to /proc/thread-self/attr/apparmor/exec
/// (Documentation/admin-guide/LSM/apparmor.rst), or a label to /proc/thread-self/attr/exec (SELinux,
/// proc_pid_attr(5)). Through a procfs of the host's that nothing is mounted over (CVE-2019-16884).
struct SetLabel {
    LabelSystem system = LabelSystem::AppArmor;
    std::string label;
};

/// setsid(2), so that the container is in no session of the host. Left out when OpenConsole does it.
struct StartSession {};

struct SetWorkingDirectory {
    std::string path;
};

/// setgroups, setresgid, setresuid, umask; keeps nothing that the capability sets do not name.
struct SetUser {
    UserSpec user;
};

/// Drops the bounding set to the list, then sets the four others (capabilities(7)). Before SetUser the
/// bounding set, after it the rest: the engine does both halves around it; the plan shows one step.
struct LimitCapabilities {
    CapabilitySets sets;
};

/// prctl(PR_SET_NO_NEW_PRIVS)
struct SetNoNewPrivileges {};

/// seccomp(2). Noted: with a listener (seccomp_unotify(2)), whose descriptor the monitor gets. It answers
/// each call with the very error that the filter would have.
struct LoadSeccomp {
    SeccompProfile profile = SeccompProfile::Default;
    std::optional<SeccompRules> rules{}; ///< of a custom profile
    RefusedCalls refused = RefusedCalls::Forgotten;
};

/// fork(2): the parent, the container's first process, becomes Vitrine's init program, which is in no file of
/// the container but in a sealed memfd (memfd_create(2), execveat(2)); the child goes on, and becomes the
/// command once the parent is what it is to be. After everything that gives rights up.
struct ProvideInit {};

/// setns(2) with the pidfd of a running container's first process, for a further process: into these of its
/// namespaces. The further process is then born as a child, because a pid namespace is entered by children
/// only. Host side.
struct EnterNamespaces {
    std::int32_t target = 0; ///< host pid of the container's first process
    std::vector<NamespaceKind> kinds;
};

/// A bind mount for a container that runs: a detached mount of a directory of the host is attached inside by
/// a process that joins the container's mount namespace (open_tree(2), setns(2), move_mount(2)).
struct InjectVolume {
    MountFilesystem mount;
};

/// Takes a directory of the host away again from a container that runs: umount2(2) in its mount namespace.
struct RemoveVolume {
    std::string destination;
};

/// execve(2). The command has been looked up in PATH of env, inside the root.
struct Execute {
    std::vector<std::string> args;
    std::vector<std::string> env;
};

} // namespace vitrine::step

namespace vitrine {

using Step =
    std::variant<step::CreateGroup, step::LimitGroup, step::CreateCgroup, step::WriteLimit,
                 step::DelegateCgroup, step::RestrictDevices, step::PrepareIdMappedRoot, step::JoinNamespaces,
                 step::CloneProcess, step::WriteIdMap, step::JoinCgroup, step::SetTimeOffsets,
                 step::BecomeRoot, step::UnshareCgroup, step::MakeMountsPrivate, step::MountRoot,
                 step::MountFilesystem, step::BindDevice, step::MakeDevice, step::MakeSymlink,
                 step::OpenConsole, step::PivotRoot, step::ChangeRoot, step::SetHostname, step::RaiseLoopback,
                 step::MaskPath, step::MakeReadOnly, step::MakeRootReadOnly, step::SetRlimit,
                 step::StartSession, step::SetWorkingDirectory, step::SetLabel, step::SetUser,
                 step::LimitCapabilities, step::SetNoNewPrivileges, step::LoadSeccomp, step::ProvideInit,
                 step::EnterNamespaces, step::Execute, step::InjectVolume, step::RemoveVolume>;

/// Who performs a step: the monitor (and then takes it back itself), or the cloned child (and then its death
/// takes it back: everything it does is to its own namespaces). InjectVolume and RemoveVolume are in no plan
/// of a start.
enum class StepSide { Host, Container };
[[nodiscard]] StepSide sideOf(const Step& step);

} // namespace vitrine
