// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/engine/console.h"
#include "core/engine/executor.h"
#include "core/engine/initprogram.h"
#include "core/engine/privileges.h"
#include "core/engine/sharedtrace.h"
#include "core/plan/plan.h"
#include "core/sys/uniquefd.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::engine {

/// execve(2)'s arguments, laid out before the clone.
class ExecVectors {
public:
    explicit ExecVectors(const step::Execute& step);
    /// Whether execute() would find a file that may be executed. It may be gone, or wrong, when it comes to
    /// it.
    [[nodiscard]] Result<> look() const;
    /// Tries the command, or with a bare name each directory of PATH. Returns only on failure.
    [[nodiscard]] Error execute();

private:
    std::vector<std::string> m_args;
    std::vector<std::string> m_env;
    std::vector<std::string> m_candidates;
    std::vector<char*> m_argv;
    std::vector<char*> m_envp;
};

/// Everything that the child's steps need and that is better got before the clone: what only the host's root
/// can open, and what takes allocations or time.
struct ChildSetup {
    const Plan* plan = nullptr;
    std::size_t firstStep = 0; ///< of the child
    SharedTrace* trace = nullptr;
    std::optional<StartOptions::Fault> fault;

    sys::UniqueFd socket; ///< the child's end
    /// Per step of the plan: the detached mount that MountRoot or a bind mount attaches, the directory of
    /// ChangeRoot; empty for other steps and where the child opens it itself (rootless).
    std::vector<sys::UniqueFd> sources;
    std::vector<int> joinFds;                     ///< Cgroup::joinFds()
    std::array<sys::UniqueFd, 3> standardStreams; ///< pipes that become 0, 1, 2; empty with a terminal
    std::uint64_t ignoredSignals = 0;             ///< bit n-1: signal n is ignored and must not stay so
    TerminalSize terminalSize;
    std::optional<Pty> terminal; ///< opened by the parent; else OpenConsole opens one
    bool bindsConsole = false;   ///< on /dev/console, in a /dev of the container's own
    PrivilegePlan privileges;
    sys::UniqueFd procfs;            ///< of the host, with a step SetLabel
    std::optional<InitProgram> init; ///< with a step ProvideInit
    std::optional<ExecVectors> exec;
    const BundleExtras* extras = nullptr;
};

/// A procfs for the steps that need one; empty without any.
[[nodiscard]] Result<sys::UniqueFd> procfsFor(const Plan& plan);

/// Signals that this process ignores, as the mask of /proc/self/status.
[[nodiscard]] Result<std::uint64_t> ignoredSignals();

/// What the child says to its parent over the socket, with a descriptor.
inline constexpr char consoleMessage = 'c';
inline constexpr char processMessage = 'p';
inline constexpr char hookMessage = 'h';     ///< the host's hooks are due; an answer lets it go on
inline constexpr char readyMessage = 'r';    ///< it waits at the gate
inline constexpr char listenerMessage = 'l'; ///< of its filter, which is in force
/// What the parent says to let the child go; with the id-mapped root if there is one.
inline constexpr char goMessage = 'g';

/// Performs the steps from setup.firstStep on and executes the program. `root`: directory that steps work in
/// before a MountRoot step (exec: the container's root), or empty. Never returns.
[[noreturn]] void runChild(ChildSetup& setup, sys::UniqueFd root, sys::UniqueFd idMappedRoot);

} // namespace vitrine::engine
