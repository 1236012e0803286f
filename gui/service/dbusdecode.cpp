// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/service/dbusdecode.h"

#include <QDBusArgument>
#include <QDBusMetaType>

#include <fcntl.h>

#include <algorithm>

namespace vitrine::gui::wire {

QDBusArgument& operator<<(QDBusArgument& argument, const GivenFile& given) {
    argument.beginStructure();
    argument << given.name << given.file;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, GivenFile& given) {
    argument.beginStructure();
    argument >> given.name >> given.file;
    argument.endStructure();
    return argument;
}

namespace {

// Not const-qualified demarshalling aborts the program: everything goes through this const copy.
std::optional<QDBusArgument> argumentOf(const QVariant& value, const char* signature) {
    if (value.metaType() != QMetaType::fromType<QDBusArgument>())
        return std::nullopt;
    auto argument = qvariant_cast<QDBusArgument>(value);
    if (argument.currentSignature() != QLatin1String(signature))
        return std::nullopt;
    return argument;
}

/// The elements of an array of structures: read(argument, row) once per element.
template <typename Row, typename Read>
std::optional<std::vector<Row>> rows(const QVariant& value, const char* signature, Read read) {
    const std::optional<QDBusArgument> found = argumentOf(value, signature);
    if (!found)
        return std::nullopt;
    const QDBusArgument& argument = *found;
    std::vector<Row> result;
    argument.beginArray();
    while (!argument.atEnd()) {
        argument.beginStructure();
        read(argument, result.emplace_back());
        argument.endStructure();
    }
    argument.endArray();
    return result;
}

template <typename Value>
std::optional<QMap<QString, Value>> mapOf(const QVariant& value, const char* signature) {
    const std::optional<QDBusArgument> argument = argumentOf(value, signature);
    if (!argument)
        return std::nullopt;
    QMap<QString, Value> map;
    std::as_const(*argument) >> map;
    return map;
}

template <typename Number>
void readNumber(const QVariantMap& properties, const char* key, Number& target) {
    const auto it = properties.constFind(QLatin1String(key));
    if (it != properties.constEnd() && it->canConvert<Number>())
        target = it->value<Number>();
}

void readText(const QVariantMap& properties, const char* key, QString& target) {
    const auto it = properties.constFind(QLatin1String(key));
    if (it == properties.constEnd())
        return;
    target = it->metaType() == QMetaType::fromType<QDBusObjectPath>() ? it->value<QDBusObjectPath>().path()
                                                                      : it->toString();
}

void readList(const QVariantMap& properties, const char* key, QStringList& target) {
    if (const auto it = properties.constFind(QLatin1String(key)); it != properties.constEnd())
        target = it->toStringList();
}

std::optional<NamespaceKind> kindFrom(const QString& word) {
    static constexpr std::array<const char*, allNamespaceKinds.size()> words{"pid", "mnt",  "net",    "uts",
                                                                             "ipc", "user", "cgroup", "time"};
    for (const NamespaceKind kind : allNamespaceKinds)
        if (word == QLatin1String(words.at(static_cast<std::size_t>(kind))))
            return kind;
    return std::nullopt;
}

void readNamespaces(ContainerInfo& info, const QVariantMap& properties) {
    if (const auto map = mapOf<qulonglong>(properties.value(QStringLiteral("Namespaces")), "a{st}")) {
        info.namespaces = {};
        for (auto it = map->cbegin(); it != map->cend(); ++it)
            if (const auto kind = kindFrom(it.key()))
                info.namespaces.at(static_cast<std::size_t>(*kind)) = it.value();
    }
    if (!properties.contains(QStringLiteral("SharedNamespaces")))
        return;
    info.sharing = {};
    QStringList shared;
    readList(properties, "SharedNamespaces", shared);
    for (const QString& word : shared)
        if (const auto kind = kindFrom(word))
            info.sharing[*kind] = Isolation::Host;
}

ContainerState stateFrom(const QString& word) {
    return containerStateFrom(word.toStdString()).value_or(ContainerState::Broken);
}

void readDescription(const QDBusArgument& argument, StepDescription& step) {
    for (std::string* field : {&step.id, &step.title, &step.systemCall, &step.byHand, &step.explanation,
                               &step.isolates, &step.undo}) {
        QString text;
        argument >> text;
        *field = text.toStdString();
    }
}

StepState stepStateFrom(const QString& word) {
    if (word == QLatin1String("done"))
        return StepState::Done;
    if (word == QLatin1String("failed"))
        return StepState::Failed;
    if (word == QLatin1String("undone"))
        return StepState::Undone;
    return StepState::Pending;
}

void readTraced(const QDBusArgument& argument, StepRow& row) {
    readDescription(argument, row.description);
    QString state;
    QString error;
    qulonglong start = 0;
    qulonglong duration = 0;
    argument >> state >> row.record.errnum >> error >> start >> duration;
    row.record.state = stepStateFrom(state);
    row.record.error = error.toStdString();
    row.record.startNs = start;
    row.record.durationNs = duration;
}

void readSample(const QDBusArgument& argument, ContainerSample& row) {
    QDBusObjectPath path;
    argument >> path;
    row.container = idOf(path.path());
    Sample& sample = row.sample;
    for (std::int64_t* field : {&sample.timeNs, &sample.cpuUs, &sample.throttledUs, &sample.throttledPeriods,
                                &sample.memoryBytes, &sample.swapBytes, &sample.oomKills, &sample.pids}) {
        qlonglong number = 0;
        argument >> number;
        *field = number;
    }
}

void readProcess(const QDBusArgument& argument, ProcessRow& row) {
    uchar state = '?';
    qulonglong start = 0;
    qulonglong cpu = 0;
    qulonglong resident = 0;
    QList<int> nested;
    QList<qulonglong> namespaces;
    argument >> row.key.pid >> start >> row.parent >> nested >> row.uidOutside;
    qlonglong inside = -1;
    argument >> inside >> state >> row.threads >> cpu >> resident >> row.name >> row.commandLine >>
        namespaces;
    row.key.startTicks = start;
    row.nestedPids.assign(nested.cbegin(), nested.cend());
    row.uidInside = inside;
    row.state = static_cast<char>(state);
    row.cpuTimeUs = cpu;
    row.residentBytes = resident;
    std::copy_n(namespaces.cbegin(), std::min<qsizetype>(namespaces.size(), std::ssize(row.namespaces)),
                row.namespaces.begin());
}

} // namespace

void registerTypes() {
    qDBusRegisterMetaType<GivenFile>();
    qDBusRegisterMetaType<QList<GivenFile>>();
    qDBusRegisterMetaType<QList<QDBusUnixFileDescriptor>>();
    qDBusRegisterMetaType<LimitMap>();
}

QString pathOf(const ContainerId& id) {
    return QStringLiteral("%1/containers/%2").arg(QLatin1String(managerPath), id);
}

ContainerId idOf(const QString& path) {
    static const QString prefix = QStringLiteral("%1/containers/").arg(QLatin1String(managerPath));
    return path.startsWith(prefix) ? path.sliced(prefix.size()) : QString();
}

bool isJobPath(const QString& path) {
    static const QString prefix = QStringLiteral("%1/jobs/").arg(QLatin1String(managerPath));
    return path.startsWith(prefix);
}

std::optional<ManagedObjects> managedObjects(const QVariant& value) {
    const std::optional<QDBusArgument> found = argumentOf(value, "a{oa{sa{sv}}}");
    if (!found)
        return std::nullopt;
    const QDBusArgument& argument = *found;
    ManagedObjects objects;
    argument.beginMap();
    while (!argument.atEnd()) {
        QDBusObjectPath path;
        Interfaces interfaces;
        argument.beginMapEntry();
        argument >> path >> interfaces;
        argument.endMapEntry();
        objects.insert(path.path(), interfaces);
    }
    argument.endMap();
    return objects;
}

std::optional<Interfaces> interfaces(const QVariant& value) {
    const std::optional<QDBusArgument> argument = argumentOf(value, "a{sa{sv}}");
    if (!argument)
        return std::nullopt;
    Interfaces result;
    std::as_const(*argument) >> result;
    return result;
}

void update(ContainerInfo& info, const QVariantMap& properties) {
    readText(properties, "Name", info.name);
    readNumber(properties, "Owner", info.owner);
    if (const auto state = properties.constFind(QStringLiteral("State")); state != properties.constEnd())
        info.state = stateFrom(state->toString());
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
    if (const auto map = mapOf<qulonglong>(properties.value(QStringLiteral("Limits")), "a{st}"))
        info.limits = limitsFrom(*map);
    readList(properties, "Command", info.command);
    readNumber(properties, "Terminal", info.terminal);
    readText(properties, "RootKind", info.rootKind);
    readText(properties, "RootPath", info.rootPath);
    readList(properties, "Widenings", info.widenings);
    readNumber(properties, "ExitCode", info.exitCode);
    readNumber(properties, "ExitSignal", info.exitSignal);
    readNumber(properties, "OutOfMemory", info.outOfMemory);
}

void update(JobInfo& job, const QVariantMap& properties) {
    readText(properties, "Operation", job.operation);
    QString container;
    readText(properties, "Container", container);
    if (!container.isEmpty())
        job.container = idOf(container);
    readNumber(properties, "Progress", job.progress);
    readNumber(properties, "ProgressValid", job.progressValid);
    readText(properties, "Stage", job.stage);
    readNumber(properties, "Cancelable", job.cancelable);
    readNumber(properties, "Finished", job.finished);
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
    using Reason = std::pair<QString, QString>;
    const auto reasons =
        rows<Reason>(properties.value(QStringLiteral("Unavailable")), "a(ss)",
                     [](const QDBusArgument& argument, Reason& row) { argument >> row.first >> row.second; });
    for (const auto& [feature, reason] : reasons.value_or(std::vector<Reason>{}))
        info.unavailable.insert(feature, reason);
    return info;
}

std::optional<std::vector<ContainerSample>> statistics(const QDBusMessage& signal) {
    return rows<ContainerSample>(signal.arguments().value(0), "a(oxxxxxxxx)", readSample);
}

std::optional<std::pair<ContainerId, DetailedSample>> detailed(const QDBusMessage& signal) {
    if (signal.signature() != QLatin1String("oxa{st}a{sd}"))
        return std::nullopt;
    const QVariantList arguments = signal.arguments();
    const auto counters = mapOf<qulonglong>(arguments.value(2), "a{st}");
    const auto percentages = mapOf<double>(arguments.value(3), "a{sd}");
    if (!counters || !percentages)
        return std::nullopt;
    DetailedSample sample;
    sample.timeNs = arguments.value(1).toLongLong();
    for (std::size_t i = 0; i < counterCount; ++i) {
        const auto it = counters->constFind(counterName(static_cast<Counter>(i)));
        sample.counters.at(i) = it == counters->cend() ? -1 : static_cast<std::int64_t>(*it);
    }
    for (std::size_t i = 0; i < pressureCount; ++i)
        sample.avg10.at(i) = percentages->value(pressureName(static_cast<Pressure>(i)), -1.0);
    return std::pair{idOf(arguments.value(0).value<QDBusObjectPath>().path()), sample};
}

std::optional<ProcessUpdate> processes(const QDBusMessage& signal) {
    if (signal.signature() != QLatin1String("oxba(itiaiuxyuttssat)a(it)"))
        return std::nullopt;
    const QVariantList arguments = signal.arguments();
    auto changed = rows<ProcessRow>(arguments.value(3), "a(itiaiuxyuttssat)", readProcess);
    auto gone =
        rows<ProcessKey>(arguments.value(4), "a(it)", [](const QDBusArgument& argument, ProcessKey& key) {
            qulonglong start = 0;
            argument >> key.pid >> start;
            key.startTicks = start;
        });
    if (!changed || !gone)
        return std::nullopt;
    return ProcessUpdate{.container = idOf(arguments.value(0).value<QDBusObjectPath>().path()),
                         .timeNs = arguments.value(1).toLongLong(),
                         .reset = arguments.value(2).toBool(),
                         .rows = std::move(*changed),
                         .gone = std::move(*gone)};
}

std::optional<std::vector<StepDescription>> plan(const QVariant& value) {
    return rows<StepDescription>(value, "a(sssssss)", readDescription);
}

std::optional<std::vector<StepRow>> trace(const QVariant& value) {
    return rows<StepRow>(value, "a(ssssssssistt)", readTraced);
}

std::optional<std::vector<ProgramInfo>> programs(const QVariant& value) {
    return rows<ProgramInfo>(value, "a(sst)", [](const QDBusArgument& argument, ProgramInfo& row) {
        qulonglong bytes = 0;
        argument >> row.name >> row.path >> bytes;
        row.bytes = bytes;
    });
}

std::optional<std::vector<DependencyRow>> dependencies(const QVariant& value) {
    return rows<DependencyRow>(value, "a(ussssas)", [](const QDBusArgument& argument, DependencyRow& row) {
        argument >> row.depth >> row.kind >> row.name >> row.sourcePath >> row.targetPath >> row.searched;
    });
}

std::optional<std::vector<EffectiveLimit>> effectiveLimits(const QVariant& value) {
    return rows<EffectiveLimit>(value, "a(sss)", [](const QDBusArgument& argument, EffectiveLimit& row) {
        argument >> row.file >> row.asked >> row.kernel;
    });
}

std::optional<QMap<QString, QString>> stringMap(const QVariant& value) {
    return mapOf<QString>(value, "a{ss}");
}

std::optional<std::vector<OwnedFd>> descriptors(const QVariant& value) {
    QList<QDBusUnixFileDescriptor> list;
    if (const auto argument = argumentOf(value, "ah"))
        std::as_const(*argument) >> list;
    else if (value.canConvert<QList<QDBusUnixFileDescriptor>>())
        list = value.value<QList<QDBusUnixFileDescriptor>>();
    else
        return std::nullopt;
    std::vector<OwnedFd> result;
    for (const QDBusUnixFileDescriptor& descriptor : list)
        result.push_back(duplicate(descriptor));
    return result;
}

OwnedFd duplicate(const QDBusUnixFileDescriptor& descriptor) {
    return OwnedFd(descriptor.isValid() ? ::fcntl(descriptor.fileDescriptor(), F_DUPFD_CLOEXEC, 3) : -1);
}

LimitMap toMap(const ResourceLimits& limits) {
    LimitMap map;
    if (limits.cpuMax) {
        map.insert(QStringLiteral("cpuQuotaUs"), limits.cpuMax->quotaUs);
        map.insert(QStringLiteral("cpuPeriodUs"), limits.cpuMax->periodUs);
    }
    const auto put = [&](const char* key, const std::optional<std::uint64_t>& value) {
        if (value)
            map.insert(QLatin1String(key), *value);
    };
    put("cpuWeight", limits.cpuWeight);
    put("memoryMax", limits.memoryMax);
    put("memoryHigh", limits.memoryHigh);
    put("swapMax", limits.swapMax);
    put("pidsMax", limits.pidsMax);
    return map;
}

ResourceLimits limitsFrom(const LimitMap& map) {
    const auto get = [&](const char* key) -> std::optional<std::uint64_t> {
        const auto it = map.constFind(QLatin1String(key));
        return it == map.cend() ? std::nullopt : std::optional<std::uint64_t>(*it);
    };
    ResourceLimits limits;
    if (const auto quota = get("cpuQuotaUs"))
        limits.cpuMax = CpuMax{.quotaUs = *quota, .periodUs = get("cpuPeriodUs").value_or(100'000)};
    limits.cpuWeight = get("cpuWeight");
    limits.memoryMax = get("memoryMax");
    limits.memoryHigh = get("memoryHigh");
    limits.swapMax = get("swapMax");
    limits.pidsMax = get("pidsMax");
    return limits;
}

} // namespace vitrine::gui::wire
