// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/charts/downsample.h"

#include <algorithm>
#include <array>

namespace vitrine::gui {

namespace {

/// Adds the telling points of one column, each once.
void addColumn(std::span<const QPointF> column, std::vector<QPointF>& out) {
    const auto byHeight = [](const QPointF& a, const QPointF& b) { return a.y() < b.y(); };
    const auto [lowest, highest] = std::minmax_element(column.begin(), column.end(), byHeight);
    std::array chosen{column.begin(), lowest, highest, std::prev(column.end())};
    std::ranges::sort(chosen);
    for (auto it = chosen.begin(); it != chosen.end(); ++it) {
        if (it == chosen.begin() || *it != *std::prev(it))
            out.push_back(**it);
    }
}

} // namespace

std::vector<QPointF> downsample(std::span<const QPointF> points, double from, double to, int columns) {
    std::vector<QPointF> out;
    if (points.empty() || columns <= 0 || to <= from)
        return out;
    const auto byTime = [](const QPointF& point, double x) { return point.x() < x; };
    auto begin = std::lower_bound(points.begin(), points.end(), from, byTime);
    auto end =
        std::upper_bound(begin, points.end(), to, [](double x, const QPointF& p) { return x < p.x(); });
    if (begin != points.begin())
        --begin;
    if (end != points.end())
        ++end;
    const double width = (to - from) / columns;
    while (begin != end) {
        const int column = static_cast<int>((begin->x() - from) / width);
        const auto next = std::find_if(std::next(begin), end, [&](const QPointF& point) {
            return static_cast<int>((point.x() - from) / width) != column;
        });
        addColumn(std::span(begin, next), out);
        begin = next;
    }
    return out;
}

} // namespace vitrine::gui
