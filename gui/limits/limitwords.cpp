// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/limitwords.h"

#include "gui/models/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace vitrine::gui {

namespace {

/// Where lupdate finds whose words these are.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Limits)
};

} // namespace

QString titleOf(LimitKind kind) {
    switch (kind) {
    case LimitKind::Cpu:
        return Words::tr("CPU time");
    case LimitKind::CpuWeight:
        return Words::tr("CPU weight");
    case LimitKind::MemoryMax:
        return Words::tr("Memory, hard limit");
    case LimitKind::MemoryHigh:
        return Words::tr("Memory, soft limit");
    case LimitKind::Swap:
        return Words::tr("Swap");
    case LimitKind::Pids:
        return Words::tr("Processes and threads");
    case LimitKind::Cpus:
        return Words::tr("Processors");
    case LimitKind::OomGroup:
        return Words::tr("Out of memory");
    case LimitKind::MemoryNodes:
        return Words::tr("Memory nodes");
    case LimitKind::IoWeight:
        return Words::tr("Disk weight");
    case LimitKind::IoMax:
        return Words::tr("Disk speed");
    }
    return {};
}

QString explanationOf(LimitKind kind) {
    switch (kind) {
    case LimitKind::Cpu:
        return Words::tr(
            "At most this share of a CPU; 100 % is one whole CPU. What has used it up waits for the next "
            "period.");
    case LimitKind::CpuWeight:
        return Words::tr(
            "Its share when others want the CPU too: twice the weight, twice the time. The default is 100.");
    case LimitKind::MemoryMax:
        return Words::tr(
            "Never more than this. If nothing can be freed, the kernel kills one of the processes.");
    case LimitKind::MemoryHigh:
        return Words::tr(
            "Above this the kernel slows the processes down and frees their memory, but kills nothing.");
    case LimitKind::Swap:
        return Words::tr("How much of its memory may be moved to disk; 0 is none.");
    case LimitKind::Pids:
        return Words::tr("How many there may be at once; it ends a fork bomb.");
    case LimitKind::Cpus:
        return Words::tr("It runs on these CPUs only, such as 0-1,3; the others are left to the rest of the "
                         "computer.");
    case LimitKind::OomGroup:
        return Words::tr(
            "The kernel then kills all the processes, not one of them at a time: no half of a program "
            "stays.");
    case LimitKind::MemoryNodes:
        return Words::tr("Its memory comes from these nodes only, best those next to its CPUs.");
    case LimitKind::IoWeight:
        return Words::tr(
            "Its share of a disk when others want it too; the default is 100. It counts on disks "
            "whose scheduler weighs: BFQ, or with io.cost switched on.");
    case LimitKind::IoMax:
        return Words::tr(
            "At most so much is read from a disk and written to it in each second; the rest has to wait.");
    }
    return {};
}

QString unlimitedOf(LimitKind kind) {
    return unitOf(kind) == LimitUnit::Weight ? Words::tr("Default") : Words::tr("No limit");
}

QString describe(LimitKind kind, std::optional<std::uint64_t> value) {
    if (!value)
        return unitOf(kind) == LimitUnit::Weight ? Words::tr("default") : Words::tr("no limit");
    switch (unitOf(kind)) {
    case LimitUnit::TenthsOfPercent:
        return QStringLiteral("%1 %").arg(
            QLocale().toString(static_cast<double>(*value) / 10, 'f', *value % 10 ? 1 : 0));
    case LimitUnit::Bytes:
        return formatBytes(*value);
    case LimitUnit::Weight:
    case LimitUnit::Count:
        break;
    }
    return QLocale().toString(static_cast<qulonglong>(*value));
}

QString nameOf(DeviceNumber device, const std::vector<Disk>& disks) {
    const auto disk = std::ranges::find(disks, device, &Disk::device);
    return QString::fromStdString(disk == disks.end() ? textOf(device) : disk->name);
}

namespace {

QString describe(const DiskLimit& limit, const std::vector<Disk>& disks) {
    QStringList speeds;
    const QLocale locale;
    if (limit.readBytes != 0)
        speeds << Words::tr("reads %1/s").arg(formatBytes(limit.readBytes));
    if (limit.writeBytes != 0)
        speeds << Words::tr("writes %1/s").arg(formatBytes(limit.writeBytes));
    if (limit.readOps != 0)
        speeds << Words::tr("%1 reads/s").arg(locale.toString(static_cast<qulonglong>(limit.readOps)));
    if (limit.writeOps != 0)
        speeds << Words::tr("%1 writes/s").arg(locale.toString(static_cast<qulonglong>(limit.writeOps)));
    return QStringLiteral("%1: %2").arg(nameOf(limit.device, disks), speeds.join(QStringLiteral(", ")));
}

QString describe(const NumberList& numbers) {
    return numbers.empty() ? Words::tr("all of them") : QString::fromStdString(textOf(numbers));
}

} // namespace

QString describe(LimitKind kind, const ResourceLimits& limits, const std::vector<Disk>& disks) {
    switch (kind) {
    case LimitKind::Cpus:
        return describe(limits.cpus);
    case LimitKind::MemoryNodes:
        return describe(limits.memoryNodes);
    case LimitKind::OomGroup:
        return limits.memoryOomGroup ? Words::tr("stop all") : Words::tr("kill one process");
    case LimitKind::IoMax: {
        QStringList lines;
        for (const DiskLimit& limit : limits.ioMax)
            lines << describe(limit, disks);
        return lines.isEmpty() ? Words::tr("no limit") : lines.join(QStringLiteral("; "));
    }
    default:
        return describe(kind, valueOf(kind, limits));
    }
}

QString kernelWords(LimitKind kind, const QString& content) {
    if (content.isEmpty())
        return kind == LimitKind::Cpus || kind == LimitKind::MemoryNodes ? Words::tr("nothing (all of them)")
                                                                         : Words::tr("nothing (no limit)");
    const QString first = content.section(QLatin1Char(' '), 0, 0);
    if (first == QLatin1String("max") || (kind == LimitKind::Cpu && first == QLatin1String("-1")))
        return Words::tr("%1 (no limit)").arg(content);
    // PAGE_COUNTER_MAX in bytes (include/linux/page_counter.h): LONG_MAX rounded down to pages, of at most 64
    // KiB.
    constexpr qulonglong leastUnlimited = 0x7fff'ffff'ffff'0000ULL;
    bool isNumber = false;
    const qulonglong number = first.toULongLong(&isNumber);
    const bool isUnlimited = isNumber && unitOf(kind) == LimitUnit::Bytes && number >= leastUnlimited;
    // One line for each disk.
    return isUnlimited ? Words::tr("no limit") : QString(content).replace(u'\n', QStringLiteral("; "));
}

QString unavailableReason(LimitKind kind, const HelperInfo& helper) {
    if (const QString reason = helper.unavailable.value(QStringLiteral("limits")); !reason.isEmpty())
        return reason;
    const auto reason = [&helper](const char* feature) {
        return helper.unavailable.value(QString::fromLatin1(feature));
    };
    switch (kind) {
    case LimitKind::Cpu:
    case LimitKind::CpuWeight:
        return reason("cpu-limit");
    case LimitKind::MemoryMax:
    case LimitKind::MemoryHigh:
        return reason("memory-limit");
    case LimitKind::Swap: {
        const QString memory = reason("memory-limit");
        return memory.isEmpty() ? reason("swap-limit") : memory;
    }
    case LimitKind::Pids:
        return reason("pids-limit");
    case LimitKind::Cpus:
    case LimitKind::MemoryNodes:
        return reason("cpuset-limit");
    case LimitKind::OomGroup: {
        const QString memory = reason("memory-limit");
        return memory.isEmpty() ? reason("oom-group") : memory;
    }
    case LimitKind::IoWeight: {
        const QString io = reason("io-limit");
        return io.isEmpty() ? reason("io-weight") : io;
    }
    case LimitKind::IoMax:
        return reason("io-limit");
    }
    return {};
}

} // namespace vitrine::gui
