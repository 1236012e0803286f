// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/systemd/transientunit.h"

#include <QDBusMetaType>
#include <QDBusUnixFileDescriptor>

#include <unistd.h>

#include <limits>

namespace vitrine::helper {

namespace {

/// DelegateSubgroup= came with this version (systemd.resource-control(5)).
constexpr int subgroupVersion = 254;
/// The monitor gives the container time to end by itself, and then removes its group.
constexpr std::chrono::seconds removalTimeout{20};
constexpr qulonglong recoveryTimeoutUs = 60'000'000;

template <typename T>
UnitProperty property(const char* name, const T& value) {
    return {QString::fromLatin1(name), QDBusVariant(QVariant::fromValue(value))};
}

UnitProperty text(const char* name, const char* value) {
    return property(name, QString::fromLatin1(value));
}

/// The arguments as they are: without the flag "$" in a path would be looked up in the environment.
UnitProperty execStart(const std::vector<std::string>& command) {
    QStringList arguments;
    for (const std::string& argument : command)
        arguments.append(QString::fromStdString(argument));
    const UnitCommand only{arguments.value(0), arguments, {QStringLiteral("no-env-expand")}};
    return property("ExecStartEx", QList<UnitCommand>{only});
}

UnitProperties commonProperties(const std::vector<std::string>& command, const char* description) {
    return {text("Description", description), text("Slice", unitSlice),
            // What systemd does to its services, but a container's first process must not inherit.
            property("IgnoreSIGPIPE", false), text("StandardOutput", "null"),
            text("StandardError", "journal"), execStart(command)};
}

} // namespace

void registerUnitTypes() {
    qDBusRegisterMetaType<UnitProperty>();
    qDBusRegisterMetaType<UnitProperties>();
    qDBusRegisterMetaType<UnitCommand>();
    qDBusRegisterMetaType<QList<UnitCommand>>();
    qDBusRegisterMetaType<AuxiliaryUnit>();
    qDBusRegisterMetaType<QList<AuxiliaryUnit>>();
}

QString monitorUnit(const std::string& id) {
    return QStringLiteral("vitrine-") + QString::fromStdString(id) + QStringLiteral(".service");
}

QString enterUnit(int pid, unsigned number) {
    return QStringLiteral("vitrine-enter-%1-%2-%3.service").arg(pid).arg(::getpid()).arg(number);
}

QString recoveryUnit(const std::string& id) {
    return QStringLiteral("vitrine-recover-") + QString::fromStdString(id) + QStringLiteral(".service");
}

std::string payloadGroup(const std::string& managerGroup, const std::string& id) {
    std::string group = managerGroup;
    group.erase(0, group.find_first_not_of('/'));
    while (group.ends_with('/'))
        group.pop_back();
    if (!group.empty())
        group += '/';
    return group + unitSlice + '/' + monitorUnit(id).toStdString() + "/payload";
}

int systemdVersion(const QString& text) {
    int version = 0;
    for (const QChar& character : text.startsWith(u'v') ? text.mid(1) : text) {
        if (character < u'0' || character > u'9' || version > 100'000)
            break;
        version = version * 10 + character.digitValue();
    }
    return version;
}

UnitProperties monitorProperties(const std::vector<std::string>& command, int standardInput, int version) {
    UnitProperties properties = commonProperties(command, "Container of Vitrine");
    properties += {
        text("Type", "exec"),
        text("CollectMode", "inactive-or-failed"),
        property("Delegate", true),
        text("KillMode", "mixed"),
        text("OOMPolicy", "continue"),
        // A container's own limit is the one that is shown; a second one here would be a lie. The slice
        // has one for all.
        property("TasksMax", std::numeric_limits<qulonglong>::max()),
        property("StandardInputFileDescriptor", QDBusUnixFileDescriptor(standardInput)),
    };
    if (version >= subgroupVersion)
        properties += text("DelegateSubgroup", "monitor");
    return properties;
}

UnitProperty stopTimeout(std::chrono::milliseconds ofContainer) {
    const auto whole = std::chrono::microseconds(ofContainer + removalTimeout);
    return property("TimeoutStopUSec", static_cast<qulonglong>(whole.count()));
}

UnitProperty closedDevices() {
    return text("DevicePolicy", "closed");
}

UnitProperties recoveryProperties(const std::vector<std::string>& command) {
    UnitProperties properties = commonProperties(command, "Vitrine clears up after a container");
    properties += {text("Type", "oneshot"), text("CollectMode", "inactive"),
                   property("TimeoutStartUSec", recoveryTimeoutUs)};
    return properties;
}

QString unitPath(const QString& unit) {
    QString path = QStringLiteral("/org/freedesktop/systemd1/unit/");
    const QByteArray bytes = unit.toUtf8();
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char byte = bytes[i];
        const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        const bool digit = byte >= '0' && byte <= '9';
        if (letter || (digit && i > 0))
            path += QLatin1Char(byte);
        else
            path += u'_' + QString::fromLatin1(QByteArray(1, byte).toHex());
    }
    return path;
}

} // namespace vitrine::helper
