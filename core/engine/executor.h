// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/cgroup/cgroup.h"
#include "core/engine/bundleextras.h"
#include "core/engine/trace.h"
#include "core/plan/plan.h"
#include "core/process/processtree.h"
#include "core/security/noting.h"
#include "core/sys/uniquefd.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace vitrine::engine {

/// Where the standard streams of a process go when it has no terminal.
struct PipeStreams {
    sys::UniqueFd input;  ///< write end of its stdin
    sys::UniqueFd output; ///< read end of its stdout
    sys::UniqueFd error;  ///< read end of its stderr
};

/// A process that the engine started and nobody has reaped. Destroying it neither kills nor reaps.
struct StartedProcess {
    process::ProcessKey key; ///< host pid and start time
    sys::UniqueFd pidfd;
    std::variant<std::monostate, sys::UniqueFd, PipeStreams> console; ///< pty master, or pipes
    /// Of a filter whose refusals are noted: whoever has it must answer, or let it go.
    std::optional<security::CallListener> refusals{};
};

/// A directory of the host that is mounted in a container, by the mount itself (an open_tree(2) descriptor).
struct AttachedVolume {
    std::string destination;
    sys::UniqueFd tree;
};

/// A container after its Execute step succeeded.
struct StartedContainer {
    StartedProcess init;
    std::vector<AttachedVolume> volumes;    ///< those of StartOptions::sources
    std::unique_ptr<cgroup::Cgroup> cgroup; ///< null without cgroups
};

struct StartOptions {
    std::string journalPath; ///< file for the journal (in /run: it must survive this process, not a reboot)
    /// For tests: the step with this index fails with EIO, before it is applied (Before) or right after
    /// (After).
    struct Fault {
        enum class When { Before, After };
        std::size_t step = 0;
        When when = When::Before;
    };
    std::optional<Fault> fault;
    std::string root = "/"; ///< for cgroup::open
    /// The root directory, opened and checked by the caller; used instead of PlanContext::rootDirectory, so
    /// that nobody can swap a directory in its path in between. -1: the engine opens the path itself.
    int rootFd = -1;
    /// The same for directories that are bind-mounted, by their place inside. The engine opens the paths of
    /// others itself.
    struct OpenedSource {
        std::string destination;
        int fd = -1;
    };
    std::vector<OpenedSource> sources;
    /// The first process of the container that the plan joins, found by the caller. The engine joins no other
    /// one, and it only while it is outside of the caller's namespaces of every kind that is joined.
    struct JoinedLeader {
        process::ProcessKey key;
        int pidfd = -1;
    };
    std::optional<JoinedLeader> joined{};
    std::uint16_t rows = 24; ///< of the container's terminal
    std::uint16_t columns = 80;
    /// How long the caller may have to wait for the child's steps and the program's execution: the file
    /// system that holds the program may not answer, and what is above the control group may be frozen.
    std::chrono::milliseconds patience{30'000};
    const BundleExtras* extras = nullptr; ///< of an OCI runtime; must outlive the start
};

struct StartOutcome {
    Trace trace; ///< complete also when the result is an error
    Result<StartedContainer> result;
};

/// Executes a plan. Must be called in a process with one thread (clone and namespaces; clone(2), setns(2)).
/// On failure everything done is undone in reverse order, each undo journaled, and the host is as it was; the
/// error names the step. Host steps are journaled (intent, done) with one write each.
[[nodiscard]] StartOutcome start(const Plan& plan, const PlanContext& context, const StartOptions& options);

/// After a crash of the process that executed: reads the journal and undoes in reverse order what it says was
/// done (kills the container's processes, removes its cgroup). Idempotent; a missing journal is success.
[[nodiscard]] Result<> recover(const CgroupFacts& facts, const std::string& journalPath,
                               const std::string& root = "/");

/// What a further process in a running container gets.
struct ExecRequest {
    ProcessSpec process;
    /// Of the kinds that the container has of its own: those in which the process stays in the caller's, the
    /// host's. Without the mount namespace its root is the caller's, too. It stays in the control group.
    std::vector<NamespaceKind> outside{};
    std::uint16_t rows = 24; ///< of the terminal
    std::uint16_t columns = 80;
    /// How long the caller may have to wait. Root inside can stop every process of the container, and a
    /// container without CPU time gives the new one none.
    std::chrono::milliseconds patience{10'000};
    const BundleExtras* extras = nullptr; ///< of an OCI runtime; hooks and gate are not looked at
};

/// Starts a process inside a running container: pidfd setns(2) into its namespaces, its cgroup, its root,
/// and the privileges of ExecRequest::process (never more than the container's spec). Single-threaded caller.
/// The container's first process must still be the one that was started (else NotFound), and outside of the
/// host's namespaces of every kind that `spec` makes new (else Stale). NotSupported for a choice of
/// namespaces that the kernel refuses, or that would let the process outlive the container.
[[nodiscard]] Result<StartedProcess> exec(const StartedContainer& container, const ContainerSpec& spec,
                                          const ExecRequest& request);

} // namespace vitrine::engine
