// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/charts/containercharts.h"

#include "gui/models/format.h"
#include "gui/views/colours.h"

#include <QCoreApplication>

#include <algorithm>

namespace vitrine::gui {

namespace {

/// A limit far above what is used would press the line to the ground: it is then named at the top instead.
constexpr double farAbove = 8;

/// Where lupdate finds whose words these are.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Charts)
};

double secondsBefore(std::int64_t timeNs, std::int64_t nowNs) {
    return std::min(0.0, static_cast<double>(timeNs - nowNs) / 1e9);
}

/// A line through all moments of which `quantity` is known, broken at gaps.
template <typename AnyMoment, typename Quantity>
ChartLine lineOf(const std::vector<AnyMoment>& moments, std::int64_t nowNs, const QString& name,
                 const QColor& colour, Quantity quantity) {
    ChartLine line{name, colour, {}};
    bool isBroken = true;
    for (const AnyMoment& moment : moments) {
        const std::optional<double> value = quantity(moment);
        if (!value) {
            isBroken = true;
            continue;
        }
        if (isBroken || moment.afterGap)
            line.pieces.emplace_back();
        isBroken = false;
        line.pieces.back().emplace_back(secondsBefore(moment.timeNs, nowNs), *value);
    }
    return line;
}

ChartData begin(const ChartInput& input, const QString& title, ChartUnit unit) {
    ChartData data;
    data.title = title;
    data.unit = unit;
    data.seconds = input.seconds;
    if (input.moments.empty())
        data.missing = input.missing.isEmpty() ? Words::tr("Nothing has been measured yet.") : input.missing;
    return data;
}

double top(double peak, const std::vector<ChartLimit>& limits, double least, Rounding rounding) {
    double highest = std::max(peak, least);
    for (const ChartLimit& limit : limits) {
        if (limit.value <= std::max(peak, least) * farAbove)
            highest = std::max(highest, limit.value * 1.1);
    }
    return niceCeiling(highest, rounding);
}

QString pressureTitle(Pressure kind) {
    switch (kind) {
    case Pressure::CpuSome:
        return Words::tr("CPU");
    case Pressure::MemorySome:
        return Words::tr("memory");
    case Pressure::MemoryFull:
        return Words::tr("memory, all of it");
    case Pressure::IoSome:
        return Words::tr("input and output");
    case Pressure::CpuFull:
    case Pressure::IoFull:
        break;
    }
    return {};
}

void addBands(ChartData& data, const ChartInput& input) {
    const Moment* before = nullptr;
    for (const Moment& moment : input.moments) {
        constexpr double visible = 0.01;
        if (before && moment.throttledShare.value_or(0) >= visible) {
            data.bands.push_back({secondsBefore(before->timeNs, input.nowNs),
                                  secondsBefore(moment.timeNs, input.nowNs), *moment.throttledShare});
        }
        before = &moment;
    }
}

} // namespace

ChartData cpuChart(const ChartInput& input) {
    ChartData data = begin(input, Words::tr("CPU"), ChartUnit::Percent);
    data.bandName = Words::tr("throttled");
    data.lines.push_back(lineOf(input.moments, input.nowNs, Words::tr("CPU"), cpuColour(input.palette),
                                [](const Moment& moment) { return moment.cpuPercent; }));
    if (input.limits.cpuMax) {
        data.limits.push_back({Words::tr("limit"), 100.0 * static_cast<double>(input.limits.cpuMax->quotaUs) /
                                                       static_cast<double>(input.limits.cpuMax->periodUs)});
    }
    addBands(data, input);
    const auto extent = extentOf(input.moments, &Moment::cpuPercent);
    data.top = top(extent ? extent->peak : 0, data.limits, 20, Rounding::Decimal);
    if (extent) {
        data.headline = formatPercent(extent->now);
        const double throttled = input.moments.back().throttledShare.value_or(0) * 100;
        if (throttled >= 1)
            data.headline =
                Words::tr("%1, throttled %2 of the time").arg(data.headline, formatPercent(throttled));
    }
    return data;
}

ChartData memoryChart(const ChartInput& input) {
    ChartData data = begin(input, Words::tr("Memory"), ChartUnit::Bytes);
    data.lines.push_back(lineOf(input.moments, input.nowNs, Words::tr("Memory"), memoryColour(input.palette),
                                [](const Moment& moment) { return moment.memoryBytes; }));
    if (input.limits.memoryMax)
        data.limits.push_back({Words::tr("max"), static_cast<double>(*input.limits.memoryMax)});
    if (input.limits.memoryHigh)
        data.limits.push_back({Words::tr("high"), static_cast<double>(*input.limits.memoryHigh)});
    std::int64_t kills = 0;
    for (const Moment& moment : input.moments) {
        if (moment.oomKills > 0)
            data.markers.push_back({secondsBefore(moment.timeNs, input.nowNs), Words::tr("OOM kill")});
        kills += moment.oomKills;
    }
    const auto extent = extentOf(input.moments, &Moment::memoryBytes);
    constexpr double least = 4.0 * 1024 * 1024;
    data.top = top(extent ? extent->peak : 0, data.limits, least, Rounding::Binary);
    if (extent)
        data.headline = formatValue(ChartUnit::Bytes, extent->now);
    if (kills > 0)
        data.headline = Words::tr("%1, killed for want of memory: %2").arg(data.headline).arg(kills);
    return data;
}

ChartData pidsChart(const ChartInput& input) {
    ChartData data = begin(input, Words::tr("Processes and threads"), ChartUnit::Count);
    data.lines.push_back(lineOf(input.moments, input.nowNs, Words::tr("Processes and threads"),
                                input.palette.color(QPalette::Text),
                                [](const Moment& moment) { return moment.pids; }));
    if (input.limits.pidsMax)
        data.limits.push_back({Words::tr("limit"), static_cast<double>(*input.limits.pidsMax)});
    const auto extent = extentOf(input.moments, &Moment::pids);
    const double ceiling = top(extent ? extent->peak : 0, data.limits, 4, Rounding::Decimal);
    // The axis is cut into fifths (5, 50, 500) or else into quarters: of whole numbers.
    const bool isFive = QString::number(ceiling).startsWith(QLatin1Char('5'));
    data.top = isFive ? ceiling : std::max(4.0, std::ceil(ceiling / 4) * 4);
    if (extent)
        data.headline = formatValue(ChartUnit::Count, extent->now);
    return data;
}

ChartData pressureChart(const ChartInput& input) {
    ChartData data = begin(input, Words::tr("Pressure"), ChartUnit::Percent);
    data.missing = input.missing.isEmpty() ? input.pressureMissing : input.missing;
    if (data.missing.isEmpty() && input.pressures.empty())
        data.missing = Words::tr("Nothing has been measured yet.");
    const QColor io = isDark(input.palette) ? QColor(0xE6, 0x9F, 0x00) : QColor(0x9A, 0x62, 0x00);
    const std::array shown{std::pair{Pressure::CpuSome, cpuColour(input.palette)},
                           std::pair{Pressure::MemorySome, memoryColour(input.palette)},
                           std::pair{Pressure::IoSome, io}};
    double peak = 0;
    for (const auto& [kind, colour] : shown) {
        const auto index = static_cast<std::size_t>(kind);
        data.lines.push_back(
            lineOf(input.pressures, input.nowNs, pressureTitle(kind), colour,
                   [index](const PressureMoment& moment) { return moment.percent.at(index); }));
        for (const PressureMoment& moment : input.pressures)
            peak = std::max(peak, moment.percent.at(index).value_or(0));
    }
    data.top = std::min(100.0, niceCeiling(std::max(peak, 10.0), Rounding::Decimal));
    data.headline = Words::tr("time waiting for");
    return data;
}

} // namespace vitrine::gui
