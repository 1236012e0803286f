// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// One tick of the Charts page, its four charts in the real window: seen, on a page that is not seen, and in a
// window that is not. The floor is four widgets of the same size that draw nothing but the same number of
// points.
#include "tests/bench/gui/feed.h"
#include "tests/bench/gui/measure.h"

#include "gui/charts/chart.h"
#include "gui/charts/downsample.h"

#include <QApplication>
#include <QComboBox>
#include <QGridLayout>
#include <QPaintEvent>
#include <QPainter>

#include <cmath>
#include <cstdio>
#include <random>

namespace vitrine::bench {

namespace {

constexpr int rounds = 31;

/// Paint events of all widgets.
class PaintCounter : public QObject {
public:
    PaintCounter() { qApp->installEventFilter(this); }
    bool eventFilter(QObject* watched, QEvent* event) override {
        painted += event->type() == QEvent::Paint && watched->isWidgetType() ? 1 : 0;
        return false;
    }
    int painted = 0;
};

/// How the CPU share of the container goes: a slow wave, or anything between nothing and all at each tick.
enum class Load { Steady, Noisy };

class Charts {
public:
    explicit Charts(Load load)
        : m_load(load) {
        m_fixture.service.info.cpuCount = 2;
        m_fixture.window->show();
        m_fixture.service.putAll(runningContainers(1));
        settle(50);
        m_id = m_fixture.window->selectedContainer();
        m_fixture.window->showPage(QStringLiteral("charts"));
        settle(50);
        const std::int64_t now = monotonicNs();
        constexpr int hour = 3600;
        for (m_tick = 0; m_tick < hour; ++m_tick)
            send(now - (hour - m_tick) * 1'000'000'000LL);
        settle(300);
    }

    void measure(const char* name) {
        settle(200);
        PaintCounter counter;
        const Cost cost = costOf(rounds, [this](int) { tick(); });
        std::printf("  %-36s %12.3f %14.1f\n", name, cost.painted,
                    static_cast<double>(counter.painted) / rounds);
        std::fflush(stdout);
    }
    void setRange(int seconds) {
        auto* range = m_fixture.child<QComboBox>("charts-range");
        range->setCurrentIndex(range->findData(seconds));
    }
    void showPage(const char* key) { m_fixture.window->showPage(QLatin1String(key)); }
    void hideWindow() { m_fixture.window->hide(); }
    [[nodiscard]] QSize chartSize() const { return m_fixture.child<gui::Chart>("chart-cpu")->size(); }

private:
    void tick() {
        ++m_tick;
        send(monotonicNs());
    }
    void send(std::int64_t timeNs) {
        gui::DetailedSample detailed;
        detailed.timeNs = timeNs;
        detailed.avg10.fill(m_tick % 17);
        gui::Sample sample = sampleAt(timeNs, m_tick);
        const double share = m_load == Load::Noisy ? static_cast<double>(m_random() % 1000) / 1000
                                                   : 0.5 + 0.4 * std::sin(m_tick / 40.0);
        m_cpuUs += static_cast<std::int64_t>(1e6 * share);
        sample.cpuUs = m_cpuUs;
        sample.memoryBytes = static_cast<std::int64_t>(1e8 * share);
        emit m_fixture.service.statisticsReceived({{m_id, sample}});
        emit m_fixture.service.detailedReceived(m_id, detailed);
    }

    Load m_load;
    gui::WindowFixture m_fixture;
    gui::ContainerId m_id;
    std::mt19937 m_random{1};
    std::int64_t m_cpuUs = 0;
    int m_tick = 0;
};

/// The floor: a polyline and nothing else.
class BareLine : public QWidget {
public:
    explicit BareLine(int points) {
        for (int i = 0; i < points; ++i)
            m_points.emplace_back(i, 50 + 40 * std::sin(i / 40.0));
    }
    void scroll() {
        std::rotate(m_points.begin(), m_points.begin() + 1, m_points.end());
        for (std::size_t i = 0; i < m_points.size(); ++i)
            m_points[i].setX(static_cast<double>(i));
        update();
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        painter.fillRect(rect(), palette().base());
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(palette().color(QPalette::Text), 2));
        const auto points = gui::downsample(m_points, 0, static_cast<double>(m_points.size()), width());
        QPolygonF line;
        for (const QPointF& point : points)
            line << QPointF(point.x() * width() / static_cast<double>(m_points.size()),
                            point.y() * height() / 100);
        painter.drawPolyline(line);
    }

private:
    std::vector<QPointF> m_points;
};

void measureFloor(const char* name, QSize size, int points) {
    QWidget window;
    QGridLayout grid(&window);
    std::vector<BareLine*> lines;
    for (int i = 0; i < 4; ++i) {
        lines.push_back(new BareLine(points)); // the window's child
        lines.back()->setFixedSize(size);
        grid.addWidget(lines.back(), i / 2, i % 2);
    }
    window.show();
    settle(100);
    const Cost cost = costOf(rounds, [&](int) {
        for (BareLine* line : lines)
            line->scroll();
    });
    std::printf("  %-36s %12.3f\n", name, cost.painted);
    std::fflush(stdout);
}

} // namespace

int benchCharts() {
    QSize size;
    std::printf("\ncharts page, four charts, ms of CPU for each tick, medians\n"
                "                                       with painting  paint events\n");
    {
        Charts charts(Load::Steady);
        size = charts.chartSize();
        charts.setRange(60);
        charts.measure("one minute, 60 points");
        charts.setRange(300);
        charts.measure("five minutes, 300 points");
        charts.setRange(3600);
        charts.measure("one hour, 3600 points");
        charts.showPage("overview");
        charts.measure("another page is shown");
        charts.hideWindow();
        charts.measure("the window is hidden");
    }
    {
        Charts charts(Load::Noisy);
        charts.setRange(300);
        charts.measure("300 points that jump");
        charts.setRange(3600);
        charts.measure("3600 points that jump");
    }
    std::printf("the floor: widgets of the same size (%d x %d)\n", size.width(), size.height());
    measureFloor("four waves of 300 points", size, 300);
    measureFloor("four waves of 3600 points", size, 3600);
    return 0;
}

} // namespace vitrine::bench
