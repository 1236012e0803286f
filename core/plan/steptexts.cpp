// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/plan/steptexts.h"

#include "core/model/diskimage.h"
#include "core/plan/mountoptions.h"

#include <algorithm>
#include <array>

#include <linux/mount.h>

namespace vitrine {

namespace {

constexpr std::string_view endsWithProcess = "It goes with the container's last process.";
constexpr std::string_view goneWithMounts =
    "Goes with the container's mount namespace; the host never saw it.";
constexpr std::string_view gonePerProcess = "Nothing to take back: it is a property of this process alone.";

struct MountText {
    std::string_view type;
    StepTexts texts;
};

constexpr std::array<MountText, 6> mountTexts{{
    {"proc",
     {"Mount %1 on %2",
      "The kernel's files about processes, as seen from here: of the container's own process namespace. ps "
      "and "
      "top read them.",
      "pid", goneWithMounts}},
    {"sysfs",
     {"Mount %1 on %2",
      "The kernel's files about devices and drivers, read-only. Its network part shows the container's own "
      "network namespace.",
      "net", goneWithMounts}},
    {"devpts",
     {"Mount %1 on %2",
      "Pseudo-terminals of the container's own: it cannot see or write to the terminals of the host.", "mnt",
      goneWithMounts}},
    {"mqueue",
     {"Mount %1 on %2", "POSIX message queues of the container's own IPC namespace, as files.", "ipc",
      goneWithMounts}},
    {"cgroup2",
     {"Mount %1 on %2",
      "The container's own control groups, as files; what is above them stays out of sight.", "cgroup",
      goneWithMounts}},
    {"tmpfs",
     {"Mount %1 on %2", "Files that live in memory and are gone when the container ends.", "mnt",
      goneWithMounts}},
}};

StepTexts texts(const step::CreateGroup&) {
    return {"Create the control group %1 around those of the containers",
            "Control groups are nested. What is limited in this one is limited for all containers in it "
            "together, whatever each may use by itself. If it is there already, for another of its "
            "containers runs, it stays as it is.",
            "cgroup", "The directory is removed once the last of its containers has ended."};
}

StepTexts texts(const step::LimitGroup&) {
    return {
        "Set %1 of the group to %2",
        "A limit of the group holds for the processes of all its containers together. The kernel looks at "
        "every control group on the way up, and the tightest limit counts.",
        "", "It goes with the group."};
}

StepTexts texts(const step::CreateCgroup&) {
    return {
        "Create the control group %1",
        "A control group is a directory of the kernel's. Processes in it are counted together, and limits "
        "written to its files hold for all of them.",
        "cgroup", "The directory is removed once the last process has left."};
}

StepTexts texts(const step::DelegateCgroup&) {
    return {"Hand the control group %1 to the container's root",
            "Root inside can then make further groups in it and share out what it got among them. Its own "
            "limits stay out of its reach: those files are not handed over.",
            "cgroup", "It goes with the control group."};
}

StepTexts texts(const step::WriteLimit&) {
    return {"Set %1 to %2",
            "A limit is a number in a file of the control group. The kernel enforces it for all processes of "
            "the container together.",
            "", "It goes with the control group."};
}

StepTexts texts(const step::PrepareIdMappedRoot&) {
    return {"Map the owners of %1",
            "The files keep their owners on disk. Through this mount they appear as owned by the container's "
            "users, so nothing has to be changed or copied.",
            "user", "The mount is detached and disappears when nobody holds it any more."};
}

StepTexts texts(const step::JoinNamespaces&) {
    return {"Join namespaces of the container %1: %2",
            "setns puts a process into namespaces that another container made. What is born in them shares "
            "them: containers of one network reach each other at 127.0.0.1, those of one process namespace "
            "see each other's processes. The users are shared in any case, for whoever has rights over those "
            "namespaces is a user of theirs. When the first process of the other container ends, its process "
            "namespace ends, with everything in it.",
            "", "Nothing to take back: the namespaces belong to the other container."};
}

StepTexts texts(const step::CloneProcess&) {
    return {
        "Clone a process with new namespaces: %1",
        "The container's first process is born. Each new namespace gives it one kind of thing of its own: "
        "processes, mounts, network, name and so on.",
        "", "The process is killed; the namespaces go with it."};
}

StepTexts texts(const step::WriteIdMap& step) {
    if (step.kind == step::IdKind::User) {
        return {
            "Map the user ids: %1",
            "Root inside becomes an ordinary, otherwise unused user outside. Should it break out, it owns "
            "nothing on the host.",
            "user", endsWithProcess};
    }
    return {"Map the group ids: %1", "The same for groups: those inside are unused ids outside.", "user",
            endsWithProcess};
}

StepTexts texts(const step::JoinCgroup&) {
    return {
        "Join the control group %1",
        "The process moves itself into the group in every hierarchy. All its children will be born there.",
        "", endsWithProcess};
}

StepTexts texts(const step::SetTimeOffsets&) {
    return {"Set the clocks of a time namespace: %1",
            "Programs inside read clocks that differ from the host's by this much: how long the computer has "
            "been on, and what timers count. The time of day stays the host's.",
            "time", gonePerProcess};
}

StepTexts texts(const step::BecomeRoot&) {
    return {"Become root inside the user namespace",
            "Until its ids are mapped a process in a new user namespace is nobody. Now it is root, of the "
            "container and of nothing else.",
            "user", gonePerProcess};
}

StepTexts texts(const step::UnshareCgroup&) {
    return {"Make a control group namespace",
            "From now on the container sees its own control group as the root of them all.", "cgroup",
            endsWithProcess};
}

StepTexts texts(const step::MakeMountsPrivate&) {
    return {"Make all mounts private",
            "The new mount namespace is a copy of the host's, and copies tell each other about new mounts. "
            "Private ones do not: nothing mounted later reaches the host.",
            "mnt", goneWithMounts};
}

StepTexts texts(const step::MountRoot&) {
    return {"Make %1 a mount",
            "pivot_root needs a mount, and a directory becomes one by being bound on itself.", "mnt",
            goneWithMounts};
}

StepTexts texts(const step::MountFilesystem& step) {
    if ((step.flags & MS_BIND) != 0) {
        if (!step.mount.uidMappings.empty()) {
            return {
                "Show %1 of the host at %2",
                "A bind mount shows the same files at a second place. Their owner appears as root inside; on "
                "disk nothing is changed, and what is written belongs to the owner.",
                "mnt", "Goes with the container's mount namespace; the files stay."};
        }
        return {"Show %1 of the host at %2", "A bind mount shows the same files at a second place.", "mnt",
                "Goes with the container's mount namespace; the files stay."};
    }
    if (isImage(step.mount)) {
        return {"Mount the disk image %1 at %2",
                "A loop device makes a disk of the file, and the kernel reads the file system in it, whoever "
                "has made it: a damaged or malicious one can harm the whole computer. Set-user-ID bits and "
                "device files in it do not count.",
                "mnt", "The loop device goes with the container's mount namespace; the file stays."};
    }
    for (const auto& [type, found] : mountTexts) {
        if (type == step.mount.type)
            return found;
    }
    return {"Mount %1 on %2", "A file system becomes part of the container's tree.", "mnt", goneWithMounts};
}

StepTexts texts(const step::BindDevice& step) {
    constexpr std::array<std::string_view, 6> harmless{"null", "zero", "full", "random", "urandom", "tty"};
    if (!std::ranges::contains(harmless, std::string_view(step.name))) {
        return {"Give it the device /dev/%1",
                "The host's own node appears inside: the program talks to the host's device, as far as the "
                "owner and mode of that node let it.",
                "mnt", goneWithMounts};
    }
    return {"Provide the device /dev/%1",
            "Only harmless devices are let in, each bound from the host's own node. Disks and memory are not "
            "among them.",
            "mnt", goneWithMounts};
}

StepTexts texts(const step::MakeDevice&) {
    return {"Make the device %1: %2",
            "A device node is a name for two numbers, by which the kernel finds the driver. This one belongs "
            "to the container, and behind it is the host's device.",
            "mnt", goneWithMounts};
}

StepTexts texts(const step::RestrictDevices&) {
    return {"Allow these devices only: %1",
            "The kernel asks a small program about every device that a process of the group opens or makes a "
            "node of. What is not on the list is refused, even where there is a node and a right to it.",
            "", "It goes with the control group."};
}

StepTexts texts(const step::MakeSymlink&) {
    return {"Link %1 to %2", "Programs expect this name in /dev.", "", goneWithMounts};
}

StepTexts texts(const step::OpenConsole&) {
    return {
        "Open a terminal",
        "A pair of pseudo-terminals: the program holds one end as its terminal, the window shows the other. "
        "It is in a session of its own and cannot type into the terminals of others.",
        "", "The terminal closes with its last user."};
}

StepTexts texts(const step::PivotRoot&) {
    return {"Make the container's root the root",
            "pivot_root swaps the root of the mount namespace and the old one is unmounted: the host's files "
            "are not hidden but gone from here.",
            "mnt", goneWithMounts};
}

StepTexts texts(const step::ChangeRoot&) {
    return {
        "Change the root to %1",
        "chroot only changes where paths begin. It is the classroom's first step and no wall: root inside "
        "can climb out of it.",
        "", gonePerProcess};
}

StepTexts texts(const step::SetHostname&) {
    return {"Set the host name to %1", "The name belongs to the UTS namespace; the host keeps its own.",
            "uts", endsWithProcess};
}

StepTexts texts(const step::RaiseLoopback&) {
    return {"Switch the loopback network on",
            "A new network namespace has one interface, lo, and it is down. Without it nothing could talk to "
            "127.0.0.1, not even to itself.",
            "net", endsWithProcess};
}

StepTexts texts(const step::MaskPath&) {
    return {"Hide %1",
            "The kernel tells things here that concern the whole machine. An empty file or directory is put "
            "over it. What does not exist is skipped.",
            "mnt", goneWithMounts};
}

StepTexts texts(const step::MakeReadOnly&) {
    return {"Make %1 read-only",
            "Writing here could change settings of the host's kernel. What does not exist is skipped.", "mnt",
            goneWithMounts};
}

StepTexts texts(const step::MakeRootReadOnly&) {
    return {"Make the root read-only", "The container can write only to what is mounted writable in it.",
            "mnt", goneWithMounts};
}

StepTexts texts(const step::SetRlimit&) {
    return {"Limit %1 to %2", "The older kind of limit, counted for each process by itself.", "",
            gonePerProcess};
}

StepTexts texts(const step::StartSession&) {
    return {"Start a session",
            "The container belongs to no session of the host, so no terminal of the host controls it.", "",
            gonePerProcess};
}

StepTexts texts(const step::SetWorkingDirectory&) {
    return {"Enter the directory %1", "The command starts here.", "", gonePerProcess};
}

StepTexts texts(const step::SetLabel& s) {
    if (s.system == step::LabelSystem::SeLinux) {
        return {
            "Choose the SELinux label %1",
            "The policy of this computer says what a process with this label may do, whoever it runs as. The "
            "command has it from its first instruction on.",
            "", gonePerProcess};
    }
    return {"Choose the AppArmor profile %1",
            "The profile, which the administrator has loaded into the kernel, says which files, networks and "
            "capabilities a program may use, whoever it runs as. The command is under it from its first "
            "instruction on.",
            "", gonePerProcess};
}

StepTexts texts(const step::SetUser&) {
    return {"Become user %1, group %2", "The ids are those inside the container.", "", gonePerProcess};
}

StepTexts texts(const step::LimitCapabilities&) {
    return {"Keep only the capabilities on the list: %1",
            "Root's power is divided into capabilities. Those not on the list are given up for good, even by "
            "root.",
            "", gonePerProcess};
}

StepTexts texts(const step::SetNoNewPrivileges&) {
    return {"Forbid new privileges",
            "From now on no program can gain rights by being executed: setuid bits and file capabilities do "
            "nothing.",
            "", gonePerProcess};
}

StepTexts texts(const step::LoadSeccomp& s) {
    if (s.refused == RefusedCalls::Noted) {
        return {
            "Filter the system calls, and note what is refused",
            "The kernel is asked through system calls. Those that are refused wait for Vitrine's monitor, "
            "which writes them down and answers with the same error as the filter would have. It cannot "
            "let them pass.",
            "", gonePerProcess};
    }
    if (s.profile == SeccompProfile::Custom) {
        return {
            "Filter the system calls by a profile of its own",
            "The kernel is asked through system calls. This profile, and not Vitrine's, says which of them "
            "are refused.",
            "", gonePerProcess};
    }
    return {"Filter the system calls",
            "The kernel is asked through system calls. Those that a container does not need are refused, so "
            "that a mistake in them cannot be used.",
            "", gonePerProcess};
}

StepTexts texts(const step::ProvideInit&) {
    return {
        "Put a small init program first",
        "The first process inherits every orphan of the container, and must wait for each, or they stay as "
        "zombies; and signals that it has no handler for do nothing to it. Most programs are not made for "
        "that. So a few KiB of Vitrine's take this place, from memory: the command becomes their child, "
        "gets the signals, and ends the container when it ends.",
        "", gonePerProcess};
}

StepTexts texts(const step::EnterNamespaces&) {
    return {"Enter namespaces of process %1: %2",
            "setns puts a process into namespaces that are there already, those of the container's first "
            "process. Of a kind that is not entered it keeps this computer's. A process namespace takes in "
            "children only, so the command is born as one.",
            "", gonePerProcess};
}

StepTexts texts(const step::InjectVolume&) {
    return {
        "Show %1 of the host at %2, while the container runs",
        "The container cannot reach the directory by any path. So a mount of it is taken outside that hangs "
        "nowhere yet; a process carries it into the container's mount namespace and attaches it there.",
        "mnt", "The mount is taken away again; the files stay."};
}

StepTexts texts(const step::RemoveVolume&) {
    return {
        "Take the directory at %1 away again",
        "A process enters the container's mount namespace and unmounts it. Programs that have files of it "
        "open keep those.",
        "mnt", "The directory is shown again."};
}

StepTexts texts(const step::Execute&) {
    return {"Run %1", "The process that was built up so far becomes the command. The container runs.", "",
            "The process is killed, and all others of the container with it."};
}

} // namespace

StepTexts textsOf(const Step& step) {
    return std::visit([](const auto& one) { return texts(one); }, step);
}

} // namespace vitrine
