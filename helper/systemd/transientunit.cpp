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
    qDBusRegisterMetaType<UnitDiskRate>();
    qDBusRegisterMetaType<QList<UnitDiskRate>>();
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

namespace {

/// "<the manager's group>/vitrine.slice"
std::string unitSlicePath(const std::string& managerGroup) {
    std::string group = managerGroup;
    group.erase(0, group.find_first_not_of('/'));
    while (group.ends_with('/'))
        group.pop_back();
    if (!group.empty())
        group += '/';
    return group + unitSlice;
}

} // namespace

std::string payloadGroup(const std::string& managerGroup, const std::string& id, const std::string& group) {
    const std::string slice = group.empty() ? unitSlicePath(managerGroup) : sliceGroup(managerGroup, group);
    return slice + '/' + monitorUnit(id).toStdString() + "/payload";
}

std::string sliceGroup(const std::string& managerGroup, const std::string& group) {
    return unitSlicePath(managerGroup) + '/' + groupSliceName(group);
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

UnitProperty inSlice(const std::string& group) {
    return property("Slice", QString::fromStdString(groupSliceName(group)));
}

namespace {

/// "No limit" and "not set" of every number.
constexpr qulonglong unlimited = std::numeric_limits<qulonglong>::max();
constexpr qulonglong secondUs = 1'000'000;

/// µs of CPU time in a second. A quota of 2^44 µs times a million would not fit.
qulonglong perSecond(const CpuMax& cpu) {
    return cpu.quotaUs / cpu.periodUs * secondUs + cpu.quotaUs % cpu.periodUs * secondUs / cpu.periodUs;
}

UnitProperty number(const char* name, const std::optional<std::uint64_t>& value) {
    return property(name, static_cast<qulonglong>(value.value_or(unlimited)));
}

/// One bit for each, the first in the lowest of the first byte (AllowedCPUs).
QByteArray bitsOf(const NumberList& list) {
    QByteArray bits;
    for (const std::uint32_t one : list) {
        const auto byte = static_cast<qsizetype>(one / 8);
        if (bits.size() <= byte)
            bits.resize(byte + 1, '\0');
        bits[byte] = static_cast<char>(static_cast<unsigned char>(bits[byte]) | (1U << (one % 8)));
    }
    return bits;
}

/// An empty list takes back what was set, and the second adds what is wanted.
void addRates(UnitProperties& properties, const char* name, const std::vector<DiskLimit>& disks,
              std::uint64_t DiskLimit::* rate) {
    QList<UnitDiskRate> rates;
    for (const DiskLimit& disk : disks)
        if (disk.*rate != 0)
            rates.append({QStringLiteral("/dev/block/%1:%2").arg(disk.device.major).arg(disk.device.minor),
                          qulonglong{disk.*rate}});
    properties += property(name, QList<UnitDiskRate>());
    if (!rates.isEmpty())
        properties += property(name, rates);
}

} // namespace

UnitProperties sliceProperties(const GroupSpec& group) {
    const ResourceLimits& limits = group.limits;
    const std::optional<CpuMax>& cpu = limits.cpuMax;
    UnitProperties properties{
        property("CPUQuotaPerSecUSec", cpu ? perSecond(*cpu) : unlimited),
        property("CPUQuotaPeriodUSec", cpu ? static_cast<qulonglong>(cpu->periodUs) : unlimited),
        number("CPUWeight", limits.cpuWeight),
        number("MemoryMax", limits.memoryMax),
        number("MemoryHigh", limits.memoryHigh),
        number("MemorySwapMax", limits.swapMax),
        number("TasksMax", limits.pidsMax),
        number("IOWeight", limits.ioWeight),
        property("AllowedCPUs", bitsOf(limits.cpus)),
        property("AllowedMemoryNodes", bitsOf(limits.memoryNodes)),
    };
    addRates(properties, "IOReadBandwidthMax", limits.ioMax, &DiskLimit::readBytes);
    addRates(properties, "IOWriteBandwidthMax", limits.ioMax, &DiskLimit::writeBytes);
    addRates(properties, "IOReadIOPSMax", limits.ioMax, &DiskLimit::readOps);
    addRates(properties, "IOWriteIOPSMax", limits.ioMax, &DiskLimit::writeOps);
    return properties;
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
