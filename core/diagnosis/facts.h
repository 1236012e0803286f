// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/hostfacts.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What a diagnosis is made from. Everything can be found out by an ordinary user, and without the helper.
namespace vitrine::diagnosis {

/// Whose commands install packages and change the kernel's command line (os-release(5): ID, ID_LIKE).
enum class Distribution { Other, Debian, Fedora, Arch, Suse };

struct ControllerFact {
    std::string name; ///< as on v2: "io" is also v1's blkio
    ControllerVersion version = ControllerVersion::Absent;
    friend bool operator==(const ControllerFact&, const ControllerFact&) = default;
};

/// The kernel and the files of this computer: core/probe/computerprobe.h reads them.
struct ComputerFacts {
    Distribution distribution = Distribution::Other;
    std::string kernelRelease;
    std::vector<std::string> missingCalls;          ///< system calls that containers are made with
    std::vector<std::string> missingNamespaces;     ///< names in /proc/self/ns (namespaces(7))
    bool seccompFilters = false;                    ///< seccomp(2), SECCOMP_SET_MODE_FILTER
    std::optional<std::uint64_t> maxUserNamespaces; ///< user.max_user_namespaces, if there is the setting
    bool cloneRefused = false;    ///< kernel.unprivileged_userns_clone is 0 (Debian's and Arch's kernels)
    bool appArmorRefuses = false; ///< kernel.apparmor_restrict_unprivileged_userns is 1 (Ubuntu's kernels)
    CgroupLayout layout = CgroupLayout::None;
    std::vector<ControllerFact> controllers; ///< cpu, memory, pids and io, in this order
    bool pressure = false;                   ///< PSI (Documentation/accounting/psi.rst)
    bool terminals = false;                  ///< /dev/ptmx is a character device
    bool systemd = false;                    ///< sd_booted(3)
    bool userManager = false;                ///< systemd has a control group for this user's own units
    std::vector<std::string> delegated;      ///< controllers that this group has
    std::uint32_t userId = 0;
    std::string userName;               ///< or empty
    std::uint64_t subordinateUsers = 0; ///< ids that subuid(5) and subgid(5) give to this user
    std::uint64_t subordinateGroups = 0;
    bool mapPrograms = false; ///< newuidmap(1) and newgidmap(1) are installed
};

/// How the helper answered its first question.
enum class HelperAnswer {
    Answers,
    NoBus,        ///< the message bus cannot be reached
    NotInstalled, ///< nobody owns its name and the bus cannot start it
    StartFailed,
    NotAllowed,      ///< the bus's policy refuses
    Silent,          ///< no answer in time, or it ended instead
    AnotherProtocol, ///< an answer that makes no sense here
};

struct HelperFacts {
    Privilege mode = Privilege::Root; ///< which helper was asked for: root's or the user's own
    HelperAnswer answer = HelperAnswer::NotInstalled;
    std::string version; ///< if it answers
    std::string details; ///< what the bus said, for programmers
    std::string unit;    ///< what systemd says about vitrine-helper.service ("failed, exit-code"), or empty
    std::string program; ///< path of vitrine-helper, if the window could start it itself
};

enum class PolkitAnswer { Answers, NotInstalled, StartFailed, Silent };
enum class AgentAnswer { Unknown, Present, Absent };

struct PolkitFacts {
    PolkitAnswer answer = PolkitAnswer::NotInstalled;
    std::string version;
    std::string details;
    /// Of Vitrine's actions those that polkit does not know; nothing: it did not tell.
    std::optional<std::vector<std::string>> unknownActions;
    AgentAnswer agent = AgentAnswer::Unknown;
    /// Action ("manage", "exec" …) to "yes", "auth", "no", as the helper's Permissions says; empty: not
    /// known.
    std::map<std::string, std::string> permissions;
};

struct Facts {
    ComputerFacts computer;
    HelperFacts helper;
    PolkitFacts polkit;     ///< counts with Privilege::Root only
    std::string ownVersion; ///< of the window
    bool packaged = false;  ///< the window was installed by the distribution's package manager
};

} // namespace vitrine::diagnosis
