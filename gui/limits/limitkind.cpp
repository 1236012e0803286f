// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/limitkind.h"

#include <QStringList>

#include <algorithm>

namespace vitrine::gui {

namespace {

constexpr std::uint64_t defaultPeriodUs = 100'000;
/// Whole bytes that a spin box, which counts in double, can tell apart.
constexpr std::uint64_t mostBytes = 1ULL << 52U;

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

} // namespace vitrine::gui
