// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QPointF>
#include <QString>
#include <QWidget>

#include <memory>
#include <vector>

namespace vitrine::gui {

/// What the heights of a chart are.
enum class ChartUnit { Percent, Bytes, Count };
[[nodiscard]] QString formatValue(ChartUnit unit, double value);

/// One quantity over time. x: seconds before now, so never positive; sorted. A piece ends where a gap begins.
struct ChartLine {
    QString name;
    QColor colour;
    std::vector<std::vector<QPointF>> pieces;
};
/// A height that must not be passed: dashed, in the text colour, named at the right edge.
struct ChartLimit {
    QString name; ///< "limit", "max", "high"
    double value = 0;
};
/// A stretch of time that is hatched.
struct ChartBand {
    double from = 0;
    double to = 0;
    double strength = 1; ///< 0 … 1: of the height
};
/// Something that happened.
struct ChartMarker {
    double x = 0;
    QString label;
};

/// Everything a chart shows. A value: given anew each time something changed.
struct ChartData {
    QString title;    ///< "CPU"
    QString headline; ///< what is so now: "38 %"
    QString bandName; ///< what is hatched: "throttled"
    ChartUnit unit = ChartUnit::Percent;
    double seconds = 60; ///< the axis goes from -seconds to 0
    double top = 100;    ///< and from 0 to top
    std::vector<ChartLine> lines;
    std::vector<ChartLimit> limits;
    std::vector<ChartBand> bands;
    std::vector<ChartMarker> markers;
    QString missing; ///< why there is nothing to draw; shown in its place
};

/// A drawn chart, whatever draws it. Colours come from the palette and follow it; pointing at it shows the
/// exact values there.
class Chart : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    virtual void setData(ChartData content) = 0;
    /// Pixels that the numbers on the left take, and how many they shall take at least: charts that stand one
    /// above the other have their times one above the other then.
    [[nodiscard]] virtual double axisWidth() const = 0;
    virtual void setAxisWidth(double width) = 0;
    /// The values at this point, as the pointer would show them; empty outside the drawing.
    [[nodiscard]] virtual QString valuesAt(QPointF position) const = 0;
};

[[nodiscard]] std::unique_ptr<Chart> makeChart();

} // namespace vitrine::gui
