// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/charts/moments.h"

#include "gui/models/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace vitrine::gui {

namespace {

/// Where lupdate finds whose words these are.
struct MomentWords {
    Q_DECLARE_TR_FUNCTIONS(Charts)
};

std::optional<double> known(std::int64_t value) {
    return value < 0 ? std::nullopt : std::optional(static_cast<double>(value));
}

Moment momentOf(const Sample* before, const Sample& sample) {
    Moment moment;
    moment.timeNs = sample.timeNs;
    moment.memoryBytes = known(sample.memoryBytes);
    moment.swapBytes = known(sample.swapBytes);
    moment.pids = known(sample.pids);
    // Counters that went back belong to another run.
    const bool follows = before && sample.timeNs > before->timeNs &&
                         sample.timeNs - before->timeNs <= gapNs && sample.cpuUs >= before->cpuUs;
    moment.afterGap = !follows;
    if (!follows)
        return moment;
    if (const auto cpus = cpusUsed(*before, sample))
        moment.cpuPercent = *cpus * 100;
    if (before->throttledUs >= 0 && sample.throttledUs >= before->throttledUs) {
        const double us = static_cast<double>(sample.throttledUs - before->throttledUs);
        // Time is counted for each CPU that had to wait: more than one can.
        moment.throttledShare =
            std::min(1.0, us * 1000 / static_cast<double>(sample.timeNs - before->timeNs));
    }
    if (before->oomKills >= 0)
        moment.oomKills = std::max<std::int64_t>(0, sample.oomKills - before->oomKills);
    return moment;
}

/// "now 38 %, on average 22 %, at most 51 %".
template <typename Format>
QString extentText(const Extent& extent, Format format) {
    return MomentWords::tr("now %1, on average %2, at most %3")
        .arg(format(extent.now), format(extent.mean), format(extent.peak));
}

QString bytesText(double bytes) {
    return formatBytes(static_cast<std::uint64_t>(std::max(bytes, 0.0)));
}

QString cpuSentence(const std::vector<Moment>& moments, const ResourceLimits& limits) {
    const auto extent = extentOf(moments, &Moment::cpuPercent);
    if (!extent)
        return MomentWords::tr("CPU: not known yet.");
    QString text = MomentWords::tr("CPU: %1").arg(extentText(*extent, formatPercent));
    if (limits.cpuMax) {
        text += MomentWords::tr("; the limit is %1")
                    .arg(formatPercent(100.0 * static_cast<double>(limits.cpuMax->quotaUs) /
                                       static_cast<double>(limits.cpuMax->periodUs)));
    }
    if (const auto throttled = extentOf(moments, &Moment::throttledShare); throttled && throttled->peak > 0)
        text +=
            MomentWords::tr("; it had to wait for %1 of the time").arg(formatPercent(throttled->mean * 100));
    return text + QLatin1Char('.');
}

QString memorySentence(const std::vector<Moment>& moments, const ResourceLimits& limits) {
    const auto extent = extentOf(moments, &Moment::memoryBytes);
    if (!extent)
        return MomentWords::tr("Memory: not known yet.");
    QString text = MomentWords::tr("Memory: %1").arg(extentText(*extent, bytesText));
    if (limits.memoryMax)
        text += MomentWords::tr("; the limit is %1").arg(formatBytes(*limits.memoryMax));
    std::int64_t kills = 0;
    for (const Moment& moment : moments)
        kills += moment.oomKills;
    if (kills > 0)
        text += MomentWords::tr("; processes killed because there was no more: %1").arg(kills);
    return text + QLatin1Char('.');
}

QString field(const std::optional<double>& value, int digits) {
    return value ? QString::number(*value, 'f', digits) : QString();
}

} // namespace

std::vector<Moment> momentsOf(const Ring<Sample>& samples, std::int64_t fromNs) {
    std::vector<Moment> moments;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (samples[i].timeNs >= fromNs)
            moments.push_back(momentOf(i > 0 ? &samples[i - 1] : nullptr, samples[i]));
    }
    return moments;
}

std::vector<PressureMoment> pressuresOf(const Ring<DetailedSample>& samples, std::int64_t fromNs) {
    std::vector<PressureMoment> moments;
    std::int64_t last = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const DetailedSample& sample = samples[i];
        const bool follows = i > 0 && sample.timeNs - last <= gapNs;
        last = sample.timeNs;
        if (sample.timeNs < fromNs)
            continue;
        PressureMoment moment;
        moment.timeNs = sample.timeNs;
        moment.afterGap = !follows;
        for (std::size_t kind = 0; kind < pressureCount; ++kind) {
            if (sample.avg10.at(kind) >= 0)
                moment.percent.at(kind) = sample.avg10.at(kind);
        }
        moments.push_back(moment);
    }
    return moments;
}

std::optional<Extent> extentOf(const std::vector<Moment>& moments, std::optional<double> Moment::* quantity) {
    Extent extent;
    std::size_t count = 0;
    for (const Moment& moment : moments) {
        if (!(moment.*quantity))
            continue;
        const double value = *(moment.*quantity);
        extent.now = value;
        extent.mean += value;
        extent.peak = count == 0 ? value : std::max(extent.peak, value);
        ++count;
    }
    if (count == 0)
        return std::nullopt;
    extent.mean /= static_cast<double>(count);
    return extent;
}

QString summaryOf(const std::vector<Moment>& moments, const ResourceLimits& limits, int seconds) {
    if (moments.empty())
        return MomentWords::tr("Nothing has been measured yet.");
    QStringList sentences{cpuSentence(moments, limits), memorySentence(moments, limits)};
    if (const auto pids = extentOf(moments, &Moment::pids)) {
        const auto format = [](double value) {
            return QString::number(static_cast<qint64>(std::llround(value)));
        };
        sentences << MomentWords::tr("Processes and threads: %1.").arg(extentText(*pids, format));
    }
    sentences.prepend(seconds < 120 ? MomentWords::tr("The last %1 seconds.").arg(seconds)
                                    : MomentWords::tr("The last %1 minutes.").arg(seconds / 60));
    return sentences.join(QLatin1Char(' '));
}

QString csvOf(const std::vector<Moment>& moments, const std::vector<PressureMoment>& pressures,
              std::int64_t nowNs) {
    QString text =
        QStringLiteral("seconds,cpu_percent,throttled_share,memory_bytes,swap_bytes,pids,oom_kills");
    for (std::size_t kind = 0; kind < pressureCount; ++kind)
        text += QLatin1Char(',') + pressureName(static_cast<Pressure>(kind));
    text += QLatin1String("\r\n");
    for (const Moment& moment : moments) {
        QStringList fields{QString::number(static_cast<double>(moment.timeNs - nowNs) / 1e9, 'f', 3),
                           field(moment.cpuPercent, 2),
                           field(moment.throttledShare, 4),
                           field(moment.memoryBytes, 0),
                           field(moment.swapBytes, 0),
                           field(moment.pids, 0),
                           QString::number(moment.oomKills)};
        // Both kinds of samples are of one tick, but not of one nanosecond.
        constexpr std::int64_t sameTickNs = 500'000'000;
        const auto near = std::ranges::find_if(pressures, [&](const PressureMoment& pressure) {
            return std::abs(pressure.timeNs - moment.timeNs) < sameTickNs;
        });
        for (std::size_t kind = 0; kind < pressureCount; ++kind)
            fields << (near == pressures.end() ? QString() : field(near->percent.at(kind), 2));
        text += fields.join(QLatin1Char(',')) + QLatin1String("\r\n");
    }
    return text;
}

double niceCeiling(double value, Rounding rounding) {
    if (rounding == Rounding::Binary) {
        // Quarters of a power of two: 1, 1.25, 1.5, 1.75 MiB …
        constexpr double least = 1024.0 * 1024.0;
        const double bounded = std::max(value, least);
        const double step = std::exp2(std::floor(std::log2(bounded))) / 4;
        return std::ceil(bounded / step) * step;
    }
    const double bounded = std::max(value, 1.0);
    const double power = std::pow(10.0, std::floor(std::log10(bounded)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (bounded <= factor * power * (1 + 1e-9))
            return factor * power;
    }
    return 10 * power;
}

} // namespace vitrine::gui
