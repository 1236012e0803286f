// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/plan/plan.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine {

/// Where a further process of a running container is to be.
struct ExecPlace {
    std::int32_t target = 0; ///< host pid of the container's first process
    /// Of the kinds that the container has of its own: those in which the process stays where the monitor is,
    /// in the host's. What that means is shown in red and needs the authorization org.vitrine.widen: root of
    /// the container can take the process over (ptrace(2)), and with it what it reaches.
    std::vector<NamespaceKind> outside;
};

/// The kinds that are entered: those that are not the host's, in the order of allNamespaceKinds.
[[nodiscard]] std::vector<NamespaceKind> enteredKinds(const NamespaceSet& own,
                                                      const std::vector<NamespaceKind>& outside);

/// The kinds of `own` that are not in `entered`, which has their names in /proc/PID/ns. InvalidArgument about
/// "namespaces" for a name that is none, is there twice, or is of a kind that the container shares with the
/// host.
[[nodiscard]] Result<std::vector<NamespaceKind>> outsideOf(const NamespaceSet& own,
                                                           const std::vector<std::string>& entered);

/// The steps that a further process goes through: into the namespaces, then those of a container's start that
/// are about one process, in the same order. It gets the capabilities of `process` that are in the
/// container's bounding set, whatever it asks for, and the container's system call filter. Its AppArmor
/// profile and its SELinux label are the container's unless it names its own.
[[nodiscard]] Plan makeExecPlan(const ContainerSpec& spec, const ProcessSpec& process,
                                const ExecPlace& place);

/// nsenter(1) up to its program: "nsenter", "--target", "4312", "--user" …
[[nodiscard]] std::vector<std::string> nsenterWords(const step::EnterNamespaces& step);

/// What a root shell runs to do the same by hand: the shell joins the control groups (directories under
/// /sys/fs/cgroup) and becomes nsenter(1), with the environment, the ids and the working directory of the
/// process. What nsenter cannot do is said in comments.
[[nodiscard]] std::string execByHand(const ContainerSpec& spec, const ProcessSpec& process,
                                     const ExecPlace& place,
                                     const std::vector<std::string>& cgroupDirectories);

} // namespace vitrine
