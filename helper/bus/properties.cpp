// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/properties.h"

#include "helper/bus/limitsmap.h"

#include <algorithm>

namespace vitrine::helper {

namespace {

QString text(std::string_view value) {
    return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
}

QVariant number(std::uint64_t value) {
    return QVariant::fromValue(qulonglong{value});
}

NumberMap namespaceMap(const RunFacts& run) {
    NumberMap map;
    if (run.leader.pid != 0)
        for (const NamespaceKind kind : allNamespaceKinds)
            map.insert(text(procName(kind)), run.namespaces.at(static_cast<std::size_t>(kind)));
    return map;
}

QStringList sharedNamespaces(const ContainerSpec& spec) {
    QStringList list;
    for (const NamespaceKind kind : allNamespaceKinds)
        if (spec.namespaces.isHosts(kind))
            list.append(text(procName(kind)));
    return list;
}

QStringList joinedNamespaces(const ContainerSpec& spec) {
    QStringList list;
    for (const NamespaceKind kind : allNamespaceKinds)
        if (spec.namespaces.isJoined(kind))
            list.append(text(procName(kind)));
    return list;
}

/// What it isolates less now: as it was made, and by what was attached since.
QStringList wideningSentences(const Container& container) {
    ContainerSpec spec = container.spec;
    for (const monitor::LiveVolume& live : container.liveVolumes)
        spec.mounts.push_back({live.volume.destination,
                               live.volume.fileSystem.empty() ? "bind" : live.volume.fileSystem,
                               live.volume.path, live.options});
    QStringList list;
    for (const Widening widening : widenings(spec))
        list.append(text(describe(widening, spec)));
    return list;
}

QStringList words(const std::vector<std::string>& options) {
    QStringList list;
    for (const std::string& option : options)
        list.append(text(option));
    return list;
}

QList<VolumeRow> volumeRows(const Container& container) {
    QList<VolumeRow> rows;
    for (const monitor::VolumeRecord& volume : container.record.volumes)
        if (const MountSpec* mount = monitor::mountOf(container.spec, volume))
            rows.append({text(volume.destination), text(volume.path), words(mount->options),
                         container.isRunning(), true});
    for (const monitor::LiveVolume& live : container.liveVolumes) {
        const auto isHere = [&](const VolumeRow& row) {
            return row.destination == text(live.volume.destination);
        };
        if (std::ranges::none_of(rows, isHere))
            rows.append(
                {text(live.volume.destination), text(live.volume.path), words(live.options), true, false});
    }
    return rows;
}

QVariantMap healthMap(const std::optional<HealthReport>& report) {
    if (!report)
        return {};
    QVariantMap map{{QStringLiteral("status"), text(nameOf(report->status))},
                    {QStringLiteral("failures"), uint{report->failures}}};
    if (!report->last)
        return map;
    const HealthResult& last = *report->last;
    map[QStringLiteral("at")] = number(last.finishedUs);
    map[QStringLiteral("exitCode")] = last.exitCode.value_or(-1);
    map[QStringLiteral("signal")] = last.signal.value_or(-1);
    map[QStringLiteral("timedOut")] = last.timedOut;
    map[QStringLiteral("problem")] = text(last.problem);
    map[QStringLiteral("output")] = text(plainOutput(last.output));
    return map;
}

void addIdentity(QVariantMap& map, const Container& container) {
    map[QStringLiteral("Id")] = text(container.id());
    map[QStringLiteral("Name")] = text(container.spec.name);
    map[QStringLiteral("Owner")] = uint{container.record.ownerUid};
    map[QStringLiteral("State")] = text(nameOf(container.state));
    map[QStringLiteral("StateReason")] = text(container.reason);
    map[QStringLiteral("StateHint")] = text(container.hint);
    map[QStringLiteral("Created")] = number(container.record.createdUs);
    map[QStringLiteral("StartAtBoot")] = container.startAtBoot;
}

void addRun(QVariantMap& map, const Container& container) {
    const std::optional<ExitRecord>& exit = container.exit;
    const bool runs = container.run.leader.pid != 0;
    map[QStringLiteral("Started")] = number(runs ? container.run.startedUs : exit ? exit->startedUs : 0);
    map[QStringLiteral("Finished")] = number(exit ? exit->finishedUs : 0);
    map[QStringLiteral("Leader")] = static_cast<uint>(container.run.leader.pid);
    map[QStringLiteral("LeaderStart")] = number(container.run.leader.startTicks);
    map[QStringLiteral("Cgroup")] = text(container.cgroup);
    map[QStringLiteral("CgroupDirectories")] =
        QVariant::fromValue(StringMap(container.run.cgroupDirectories));
    map[QStringLiteral("Namespaces")] = QVariant::fromValue(namespaceMap(container.run));
    map[QStringLiteral("ExitCode")] = exit ? exit->exitCode.value_or(-1) : -1;
    map[QStringLiteral("ExitSignal")] = exit ? exit->signal.value_or(-1) : -1;
    map[QStringLiteral("Restarts")] = uint{container.restarts};
    map[QStringLiteral("RestartAt")] = number(container.restartAtUs);
    map[QStringLiteral("Health")] = healthMap(container.health);
    map[QStringLiteral("RefusedCalls")] = QVariant::fromValue(
        container.refusedCalls ? static_cast<qlonglong>(*container.refusedCalls) : qlonglong{-1});
    map[QStringLiteral("OutOfMemory")] = exit && endedByMemoryLimit(*exit);
}

void addSpec(QVariantMap& map, const Container& container) {
    const ContainerSpec& spec = container.spec;
    QStringList command;
    for (const std::string& argument : spec.process.args)
        command.append(text(argument));
    const bool isFolder = container.record.root.kind == monitor::RootRecord::Kind::Folder;
    map[QStringLiteral("SharedNamespaces")] = sharedNamespaces(spec);
    map[QStringLiteral("JoinedContainer")] = text(spec.joinedId);
    map[QStringLiteral("JoinedNamespaces")] = joinedNamespaces(spec);
    map[QStringLiteral("Group")] = text(spec.groupId);
    map[QStringLiteral("Limits")] = limitsToMap(spec.limits);
    map[QStringLiteral("Command")] = command;
    map[QStringLiteral("Terminal")] = spec.process.terminal == Terminal::Yes;
    map[QStringLiteral("RootKind")] = isFolder ? QStringLiteral("folder") : QStringLiteral("owned");
    map[QStringLiteral("RootPath")] = text(container.rootPath);
    map[QStringLiteral("StopSignal")] = spec.life.stopSignal.value_or(0);
    map[QStringLiteral("StopTimeout")] = uint{stopTimeoutOf(spec.life)};
    map[QStringLiteral("RestartPolicy")] = text(restartWords(spec.life));
    map[QStringLiteral("Volumes")] = QVariant::fromValue(volumeRows(container));
    map[QStringLiteral("Widenings")] = wideningSentences(container);
}

} // namespace

QVariantMap managerProperties(const Context& context) {
    QList<FeatureRow> unavailable;
    for (const HostFacts::Unavailable& entry : context.facts.unavailable)
        unavailable.append({text(entry.feature), text(entry.reason)});
    return {
        {QStringLiteral("Version"), QStringLiteral(VITRINE_VERSION)},
        {QStringLiteral("Mode"),
         context.options.mode == Mode::System ? QStringLiteral("system") : QStringLiteral("session")},
        {QStringLiteral("CgroupLayout"), text(nameOf(context.facts.cgroup.layout))},
        {QStringLiteral("KernelRelease"), text(context.facts.kernelRelease)},
        {QStringLiteral("CpuCount"), uint{context.facts.cpuCount}},
        {QStringLiteral("MemoryTotal"), number(context.facts.memoryTotal)},
        {QStringLiteral("Cpus"), text(textOf(context.facts.cgroup.cpus))},
        {QStringLiteral("MemoryNodes"), text(textOf(context.facts.cgroup.memoryNodes))},
        {QStringLiteral("Unavailable"), QVariant::fromValue(unavailable)},
    };
}

QVariantMap containerProperties(const Container& container) {
    QVariantMap map;
    addIdentity(map, container);
    addRun(map, container);
    addSpec(map, container);
    return map;
}

} // namespace vitrine::helper
