// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The properties of the helper's objects.

#include "gui/service/dbusread.h"

#include <utility>

namespace vitrine::gui::wire {

namespace {

// QVariant would make a number of a text and a text of nearly everything: what has another type than the
// contract says leaves the target as it is.

template <typename Number>
void readNumber(const QVariantMap& properties, const char* key, Number& target) {
    const QVariant value = properties.value(QLatin1String(key));
    const auto take = [&](auto number) {
        if (std::in_range<Number>(number))
            target = static_cast<Number>(number);
    };
    switch (value.typeId()) {
    case QMetaType::Short:
    case QMetaType::Int:
    case QMetaType::LongLong:
        return take(value.toLongLong());
    case QMetaType::UShort:
    case QMetaType::UInt:
    case QMetaType::ULongLong:
        return take(value.toULongLong());
    default:
        return;
    }
}

/// For types that only they themselves can become: bool, double, QString, QStringList.
template <typename Value>
void readExactly(const QVariantMap& properties, const char* key, Value& target) {
    const QVariant value = properties.value(QLatin1String(key));
    if (value.metaType() == QMetaType::fromType<Value>())
        target = value.value<Value>();
}

void readText(const QVariantMap& properties, const char* key, QString& target) {
    readExactly(properties, key, target);
}

std::optional<NamespaceKind> kindFrom(const QString& word) {
    static constexpr std::array<const char*, allNamespaceKinds.size()> words{"pid", "mnt",  "net",    "uts",
                                                                             "ipc", "user", "cgroup", "time"};
    for (const NamespaceKind kind : allNamespaceKinds)
        if (word == QLatin1String(words.at(static_cast<std::size_t>(kind))))
            return kind;
    return std::nullopt;
}

/// Those that are `what`, and no others; absent: as it was.
void readKinds(NamespaceSet& set, const QVariant& words, Isolation what) {
    if (words.metaType() != QMetaType::fromType<QStringList>())
        return;
    for (const NamespaceKind kind : allNamespaceKinds)
        if (set[kind] == what)
            set[kind] = Isolation::New;
    for (const QString& word : words.toStringList())
        if (const auto kind = kindFrom(word))
            set[*kind] = what;
}

void readNamespaces(ContainerInfo& info, const QVariantMap& properties) {
    if (const auto map = mapOf<qulonglong>(properties.value(QStringLiteral("Namespaces")), "a{st}")) {
        info.namespaces = {};
        for (auto it = map->cbegin(); it != map->cend(); ++it)
            if (const auto kind = kindFrom(it.key()))
                info.namespaces.at(static_cast<std::size_t>(*kind)) = it.value();
    }
    readKinds(info.sharing, properties.value(QStringLiteral("SharedNamespaces")), Isolation::Host);
    readKinds(info.sharing, properties.value(QStringLiteral("JoinedNamespaces")), Isolation::Joined);
    readText(properties, "JoinedContainer", info.joinedContainer);
    readText(properties, "Group", info.group);
}

void readLife(ContainerInfo& info, const QVariantMap& properties) {
    int signal = info.life.stopSignal.value_or(0);
    readNumber(properties, "StopSignal", signal);
    info.life.stopSignal = signal == 0 ? std::nullopt : std::optional(signal);
    std::uint32_t timeout = stopTimeoutOf(info.life);
    readNumber(properties, "StopTimeout", timeout);
    info.life.stopTimeoutMs = timeout;
    QString policy;
    readText(properties, "RestartPolicy", policy);
    static_cast<void>(restartFrom(policy.toStdString(), info.life)); // absent, or a later one: as it was
    readNumber(properties, "Restarts", info.restarts);
    readNumber(properties, "RestartAt", info.restartAtUs);
}

/// -1: there is none.
std::optional<int> readOptional(const QVariantMap& map, const char* key) {
    int number = -1;
    readNumber(map, key, number);
    return number < 0 ? std::nullopt : std::optional(number);
}

HealthResult healthResult(const QVariantMap& map) {
    HealthResult result;
    readNumber(map, "at", result.finishedUs);
    result.exitCode = readOptional(map, "exitCode");
    result.signal = readOptional(map, "signal");
    readExactly(map, "timedOut", result.timedOut);
    QString problem;
    readText(map, "problem", problem);
    result.problem = problem.toStdString();
    QString output;
    readText(map, "output", output);
    result.output = output.toStdString();
    return result;
}

void readHealth(ContainerInfo& info, const QVariant& value) {
    const auto argument = argumentOf(value, "a{sv}");
    if (!argument)
        return;
    const auto map = qdbus_cast<QVariantMap>(*argument);
    QString word;
    readText(map, "status", word);
    const auto status = healthStatusFrom(word.toStdString());
    info.health.reset();
    if (!status) // none, or one of a later version
        return;
    info.health = HealthReport{.status = *status, .failures = 0, .last = {}};
    readNumber(map, "failures", info.health->failures);
    if (map.contains(QStringLiteral("at")))
        info.health->last = healthResult(map);
}

void readVolumes(ContainerInfo& info, const QVariantMap& properties) {
    auto volumes =
        rows<VolumeInfo>(properties.value(QStringLiteral("Volumes")), "a(ssasbb)",
                         [](const QDBusArgument& argument, VolumeInfo& row) {
                             argument >> row.place >> row.source >> row.options >> row.attached >> row.kept;
                         });
    if (volumes)
        info.volumes = std::move(*volumes);
}

ContainerState stateFrom(const QString& word) {
    return containerStateFrom(word.toStdString()).value_or(ContainerState::Broken);
}

} // namespace

void update(ContainerInfo& info, const QVariantMap& properties) {
    readText(properties, "Name", info.name);
    readNumber(properties, "Owner", info.owner);
    QString state;
    readText(properties, "State", state);
    if (!state.isEmpty())
        info.state = stateFrom(state);
    readText(properties, "StateReason", info.stateReason);
    readText(properties, "StateHint", info.stateHint);
    readNumber(properties, "Created", info.createdUs);
    readNumber(properties, "Started", info.startedUs);
    readNumber(properties, "Finished", info.finishedUs);
    readNumber(properties, "Leader", info.leader);
    readNumber(properties, "LeaderStart", info.leaderStart);
    readText(properties, "Cgroup", info.cgroup);
    if (auto map = stringMap(properties.value(QStringLiteral("CgroupDirectories"))))
        info.cgroupDirectories = *map;
    readNamespaces(info, properties);
    if (const auto map = argumentOf(properties.value(QStringLiteral("Limits")), "a{sv}"))
        info.limits = limitsFrom(qdbus_cast<QVariantMap>(*map));
    readExactly(properties, "Command", info.command);
    readExactly(properties, "Terminal", info.terminal);
    readText(properties, "RootKind", info.rootKind);
    readText(properties, "RootPath", info.rootPath);
    readExactly(properties, "Widenings", info.widenings);
    readVolumes(info, properties);
    readNumber(properties, "ExitCode", info.exitCode);
    readNumber(properties, "ExitSignal", info.exitSignal);
    readNumber(properties, "RefusedCalls", info.refusedCalls);
    readExactly(properties, "OutOfMemory", info.outOfMemory);
    readExactly(properties, "StartAtBoot", info.startAtBoot);
    readLife(info, properties);
    readHealth(info, properties.value(QStringLiteral("Health")));
}

void update(JobInfo& job, const QVariantMap& properties) {
    readText(properties, "Operation", job.operation);
    QDBusObjectPath container;
    readExactly(properties, "Container", container);
    if (!container.path().isEmpty())
        job.container = idOf(container.path());
    readExactly(properties, "Progress", job.progress);
    readExactly(properties, "ProgressValid", job.progressValid);
    readText(properties, "Stage", job.stage);
    readExactly(properties, "Cancelable", job.cancelable);
    readExactly(properties, "Finished", job.finished);
}

HelperInfo helperInfo(const QVariantMap& properties) {
    HelperInfo info;
    readText(properties, "Version", info.version);
    QString mode;
    readText(properties, "Mode", mode);
    info.mode = mode == QLatin1String("session") ? HelperMode::Session : HelperMode::System;
    readText(properties, "CgroupLayout", info.cgroupLayout);
    readText(properties, "KernelRelease", info.kernelRelease);
    readNumber(properties, "CpuCount", info.cpuCount);
    readNumber(properties, "MemoryTotal", info.memoryTotal);
    readText(properties, "Cpus", info.cpus);
    readText(properties, "MemoryNodes", info.memoryNodes);
    using Reason = std::pair<QString, QString>;
    const auto reasons =
        rows<Reason>(properties.value(QStringLiteral("Unavailable")), "a(ss)",
                     [](const QDBusArgument& argument, Reason& row) { argument >> row.first >> row.second; });
    for (const auto& [feature, reason] : reasons.value_or(std::vector<Reason>{}))
        info.unavailable.insert(feature, reason);
    return info;
}

} // namespace vitrine::gui::wire
