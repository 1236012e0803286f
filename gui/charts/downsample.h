// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPointF>

#include <span>
#include <vector>

namespace vitrine::gui {

/// A line that loses nothing the eye could see: for each of `columns` equal parts of from … to (the pixels)
/// its first, lowest, highest and last point, in the order of time. `points` is sorted by x; those outside
/// the range are left out, but for one on either side, so that the line reaches the edges.
[[nodiscard]] std::vector<QPointF> downsample(std::span<const QPointF> points, double from, double to,
                                              int columns);

} // namespace vitrine::gui
