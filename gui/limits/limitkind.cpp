// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/limitkind.h"

#include "gui/models/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <bit>
#include <cmath>

namespace vitrine::gui {

namespace {

constexpr std::uint64_t kibibyte = 1024;
constexpr std::uint64_t mebibyte = 1024 * kibibyte;
constexpr std::uint64_t defaultPeriodUs = 100'000;
/// Whole bytes that a spin box, which counts in double, can tell apart.
constexpr std::uint64_t mostBytes = 1ULL << 52U;

/// Where lupdate finds whose words these are.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Limits)
};

bool isLinear(LimitKind kind) {
    return kind == LimitKind::Cpu;
}

/// Two significant digits.
std::uint64_t roundDecimal(double value) {
    if (value < 100)
        return static_cast<std::uint64_t>(std::llround(value));
    const double step = std::pow(10.0, std::floor(std::log10(value)) - 1);
    return static_cast<std::uint64_t>(std::llround(value / step) * std::llround(step));
}

/// An eighth of the power of two below: 40 MiB, 44 MiB, 48 MiB …
std::uint64_t roundBinary(double value) {
    const auto whole = static_cast<std::uint64_t>(value);
    const std::uint64_t step = std::max(std::bit_floor(whole) / 8, kibibyte);
    return (whole + step / 2) / step * step;
}

/// Logarithms need a beginning above zero; swap's 0 is the slider's first step.
double logOf(std::uint64_t value) {
    return std::log2(static_cast<double>(std::max<std::uint64_t>(value, 1)));
}

std::uint64_t logBegin(LimitKind kind, const LimitRange& range) {
    return kind == LimitKind::Swap ? mebibyte : range.sliderLeast;
}

} // namespace

bool isNumber(LimitKind kind) {
    return std::ranges::contains(numberLimitKinds, kind);
}

LimitUnit unitOf(LimitKind kind) {
    switch (kind) {
    case LimitKind::Cpu:
        return LimitUnit::TenthsOfPercent;
    case LimitKind::CpuWeight:
    case LimitKind::IoWeight:
        return LimitUnit::Weight;
    case LimitKind::Pids:
    case LimitKind::Cpus:
    case LimitKind::OomGroup:
    case LimitKind::MemoryNodes:
    case LimitKind::IoMax:
        return LimitUnit::Count;
    case LimitKind::MemoryMax:
    case LimitKind::MemoryHigh:
    case LimitKind::Swap:
        break;
    }
    return LimitUnit::Bytes;
}

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
            "At most this share of a CPU; 100 % is one whole CPU. When it is used up, the container "
            "waits for the next period.");
    case LimitKind::CpuWeight:
        return Words::tr(
            "Its share when others want the CPU too: twice the weight, twice the time. The default is 100.");
    case LimitKind::MemoryMax:
        return Words::tr(
            "Never more than this. If nothing can be freed, the kernel kills a process of the container.");
    case LimitKind::MemoryHigh:
        return Words::tr(
            "Above this the kernel slows the container down and frees its memory, but kills nothing.");
    case LimitKind::Swap:
        return Words::tr("How much of its memory may be moved to disk; 0 is none.");
    case LimitKind::Pids:
        return Words::tr("How many there may be at once; it ends a fork bomb.");
    case LimitKind::Cpus:
        return Words::tr("It runs on these CPUs only, such as 0-1,3; the others are left to the rest of the "
                         "computer.");
    case LimitKind::OomGroup:
        return Words::tr(
            "The kernel then kills the whole container, not one process of it at a time: no half "
            "of a program stays.");
    case LimitKind::MemoryNodes:
        return Words::tr("Its memory comes from these nodes only, best those next to its CPUs.");
    case LimitKind::IoWeight:
        return Words::tr(
            "Its share of a disk when others want it too; the default is 100. It counts on disks "
            "whose scheduler weighs: BFQ, or with io.cost switched on.");
    case LimitKind::IoMax:
        return Words::tr(
            "At most so much is read from a disk and written to it in each second; the container "
            "waits for the rest.");
    }
    return {};
}

QString fieldOf(LimitKind kind) {
    switch (kind) {
    case LimitKind::Cpu:
        return QStringLiteral("cpuMax");
    case LimitKind::CpuWeight:
        return QStringLiteral("cpuWeight");
    case LimitKind::MemoryMax:
        return QStringLiteral("memoryMax");
    case LimitKind::MemoryHigh:
        return QStringLiteral("memoryHigh");
    case LimitKind::Swap:
        return QStringLiteral("swapMax");
    case LimitKind::Pids:
        return QStringLiteral("pidsMax");
    case LimitKind::Cpus:
        return QStringLiteral("cpus");
    case LimitKind::OomGroup:
        return QStringLiteral("memoryOomGroup");
    case LimitKind::MemoryNodes:
        return QStringLiteral("memoryNodes");
    case LimitKind::IoWeight:
        return QStringLiteral("ioWeight");
    case LimitKind::IoMax:
        return QStringLiteral("ioMax");
    }
    return {};
}

QStringList keysOf(LimitKind kind) {
    if (kind == LimitKind::Cpu)
        return {QStringLiteral("cpuQuotaUs"), QStringLiteral("cpuPeriodUs"), QStringLiteral("cpuMax")};
    if (kind == LimitKind::IoMax)
        return {QStringLiteral("ioMax"), QStringLiteral("ioReadBytes"), QStringLiteral("ioWriteBytes"),
                QStringLiteral("ioReadOps"), QStringLiteral("ioWriteOps")};
    return {fieldOf(kind)};
}

QString describe(LimitKind kind, std::optional<std::uint64_t> value) {
    if (!value)
        return Words::tr("no limit");
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

LimitRange rangeOf(LimitKind kind, const HelperInfo& helper) {
    constexpr std::uint64_t leastMemory = 512 * kibibyte;
    const std::uint64_t total = std::max(helper.memoryTotal, 64 * mebibyte);
    const std::uint64_t cpus = std::max<std::uint64_t>(helper.cpuCount, 1);
    switch (kind) {
    case LimitKind::Cpu:
        return {10, cpus * 1000, 10, cpus * 1000, 500};
    case LimitKind::CpuWeight:
    case LimitKind::IoWeight:
        return {1, 10'000, 1, 10'000, 100};
    case LimitKind::MemoryMax:
        return {leastMemory, mostBytes, 4 * mebibyte, total, std::min(total, 256 * mebibyte)};
    case LimitKind::MemoryHigh:
        return {leastMemory, mostBytes, 4 * mebibyte, total, std::min(total, 192 * mebibyte)};
    case LimitKind::Swap:
        return {0, mostBytes, 0, total, 0};
    default:
        break;
    }
    return {1, 4'194'304, 1, 32'768, 64};
}

std::optional<std::uint64_t> valueOf(LimitKind kind, const ResourceLimits& limits) {
    switch (kind) {
    case LimitKind::Cpu:
        if (!limits.cpuMax || limits.cpuMax->periodUs == 0)
            return std::nullopt;
        return (limits.cpuMax->quotaUs * 1000 + limits.cpuMax->periodUs / 2) / limits.cpuMax->periodUs;
    case LimitKind::CpuWeight:
        return limits.cpuWeight;
    case LimitKind::MemoryMax:
        return limits.memoryMax;
    case LimitKind::MemoryHigh:
        return limits.memoryHigh;
    case LimitKind::Swap:
        return limits.swapMax;
    case LimitKind::Pids:
        return limits.pidsMax;
    case LimitKind::IoWeight:
        return limits.ioWeight;
    default:
        return std::nullopt;
    }
}

void setValue(LimitKind kind, ResourceLimits& limits, std::optional<std::uint64_t> value) {
    switch (kind) {
    case LimitKind::Cpu: {
        const std::uint64_t period = limits.cpuMax ? limits.cpuMax->periodUs : defaultPeriodUs;
        limits.cpuMax.reset();
        if (value)
            limits.cpuMax = CpuMax{.quotaUs = *value * period / 1000, .periodUs = period};
        return;
    }
    case LimitKind::CpuWeight:
        limits.cpuWeight = value;
        return;
    case LimitKind::MemoryMax:
        limits.memoryMax = value;
        return;
    case LimitKind::MemoryHigh:
        limits.memoryHigh = value;
        return;
    case LimitKind::Swap:
        limits.swapMax = value;
        return;
    case LimitKind::Pids:
        limits.pidsMax = value;
        return;
    case LimitKind::IoWeight:
        limits.ioWeight = value;
        return;
    default:
        return;
    }
}

void setPeriod(ResourceLimits& limits, std::uint64_t periodUs) {
    if (!limits.cpuMax || limits.cpuMax->periodUs == 0)
        return;
    const std::uint64_t old = limits.cpuMax->periodUs;
    limits.cpuMax =
        CpuMax{.quotaUs = (limits.cpuMax->quotaUs * periodUs + old / 2) / old, .periodUs = periodUs};
}

void copyLimit(LimitKind kind, const ResourceLimits& from, ResourceLimits& to) {
    switch (kind) {
    case LimitKind::Cpu:
        to.cpuMax = from.cpuMax;
        return;
    case LimitKind::Cpus:
        to.cpus = from.cpus;
        return;
    case LimitKind::MemoryNodes:
        to.memoryNodes = from.memoryNodes;
        return;
    case LimitKind::OomGroup:
        to.memoryOomGroup = from.memoryOomGroup;
        return;
    case LimitKind::IoMax:
        to.ioMax = from.ioMax;
        return;
    default:
        setValue(kind, to, valueOf(kind, from));
    }
}

bool isSame(LimitKind kind, const ResourceLimits& a, const ResourceLimits& b) {
    ResourceLimits copy = a;
    copyLimit(kind, b, copy);
    return copy == a;
}

NumberList numbersOf(LimitKind kind, const HelperInfo& helper) {
    if (kind != LimitKind::Cpus && kind != LimitKind::MemoryNodes)
        return {};
    const QString& text = kind == LimitKind::Cpus ? helper.cpus : helper.memoryNodes;
    return parseNumberList(text.toStdString(), "numbers").value_or(NumberList());
}

bool isOffered(LimitKind kind, const HelperInfo& helper) {
    return kind != LimitKind::MemoryNodes || numbersOf(kind, helper).size() > 1;
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

int sliderPosition(LimitKind kind, const LimitRange& range, std::uint64_t value) {
    const std::uint64_t bounded = std::clamp(value, range.sliderLeast, range.sliderMost);
    const auto steps = static_cast<double>(sliderSteps);
    if (isLinear(kind)) {
        return static_cast<int>(std::lround(static_cast<double>(bounded - range.sliderLeast) * steps /
                                            static_cast<double>(range.sliderMost - range.sliderLeast)));
    }
    const double begin = logOf(logBegin(kind, range));
    if (bounded == range.sliderLeast)
        return 0;
    const double part = (logOf(bounded) - begin) / (logOf(range.sliderMost) - begin);
    return std::clamp(static_cast<int>(std::lround(part * steps)), 1, sliderSteps);
}

std::uint64_t sliderValue(LimitKind kind, const LimitRange& range, int position) {
    if (position <= 0)
        return range.sliderLeast;
    if (position >= sliderSteps)
        return range.sliderMost;
    const double part = static_cast<double>(position) / sliderSteps;
    if (isLinear(kind)) {
        const auto span = static_cast<double>(range.sliderMost - range.sliderLeast);
        // Whole percents.
        return std::max<std::uint64_t>(static_cast<std::uint64_t>(std::llround(
                                           (part * span + static_cast<double>(range.sliderLeast)) / 10)) *
                                           10,
                                       range.sliderLeast);
    }
    const double begin = logOf(logBegin(kind, range));
    const double value = std::exp2(begin + part * (logOf(range.sliderMost) - begin));
    const std::uint64_t rounded = unitOf(kind) == LimitUnit::Bytes ? roundBinary(value) : roundDecimal(value);
    return std::clamp(rounded, range.sliderLeast, range.sliderMost);
}

} // namespace vitrine::gui
