// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/cgroup/hierarchies.h"
#include "core/sys/uniquefd.h"

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

/// One directory in one hierarchy. cgroup.h's Cgroup is a set of these.
namespace vitrine::cgroup {

struct Group {
    Hierarchy hierarchy;
    sys::UniqueFd directory;
    sys::UniqueFd tasks; ///< v1: `tasks`, open for writing
};

/// "vitrine/<id>": relative, no empty part, no "." or "..", no control characters, at most 1,024 bytes. The
/// error's subject is "cgroup".
[[nodiscard]] Result<> validatePath(const std::string& path);

/// What makeGroup did besides: why a controller could not be switched on for the group, if so.
struct MadeGroup {
    Group group;
    std::string notEnabled; ///< message of the first failed write to cgroup.subtree_control, or empty
};

/// mkdir of `path` and what is missing above it; on v2 the controllers cpu, memory, pids, io and cpuset are
/// switched on in every cgroup.subtree_control on the way, as far as they are available; of v1's cpuset each
/// group gets the CPUs and memory nodes of the one above, without which no process could join it. What
/// belongs to a unit of systemd (delegation.h) is neither made nor changed: NotFound when it is missing.
/// AlreadyExists when the last directory is there. A failure leaves nothing behind.
[[nodiscard]] Result<MadeGroup> makeGroup(const Hierarchy& hierarchy, const std::string& path);

/// Opens an existing group; empty when it is not there.
[[nodiscard]] Result<std::optional<Group>> openGroup(const Hierarchy& hierarchy, const std::string& path);

/// Only its directory.
[[nodiscard]] Result<std::optional<sys::UniqueFd>> openGroupDirectory(const Hierarchy& hierarchy,
                                                                      const std::string& path);

/// One attempt to remove the group and the groups below it, deepest first. Busy while there are processes in
/// it. Success when it is gone already, even if another of the same name was made since. A directory right
/// above it whose name begins with "vitrine" goes too when it is empty: makeGroup made it (a unit's does
/// not).
[[nodiscard]] Result<> removeGroup(const Group& group, const std::string& path);

/// Adds the pids in cgroup.procs of the directory and all below it. Those of other pid namespaces (0) are
/// left out.
[[nodiscard]] Result<> collectProcesses(int directory, std::vector<pid_t>& pids);

} // namespace vitrine::cgroup
