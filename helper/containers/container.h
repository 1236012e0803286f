// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"
#include "core/model/containerstate.h"
#include "core/process/processtree.h"
#include "helper/containers/operation.h"
#include "helper/monitor/bundle.h"
#include "helper/monitor/protocol.h"

#include <QMap>
#include <QString>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::helper {

class MonitorLink;
struct Job;

/// What is known of the run in progress; empty when there is none.
struct RunFacts {
    process::ProcessKey leader; ///< pid 0 = none
    std::uint64_t startedUs = 0;
    std::array<std::uint64_t, allNamespaceKinds.size()> namespaces{};
    QMap<QString, QString> cgroupDirectories; ///< controller to absolute directory
};

struct FailedStart {
    std::shared_ptr<Job> job;
    Error error;
};

/// All facts of one container. ContainerStore owns it and says when it changed; Lifecycle moves it from state
/// to state.
struct Container {
    Container();
    ~Container();
    Container(const Container&) = delete;
    Container& operator=(const Container&) = delete;

    monitor::BundleRecord record;
    ContainerSpec spec; ///< without `original`: up to 256 KiB that are on disk
    ContainerState state = ContainerState::Stopped;
    std::string reason;
    std::string hint;
    std::string rootPath; ///< absolute, for showing
    std::string cgroup;   ///< relative to the hierarchies' mount points; empty = none
    std::optional<ExitRecord> exit;
    bool startAtBoot = false; ///< marked: Bundle::isMarkedForBoot()
    RunFacts run;
    /// A panic stop of its group came after what wants to start it by itself.
    bool isHalted = false;
    std::uint32_t restarts = 0;    ///< starts in a row that its monitor has made by itself, or will make next
    std::uint64_t restartAtUs = 0; ///< when, in that state; CLOCK_REALTIME µs
    std::vector<monitor::LiveVolume> liveVolumes; ///< attached in this run
    std::optional<HealthReport> health;           ///< of this run, with a health command
    /// System calls that were refused in this run; empty: they are not noted, or it does not run.
    std::optional<std::uint64_t> refusedCalls;

    /// Counts the changes that an open question of polkit must not survive: name and specification, but not
    /// limits.
    std::uint64_t revision = 0;
    /// What is under way, for Busy. Set by an OperationGuard.
    Occupation occupation;
    OperationGuard monitorWork; ///< Lifecycle's: start or recover

    std::unique_ptr<MonitorLink> link; ///< while a monitor is there
    std::shared_ptr<Job> startJob;
    /// A start that failed while its monitor still clears up: its job ends when the container is stopped.
    std::optional<FailedStart> failedStart;
    std::shared_ptr<Job> stopJob;
    /// Once it is stopped: for who wants more than that.
    std::function<void()> whenStopped;
    /// Who ends the monitor itself, if anybody does.
    enum class MonitorEnd {
        ItsOwn,
        Forced,   ///< it did not answer, and the container is ended past it
        Cancelled ///< of a start that is not wanted any more
    } monitorEnd = MonitorEnd::ItsOwn;

    /// Keeps it without the text it was read from.
    void takeSpec(ContainerSpec given);

    [[nodiscard]] const std::string& id() const { return record.id; }
    /// There are processes.
    [[nodiscard]] bool isRunning() const {
        return state == ContainerState::Running || state == ContainerState::Paused ||
               state == ContainerState::Stopping;
    }
};

/// Microseconds since the epoch (CLOCK_REALTIME).
[[nodiscard]] std::uint64_t nowUs();

/// The same for a process: from its start time in clock ticks since boot.
[[nodiscard]] std::uint64_t startTimeUs(const process::ProcessKey& key);

} // namespace vitrine::helper
