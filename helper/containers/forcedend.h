// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/hostfacts.h"
#include "core/process/processtree.h"

#include <string>

/// Ending a container without its monitor, which does not answer: by what the kernel knows of it.
namespace vitrine::helper {

/// SIGKILLs all of the container's processes: its control group, or, where there is none, its first process,
/// which takes the others of its pid namespace with it. `leader` is what the monitor said when it still
/// spoke; its start time tells it from a later process of the same pid. May take half a second.
[[nodiscard]] Result<> killContainer(const CgroupFacts& facts, const std::string& cgroup,
                                     const process::ProcessKey& leader);

/// SIGKILLs the process that listens on the container's control socket in <run>/<id> (unix(7), SO_PEERCRED
/// of a new connection). NotFound when nobody listens.
[[nodiscard]] Result<> killMonitor(int runDirectory, const std::string& id);

} // namespace vitrine::helper
