// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/charts/chartspage.h"
#include "gui/charts/containercharts.h"
#include "gui/charts/downsample.h"
#include "gui/charts/labelplaces.h"
#include "gui/charts/momentmodel.h"
#include "tests/models/pages/pagefixture.h"

#include <QAbstractItemModelTester>
#include <QChart>
#include <QChartView>
#include <QComboBox>
#include <QImage>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <chrono>
#include <cmath>
#include <utility>

using namespace vitrine::gui;
using vitrine::CpuMax;

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t mebibyte = 1 << 20;

std::int64_t monotonicNs() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

Sample sampleAt(std::int64_t timeNs, std::int64_t cpuUs, std::int64_t memory, std::int64_t throttledUs = 0,
                std::int64_t oomKills = 0) {
    Sample sample;
    sample.timeNs = timeNs;
    sample.cpuUs = cpuUs;
    sample.memoryBytes = memory;
    sample.throttledUs = throttledUs;
    sample.oomKills = oomKills;
    sample.pids = 3;
    return sample;
}

/// Half a CPU for `count` seconds until now, throttled for the other half, with one OOM kill in the middle.
void feed(PageFixture& fixture, int count) {
    const std::int64_t now = monotonicNs();
    for (int i = 0; i < count; ++i) {
        const std::int64_t time = now - (count - 1 - i) * second;
        emit fixture.service.statisticsReceived({ContainerSample{
            fixture.id, sampleAt(time, i * 500'000LL, 20 * mebibyte, i * 500'000LL, i > count / 2 ? 1 : 0)}});
        DetailedSample detailed;
        detailed.timeNs = time;
        detailed.counters.fill(-1);
        detailed.avg10.fill(12.5);
        emit fixture.service.detailedReceived(fixture.id, detailed);
    }
}

} // namespace

class TstCharts : public QObject {
    Q_OBJECT
private slots:
    void chartsTakeNoKeyboard() {
        const std::unique_ptr<Chart> chart = makeChart();
        QCOMPARE(chart->focusPolicy(), Qt::NoFocus);
        for (const QWidget* part : chart->findChildren<QWidget*>())
            if (!qobject_cast<const QScrollBar*>(part))
                QVERIFY2(part->focusPolicy() == Qt::NoFocus, part->metaObject()->className());
    }
    void downsamplingKeepsWhatTheEyeSees() {
        std::vector<QPointF> points;
        for (int i = 0; i < 10'000; ++i)
            points.emplace_back(i / 100.0, i == 4321 ? 1000 : QRandomGenerator::global()->bounded(100));
        const auto line = downsample(points, 0, 100, 50);
        QVERIFY(line.size() <= 50 * 4 + 4);
        QVERIFY(std::ranges::is_sorted(line, {}, &QPointF::x));
        QVERIFY(std::ranges::any_of(line, [](const QPointF& point) { return point.y() == 1000; }));
        // In each column the same lowest and highest point.
        for (int column = 0; column < 50; ++column) {
            const auto inside = [&](const QPointF& point) {
                return static_cast<int>(point.x() / 2) == column;
            };
            double lowest = 1e9;
            double highest = -1;
            for (const QPointF& point : points) {
                if (inside(point)) {
                    lowest = std::min(lowest, point.y());
                    highest = std::max(highest, point.y());
                }
            }
            const auto has = [&](double y) {
                return std::ranges::any_of(line, [&](const QPointF& p) { return inside(p) && p.y() == y; });
            };
            QVERIFY(has(lowest) && has(highest));
        }
    }
    void fewPointsAreAllKept() {
        const std::vector<QPointF> points{{-3, 1}, {-1, 5}, {0, 2}, {1, 7}, {2, 9}};
        QCOMPARE(downsample(points, -1, 1, 100),
                 (std::vector<QPointF>{{-3, 1}, {-1, 5}, {0, 2}, {1, 7}, {2, 9}}));
        QVERIFY(downsample({}, 0, 1, 10).empty());
        QVERIFY(downsample(points, 0, 0, 10).empty());
        QVERIFY(downsample(points, 0, 1, 0).empty());
    }
    void labelsDoNotCross() {
        const QRectF area(0, 0, 200, 100);
        const QRectF wanted(100, 2, 60, 10);
        QCOMPARE(freePlace(wanted, {}, area), wanted);
        QCOMPARE(freePlace(wanted, {{0, 0, 90, 20}}, area), wanted); // beside it
        const QRectF below = freePlace(wanted, {{140, 0, 60, 12}, {90, 15, 40, 12}}, area);
        QVERIFY(!below.intersects({140, 0, 60, 12}) && !below.intersects({90, 15, 40, 12}));
        QVERIFY(area.contains(below));
        QCOMPARE(freePlace(wanted, {area}, area), wanted); // no room at all
    }
    void timesStandAboveEachOther() {
        PageFixture fixture;
        ChartsPage page(fixture.context());
        page.resize(1000, 700);
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        feed(fixture, 50);
        const auto leftOf = [&](const char* name) {
            const auto* view = page.findChild<QWidget*>(QLatin1String(name))->findChild<QChartView*>();
            return view->mapTo(&page, view->chart()->plotArea().topLeft().toPoint()).x();
        };
        for (const auto& [above, below] :
             {std::pair("chart-cpu", "chart-pids"), std::pair("chart-memory", "chart-pressure")})
            QTRY_VERIFY2(std::abs(leftOf(above) - leftOf(below)) <= 1,
                         qPrintable(QStringLiteral("%1 and %2").arg(leftOf(above)).arg(leftOf(below))));
        const auto* cpu = page.findChild<QWidget*>(QStringLiteral("chart-cpu"))->findChild<QChartView*>();
        QVERIFY(cpu->chart()->plotArea().left() > 10);
    }
    void withoutAControlGroupTheChartsSayWhy() {
        const QString reason = QStringLiteral("there is no control group");
        const ChartInput input{.moments = {},
                               .pressures = {},
                               .limits = {},
                               .missing = reason,
                               .pressureMissing = QStringLiteral("no PSI"),
                               .palette = {}};
        for (const ChartData& data :
             {cpuChart(input), memoryChart(input), pidsChart(input), pressureChart(input)})
            QCOMPARE(data.missing, reason);
    }
    void hiddenTimeIsAGapInEveryLine() {
        Ring<DetailedSample> ring(10);
        for (const int at : {1, 2, 600, 601}) {
            DetailedSample sample;
            sample.timeNs = at * second;
            sample.avg10.fill(3);
            ring.append(sample);
        }
        const std::vector<PressureMoment> pressures = pressuresOf(ring, 0);
        const ChartInput input{.moments = {},
                               .pressures = pressures,
                               .nowNs = 601 * second,
                               .seconds = 900,
                               .limits = {},
                               .pressureMissing = {},
                               .palette = {}};
        const ChartData data = pressureChart(input);
        for (const ChartLine& line : data.lines) {
            QCOMPARE(line.pieces.size(), 2U);
            QCOMPARE(line.pieces[0].size(), 2U);
            QCOMPARE(line.pieces[1].front().x(), -1.0);
        }
    }
    void samplesBecomeRates() {
        Ring<Sample> ring(10);
        ring.append(sampleAt(1 * second, 0, mebibyte));
        ring.append(sampleAt(2 * second, 250'000, mebibyte, 600'000));
        ring.append(sampleAt(3 * second, 500'000, mebibyte, 600'000, 2));
        ring.append(sampleAt(10 * second, 500'000, mebibyte)); // hidden meanwhile
        ring.append(sampleAt(11 * second, 100, mebibyte));     // another run
        const auto moments = momentsOf(ring, 0);
        QCOMPARE(moments.size(), 5U);
        QVERIFY(moments[0].afterGap && !moments[0].cpuPercent);
        QCOMPARE(moments[1].cpuPercent.value(), 25.0);
        QCOMPARE(moments[1].throttledShare.value(), 0.6);
        QCOMPARE(moments[2].oomKills, 2);
        QVERIFY(moments[3].afterGap && moments[4].afterGap);
        QCOMPARE(momentsOf(ring, 3 * second).size(), 3U);
        QCOMPARE(momentsOf(ring, 3 * second).front().cpuPercent.value(), 25.0); // from the one before
    }
    void ceilingsAreRound() {
        QCOMPARE(niceCeiling(0, Rounding::Decimal), 1.0);
        QCOMPARE(niceCeiling(20, Rounding::Decimal), 20.0);
        QCOMPARE(niceCeiling(21, Rounding::Decimal), 50.0);
        QCOMPARE(niceCeiling(101, Rounding::Decimal), 200.0);
        QCOMPARE(niceCeiling(41.0 * mebibyte, Rounding::Binary), 48.0 * mebibyte);
    }
    void chartsSayLimitsBandsAndKills() {
        Ring<Sample> ring(100);
        for (int i = 0; i < 10; ++i)
            ring.append(sampleAt(i * second, i * 500'000LL, 30 * mebibyte, i >= 5 ? (i - 4) * 400'000LL : 0,
                                 i > 7 ? 1 : 0));
        const auto moments = momentsOf(ring, 0);
        const std::vector<PressureMoment> none;
        ChartInput input{.moments = moments,
                         .pressures = none,
                         .nowNs = 9 * second,
                         .seconds = 60,
                         .limits = {},
                         .cpuCount = 2,
                         .pressureMissing = QStringLiteral("This kernel does not measure pressure."),
                         .palette = {}};
        input.limits.cpuMax = CpuMax{50'000, 100'000};
        input.limits.memoryMax = 40 * mebibyte;
        input.limits.memoryHigh = 4096ULL * mebibyte;
        const ChartData cpu = cpuChart(input);
        QCOMPARE(cpu.limits.size(), 1U);
        QCOMPARE(cpu.limits[0].value, 50.0);
        QVERIFY(cpu.top >= 50);
        QCOMPARE(cpu.bands.size(), 5U);
        QCOMPARE(cpu.bands[0].to, -4.0);
        QCOMPARE(cpu.bands[0].strength, 0.4);
        const ChartData memory = memoryChart(input);
        QCOMPARE(memory.markers.size(), 1U);
        QCOMPARE(memory.markers[0].x, -1.0);
        QCOMPARE(memory.limits.size(), 2U);
        QVERIFY(memory.top >= 40.0 * mebibyte &&
                memory.top < 100.0 * mebibyte); // the far one does not press it flat
        QVERIFY(pressureChart(input).missing.contains("does not measure"));
        const QString summary = summaryOf(moments, input.limits, 60);
        QVERIFY(summary.contains("the limit is 50") && summary.contains("killed"));
    }
    void csvHasAllRows() {
        Ring<Sample> ring(100);
        for (int i = 0; i < 4; ++i)
            ring.append(sampleAt(i * second, i * 500'000LL, mebibyte));
        const QStringList lines = csvOf(momentsOf(ring, 0), {}, 3 * second).split("\r\n");
        QCOMPARE(lines.size(), 6);
        QVERIFY(lines[0].startsWith("seconds,cpu_percent"));
        QCOMPARE(lines[4].section(',', 0, 3), "0.000,50.00,0.0000,1048576");
        QCOMPARE(lines[1].section(',', 1, 1), "");
    }
    void tableRowsKeepTheirSelection() {
        Ring<Sample> ring(5);
        MomentModel model;
        const QAbstractItemModelTester tester(&model);
        QTableView view;
        view.setModel(&model);
        for (int i = 0; i < 5; ++i)
            ring.append(sampleAt(i * second, i * 1000LL, mebibyte));
        model.setMoments(momentsOf(ring, 0), 4 * second);
        QCOMPARE(model.rowCount(), 5);
        view.selectRow(1);
        const QString time = view.currentIndex().data().toString();
        for (int i = 5; i < 8; ++i) {
            ring.append(sampleAt(i * second, i * 1000LL, mebibyte));
            model.setMoments(momentsOf(ring, 0), i * second);
        }
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(view.currentIndex().row(), 4);
        QCOMPARE(view.currentIndex().siblingAtColumn(0).data().toString(), time);
        model.setMoments({}, 0);
        QCOMPARE(model.rowCount(), 0);
    }
    void chartsSayWhatTheyAreBeforeAnythingIsMeasured() {
        PageFixture fixture;
        ChartsPage page(fixture.context());
        const std::array names{"chart-cpu", "chart-memory", "chart-pids", "chart-pressure"};
        const std::array titles{"CPU", "Memory", "Processes and threads", "Pressure"};
        for (std::size_t i = 0; i < names.size(); ++i) {
            const auto* chart = page.findChild<Chart*>(QLatin1String(names.at(i)));
            QCOMPARE(chart->accessibleName(), QLatin1String(titles.at(i)));
            QCOMPARE(chart->accessibleDescription(), QStringLiteral("Nothing has been measured yet."));
        }
    }
    void pageSubscribesOnlyWhileSeen() {
        PageFixture fixture;
        ChartsPage page(fixture.context());
        page.setContainer(fixture.id);
        QTest::qWait(20);
        QCOMPARE(fixture.service.calls, QStringList());
        page.show();
        QTRY_COMPARE(fixture.count("subscribe 1"), 1);
        QTRY_COMPARE(fixture.count("subscribe 2"), 1);
        page.hide();
        QTRY_COMPARE(fixture.count("unsubscribe 1"), 1);
        const QString before = page.summary();
        feed(fixture, 5);
        QTest::qWait(50);
        QCOMPARE(page.summary(), before);
    }
    void pageShowsValuesAndSavesThem() {
        PageFixture fixture;
        fixture.change([](ContainerInfo& info) { info.limits.cpuMax = CpuMax{50'000, 100'000}; });
        ChartsPage page(fixture.context());
        page.resize(1000, 600);
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        feed(fixture, 60);
        QTRY_VERIFY(page.summary().contains("50 %"));
        auto* chart = page.findChild<Chart*>("chart-cpu");
        const QString values = chart->valuesAt(QPointF(chart->width() * 0.6, chart->height() * 0.5));
        QVERIFY2(values.contains("CPU: 50 %") && values.contains("throttled: 50 %"), qPrintable(values));
        QTemporaryDir folder;
        QString problem;
        QVERIFY(page.savePicture(folder.filePath("charts.png"), problem));
        QVERIFY(QImage(folder.filePath("charts.png")).width() >= 600);
        QVERIFY(page.saveTable(folder.filePath("charts.csv"), problem));
        QFile csv(folder.filePath("charts.csv"));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QVERIFY(csv.readAll().count('\n') >= 60);
        QVERIFY(!page.saveTable("/nonexistent/x.csv", problem));
        QVERIFY(problem.contains("/nonexistent"));
    }
    void pauseHoldsThePicture() {
        PageFixture fixture;
        ChartsPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        feed(fixture, 10);
        QTRY_VERIFY(page.summary().contains("CPU"));
        QTest::mouseClick(page.findChild<QToolButton*>("charts-pause"), Qt::LeftButton);
        const QString before = page.summary();
        emit fixture.service.statisticsReceived(
            {ContainerSample{fixture.id, sampleAt(monotonicNs() + second, 99'000'000, 500 * mebibyte)}});
        QTest::qWait(50);
        QCOMPARE(page.summary(), before);
        QTest::mouseClick(page.findChild<QToolButton*>("charts-pause"), Qt::LeftButton);
        QTRY_VERIFY(page.summary() != before);
    }
    void tableShowsTheSame() {
        PageFixture fixture;
        ChartsPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        feed(fixture, 10);
        QTest::mouseClick(page.findChild<QToolButton*>("charts-table"), Qt::LeftButton);
        auto* table = page.findChild<QTableView*>("charts-numbers");
        QTRY_COMPARE(table->model()->rowCount(), 10);
        QVERIFY(table->isVisible());
        QCOMPARE(table->model()->index(0, MomentModel::Cpu).data().toString(), "50 %");
        page.findChild<QComboBox*>("charts-range")->setCurrentIndex(3);
        QCOMPARE(table->model()->rowCount(), 10);
    }
};

QTEST_MAIN(TstCharts)
#include "tst_chartspage.moc"
