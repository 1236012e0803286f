// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/service/dbusread.h"

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
    return argument; // NOLINT(bugprone-return-const-ref-from-parameter): the form QtDBus asks for
}

QDBusArgument& operator<<(QDBusArgument& argument, const DiskLimitRow& row) {
    const DiskLimit& limit = row.limit;
    argument.beginStructure();
    argument << limit.device.major << limit.device.minor;
    for (const std::uint64_t number : {limit.readBytes, limit.writeBytes, limit.readOps, limit.writeOps})
        argument << qulonglong{number};
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, DiskLimitRow& row) {
    DiskLimit& limit = row.limit;
    argument.beginStructure();
    argument >> limit.device.major >> limit.device.minor;
    for (std::uint64_t* number : {&limit.readBytes, &limit.writeBytes, &limit.readOps, &limit.writeOps}) {
        qulonglong value = 0;
        argument >> value;
        *number = value;
    }
    argument.endStructure();
    return argument; // NOLINT(bugprone-return-const-ref-from-parameter): the form QtDBus asks for
}

namespace {

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
    qDBusRegisterMetaType<DiskLimitRow>();
    qDBusRegisterMetaType<QList<DiskLimitRow>>();
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

std::optional<std::vector<LimitReading>> limitReadings(const QVariant& value) {
    return rows<LimitReading>(value, "a(sss)", [](const QDBusArgument& argument, LimitReading& row) {
        argument >> row.key >> row.file >> row.kernel;
    });
}

std::optional<std::vector<RefusedCall>> refusedCalls(const QVariant& value) {
    return rows<RefusedCall>(value, "a(ssutttsis)", [](const QDBusArgument& argument, RefusedCall& row) {
        uint number = 0;
        qulonglong count = 0;
        qulonglong first = 0;
        qulonglong last = 0;
        argument >> row.call >> row.architecture >> number >> count >> first >> last >> row.program >>
            row.errnum >> row.capability;
        row.number = number;
        row.count = count;
        row.firstUs = first;
        row.lastUs = last;
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

} // namespace vitrine::gui::wire
