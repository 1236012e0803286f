// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/limitsmap.h"

#include "core/model/limitkeys.h"
#include "helper/bus/wiretypes.h"

#include <algorithm>

namespace vitrine::helper {

namespace {

std::string nameOf(const QString& key) {
    return "limits." + key.toStdString();
}

Error unknownKey(const QString& key) {
    return Error::invalid(nameOf(key),
                          "is not a limit; there are cpuQuotaUs, cpuPeriodUs, cpuWeight, memoryMax, "
                          "memoryHigh, swapMax, pidsMax, cpus, memoryNodes, memoryOomGroup, ioWeight "
                          "and ioMax");
}

/// Exactly this type: nothing is converted, so that a text is no number.
template <typename T>
Result<T> exactly(const QString& key, const QVariant& value, const char* type) {
    if (value.metaType() != QMetaType::fromType<T>())
        return failure(Error::invalid(nameOf(key), std::string("must be of the D-Bus type ") + type));
    return value.value<T>();
}

Result<std::vector<DiskLimit>> readDisks(const QString& key, const QVariant& value) {
    constexpr auto type = "a(uutttt)";
    // From the bus it comes undecoded, from a test as what it is.
    const bool isEncoded = value.metaType() == QMetaType::fromType<QDBusArgument>();
    const bool isRight = isEncoded ? value.value<QDBusArgument>().currentSignature() == QLatin1String(type)
                                   : value.metaType() == QMetaType::fromType<QList<DiskLimitRow>>();
    if (!isRight)
        return failure(Error::invalid(nameOf(key), std::string("must be of the D-Bus type ") + type));
    std::vector<DiskLimit> limits;
    for (const DiskLimitRow& row : qdbus_cast<QList<DiskLimitRow>>(value))
        limits.push_back({{row.major, row.minor}, row.readBytes, row.writeBytes, row.readOps, row.writeOps});
    std::ranges::sort(limits, {}, &DiskLimit::device);
    return limits;
}

Result<> readOther(const QString& key, const QVariant& value, ResourceLimits& limits, CpuMax& cpu) {
    if (key == QLatin1String(limitkey::cpuQuotaUs))
        cpu.quotaUs = VITRINE_TRY(exactly<qulonglong>(key, value, "t"));
    else if (key == QLatin1String(limitkey::cpuPeriodUs))
        cpu.periodUs = VITRINE_TRY(exactly<qulonglong>(key, value, "t"));
    else if (key == QLatin1String(limitkey::memoryOomGroup))
        limits.memoryOomGroup = VITRINE_TRY(exactly<bool>(key, value, "b"));
    else if (key == QLatin1String(limitkey::ioMax))
        limits.ioMax = VITRINE_TRY(readDisks(key, value));
    else
        return failure(unknownKey(key));
    return {};
}

Result<> readOne(const QString& key, const QVariant& value, ResourceLimits& limits, CpuMax& cpu) {
    for (const auto& [name, field] : limitkey::numbers) {
        if (key == QLatin1String(name)) {
            limits.*field = VITRINE_TRY(exactly<qulonglong>(key, value, "t"));
            return {};
        }
    }
    for (const auto& [name, field] : limitkey::lists) {
        if (key == QLatin1String(name)) {
            const QString text = VITRINE_TRY(exactly<QString>(key, value, "s"));
            auto numbers = parseNumberList(text.toStdString(), nameOf(key));
            if (!numbers)
                return failure(Error::invalid(nameOf(key), "must be " + numbers.error().reason()));
            limits.*field = *std::move(numbers);
            return {};
        }
    }
    return readOther(key, value, limits, cpu);
}

} // namespace

QVariantMap limitsToMap(const ResourceLimits& limits) {
    QVariantMap map;
    const auto number = [](std::uint64_t value) { return QVariant::fromValue(qulonglong{value}); };
    if (limits.cpuMax) {
        map.insert(QLatin1String(limitkey::cpuQuotaUs), number(limits.cpuMax->quotaUs));
        map.insert(QLatin1String(limitkey::cpuPeriodUs), number(limits.cpuMax->periodUs));
    }
    for (const auto& [key, field] : limitkey::numbers) {
        if (limits.*field)
            map.insert(QLatin1String(key), number(*(limits.*field)));
    }
    for (const auto& [key, field] : limitkey::lists) {
        if (!(limits.*field).empty())
            map.insert(QLatin1String(key), QString::fromStdString(textOf(limits.*field)));
    }
    if (limits.memoryOomGroup)
        map.insert(QLatin1String(limitkey::memoryOomGroup), true);
    QList<DiskLimitRow> disks;
    for (const DiskLimit& limit : limits.ioMax)
        disks.append({limit.device.major, limit.device.minor, limit.readBytes, limit.writeBytes,
                      limit.readOps, limit.writeOps});
    if (!disks.isEmpty())
        map.insert(QLatin1String(limitkey::ioMax), QVariant::fromValue(disks));
    return map;
}

Result<ResourceLimits> limitsFromMap(const QVariantMap& map) {
    ResourceLimits limits;
    CpuMax cpu;
    for (auto it = map.cbegin(); it != map.cend(); ++it)
        VITRINE_CHECK(readOne(it.key(), it.value(), limits, cpu));
    if (map.contains(QLatin1String(limitkey::cpuQuotaUs)))
        limits.cpuMax = cpu;
    else if (map.contains(QLatin1String(limitkey::cpuPeriodUs)))
        return failure(Error::invalid("limits.cpuPeriodUs", "needs a cpuQuotaUs beside it"));
    if (auto checked = validate(limits); !checked)
        return failure(Error::invalid("limits." + checked.error().subject(), checked.error().reason()));
    return limits;
}

} // namespace vitrine::helper
