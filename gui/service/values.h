// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"
#include "core/model/containerstate.h"
#include "core/model/health.h"
#include "core/model/resourcelimits.h"
#include "core/model/stepview.h"

#include <QMap>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <array>
#include <cstdint>
#include <vector>

/// Everything the helper says, as plain values. resources/dbus/*.xml explains each field.
namespace vitrine::gui {

/// 32 hexadecimal digits: the last part of the container's object path.
using ContainerId = QString;
/// Object path of a job.
using JobId = QString;

enum class HelperMode { System, Session };

/// The properties of the Manager object.
struct HelperInfo {
    QString version;
    HelperMode mode = HelperMode::System;
    QString cgroupLayout; ///< "v2", "hybrid", "v1", "none"
    QString kernelRelease;
    std::uint32_t cpuCount = 1;
    std::uint64_t memoryTotal = 0; ///< bytes
    QString cpus{};                ///< that there are, "0-3"; empty: not known
    QString memoryNodes{};
    QMap<QString, QString> unavailable; ///< feature to the sentence with the reason
    friend bool operator==(const HelperInfo&, const HelperInfo&) = default;
};

/// How the window stands with the helper.
enum class Availability {
    Connecting,   ///< asked, no answer yet
    Connected,    ///< all calls can be made
    NoBus,        ///< there is no such message bus
    NotInstalled, ///< nobody owns the name and nothing can be started
    StartFailed,  ///< it is installed but does not start
    NotAllowed,   ///< the bus policy refuses this user
    NoPolkit,     ///< it runs, but there is no polkit on this machine to ask
    Vanished,     ///< it was there and left; another start is tried
};

/// Calls can be made.
[[nodiscard]] bool isConnected(Availability availability);

struct HelperStatus {
    Availability availability = Availability::Connecting;
    QString details; ///< what the bus said, for "Details"
    friend bool operator==(const HelperStatus&, const HelperStatus&) = default;
};

/// A directory of this computer that a container is shown.
struct VolumeInfo {
    QString place;
    QString source;
    QStringList options;   ///< words of mount(8)
    bool attached = false; ///< it sees it now
    bool kept = false;     ///< at every start
    friend bool operator==(const VolumeInfo&, const VolumeInfo&) = default;
};

struct ContainerInfo {
    ContainerId id;
    QString name;
    std::uint32_t owner = 0;
    ContainerState state = ContainerState::Stopped;
    QString stateReason;
    QString stateHint;
    std::uint64_t createdUs = 0; ///< µs since the epoch, 0 = never
    std::uint64_t startedUs = 0;
    std::uint64_t finishedUs = 0;
    std::uint32_t leader = 0; ///< host pid, 0 = none
    std::uint64_t leaderStart = 0;
    QString cgroup;
    QMap<QString, QString> cgroupDirectories; ///< "cpu", "memory", "cpuset" … to the directory
    /// Inode numbers in the order of allNamespaceKinds, 0 = not running.
    std::array<std::uint64_t, allNamespaceKinds.size()> namespaces{};
    NamespaceSet sharing;        ///< Host for those that are the host's, Joined for another container's
    ContainerId joinedContainer; ///< that one; empty = none
    QString group{};             ///< id of the group that it is in; empty = none
    ResourceLimits limits;
    QStringList command;
    bool terminal = false;
    QString rootKind; ///< "owned", "folder"
    QString rootPath;
    QStringList widenings; ///< one sentence each
    std::vector<VolumeInfo> volumes;
    int exitCode = -1; ///< of the last run, -1 = none
    int exitSignal = -1;
    bool outOfMemory = false;
    bool startAtBoot = false;
    LifeSpec life{};
    std::optional<HealthReport> health{}; ///< of the run; nothing: there is no health command, or no run
    std::uint32_t restarts =
        0; ///< starts in a row that nobody asked for, the one that is waited for included
    std::uint64_t restartAtUs = 0;  ///< when that comes; 0 = none is waited for
    std::int64_t refusedCalls = -1; ///< system calls that its filter refused in this run; -1 = not noted
    friend bool operator==(const ContainerInfo&, const ContainerInfo&) = default;
};

/// Several containers that share limits.
struct GroupInfo {
    QString id;
    QString name;
    std::uint32_t owner = 0;
    QString cgroup; ///< empty where there are no control groups
    ResourceLimits limits;
    friend bool operator==(const GroupInfo&, const GroupInfo&) = default;
};

/// Processes exist: running, or frozen.
[[nodiscard]] bool isAlive(ContainerState state);

struct JobInfo {
    JobId id;
    QString operation; ///< "create", "start", "stop", "delete"
    ContainerId container;
    double progress = 0; ///< 0 … 1, if progressValid
    bool progressValid = false;
    QString stage;
    bool cancelable = false;
    bool finished = false;
    friend bool operator==(const JobInfo&, const JobInfo&) = default;
};

/// One line of the signal Statistics. -1: this machine has no such number.
struct Sample {
    std::int64_t timeNs = 0; ///< CLOCK_MONOTONIC
    std::int64_t cpuUs = -1; ///< total since the start
    std::int64_t throttledUs = -1;
    std::int64_t throttledPeriods = -1;
    std::int64_t memoryBytes = -1;
    std::int64_t swapBytes = -1;
    std::int64_t oomKills = -1;
    std::int64_t pids = -1;
    friend bool operator==(const Sample&, const Sample&) = default;
};
struct ContainerSample {
    ContainerId container;
    Sample sample;
};

/// Counters of the signal DetailedStatistics; their names on the bus are counterName().
enum class Counter {
    AnonBytes,
    FileBytes,
    KernelBytes,
    MemoryHighEvents,
    MemoryMaxEvents,
    CpuSomeUs,
    CpuFullUs,
    MemorySomeUs,
    MemoryFullUs,
    IoSomeUs,
    IoFullUs
};
inline constexpr std::size_t counterCount = 11;
[[nodiscard]] QString counterName(Counter counter);

/// Pressure averaged over 10 s, percent (Documentation/accounting/psi.rst).
enum class Pressure { CpuSome, CpuFull, MemorySome, MemoryFull, IoSome, IoFull };
inline constexpr std::size_t pressureCount = 6;
[[nodiscard]] QString pressureName(Pressure pressure); ///< "cpuSomeAvg10" …

struct DetailedSample {
    std::int64_t timeNs = 0;
    std::array<std::int64_t, counterCount> counters{}; ///< -1: no such number
    std::array<double, pressureCount> avg10{};         ///< -1: no such number
    [[nodiscard]] std::int64_t operator[](Counter counter) const {
        return counters[static_cast<std::size_t>(counter)];
    }
    [[nodiscard]] double operator[](Pressure pressure) const {
        return avg10[static_cast<std::size_t>(pressure)];
    }
};

/// A process for good: a pid can be used again, pid and start time cannot.
struct ProcessKey {
    std::int32_t pid = 0;
    std::uint64_t startTicks = 0;
    friend auto operator<=>(const ProcessKey& a, const ProcessKey& b) {
        return a.startTicks == b.startTicks ? a.pid <=> b.pid : a.startTicks <=> b.startTicks;
    }
    friend bool operator==(const ProcessKey&, const ProcessKey&) = default;
};

struct ProcessRow {
    ProcessKey key;
    std::int32_t parent = 0;              ///< host pid
    std::vector<std::int32_t> nestedPids; ///< outermost first; the last is the pid inside
    std::uint32_t uidOutside = 0;
    std::int64_t uidInside = -1; ///< -1: not mapped
    char state = '?';            ///< letter of proc_pid_stat(5)
    std::uint32_t threads = 0;
    std::uint64_t cpuTimeUs = 0;
    std::uint64_t residentBytes = 0;
    QString name;
    QString commandLine;
    std::array<std::uint64_t, allNamespaceKinds.size()> namespaces{};
    friend bool operator==(const ProcessRow&, const ProcessRow&) = default;
};

/// The signal Processes: a difference to what was sent before.
struct ProcessUpdate {
    ContainerId container;
    std::int64_t timeNs = 0;
    bool reset = false;
    std::vector<ProcessRow> rows;
    std::vector<ProcessKey> gone;
};

/// A step in words and, in a trace, what became of it.
struct StepRow {
    StepDescription description;
    StepRecord record;
};

struct PreviewResult {
    std::vector<StepDescription> steps;
    QStringList warnings;
};

struct ProgramInfo {
    QString name;
    QString path;
    std::uint64_t bytes = 0;
    friend bool operator==(const ProgramInfo&, const ProgramInfo&) = default;
};

/// One row of the dependency tree, preorder.
struct DependencyRow {
    std::uint32_t depth = 0;
    QString kind; ///< "program", "script", "interpreter", "library"
    QString name;
    QString sourcePath; ///< here; empty if missing
    QString targetPath; ///< in the root
    QStringList searched;
};

struct InspectResult {
    std::vector<DependencyRow> tree;
    QStringList missing;
    std::uint64_t totalBytes = 0;
};

/// What became of a limit that was set.
struct EffectiveLimit {
    QString file; ///< the control file
    QString asked;
    QString kernel; ///< its content now
};

/// What the kernel's control file says about one limit.
struct LimitReading {
    QString key;  ///< "memoryMax", as in the property Limits
    QString file; ///< the control file
    QString kernel;
};

/// A system call that the filter of a container has refused.
struct RefusedCall {
    QString call;         ///< "mount"; empty: it has no name
    QString architecture; ///< "x86_64"
    std::uint32_t number = 0;
    std::uint64_t count = 0;
    std::uint64_t firstUs = 0; ///< µs since the epoch
    std::uint64_t lastUs = 0;
    QString program; ///< that made the last one, by the name that it has given itself
    int errnum = 0;
    QString capability; ///< that would open the call; empty: none would
    friend bool operator==(const RefusedCall&, const RefusedCall&) = default;
};

struct RefusedReport {
    std::vector<RefusedCall> rows;
    std::uint64_t others = 0; ///< calls of further kinds
};

/// A device node of this computer, as the helper reads it.
struct DeviceInfo {
    QString path; ///< below /dev
    DeviceType type = DeviceType::Character;
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
};

/// A piece of the log.
struct LogChunk {
    QByteArray data;
    std::uint64_t next = 0; ///< offset to read on from
    std::uint64_t size = 0; ///< end of the log
};

} // namespace vitrine::gui

Q_DECLARE_METATYPE(vitrine::gui::ProcessKey)
