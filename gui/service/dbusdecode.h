// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/containerservice.h"

#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>
#include <QList>
#include <QVariantMap>

#include <optional>

/// The types of resources/dbus/*.xml, from and to the wire. Everything that comes in is checked against its
/// signature first: what does not match is dropped, never guessed.
namespace vitrine::gui::wire {

inline constexpr auto managerInterface = "org.vitrine.Manager1";
inline constexpr auto containerInterface = "org.vitrine.Container1";
inline constexpr auto jobInterface = "org.vitrine.Job1";
inline constexpr auto busName = "org.vitrine.Manager1";
inline constexpr auto managerPath = "/org/vitrine/Manager1";

using Interfaces = QMap<QString, QVariantMap>;
using ManagedObjects = QMap<QString, Interfaces>;

/// A name and a descriptor: a(sh).
struct GivenFile {
    QString name;
    QDBusUnixFileDescriptor file;
};

/// The limits of a disk: a(uutttt).
struct DiskLimitRow {
    DiskLimit limit;
};

/// Makes the types above known to QtDBus; may be called again.
void registerTypes();

[[nodiscard]] QString pathOf(const ContainerId& id);
/// The id of a container's path, or empty for another path.
[[nodiscard]] ContainerId idOf(const QString& path);
[[nodiscard]] bool isJobPath(const QString& path);

[[nodiscard]] std::optional<ManagedObjects> managedObjects(const QVariant& value);
[[nodiscard]] std::optional<Interfaces> interfaces(const QVariant& value);

/// Overwrites the fields that are in `properties`.
void update(ContainerInfo& info, const QVariantMap& properties);
void update(JobInfo& job, const QVariantMap& properties);
[[nodiscard]] HelperInfo helperInfo(const QVariantMap& properties);

[[nodiscard]] std::optional<std::vector<ContainerSample>> statistics(const QDBusMessage& signal);
/// Container and sample.
[[nodiscard]] std::optional<std::pair<ContainerId, DetailedSample>> detailed(const QDBusMessage& signal);
[[nodiscard]] std::optional<ProcessUpdate> processes(const QDBusMessage& signal);

[[nodiscard]] std::optional<std::vector<StepDescription>> plan(const QVariant& value);
[[nodiscard]] std::optional<std::vector<StepRow>> trace(const QVariant& value);
[[nodiscard]] std::optional<std::vector<ProgramInfo>> programs(const QVariant& value);
[[nodiscard]] std::optional<std::vector<DependencyRow>> dependencies(const QVariant& value);
[[nodiscard]] std::optional<std::vector<EffectiveLimit>> effectiveLimits(const QVariant& value);
[[nodiscard]] std::optional<std::vector<LimitReading>> limitReadings(const QVariant& value);
[[nodiscard]] std::optional<std::vector<RefusedCall>> refusedCalls(const QVariant& value);
[[nodiscard]] std::optional<QMap<QString, QString>> stringMap(const QVariant& value);
[[nodiscard]] std::optional<std::vector<OwnedFd>> descriptors(const QVariant& value);
/// A descriptor of one's own: the message closes its.
[[nodiscard]] OwnedFd duplicate(const QDBusUnixFileDescriptor& descriptor);

[[nodiscard]] std::optional<std::vector<Disk>> disks(const QVariant& value);

/// The property Limits (a{sv}); a key of another type than the contract's is no limit.
[[nodiscard]] QVariantMap toMap(const ResourceLimits& limits);
[[nodiscard]] ResourceLimits limitsFrom(const QVariantMap& map);

} // namespace vitrine::gui::wire

Q_DECLARE_METATYPE(vitrine::gui::wire::GivenFile)
Q_DECLARE_METATYPE(vitrine::gui::wire::DiskLimitRow)
