// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/cgroup/cgroup.h"
#include "core/engine/program.h"
#include "core/security/seccomp.h"
#include "core/sys/uniquefd.h"

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::engine {

class SharedTrace;

/// Where a built container waits, one execve(2) from running, until somebody lets it go: two FIFOs in a
/// directory of the host, which outlive the process that has built it.
struct Gate {
    int go = -1;     ///< one byte in it lets the container go
    int report = -1; ///< why execve(2) failed; closed without a word by one that succeeded
};

/// What an OCI runtime asks of a start beside the plan. Vitrine's helper asks for none of it.
struct BundleExtras {
    /// 0, 1 and 2 are those of the caller; without it they are pipes, or a terminal.
    bool inheritsStreams = true;
    bool keepsKeyring = false;         ///< of the caller's session; else the program gets a new one
    std::vector<int> keptFds;          ///< further descriptors that the program gets
    std::vector<std::string> copiedUp; ///< destinations of new file systems that begin with what lies below
    std::optional<Gate> gate;          ///< start() then returns as soon as the container waits there
    std::optional<security::SeccompFilter> filter;            ///< in place of the plan's
    std::vector<std::pair<std::string, std::string>> sysctls; ///< "net.ipv4.ip_forward", value
    std::string domainname;
    std::optional<int> oomScoreAdjustment;
    std::optional<unsigned long> personality; ///< personality(2)

    /// Run by start() with the container's namespaces made and its mounts in place, before pivot_root(2).
    /// `group` is null for a container without one.
    std::function<Result<>(pid_t container, cgroup::Cgroup* group)> beforePivot;
    std::vector<Program> createContainer; ///< run by the container's first process right after that
    std::vector<Program> startContainer;  ///< run by it right before execve(2)
    std::function<std::string(pid_t container)> hookInput; ///< what these two read
};

// What the new process does of it. AFTER FORK.

/// A further process of a container, before it enters it.
[[nodiscard]] Result<> applyBeforeEntering(const BundleExtras& extras);

/// What is below a mount that is about to be made at `destination`; empty if nothing is to be copied from it.
[[nodiscard]] Result<sys::UniqueFd> openBelow(const BundleExtras* extras, int root,
                                              const std::string& destination);
/// Copies it to what is there now.
[[nodiscard]] Result<> copyFrom(const sys::UniqueFd& below, int root, const std::string& destination);

/// Before the root changes: the host's /proc is still there. `socket`: the child's end.
[[nodiscard]] Result<> applyBeforePivot(const BundleExtras& extras, const SharedTrace& trace, int socket);
/// With all privileges given up and nothing left but execve(2).
[[nodiscard]] Result<> applyBeforeExecute(const BundleExtras& extras, const SharedTrace& trace, int socket);
/// execve(2) has failed.
void reportAtGate(const BundleExtras& extras, const Error& error);

} // namespace vitrine::engine
