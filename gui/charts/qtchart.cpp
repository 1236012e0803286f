// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/charts/chart.h"

#include "gui/charts/plotview.h"
#include "gui/models/format.h"
#include "gui/views/steadylabel.h"

#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include <cmath>
#include <utility>

namespace vitrine::gui {

namespace {

/// A heading with what is so now, and the plot.
class QtChart : public Chart {
public:
    explicit QtChart(QWidget* parent = nullptr)
        : Chart(parent)
        , m_heading(new SteadyLabel(this))
        , m_plot(new PlotView(this)) {
        m_heading->label()->setTextFormat(Qt::RichText);
        m_heading->label()->setContentsMargins(8, 4, 8, 0);
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        layout->addWidget(m_heading);
        layout->addWidget(m_plot, 1);
        setBackgroundRole(QPalette::Base);
        setAutoFillBackground(true);
        setMinimumSize(260, 150);
    }

    void setData(ChartData content) override {
        QString heading = QStringLiteral("<b>%1</b> &nbsp; %2")
                              .arg(content.title.toHtmlEscaped(), content.headline.toHtmlEscaped());
        if (content.lines.size() > 1) {
            for (const ChartLine& line : content.lines) {
                heading +=
                    QStringLiteral(" &nbsp; <span style=\"color:%1\">■</span>&nbsp;%2")
                        .arg(line.colour.name(),
                             line.name.toHtmlEscaped().replace(QLatin1Char(' '), QStringLiteral("&nbsp;")));
            }
        }
        m_heading->label()->setText(heading);
        setAccessibleName(content.title);
        setAccessibleDescription(content.missing.isEmpty() ? content.headline : content.missing);
        m_plot->setData(content);
    }

    [[nodiscard]] double axisWidth() const override { return m_plot->axisWidth(); }
    void setAxisWidth(double width) override { m_plot->setAxisWidth(width); }

    [[nodiscard]] QString valuesAt(QPointF position) const override {
        return m_plot->valuesAt(m_plot->mapFrom(this, position.toPoint()));
    }

private:
    SteadyLabel* m_heading;
    PlotView* m_plot;
};

} // namespace

QString formatValue(ChartUnit unit, double value) {
    switch (unit) {
    case ChartUnit::Percent:
        return value == 0 ? QStringLiteral("0 %") : formatPercent(value);
    case ChartUnit::Bytes:
        return formatBytes(static_cast<std::uint64_t>(std::max(value, 0.0)));
    case ChartUnit::Count:
        break;
    }
    const bool isWhole = std::abs(value - std::round(value)) < 1e-6;
    return QLocale().toString(value, 'f', isWhole ? 0 : 1);
}

std::unique_ptr<Chart> makeChart() {
    return std::make_unique<QtChart>();
}

} // namespace vitrine::gui
