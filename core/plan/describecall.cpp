// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/diskimage.h"
#include "core/plan/describing.h"

#include "core/plan/mountoptions.h"
#include "core/plan/quoting.h"

#include <algorithm>
#include <array>
#include <format>

#include <linux/mount.h>

namespace vitrine::describing {

namespace {

struct CloneFlag {
    NamespaceKind kind;
    std::string_view name;
};

constexpr std::array<CloneFlag, 8> cloneFlags{{
    {NamespaceKind::Pid, "CLONE_NEWPID"},
    {NamespaceKind::Mount, "CLONE_NEWNS"},
    {NamespaceKind::Network, "CLONE_NEWNET"},
    {NamespaceKind::Uts, "CLONE_NEWUTS"},
    {NamespaceKind::Ipc, "CLONE_NEWIPC"},
    {NamespaceKind::User, "CLONE_NEWUSER"},
    {NamespaceKind::Time, "CLONE_NEWTIME"},
    {NamespaceKind::Cgroup, "CLONE_NEWCGROUP"},
}};

std::string cloneFlagNames(const step::CloneProcess& step) {
    std::string names = "CLONE_PIDFD";
    for (const auto& [kind, name] : cloneFlags) {
        // The cgroup namespace is made by a later step.
        if (step.namespaces.isNew(kind) && kind != NamespaceKind::Cgroup)
            names += "|" + std::string(name);
    }
    if (step.placement == step::Placement::CloneInto)
        names += "|CLONE_INTO_CGROUP";
    return names;
}

std::string setnsFlagNames(const std::vector<NamespaceKind>& kinds) {
    std::string names;
    for (const auto& [kind, name] : cloneFlags) {
        if (std::ranges::contains(kinds, kind))
            names += (names.empty() ? "" : "|") + std::string(name);
    }
    return names;
}

std::string write(std::string_view file, std::string_view text) {
    return std::format("write(open({}, O_WRONLY), {}, {})", cQuote(file), cQuote(text), text.size());
}

/// A copy of the mount at `from`, not attached anywhere yet (mount_setattr(2), open_tree(2)).
std::string openTree(std::string_view from, std::string_view furtherFlags = "") {
    return std::format("tree = open_tree(AT_FDCWD, {}, OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC{})", cQuote(from),
                       furtherFlags);
}

std::string setAttributes(std::string_view attributes, std::string_view furtherFlags = "") {
    return std::format("mount_setattr(tree, \"\", AT_EMPTY_PATH{}, {{{}}}, MOUNT_ATTR_SIZE_VER0)",
                       furtherFlags, attributes);
}

std::string attachTree(std::string_view place) {
    return std::format("move_mount(tree, \"\", AT_FDCWD, {}, MOVE_MOUNT_F_EMPTY_PATH)", cQuote(place));
}

std::string bindFile(std::string_view from, std::string_view place) {
    return std::format("mount({}, {}, NULL, MS_BIND, NULL)", cQuote(from), cQuote(place));
}

std::string vectorText(const std::vector<std::string>& texts) {
    std::string text = "{";
    for (const std::string& one : texts)
        text += cQuote(one) + ", ";
    return text + "NULL}";
}

/// MS_* as mount_setattr(2) calls them: the flags that both know have the same names after the prefix.
std::string attributeNames(std::uint64_t flags) {
    constexpr std::string_view prefix = "MS_";
    std::string names = flagNames(flags);
    for (std::size_t at = names.find(prefix); at != std::string::npos; at = names.find(prefix, at + 1))
        names.replace(at, prefix.size(), "MOUNT_ATTR_");
    return names;
}

/// The file system in a file.
std::string imageCalls(const step::MountFilesystem& step) {
    const bool isReadOnly = (step.flags & MS_RDONLY) != 0;
    std::string text = std::format(
        "loop = open(\"/dev/loopN\", O_RDWR); ioctl(loop, LOOP_CONFIGURE, {{.fd = open({}, {}), "
        ".info.lo_flags = LO_FLAGS_AUTOCLEAR{}}}); fs = fsopen({}, FSOPEN_CLOEXEC); fsconfig(fs, "
        "FSCONFIG_SET_STRING, \"source\", \"/dev/loopN\", 0); {}fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, "
        "NULL, "
        "0); tree = fsmount(fs, FSMOUNT_CLOEXEC, {})",
        cQuote(step.mount.source), isReadOnly ? "O_RDONLY" : "O_RDWR",
        isReadOnly ? "|LO_FLAGS_READ_ONLY" : "", cQuote(step.mount.type),
        isReadOnly ? "fsconfig(fs, FSCONFIG_SET_FLAG, \"ro\", NULL, 0); " : "", attributeNames(step.flags));
    if (!step.mount.uidMappings.empty())
        text += "; " + setAttributes(".attr_set = MOUNT_ATTR_IDMAP, .userns_fd = userns");
    return text;
}

/// A restricted copy of the mount that is the source, or a mount of what is in it.
std::string treeCalls(const step::MountFilesystem& step) {
    if (isImage(step.mount))
        return imageCalls(step);
    const char* const recursive = (step.flags & MS_REC) != 0 ? "|AT_RECURSIVE" : "";
    std::string attributes;
    const auto add = [&](std::string_view name, const std::string& value) {
        attributes += std::format("{}.{} = {}", attributes.empty() ? "" : ", ", name, value);
    };
    const std::uint64_t flags = step.flags & ~(MS_BIND | MS_REC);
    const bool mapped = !step.mount.uidMappings.empty();
    if (flags != 0 || mapped)
        add("attr_set", (flags != 0 ? attributeNames(flags) : "") + (flags != 0 && mapped ? "|" : "") +
                            (mapped ? "MOUNT_ATTR_IDMAP" : ""));
    if (step.propagation != 0)
        add("propagation", flagNames(step.propagation & ~MS_REC));
    if (mapped)
        add("userns_fd", "userns");
    std::string text = openTree(step.mount.source, recursive);
    if (!attributes.empty())
        text += "; " + setAttributes(attributes, recursive);
    return text;
}

std::string bindCall(const step::MountFilesystem& step) {
    return treeCalls(step) + "; " + attachTree(step.mount.destination);
}

/// In a process that has joined the container's namespaces.
std::string injectCall(const step::InjectVolume& step) {
    return treeCalls(step.mount) + "; setns(pidfd, CLONE_NEWUSER|CLONE_NEWNS); " +
           std::format("place = openat2(root, {}, {{.flags = O_PATH|O_DIRECTORY, .resolve = "
                       "RESOLVE_IN_ROOT|RESOLVE_NO_MAGICLINKS}}, OPEN_HOW_SIZE_VER0); ",
                       cQuote(step.mount.mount.destination)) +
           "move_mount(tree, \"\", place, \"\", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)";
}

std::string mountCall(const step::MountFilesystem& step) {
    if ((step.flags & MS_BIND) != 0 || isImage(step.mount))
        return bindCall(step);
    const std::string place = cQuote(step.mount.destination);
    std::string text =
        std::format("mount({}, {}, {}, {}, {})", cQuote(step.mount.source), place, cQuote(step.mount.type),
                    flagNames(step.flags), step.data.empty() ? "NULL" : cQuote(step.data));
    if (step.propagation != 0)
        text += std::format("; mount(NULL, {}, NULL, {}, NULL)", place, flagNames(step.propagation));
    return text;
}

struct Call {
    const PlanContext& context;

    std::string operator()(const step::CreateGroup& s) const { return makeDirectory(s.path); }
    std::string operator()(const step::LimitGroup& s) const {
        return write(limitPathOf(s.limit, context.facts.cgroup, s.path), s.limit.value);
    }
    std::string operator()(const step::CreateCgroup& s) const { return makeDirectory(s.path); }
    [[nodiscard]] std::string makeDirectory(const std::string& path) const {
        std::string hierarchies;
        for (const std::string& controller : v1Controllers(context.facts.cgroup))
            hierarchies += (hierarchies.empty() ? "" : ",") + controller;
        // One directory in each: the braces are the shell's shorthand.
        const std::string where = hierarchies.empty() ? "" : "{" + hierarchies + "}/";
        return std::format("mkdir({}, 0755)", cQuote("/sys/fs/cgroup/" + where + path));
    }
    std::string operator()(const step::DelegateCgroup& s) const {
        const std::string group = "/sys/fs/cgroup/" + s.path;
        std::string calls = write(group + "/cgroup.max.descendants", std::to_string(delegatedGroups)) + "; " +
                            write(group + "/cgroup.max.depth", std::to_string(delegatedDepth));
        for (const char* file : {"", "/cgroup.procs", "/cgroup.threads", "/cgroup.subtree_control"})
            calls += std::format("; chown({}, {}, {})", cQuote(group + file), s.uid, s.gid);
        return calls;
    }
    std::string operator()(const step::WriteLimit& s) const {
        return write(limitPathOf(s.limit, context.facts.cgroup, context.cgroupPath), s.limit.value);
    }
    std::string operator()(const step::PrepareIdMappedRoot& s) const {
        return openTree(s.path) + "; " +
               setAttributes(".attr_set = MOUNT_ATTR_IDMAP, .propagation = MS_PRIVATE, .userns_fd = userns");
    }
    std::string operator()(const step::JoinNamespaces& s) const {
        return std::format("setns(pidfd_open({}, 0), {})",
                           s.target == 0 ? std::string("$JOINED") : std::to_string(s.target),
                           setnsFlagNames(s.kinds));
    }
    std::string operator()(const step::CloneProcess& s) const {
        return std::format("clone3({{.flags = {}, .exit_signal = SIGCHLD}}, CLONE_ARGS_SIZE_VER2)",
                           cloneFlagNames(s));
    }
    std::string operator()(const step::WriteIdMap& s) const {
        return write(s.kind == step::IdKind::User ? "/proc/$PID/uid_map" : "/proc/$PID/gid_map",
                     mappingText(s.mappings));
    }
    std::string operator()(const step::JoinCgroup& s) const {
        std::string text;
        for (const std::string& controller : v1Controllers(context.facts.cgroup)) {
            text += text.empty() ? "" : "; ";
            text += write("/sys/fs/cgroup/" + controller + "/" + s.path + "/tasks", "0");
        }
        return text;
    }
    std::string operator()(const step::SetTimeOffsets& s) const {
        return "unshare(CLONE_NEWTIME); " + write("/proc/self/timens_offsets", offsetsText(s.offsets, "\n")) +
               "; setns(open(\"/proc/self/ns/time_for_children\"), CLONE_NEWTIME)";
    }
    std::string operator()(const step::BecomeRoot&) const {
        return "setgroups(0, NULL); setresgid(0, 0, 0); setresuid(0, 0, 0)";
    }
    std::string operator()(const step::UnshareCgroup&) const { return "unshare(CLONE_NEWCGROUP)"; }
    std::string operator()(const step::MakeMountsPrivate&) const {
        return R"(mount(NULL, "/", NULL, MS_REC|MS_PRIVATE, NULL))";
    }
    std::string operator()(const step::MountRoot& s) const {
        std::string attach = attachTree(s.place);
        if (s.source == step::RootSource::IdMappedMount)
            return attach;
        return openTree(s.path) + "; " + setAttributes(".propagation = MS_PRIVATE") + "; " + attach;
    }
    std::string operator()(const step::MountFilesystem& s) const { return mountCall(s); }
    std::string operator()(const step::InjectVolume& s) const { return injectCall(s); }
    std::string operator()(const step::RemoveVolume&) const {
        return "setns(pidfd, CLONE_NEWNS); fchdir(tree); umount2(\".\", MNT_DETACH|UMOUNT_NOFOLLOW)";
    }
    std::string operator()(const step::BindDevice& s) const {
        const std::string path = "/dev/" + s.name;
        return std::format("mknod({}, S_IFREG|0644, 0); ", cQuote(path)) + bindFile(path, path);
    }
    std::string operator()(const step::MakeDevice& s) const {
        const DeviceSpec& device = s.device;
        const std::string path = cQuote(device.path);
        return std::format("mknod({0}, {1}|{2:04o}, makedev({3}, {4})); lchown({0}, {5}, {6}); "
                           "chmod({0}, {2:04o})",
                           path, device.type == DeviceType::Block ? "S_IFBLK" : "S_IFCHR",
                           device.mode.value_or(0666), device.major, device.minor, device.uid.value_or(0),
                           device.gid.value_or(0));
    }
    std::string operator()(const step::RestrictDevices& s) const {
        if (context.facts.cgroup.layout == CgroupLayout::V1)
            return std::format("write({}, one rule after the other), or to devices.deny those with a -: {}",
                               cQuote("/sys/fs/cgroup/devices/" + s.path + "/devices.allow"),
                               rulesText(s.rules, ", "));
        return std::format("program = bpf(BPF_PROG_LOAD, {{.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE}}); "
                           "bpf(BPF_PROG_ATTACH, {{.target_fd = open({}), .attach_bpf_fd = program, "
                           ".attach_type = BPF_CGROUP_DEVICE, .attach_flags = BPF_F_ALLOW_MULTI}})",
                           cQuote("/sys/fs/cgroup/" + s.path));
    }
    std::string operator()(const step::MakeSymlink& s) const {
        return std::format("symlink({}, {})", cQuote(s.target), cQuote(s.path));
    }
    std::string operator()(const step::OpenConsole& s) const {
        return std::format("master = open({}, O_RDWR|O_NOCTTY); slave = ioctl(master, TIOCGPTPEER, "
                           "O_RDWR|O_NOCTTY); setsid(); ioctl(slave, TIOCSCTTY, 0)",
                           s.source == step::ConsoleSource::ContainerDevpts ? cQuote("/dev/pts/ptmx")
                                                                            : cQuote("/dev/ptmx"));
    }
    std::string operator()(const step::PivotRoot&) const {
        return "fchdir(root); pivot_root(\".\", \".\"); mount(NULL, \".\", NULL, MS_REC|MS_SLAVE, NULL); "
               "umount2(\".\", MNT_DETACH); chdir(\"/\")";
    }
    std::string operator()(const step::ChangeRoot&) const { return R"(fchdir(root); chroot("."))"; }
    std::string operator()(const step::SetHostname& s) const {
        return std::format("sethostname({}, {})", cQuote(s.hostname), s.hostname.size());
    }
    std::string operator()(const step::RaiseLoopback&) const {
        return R"(ioctl(socket, SIOCSIFFLAGS, {.ifr_name = "lo", .ifr_flags = IFF_UP}))";
    }
    std::string operator()(const step::MaskPath& s) const {
        // Which of the two is known only where the path is.
        return bindFile("/dev/null", s.path) + ", or an empty file system for a directory";
    }
    std::string operator()(const step::MakeReadOnly& s) const {
        return openTree(s.path, "|AT_RECURSIVE") + "; " +
               setAttributes(".attr_set = MOUNT_ATTR_RDONLY", "|AT_RECURSIVE") + "; " + attachTree(s.path);
    }
    std::string operator()(const step::MakeRootReadOnly&) const {
        return R"(mount_setattr(root, "", AT_EMPTY_PATH, {.attr_set = MOUNT_ATTR_RDONLY}, MOUNT_ATTR_SIZE_VER0))";
    }
    std::string operator()(const step::SetRlimit& s) const {
        return std::format("prlimit(0, {}, {{.rlim_cur = {}, .rlim_max = {}}}, NULL)", s.rlimit.type,
                           s.rlimit.soft, s.rlimit.hard);
    }
    std::string operator()(const step::StartSession&) const { return "setsid()"; }
    std::string operator()(const step::SetWorkingDirectory& s) const {
        return std::format("fchdir(openat2(root, {}, {{.flags = O_PATH|O_DIRECTORY, .resolve = "
                           "RESOLVE_IN_ROOT|RESOLVE_NO_MAGICLINKS}}))",
                           cQuote(s.path));
    }
    std::string operator()(const step::SetLabel& s) const {
        const bool isProfile = s.system == step::LabelSystem::AppArmor;
        const std::string order = (isProfile ? "exec " : "") + s.label;
        return std::format(
            "write(openat2(procfs, \"thread-self/attr/{}exec\", {{.flags = O_WRONLY, .resolve = "
            "RESOLVE_BENEATH|RESOLVE_NO_MAGICLINKS|RESOLVE_NO_XDEV}}), {}, {})",
            isProfile ? "apparmor/" : "", cQuote(order), order.size());
    }
    std::string operator()(const step::SetUser& s) const {
        std::string groups;
        for (const std::uint32_t gid : s.user.additionalGids)
            groups += (groups.empty() ? "" : ", ") + std::to_string(gid);
        std::string text =
            std::format("setgroups({}, {}); setresgid({}, {}, {}); setresuid({}, {}, {})",
                        s.user.additionalGids.size(), groups.empty() ? "NULL" : "{" + groups + "}",
                        s.user.gid, s.user.gid, s.user.gid, s.user.uid, s.user.uid, s.user.uid);
        if (s.user.umask)
            text += std::format("; umask({:04o})", *s.user.umask);
        return text;
    }
    std::string operator()(const step::LimitCapabilities& s) const {
        std::string text = "prctl(PR_CAPBSET_DROP, every other capability); capset({";
        for (const std::string& name : s.sets.permitted)
            text += (text.ends_with('{') ? "" : ", ") + name;
        return text + "})";
    }
    std::string operator()(const step::SetNoNewPrivileges&) const {
        return "prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)";
    }
    std::string operator()(const step::LoadSeccomp& s) const {
        if (s.refused == RefusedCalls::Noted)
            return "listener = seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program); "
                   "sendmsg(monitor, listener)";
        return "seccomp(SECCOMP_SET_MODE_FILTER, 0, &program)";
    }
    std::string operator()(const step::ProvideInit&) const {
        return "fork(); prctl(PR_SET_CHILD_SUBREAPER, 1); execveat(memfd, \"\", {\"vitrine-init\", child}, "
               "env, "
               "AT_EMPTY_PATH)";
    }
    std::string operator()(const step::EnterNamespaces& s) const {
        std::string child = "clone3({.flags = CLONE_PARENT|CLONE_PIDFD}, CLONE_ARGS_SIZE_VER2)";
        if (s.kinds.empty())
            return child;
        return std::format("setns(pidfd_open({}, 0), {}); ", s.target, setnsFlagNames(s.kinds)) + child;
    }
    std::string operator()(const step::Execute& s) const {
        return std::format("execve({}, {}, {})", cQuote(s.args.empty() ? "" : s.args.front()),
                           vectorText(s.args), vectorText(s.env));
    }
};

} // namespace

std::string systemCallOf(const Step& step, const PlanContext& context) {
    return std::visit(Call{context}, step);
}

std::string mappingText(const std::vector<IdMapping>& mappings) {
    std::string text;
    for (const IdMapping& mapping : mappings) {
        text += text.empty() ? "" : ", ";
        text += std::format("{} {} {}", mapping.inside, mapping.outside, mapping.count);
    }
    return text;
}

std::vector<std::string> v1Controllers(const CgroupFacts& facts) {
    std::vector<std::string> names;
    const auto addIf = [&](ControllerVersion version, const char* name) {
        if (version == ControllerVersion::V1)
            names.emplace_back(name);
    };
    addIf(facts.cpu, "cpu");
    addIf(facts.memory, "memory");
    addIf(facts.pids, "pids");
    addIf(facts.freezer, "freezer");
    addIf(facts.cpuset, "cpuset");
    addIf(facts.io, "blkio");
    return names;
}

std::string offsetsText(const TimeOffsets& offsets, std::string_view separator) {
    std::string text;
    for (const auto& [clock, offset] :
         {std::pair("monotonic", offsets.monotonic), std::pair("boottime", offsets.boottime)}) {
        if (offset != TimeOffset{})
            text += std::format("{}{} {} {}", text.empty() ? "" : separator, clock, offset.seconds,
                                offset.nanoseconds);
    }
    return text;
}

std::vector<std::string> timeOptions(const TimeOffsets& offsets) {
    std::vector<std::string> words{"--time"};
    if (offsets.monotonic != TimeOffset{})
        words.push_back(std::format("--monotonic={}", offsets.monotonic.seconds));
    if (offsets.boottime != TimeOffset{})
        words.push_back(std::format("--boottime={}", offsets.boottime.seconds));
    return words;
}

std::string limitPathOf(const LimitFile& limit, const CgroupFacts& facts, const std::string& path) {
    const ControllerVersion version = versionOf(facts, limit.controller);
    const std::string hierarchy = version == ControllerVersion::V1 ? limit.controller + "/" : "";
    return "/sys/fs/cgroup/" + hierarchy + path + "/" + limit.file;
}

} // namespace vitrine::describing
