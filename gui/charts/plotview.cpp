// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/charts/plotview.h"

#include "gui/charts/downsample.h"
#include "gui/charts/labelplaces.h"
#include "gui/models/format.h"
#include "gui/views/colours.h"

#include <QCategoryAxis>
#include <QChart>
#include <QEvent>
#include <QGraphicsLayout>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace vitrine::gui {

namespace {

constexpr int timeParts = 4;
constexpr double curveWidth = 2;
/// Half of a label hangs over each end of an axis.
constexpr QMargins plotMargins(2, 12, 22, 2);

/// "-45 s", "-10 min", "now".
QString timeText(double secondsAgo) {
    if (secondsAgo > -0.5)
        return PlotView::tr("now");
    const bool inMinutes = secondsAgo <= -120 && std::fmod(secondsAgo, 60.0) == 0.0;
    const double number = inMinutes ? secondsAgo / 60 : secondsAgo;
    const QString text = QLocale().toString(number, 'f', 0);
    return inMinutes ? PlotView::tr("%1 min").arg(text) : PlotView::tr("%1 s").arg(text);
}

/// "5 %" beside "7.5 %": along an axis a zero behind the point says nothing.
QString axisText(ChartUnit unit, double value) {
    const QLocale locale;
    return formatValue(unit, value)
        .replace(locale.decimalPoint() + locale.zeroDigit() + QLatin1Char(' '), QStringLiteral(" "));
}

/// The point of a line that is nearest in time, if it is near enough to speak for this moment.
std::optional<QPointF> nearest(const ChartLine& line, double x) {
    constexpr double reach = 2.5; // seconds
    std::optional<QPointF> found;
    for (const auto& piece : line.pieces) {
        const auto at = std::ranges::lower_bound(piece, x, {}, &QPointF::x);
        for (const auto& candidate : {at, at == piece.begin() ? at : std::prev(at)}) {
            if (candidate == piece.end() || std::abs(candidate->x() - x) > reach)
                continue;
            if (!found || std::abs(candidate->x() - x) < std::abs(found->x() - x))
                found = *candidate;
        }
    }
    return found;
}

} // namespace

PlotView::PlotView(QWidget* parent)
    : QChartView(parent)
    , m_xAxis(new QCategoryAxis(this))
    , m_yAxis(new QCategoryAxis(this)) {
    setRenderHint(QPainter::Antialiasing);
    setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus); // there is nothing to type; the numbers are in the table
    viewport()->setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // The crosshair reaches over the whole plot, and every second all of it moves.
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    chart()->legend()->hide();
    chart()->setAnimationOptions(QChart::NoAnimation);
    // The view's own background is a plain rectangle; the chart's would be an antialiased polygon over it.
    chart()->setBackgroundVisible(false);
    chart()->setMargins(plotMargins);
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    for (QCategoryAxis* axis : {m_xAxis, m_yAxis}) {
        axis->setGridLineVisible(false); // drawGrid()
        axis->setLineVisible(false);
        axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
        axis->setTruncateLabels(false);
    }
    chart()->addAxis(m_xAxis, Qt::AlignBottom);
    chart()->addAxis(m_yAxis, Qt::AlignLeft);
    applyPalette();
}

QColor PlotView::textColour() const {
    return palette().color(QPalette::Text);
}

void PlotView::applyPalette() {
    const QPalette colours = palette();
    setBackgroundBrush(colours.color(QPalette::Base));
    QFont small = font();
    if (small.pointSizeF() > 0)
        small.setPointSizeF(small.pointSizeF() * 0.85);
    for (QCategoryAxis* axis : {m_xAxis, m_yAxis}) {
        axis->setLabelsColor(quietColour(colours));
        axis->setLabelsFont(small);
    }
}

void PlotView::setData(const ChartData& data) {
    m_data = data;
    updateAxes();
    viewport()->update();
}

void PlotView::updateAxes() {
    const auto fill = [](QCategoryAxis* axis, double from, double to, int parts, auto text) {
        for (const QString& label : axis->categoriesLabels())
            axis->remove(label);
        axis->setRange(from, to);
        axis->setStartValue(from);
        for (int i = 0; i <= parts; ++i) {
            const double value = from + (to - from) * i / parts;
            axis->append(text(value), value);
        }
    };
    if (m_data.seconds != m_axisSeconds) {
        m_axisSeconds = m_data.seconds;
        fill(m_xAxis, -m_axisSeconds, 0, timeParts, timeText);
    }
    if (m_data.top != m_axisTop || m_data.unit != m_axisUnit) {
        m_axisTop = m_data.top;
        m_axisUnit = m_data.unit;
        // Fifths of 5, 50, 500 are round numbers, quarters of all else.
        const bool isFive =
            m_axisUnit != ChartUnit::Bytes && QString::number(m_axisTop).startsWith(QLatin1Char('5'));
        m_heightParts = isFive ? 5 : 4;
        fill(m_yAxis, 0, m_axisTop, m_heightParts,
             [this](double value) { return axisText(m_axisUnit, value); });
    }
}

double PlotView::axisWidth() const {
    chart()->layout()->activate(); // the labels may be new
    return chart()->plotArea().left() - chart()->margins().left();
}

void PlotView::setAxisWidth(double width) {
    const int more = static_cast<int>(std::lround(std::max(width - axisWidth(), 0.0)));
    const QMargins margins = plotMargins + QMargins(more, 0, 0, 0);
    if (chart()->margins() != margins)
        chart()->setMargins(margins);
}

double PlotView::pixelX(double x) const {
    const QRectF plot = chart()->plotArea();
    return plot.left() + (x + m_data.seconds) / m_data.seconds * plot.width();
}

double PlotView::pixelY(double y) const {
    const QRectF plot = chart()->plotArea();
    return plot.bottom() - y / m_data.top * plot.height();
}

std::optional<double> PlotView::timeAt(QPointF position) const {
    const QRectF plot = chart()->plotArea();
    if (!plot.contains(position) || plot.width() < 1)
        return std::nullopt;
    return (position.x() - plot.left()) / plot.width() * m_data.seconds - m_data.seconds;
}

QString PlotView::valuesAt(QPointF position) const {
    const auto time = timeAt(position);
    if (!time)
        return {};
    QStringList lines;
    for (const ChartLine& line : m_data.lines) {
        const auto point = nearest(line, *time);
        if (!point)
            continue;
        if (lines.isEmpty())
            lines << tr("%1 s ago").arg(QLocale().toString(-point->x(), 'f', 0));
        lines << QStringLiteral("%1: %2").arg(line.name, formatValue(m_data.unit, point->y()));
    }
    for (const ChartBand& band : m_data.bands) {
        if (!lines.isEmpty() && band.from <= *time && *time <= band.to)
            lines << QStringLiteral("%1: %2").arg(m_data.bandName, formatPercent(band.strength * 100));
    }
    return lines.join(QLatin1Char('\n'));
}

void PlotView::drawForeground(QPainter* painter, const QRectF& rect) {
    QChartView::drawForeground(painter, rect);
    painter->save();
    painter->resetTransform();
    painter->setFont(m_yAxis->labelsFont());
    if (m_data.missing.isEmpty()) {
        drawBands(*painter);
        drawCurves(*painter);
        drawMarkerLines(*painter);
        drawMarkerLabels(*painter, drawLimits(*painter));
        drawCrosshair(*painter);
    } else {
        drawMissing(*painter);
    }
    painter->restore();
}

// On whole pixels and without antialiasing: antialiased, these few lines would cost as much as the curve.
void PlotView::drawBackground(QPainter* painter, const QRectF& rect) {
    QChartView::drawBackground(painter, rect);
    const QRectF plot = chart()->plotArea();
    QColor grid = textColour();
    grid.setAlphaF(0.13F);
    painter->save();
    painter->resetTransform();
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(QPen(grid, 1));
    for (int i = 0; i <= timeParts; ++i) {
        const int x = qRound(plot.left() + plot.width() * i / timeParts);
        painter->drawLine(x, qRound(plot.top()), x, qRound(plot.bottom()));
    }
    for (int i = 0; i <= m_heightParts; ++i) {
        const int y = qRound(plot.top() + plot.height() * i / m_heightParts);
        painter->drawLine(qRound(plot.left()), y, qRound(plot.right()), y);
    }
    painter->restore();
}

void PlotView::drawMissing(QPainter& painter) const {
    painter.setPen(quietColour(palette()));
    painter.drawText(chart()->plotArea().adjusted(12, 0, -12, 0), Qt::AlignCenter | Qt::TextWordWrap,
                     m_data.missing);
}

// Hatched from the bottom up, as high as the share of the time that it had to wait.
void PlotView::drawBands(QPainter& painter) const {
    const QRectF plot = chart()->plotArea();
    QColor colour = textColour();
    colour.setAlphaF(0.6F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QBrush(colour, Qt::BDiagPattern));
    for (const ChartBand& band : m_data.bands) {
        const double left = std::max(pixelX(band.from), plot.left());
        const double right = std::min(pixelX(band.to), plot.right());
        const double height = plot.height() * std::clamp(band.strength, 0.0, 1.0);
        if (right > left)
            painter.drawRect(QRectF(left, plot.bottom() - height, right - left, height));
    }
}

// A few points at a time: a stroke is filled as one polygon, and what that costs grows with the square of its
// points when the curve jumps up and down; stroking each segment by itself, as QLineSeries does, costs more
// than either.
void PlotView::drawCurves(QPainter& painter) const {
    constexpr qsizetype pointsOfStroke = 4;
    const QRectF plot = chart()->plotArea();
    // As many as a line of this width can show.
    const int columns = std::max(1, static_cast<int>(plot.width() / curveWidth));
    painter.save();
    painter.setClipRect(plot.adjusted(0, -curveWidth, 0, curveWidth));
    for (const ChartLine& line : m_data.lines) {
        painter.setPen(QPen(line.colour, curveWidth));
        for (const auto& piece : line.pieces) {
            QPolygonF curve;
            for (const QPointF& point : downsample(piece, -m_data.seconds, 0, columns))
                curve << QPointF(pixelX(point.x()), pixelY(point.y()));
            if (curve.size() == 1)
                painter.drawPoint(curve.first());
            for (qsizetype i = 0; i + 1 < curve.size(); i += pointsOfStroke - 1)
                painter.drawPolyline(curve.sliced(i, std::min(pointsOfStroke, curve.size() - i)));
        }
    }
    painter.restore();
}

std::vector<QRectF> PlotView::drawLimits(QPainter& painter) const {
    std::vector<QRectF> labels;
    const QRectF plot = chart()->plotArea();
    const QFontMetricsF metrics(painter.font());
    for (const ChartLimit& limit : m_data.limits) {
        const bool isAbove = limit.value > m_data.top;
        const double y = std::max(pixelY(std::min(limit.value, m_data.top)), plot.top());
        QString text = QStringLiteral("%1 %2").arg(limit.name, formatValue(m_data.unit, limit.value));
        if (isAbove)
            text += QStringLiteral(" ↑");
        else
            painter.setPen(QPen(textColour(), 1.2, Qt::DashLine));
        if (!isAbove)
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        const double width = metrics.horizontalAdvance(text) + 8;
        // Above the line, unless there is no room.
        const bool fits = y - metrics.height() >= plot.top();
        const QRectF box(plot.right() - width, fits ? y - metrics.height() - 1 : y + 1, width,
                         metrics.height());
        QColor ground = palette().color(QPalette::Base);
        ground.setAlphaF(0.8F);
        painter.fillRect(box, ground);
        painter.setPen(textColour());
        painter.drawText(box, Qt::AlignCenter, text);
        labels.push_back(box);
    }
    return labels;
}

void PlotView::drawMarkerLines(QPainter& painter) const {
    const QRectF plot = chart()->plotArea();
    painter.setPen(QPen(dangerColour(palette()), 1.5));
    for (const ChartMarker& marker : m_data.markers) {
        const double x = pixelX(marker.x);
        if (x >= plot.left() && x <= plot.right())
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    }
}

void PlotView::drawMarkerLabels(QPainter& painter, std::vector<QRectF> taken) const {
    const QRectF plot = chart()->plotArea();
    const QFontMetricsF metrics(painter.font());
    painter.setPen(dangerColour(palette()));
    for (const ChartMarker& marker : m_data.markers) {
        const double x = pixelX(marker.x);
        if (x < plot.left() || x > plot.right())
            continue;
        const QString text = QStringLiteral("✖ ") + marker.label;
        const double width = metrics.horizontalAdvance(text) + 8;
        const double left = std::min(x + 2, plot.right() - width);
        const QRectF wanted(left, plot.top() + metrics.height() * 0.2, width, metrics.height());
        const QRectF box = freePlace(wanted, taken, plot);
        taken.push_back(box);
        painter.fillRect(box, palette().color(QPalette::Base));
        painter.drawText(box, Qt::AlignCenter, text);
    }
}

void PlotView::drawCrosshair(QPainter& painter) const {
    if (!m_pointer)
        return;
    const QString text = valuesAt(*m_pointer);
    if (text.isEmpty())
        return;
    const QRectF plot = chart()->plotArea();
    painter.setPen(QPen(textColour(), 1, Qt::DotLine));
    painter.drawLine(QPointF(m_pointer->x(), plot.top()), QPointF(m_pointer->x(), plot.bottom()));
    const QFontMetricsF metrics(painter.font());
    QRectF box = metrics.boundingRect(QRectF(0, 0, plot.width(), plot.height()), Qt::AlignLeft, text);
    box = box.adjusted(-6, -4, 6, 4);
    const bool fitsRight = m_pointer->x() + 10 + box.width() <= plot.right();
    box.moveTopLeft({fitsRight ? m_pointer->x() + 10 : m_pointer->x() - 10 - box.width(),
                     std::min(m_pointer->y(), plot.bottom() - box.height())});
    painter.setPen(palette().color(QPalette::ToolTipText));
    painter.setBrush(palette().color(QPalette::ToolTipBase));
    painter.drawRoundedRect(box, 3, 3);
    painter.drawText(box.adjusted(6, 4, -6, -4), Qt::AlignLeft, text);
}

void PlotView::mouseMoveEvent(QMouseEvent* event) {
    m_pointer = event->position();
    viewport()->update();
    QChartView::mouseMoveEvent(event);
}

void PlotView::leaveEvent(QEvent* event) {
    m_pointer.reset();
    viewport()->update();
    QChartView::leaveEvent(event);
}

void PlotView::changeEvent(QEvent* event) {
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyPalette();
}

} // namespace vitrine::gui
