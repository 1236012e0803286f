// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/privilegetexts.h"

#include <QCoreApplication>

#include <algorithm>

namespace vitrine::gui {

namespace {

struct Sentence {
    std::string_view name;
    const char* text;
};

constexpr std::array<Sentence, capabilityNames.size()> capabilities{{
    {"CAP_CHOWN", QT_TRANSLATE_NOOP("Privileges", "Give files to any user or group.")},
    {"CAP_DAC_OVERRIDE",
     QT_TRANSLATE_NOOP("Privileges", "Read, write and run files whatever their permissions say.")},
    {"CAP_DAC_READ_SEARCH",
     QT_TRANSLATE_NOOP(
         "Privileges",
         "Read any file; with it, files of this computer outside the root could once be opened by number.")},
    {"CAP_FOWNER",
     QT_TRANSLATE_NOOP("Privileges", "Change permissions and times of files that belong to others.")},
    {"CAP_FSETID", QT_TRANSLATE_NOOP("Privileges", "Keep the set-user-ID bit when a file is changed.")},
    {"CAP_KILL", QT_TRANSLATE_NOOP("Privileges", "Send signals to processes of other users.")},
    {"CAP_SETGID", QT_TRANSLATE_NOOP("Privileges", "Become any group.")},
    {"CAP_SETUID", QT_TRANSLATE_NOOP("Privileges", "Become any user, as su and sudo do.")},
    {"CAP_SETPCAP", QT_TRANSLATE_NOOP("Privileges", "Give up capabilities, and hand some on.")},
    {"CAP_LINUX_IMMUTABLE",
     QT_TRANSLATE_NOOP("Privileges", "Mark files that nobody can change, and take that mark away.")},
    {"CAP_NET_BIND_SERVICE",
     QT_TRANSLATE_NOOP("Privileges", "Listen on ports below 1024, as web servers do.")},
    {"CAP_NET_BROADCAST", QT_TRANSLATE_NOOP("Privileges", "Not used by the kernel.")},
    {"CAP_NET_ADMIN",
     QT_TRANSLATE_NOOP("Privileges", "Change addresses, routes and firewall rules of its network; risky, "
                                     "because much of the kernel opens up.")},
    {"CAP_NET_RAW",
     QT_TRANSLATE_NOOP(
         "Privileges",
         "Send packets of any kind, as ping does; it can pretend to be a neighbour on the network.")},
    {"CAP_IPC_LOCK", QT_TRANSLATE_NOOP("Privileges", "Keep memory from being swapped out.")},
    {"CAP_IPC_OWNER",
     QT_TRANSLATE_NOOP("Privileges", "Use any shared memory and message queue of its ipc namespace.")},
    {"CAP_SYS_MODULE",
     QT_TRANSLATE_NOOP("Privileges", "Load code into the kernel of this computer: full power over it.")},
    {"CAP_SYS_RAWIO",
     QT_TRANSLATE_NOOP("Privileges", "Reach the hardware directly: full power over this computer.")},
    {"CAP_SYS_CHROOT",
     QT_TRANSLATE_NOOP("Privileges", "Change the root directory, and enter mount namespaces.")},
    {"CAP_SYS_PTRACE",
     QT_TRANSLATE_NOOP("Privileges", "Look into and steer all other processes that it sees.")},
    {"CAP_SYS_PACCT", QT_TRANSLATE_NOOP("Privileges", "Switch the accounting of processes on and off.")},
    {"CAP_SYS_ADMIN",
     QT_TRANSLATE_NOOP("Privileges",
                       "Mount, make namespaces and very much more; the nearest thing to being root.")},
    {"CAP_SYS_BOOT",
     QT_TRANSLATE_NOOP("Privileges", "Restart this computer, without a pid namespace of its own.")},
    {"CAP_SYS_NICE",
     QT_TRANSLATE_NOOP("Privileges", "Take a higher priority than others, and real-time priority.")},
    {"CAP_SYS_RESOURCE",
     QT_TRANSLATE_NOOP("Privileges", "Go beyond disk quotas and its limits for single processes.")},
    {"CAP_SYS_TIME", QT_TRANSLATE_NOOP("Privileges", "Set the clock of this computer.")},
    {"CAP_SYS_TTY_CONFIG", QT_TRANSLATE_NOOP("Privileges", "Hang up terminals.")},
    {"CAP_MKNOD", QT_TRANSLATE_NOOP("Privileges", "Make device files; with them disks of this computer could "
                                                  "be opened where a control group does not forbid it.")},
    {"CAP_LEASE", QT_TRANSLATE_NOOP("Privileges", "Be told before somebody opens a file.")},
    {"CAP_AUDIT_WRITE", QT_TRANSLATE_NOOP("Privileges", "Write into the audit log of this computer.")},
    {"CAP_AUDIT_CONTROL",
     QT_TRANSLATE_NOOP("Privileges", "Switch the audit log of this computer on and off.")},
    {"CAP_SETFCAP", QT_TRANSLATE_NOOP("Privileges", "Give capabilities to program files.")},
    {"CAP_MAC_OVERRIDE", QT_TRANSLATE_NOOP("Privileges", "Act against the rules of Smack.")},
    {"CAP_MAC_ADMIN", QT_TRANSLATE_NOOP("Privileges", "Change the rules of AppArmor, Smack or SELinux.")},
    {"CAP_SYSLOG",
     QT_TRANSLATE_NOOP("Privileges", "Read the kernel log of this computer, and addresses in it.")},
    {"CAP_WAKE_ALARM", QT_TRANSLATE_NOOP("Privileges", "Wake this computer from sleep.")},
    {"CAP_BLOCK_SUSPEND", QT_TRANSLATE_NOOP("Privileges", "Keep this computer from going to sleep.")},
    {"CAP_AUDIT_READ", QT_TRANSLATE_NOOP("Privileges", "Read the audit log of this computer.")},
    {"CAP_PERFMON", QT_TRANSLATE_NOOP("Privileges", "Measure everything that runs on this computer.")},
    {"CAP_BPF", QT_TRANSLATE_NOOP("Privileges", "Load programs for the kernel's small machine (BPF).")},
    {"CAP_CHECKPOINT_RESTORE",
     QT_TRANSLATE_NOOP("Privileges", "Save and restore running processes, and choose their numbers.")},
}};

constexpr std::array<Sentence, rlimitCount> rlimits{{
    {"RLIMIT_NOFILE", QT_TRANSLATE_NOOP("Privileges", "Open files")},
    {"RLIMIT_NPROC", QT_TRANSLATE_NOOP("Privileges", "Processes of one user")},
    {"RLIMIT_AS", QT_TRANSLATE_NOOP("Privileges", "Address space (bytes)")},
    {"RLIMIT_DATA", QT_TRANSLATE_NOOP("Privileges", "Data segment (bytes)")},
    {"RLIMIT_STACK", QT_TRANSLATE_NOOP("Privileges", "Stack (bytes)")},
    {"RLIMIT_RSS", QT_TRANSLATE_NOOP("Privileges", "Resident memory (bytes; without effect)")},
    {"RLIMIT_MEMLOCK", QT_TRANSLATE_NOOP("Privileges", "Locked memory (bytes)")},
    {"RLIMIT_FSIZE", QT_TRANSLATE_NOOP("Privileges", "Size of one file (bytes)")},
    {"RLIMIT_CORE", QT_TRANSLATE_NOOP("Privileges", "Core dump (bytes)")},
    {"RLIMIT_CPU", QT_TRANSLATE_NOOP("Privileges", "CPU time (seconds)")},
    {"RLIMIT_NICE", QT_TRANSLATE_NOOP("Privileges", "Highest priority (20 minus the nice value)")},
    {"RLIMIT_RTPRIO", QT_TRANSLATE_NOOP("Privileges", "Real-time priority")},
    {"RLIMIT_RTTIME", QT_TRANSLATE_NOOP("Privileges", "Real-time without a pause (µs)")},
    {"RLIMIT_SIGPENDING", QT_TRANSLATE_NOOP("Privileges", "Signals that wait")},
    {"RLIMIT_MSGQUEUE", QT_TRANSLATE_NOOP("Privileges", "Message queues (bytes)")},
    {"RLIMIT_LOCKS", QT_TRANSLATE_NOOP("Privileges", "File locks (without effect)")},
}};

template <std::size_t Count>
QString find(const std::array<Sentence, Count>& sentences, std::string_view name) {
    const auto* const found = std::ranges::find(sentences, name, &Sentence::name);
    return found == sentences.end() ? QString() : QCoreApplication::translate("Privileges", found->text);
}

} // namespace

QString capabilityText(std::string_view name) {
    return find(capabilities, name);
}

const std::array<std::string_view, rlimitCount>& rlimitTypes() {
    static constexpr auto types = [] {
        std::array<std::string_view, rlimitCount> names{};
        std::ranges::transform(rlimits, names.begin(), &Sentence::name);
        return names;
    }();
    return types;
}

QString rlimitText(std::string_view type) {
    return find(rlimits, type);
}

} // namespace vitrine::gui
