// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/charts/chart.h"

#include <QChartView>

#include <optional>

class QCategoryAxis;

namespace vitrine::gui {

/// Qt Charts lays out the axes and their labels; curves, limits, hatched bands, markers and the crosshair are
/// painted into its plot area.
class PlotView : public QChartView {
    Q_OBJECT
public:
    explicit PlotView(QWidget* parent = nullptr);
    void setData(const ChartData& data);
    [[nodiscard]] const ChartData& data() const { return m_data; }
    [[nodiscard]] double axisWidth() const;
    void setAxisWidth(double width);
    [[nodiscard]] QString valuesAt(QPointF position) const;

protected:
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void applyPalette();
    void updateAxes();
    [[nodiscard]] double pixelX(double x) const;
    [[nodiscard]] double pixelY(double y) const;
    [[nodiscard]] std::optional<double> timeAt(QPointF position) const;
    void drawBands(QPainter& painter) const;
    void drawCurves(QPainter& painter) const;
    /// Returns where their labels are.
    std::vector<QRectF> drawLimits(QPainter& painter) const;
    void drawMarkerLines(QPainter& painter) const;
    void drawMarkerLabels(QPainter& painter, std::vector<QRectF> taken) const;
    void drawCrosshair(QPainter& painter) const;
    void drawMissing(QPainter& painter) const;
    [[nodiscard]] QColor textColour() const;

    ChartData m_data;
    QCategoryAxis* m_xAxis;
    QCategoryAxis* m_yAxis;
    std::optional<QPointF> m_pointer;
    double m_axisSeconds = 0;
    double m_axisTop = 0;
    int m_heightParts = 4; ///< of the axis, between grid lines
    ChartUnit m_axisUnit = ChartUnit::Percent;
};

} // namespace vitrine::gui
