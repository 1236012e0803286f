// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"
#include "core/model/health.h"
#include "core/model/hostfacts.h"
#include "core/process/processtree.h"

#include <string>

namespace vitrine::monitor {

/// What a process that runs a health command has to know of the container.
struct HealthProbe {
    const ContainerSpec* spec = nullptr; ///< with LifeSpec::health
    process::ProcessKey leader;
    int pidfd = -1; ///< of the leader
    const CgroupFacts* cgroups = nullptr;
    std::string cgroup; ///< empty = none
};

/// AFTER FORK, in a process that does nothing else: runs the health command in the container, as
/// engine::exec() does for everybody, with the rights of the container's own command; waits for it, kills it
/// and its process group when its time is over, and writes the result as JSON to `report`. If nobody reads
/// that any more the command is killed, too. All other descriptors of the caller are closed first: a console
/// or a connection must not stay open for as long as a command takes. Never returns.
[[noreturn]] void runHealthProbe(const HealthProbe& probe, int report);

} // namespace vitrine::monitor
