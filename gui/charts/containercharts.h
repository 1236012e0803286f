// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/charts/chart.h"
#include "gui/charts/moments.h"

#include <QPalette>

namespace vitrine::gui {

/// The four charts of a container, made from its samples. Pure: no widget, no clock.
struct ChartInput {
    const std::vector<Moment>& moments;
    const std::vector<PressureMoment>& pressures;
    std::int64_t nowNs = 0;
    double seconds = 60;
    ResourceLimits limits;
    std::uint32_t cpuCount = 1;
    QString missing = {};    ///< why nothing can be measured at all, or empty
    QString pressureMissing; ///< why there is no pressure, or empty
    QPalette palette;
};

[[nodiscard]] ChartData cpuChart(const ChartInput& input);
[[nodiscard]] ChartData memoryChart(const ChartInput& input);
[[nodiscard]] ChartData pidsChart(const ChartInput& input);
[[nodiscard]] ChartData pressureChart(const ChartInput& input);

} // namespace vitrine::gui
