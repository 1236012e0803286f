// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Limits and disks, from and to the wire.

#include "core/model/limitkeys.h"
#include "gui/service/dbusread.h"

#include <algorithm>

namespace vitrine::gui::wire {

namespace {

std::optional<std::uint64_t> numberOf(const QVariantMap& map, const char* key) {
    const QVariant value = map.value(QLatin1String(key));
    if (value.metaType() != QMetaType::fromType<qulonglong>())
        return std::nullopt;
    return value.toULongLong();
}

NumberList listOf(const QVariantMap& map, const char* key) {
    const QVariant value = map.value(QLatin1String(key));
    if (value.metaType() != QMetaType::fromType<QString>())
        return {};
    return parseNumberList(value.toString().toStdString(), key).value_or(NumberList());
}

std::vector<DiskLimit> diskLimitsOf(const QVariant& value) {
    auto limits = rows<DiskLimit>(value, "a(uutttt)", [](const QDBusArgument& argument, DiskLimit& limit) {
        qulonglong readBytes = 0;
        qulonglong writeBytes = 0;
        qulonglong readOps = 0;
        qulonglong writeOps = 0;
        argument >> limit.device.major >> limit.device.minor >> readBytes >> writeBytes >> readOps >>
            writeOps;
        limit = {limit.device, readBytes, writeBytes, readOps, writeOps};
    });
    if (!limits)
        return {};
    std::ranges::sort(*limits, {}, &DiskLimit::device);
    return *std::move(limits);
}

} // namespace

std::optional<std::vector<Disk>> disks(const QVariant& value) {
    return rows<Disk>(value, "a(uust)", [](const QDBusArgument& argument, Disk& disk) {
        QString name;
        qulonglong bytes = 0;
        argument >> disk.device.major >> disk.device.minor >> name >> bytes;
        disk.name = name.toStdString();
        disk.bytes = bytes;
    });
}

QVariantMap toMap(const ResourceLimits& limits) {
    QVariantMap map;
    const auto put = [&](const char* key, std::uint64_t value) {
        map.insert(QLatin1String(key), QVariant::fromValue(qulonglong{value}));
    };
    if (limits.cpuMax) {
        put(limitkey::cpuQuotaUs, limits.cpuMax->quotaUs);
        put(limitkey::cpuPeriodUs, limits.cpuMax->periodUs);
    }
    for (const auto& [key, field] : limitkey::numbers) {
        if (limits.*field)
            put(key, *(limits.*field));
    }
    for (const auto& [key, field] : limitkey::lists) {
        if (!(limits.*field).empty())
            map.insert(QLatin1String(key), QString::fromStdString(textOf(limits.*field)));
    }
    if (limits.memoryOomGroup)
        map.insert(QLatin1String(limitkey::memoryOomGroup), true);
    QList<DiskLimitRow> disks;
    for (const DiskLimit& limit : limits.ioMax)
        disks.append({limit});
    if (!disks.isEmpty())
        map.insert(QLatin1String(limitkey::ioMax), QVariant::fromValue(disks));
    return map;
}

ResourceLimits limitsFrom(const QVariantMap& map) {
    ResourceLimits limits;
    const std::uint64_t period = numberOf(map, limitkey::cpuPeriodUs).value_or(100'000);
    if (const auto quota = numberOf(map, limitkey::cpuQuotaUs); quota && period > 0)
        limits.cpuMax = CpuMax{.quotaUs = *quota, .periodUs = period};
    for (const auto& [key, field] : limitkey::numbers)
        limits.*field = numberOf(map, key);
    for (const auto& [key, field] : limitkey::lists)
        limits.*field = listOf(map, key);
    const QVariant group = map.value(QLatin1String(limitkey::memoryOomGroup));
    limits.memoryOomGroup = group.metaType() == QMetaType::fromType<bool>() && group.toBool();
    limits.ioMax = diskLimitsOf(map.value(QLatin1String(limitkey::ioMax)));
    return limits;
}

} // namespace vitrine::gui::wire
