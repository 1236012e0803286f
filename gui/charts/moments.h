// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/store/samplestore.h"

#include <QPointF>
#include <QString>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace vitrine::gui {

/// What one moment of a container was: two neighbouring samples made into rates. Empty: no such number.
struct Moment {
    std::int64_t timeNs = 0;
    bool afterGap = false;                ///< nothing was sampled before it for a while: no line leads here
    std::optional<double> cpuPercent;     ///< of one CPU
    std::optional<double> throttledShare; ///< 0 … 1 of the time since the moment before
    std::optional<double> memoryBytes;
    std::optional<double> swapBytes;
    std::optional<double> pids;
    std::int64_t oomKills = 0; ///< since the moment before
};

/// The pressure of one moment, percent; the order is that of the enumeration Pressure.
struct PressureMoment {
    std::int64_t timeNs = 0;
    bool afterGap = false;
    std::array<std::optional<double>, pressureCount> percent;
};

/// Longer than this between two samples is a gap.
inline constexpr std::int64_t gapNs = 3'500'000'000;

/// Rates of the samples since `fromNs`.
[[nodiscard]] std::vector<Moment> momentsOf(const Ring<Sample>& samples, std::int64_t fromNs);
[[nodiscard]] std::vector<PressureMoment> pressuresOf(const Ring<DetailedSample>& samples,
                                                      std::int64_t fromNs);

/// Smallest, mean and largest of a quantity.
struct Extent {
    double now = 0;
    double mean = 0;
    double peak = 0;
};
/// Empty when no moment has the quantity.
[[nodiscard]] std::optional<Extent> extentOf(const std::vector<Moment>& moments,
                                             std::optional<double> Moment::* quantity);

/// The last `seconds` as sentences: what somebody who cannot see the charts is told.
[[nodiscard]] QString summaryOf(const std::vector<Moment>& moments, const ResourceLimits& limits,
                                int seconds);

/// All moments as comma-separated values (RFC 4180) with a heading; numbers as in C, times in seconds before
/// `nowNs`.
[[nodiscard]] QString csvOf(const std::vector<Moment>& moments, const std::vector<PressureMoment>& pressures,
                            std::int64_t nowNs);

/// Upper end of an axis that shows `value`: 1, 2 or 5 times a power of ten (binary = powers of two for
/// bytes).
enum class Rounding { Decimal, Binary };
[[nodiscard]] double niceCeiling(double value, Rounding rounding);

} // namespace vitrine::gui
