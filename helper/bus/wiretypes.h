// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/stepview.h"

#include <QDBusArgument>
#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QVariantMap>

#include <tuple>

/// Structures of the contract as they are on the wire. Each names its members once, in order; marshalling
/// follows.
namespace vitrine::helper {

struct FeatureRow { // (ss)
    QString feature, reason;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.feature, s.reason);
    }
};

struct StepRow { // (sssssss)
    QString id, title, systemCall, byHand, explanation, isolates, undo;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.id, s.title, s.systemCall, s.byHand, s.explanation, s.isolates, s.undo);
    }
};

struct VolumeRow { // (ssasbb)
    QString destination, source;
    QStringList options;
    bool attached = false, kept = false;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.destination, s.source, s.options, s.attached, s.kept);
    }
};

struct TraceRow { // (ssssssssistt)
    QString id, title, systemCall, byHand, explanation, isolates, undo, state;
    int errnum = 0;
    QString error;
    qulonglong startNs = 0, durationNs = 0;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.id, s.title, s.systemCall, s.byHand, s.explanation, s.isolates, s.undo, s.state,
                        s.errnum, s.error, s.startNs, s.durationNs);
    }
};

struct ProgramRow { // (sst)
    QString name, path;
    qulonglong bytes = 0;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.name, s.path, s.bytes);
    }
};

struct DiskRow { // (uust)
    uint major = 0, minor = 0;
    QString name;
    qulonglong bytes = 0;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.major, s.minor, s.name, s.bytes);
    }
};

struct DependencyRow { // (ussssas)
    uint depth = 0;
    QString kind, name, hostPath, rootPath;
    QStringList searched;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.depth, s.kind, s.name, s.hostPath, s.rootPath, s.searched);
    }
};

/// Of the limit "ioMax".
struct DiskLimitRow { // (uutttt)
    uint major = 0, minor = 0;
    qulonglong readBytes = 0, writeBytes = 0, readOps = 0, writeOps = 0;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.major, s.minor, s.readBytes, s.writeBytes, s.readOps, s.writeOps);
    }
};

/// Of ListGroups.
struct GroupRow { // (ssusa{sv})
    QString id, name;
    uint owner = 0;
    QString cgroup;
    QVariantMap limits;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.id, s.name, s.owner, s.cgroup, s.limits);
    }
};

/// Of SetLimits.
struct LimitEffectRow { // (sss)
    QString file, asked, kernel;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.file, s.asked, s.kernel);
    }
};

/// Of ReadLimits.
struct LimitReadingRow { // (sss)
    QString key, file, kernel;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.key, s.file, s.kernel);
    }
};

/// Of ReadRefusedCalls.
struct RefusedCallRow { // (ssutttsis)
    QString call, architecture;
    uint number = 0;
    qulonglong count = 0, firstUs = 0, lastUs = 0;
    QString program;
    int errnum = 0;
    QString capability;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.call, s.architecture, s.number, s.count, s.firstUs, s.lastUs, s.program, s.errnum,
                        s.capability);
    }
};

struct SampleRow { // (oxxxxxxxx)
    QDBusObjectPath container;
    qlonglong timeNs = 0, cpuUs = -1, throttledUs = -1, throttledPeriods = -1, memoryBytes = -1,
              swapBytes = -1, oomKills = -1, pids = -1;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.container, s.timeNs, s.cpuUs, s.throttledUs, s.throttledPeriods, s.memoryBytes,
                        s.swapBytes, s.oomKills, s.pids);
    }
};

struct ProcessRow { // (itiaiuxyuttssat)
    int pid = 0;
    qulonglong startTicks = 0;
    int parent = 0;
    QList<int> nestedPids;
    uint uidOutside = 0;
    qlonglong uidInside = -1;
    uchar state = '?';
    uint threads = 0;
    qulonglong cpuUs = 0, residentBytes = 0;
    QString name, commandLine;
    QList<qulonglong> namespaces;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.pid, s.startTicks, s.parent, s.nestedPids, s.uidOutside, s.uidInside, s.state,
                        s.threads, s.cpuUs, s.residentBytes, s.name, s.commandLine, s.namespaces);
    }
};

struct ForeignProcessRow { // (uuus)
    uint pid = 0, parent = 0, uid = 0;
    QString name;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.pid, s.parent, s.uid, s.name);
    }
};

struct ForeignRow { // (sssutuasa(uuus))
    QString engine, name, command;
    uint leader = 0;
    qulonglong startTicks = 0;
    uint uid = 0;
    QStringList namespaces;
    QList<ForeignProcessRow> processes;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.engine, s.name, s.command, s.leader, s.startTicks, s.uid, s.namespaces,
                        s.processes);
    }
};

struct GoneRow { // (it)
    int pid = 0;
    qulonglong startTicks = 0;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.pid, s.startTicks);
    }
};

template <typename T>
concept WireRow = requires(T& row) { T::tie(row); };

template <WireRow T>
QDBusArgument& operator<<(QDBusArgument& argument, const T& row) {
    argument.beginStructure();
    std::apply([&](const auto&... member) { (argument << ... << member); }, T::tie(row));
    argument.endStructure();
    return argument;
}

template <WireRow T>
const QDBusArgument& operator>>(const QDBusArgument& argument, T& row) {
    argument.beginStructure();
    std::apply([&](auto&... member) { (argument >> ... >> member); }, T::tie(row));
    argument.endStructure();
    return argument; // NOLINT(bugprone-return-const-ref-from-parameter): the form QtDBus asks for
}

template <WireRow T>
bool operator==(const T& a, const T& b) {
    return T::tie(a) == T::tie(b);
}

using StringMap = QMap<QString, QString>;                 // a{ss}
using NumberMap = QMap<QString, qulonglong>;              // a{st}
using PercentMap = QMap<QString, double>;                 // a{sd}
using Interfaces = QMap<QString, QVariantMap>;            // a{sa{sv}}
using ManagedObjects = QMap<QDBusObjectPath, Interfaces>; // a{oa{sa{sv}}}

/// Tells QtDBus the signatures of all types above. Once, before the first message.
void registerWireTypes();

[[nodiscard]] StepRow toRow(const StepDescription& step);

} // namespace vitrine::helper

Q_DECLARE_METATYPE(vitrine::helper::FeatureRow)
Q_DECLARE_METATYPE(vitrine::helper::StepRow)
Q_DECLARE_METATYPE(vitrine::helper::TraceRow)
Q_DECLARE_METATYPE(vitrine::helper::VolumeRow)
Q_DECLARE_METATYPE(vitrine::helper::ProgramRow)
Q_DECLARE_METATYPE(vitrine::helper::DiskRow)
Q_DECLARE_METATYPE(vitrine::helper::DependencyRow)
Q_DECLARE_METATYPE(vitrine::helper::DiskLimitRow)
Q_DECLARE_METATYPE(vitrine::helper::LimitEffectRow)
Q_DECLARE_METATYPE(vitrine::helper::LimitReadingRow)
Q_DECLARE_METATYPE(vitrine::helper::RefusedCallRow)
Q_DECLARE_METATYPE(vitrine::helper::SampleRow)
Q_DECLARE_METATYPE(vitrine::helper::ProcessRow)
Q_DECLARE_METATYPE(vitrine::helper::ForeignProcessRow)
Q_DECLARE_METATYPE(vitrine::helper::ForeignRow)
Q_DECLARE_METATYPE(vitrine::helper::GoneRow)
