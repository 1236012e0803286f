// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/engine/executor.h"
#include "core/model/containerstate.h"
#include "core/sys/uniquefd.h"
#include "helper/monitor/bundle.h"
#include "helper/monitor/commandline.h"
#include "helper/monitor/console.h"
#include "helper/monitor/controlserver.h"
#include "helper/monitor/eventloop.h"
#include "helper/monitor/healthrunner.h"
#include "helper/monitor/preparation.h"
#include "helper/monitor/refusals.h"
#include "helper/monitor/rundirectory.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::monitor {

/// One container, from the start to the end of its first process; and again, as long as it is one that is to
/// be started again (LifeSpec::restart), while nobody asks otherwise. One thread throughout:
/// namespaces are entered here (setns(2), unshare(2)).
///
/// If this process is killed (kill -9) the container goes on without console, log and anybody to note its
/// end. The journal in the run directory stays, and the lock is free: "vitrine-monitor recover", or the next
/// run, then kills what is left in its control group, and removes it. Nothing of the user's is in what is
/// removed.
class Session {
public:
    /// `loop` must outlive it.
    Session(CommandLine line, EventLoop& loop, RunDirectory directory);

    /// Starts the container, serves it until it ends, cleans up. The program's exit code.
    [[nodiscard]] int run();

private:
    /// How long the kernel may take to let go of an emptied cgroup.
    static constexpr std::chrono::seconds removalTimeout{10};

    // The start.
    [[nodiscard]] Result<> begin();
    [[nodiscard]] Result<> checkAsked() const;
    [[nodiscard]] Result<HostFacts> takePlace() const;
    [[nodiscard]] Result<> watchSignals();
    [[nodiscard]] Result<> start(const HostFacts& facts);
    [[nodiscard]] Result<> adoptContainer(engine::StartedContainer container);
    int failStart(const Error& error);

    // While it runs.
    [[nodiscard]] Hello hello() const;
    void onSignal();
    void reapOthers() const;
    void setState(ContainerState state);
    [[nodiscard]] Reply answer(const Request& request);
    [[nodiscard]] Result<Reply> perform(const ExecProcess& verb);
    [[nodiscard]] Result<Reply> perform(const AttachConsole& verb);
    [[nodiscard]] Result<Reply> perform(const ResizeConsole& verb);
    [[nodiscard]] Result<Reply> perform(const SignalLeader& verb);
    [[nodiscard]] Result<Reply> perform(const StopContainer& verb);
    [[nodiscard]] Result<Reply> interrupt();
    [[nodiscard]] Result<Reply> perform(const Freeze& verb);
    [[nodiscard]] Result<Reply> perform(const Thaw& verb);
    [[nodiscard]] Result<Reply> perform(const AttachVolume& verb);
    [[nodiscard]] Result<Reply> perform(const DetachVolume& verb);
    [[nodiscard]] Result<Reply> perform(const ReadRefused& verb);
    [[nodiscard]] bool notesRefusals() const { return m_spec.refusedCalls == RefusedCalls::Noted; }
    [[nodiscard]] Result<> checkVolumes(const AttachVolume& verb) const;
    void note(const Step& step, const StepRecord& record);
    [[nodiscard]] Result<> signalLeader(int signal) const;
    [[nodiscard]] Result<Reply> stopBetween();
    [[nodiscard]] Result<> askToEnd() const;
    [[nodiscard]] Result<> killAfter(std::uint32_t timeoutMs);
    void killEverything();

    // The health command.
    [[nodiscard]] Result<> beginHealth();
    void onHealth(HealthRunner::Turn turn);
    [[nodiscard]] Result<> actOnUnhealthy();

    // Between two runs.
    void serve();
    [[nodiscard]] bool isToRestart();
    [[nodiscard]] Result<> clearRun();
    [[nodiscard]] Result<> awaitRestart(const std::string& awaited);
    [[nodiscard]] std::string awaitedJoin() const;
    [[nodiscard]] bool hasRestartLeft() const;
    [[nodiscard]] Result<> startAgain();

    // The end.
    void onLeaderEnded();
    void noteJoinedEnd();
    void noteOutOfMemory();
    int finish();
    void keepExit() const;

    CommandLine m_line;
    EventLoop& m_loop;
    RunDirectory m_directory;
    ControlServer m_server;
    std::optional<Bundle> m_bundle;
    std::optional<Console> m_console;
    std::optional<JoinedContainer> m_joined; ///< of this run
    Refusals m_refusals;                     ///< of this run
    ContainerSpec m_spec;                    ///< for what is started in the container later
    CgroupFacts m_cgroupFacts;
    HostFacts m_facts;
    std::string m_bootId;
    std::vector<LiveVolume> m_volumes; ///< attached since the start
    int m_changes = 0;                 ///< of mounts since the start
    std::optional<engine::StartedContainer> m_container;
    ContainerState m_state = ContainerState::Starting;
    StartFailed m_failed;                          ///< which step, when a start failed
    sys::UniqueFd m_signals;                       ///< signalfd
    sys::UniqueFd m_timer;                         ///< timerfd of StopContainer
    Restarting m_restarting;                       ///< what is waited for in that state
    std::uint32_t m_restarts = 0;                  ///< in a row
    std::chrono::steady_clock::time_point m_begun; ///< of this run
    ResizeConsole m_size;                          ///< of the terminal, for the next run
    std::optional<HealthRunner> m_health;          ///< of this run
    bool m_served = true;
    ExitRecord m_exit;
    bool m_interrupted = false; ///< a signal told the monitor to end: the machine goes down, or its unit
};

/// For the journal of its unit, or whoever started this process.
void complain(const Error& error);

} // namespace vitrine::monitor
