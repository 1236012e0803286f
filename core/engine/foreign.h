// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"
#include "core/process/processtree.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::engine {

/// A specification of what a process is in that somebody else made, as far as the kernel tells it: its
/// namespaces (those that are not this process's), id maps, root directory, bounding set, no_new_privs, and
/// AppArmor profile or SELinux label.
/// Its system call filter cannot be read, and its control group is not told. NotFound when it has ended;
/// NotSupported when all its namespaces are this process's.
[[nodiscard]] Result<ContainerSpec> specOfForeign(const process::ProcessKey& target);

/// "CapBnd" and "NoNewPrivs" of /proc/PID/status (proc_pid_status(5)); what is not there is taken as nothing
/// given.
struct ForeignPrivileges {
    std::vector<std::string> bounding;
    NoNewPrivileges noNewPrivileges = NoNewPrivileges::Yes;
};
[[nodiscard]] ForeignPrivileges parsePrivileges(std::string_view status);

/// The profile in a line of /proc/PID/attr/apparmor/current, "docker-default (enforce)"; empty for
/// "unconfined".
[[nodiscard]] std::string profileOf(std::string_view current);

} // namespace vitrine::engine
