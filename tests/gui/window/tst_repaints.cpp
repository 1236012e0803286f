// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/models/processmodel.h"
#include "gui/views/containerpane.h"
#include "tests/support/windowfixture.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPaintEvent>
#include <QScrollBar>
#include <QTest>
#include <QTreeView>

#include <chrono>

using namespace vitrine::gui;
using vitrine::ContainerState;

namespace {

/// What is painted in a widget and in all that it contains.
class Paints : public QObject {
public:
    explicit Paints(const QWidget* root)
        : m_root(root) {
        qApp->installEventFilter(this);
    }
    bool eventFilter(QObject* watched, QEvent* event) override {
        const auto* widget = qobject_cast<QWidget*>(watched);
        if (event->type() == QEvent::Paint && widget && (widget == m_root || m_root->isAncestorOf(widget))) {
            ++count;
            region |= static_cast<QPaintEvent*>(event)->region();
        }
        return false;
    }
    int count = 0;
    QRegion region;

private:
    const QWidget* m_root;
};

/// Everything that waits to be painted is painted.
void settle() {
    QTest::qWait(50);
    QCoreApplication::processEvents();
}

ProcessRow process(int pid, int parent) {
    ProcessRow row;
    row.key = {pid, static_cast<std::uint64_t>(pid)};
    row.parent = parent;
    row.nestedPids = {pid - 99};
    row.state = 'S';
    row.name = QStringLiteral("p%1").arg(pid);
    return row;
}

/// The window with processes on view, none of which is used by anything else.
struct TreeFixture : WindowFixture {
    explicit TreeFixture(int count) {
        service.putAll({container(1, QStringLiteral("bob"), ContainerState::Running)});
        window->show();
        settle();
        window->showPage(QStringLiteral("processes"));
        settle();
        for (int i = 0; i < count; ++i)
            rows.push_back(process(100 + i, i == 0 ? 1 : 100));
        send(rows, {}, true);
        send({}); // from here on it is known that they are idle
        settle();
        tree = child<QTreeView>("processTree");
    }
    void send(std::vector<ProcessRow> changed, std::vector<ProcessKey> gone = {}, bool reset = false) {
        second += 1'000'000'000;
        emit service.processesReceived(
            {window->selectedContainer(), second, reset, std::move(changed), std::move(gone)});
    }
    void use(std::size_t number, std::uint64_t us) {
        rows.at(number).cpuTimeUs += us;
        send({rows.at(number)});
    }
    [[nodiscard]] ProcessKey keyAt(const QModelIndex& index) const {
        return index.data(ProcessModel::KeyRole).value<ProcessKey>();
    }

    std::vector<ProcessRow> rows;
    std::int64_t second = 1'000'000'000;
    QTreeView* tree = nullptr;
};

} // namespace

class TstRepaints : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QApplication::setOrganizationName(QStringLiteral("vitrine-test")); }

    void chartsThatAreNotSeenCostNothing() {
        WindowFixture fixture;
        const ContainerInfo bob = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running);
        fixture.service.putAll({bob});
        fixture.window->show();
        fixture.window->showPage(QStringLiteral("charts"));
        QTRY_VERIFY(fixture.service.calls.contains(QStringLiteral("subscribe 2 %1 1000").arg(bob.id)));
        int tick = 0;
        const auto send = [&] {
            Sample sample;
            sample.timeNs = std::chrono::steady_clock::now().time_since_epoch().count();
            sample.cpuUs = ++tick * 100'000LL;
            sample.memoryBytes = 1'000'000LL * tick;
            DetailedSample detailed;
            detailed.timeNs = sample.timeNs;
            emit fixture.service.statisticsReceived({{bob.id, sample}});
            emit fixture.service.detailedReceived(bob.id, detailed);
            settle();
        };
        Paints charts(fixture.child<QWidget>("chartsPage"));
        send();
        QVERIFY(charts.count > 0);
        fixture.window->showPage(QStringLiteral("overview"));
        QTRY_COMPARE(fixture.service.calls.filter(QStringLiteral("subscribe 2")).last(),
                     QStringLiteral("unsubscribe 2 %1").arg(bob.id));
        settle();
        charts.count = 0;
        send();
        QCOMPARE(charts.count, 0);
        fixture.window->hide();
        QTRY_COMPARE(fixture.service.calls.last(), QStringLiteral("unsubscribe 1 %1").arg(bob.id));
        Paints all(fixture.window.get());
        const qsizetype calls = fixture.service.calls.size();
        send();
        send();
        QCOMPARE(all.count, 0);
        QCOMPARE(fixture.service.calls.size(), calls);
    }

    void theListPaintsTheRowsThatChanged() {
        WindowFixture fixture;
        std::vector<ContainerInfo> boxes;
        for (int i = 1; i <= 40; ++i)
            boxes.push_back(
                WindowFixture::container(i, QStringLiteral("box-%1").arg(i), ContainerState::Running));
        fixture.service.putAll(boxes);
        fixture.window->show();
        settle();
        const auto* list = fixture.window->containerPane()->list();
        int tick = 0;
        const auto send = [&](const std::vector<int>& numbers) {
            ++tick;
            std::vector<ContainerSample> samples;
            for (const int number : numbers) {
                Sample sample;
                sample.timeNs = tick * 1'000'000'000LL;
                sample.cpuUs = tick * 100'000LL + tick * tick * 1000LL;
                sample.memoryBytes = 1'000'000LL * tick;
                samples.push_back({boxes.at(static_cast<std::size_t>(number)).id, sample});
            }
            emit fixture.service.statisticsReceived(samples);
            settle();
        };
        send({0, 2, 39});
        Paints paints(list->viewport());
        send({2});
        const QRect third = list->visualRect(list->model()->index(2, 0));
        QVERIFY(paints.count > 0);
        QCOMPARE(paints.region.boundingRect(), third);
        paints.count = 0;
        send({39});
        QVERIFY(!list->viewport()->rect().intersects(list->visualRect(list->model()->index(39, 0))));
        QCOMPARE(paints.count, 0);
    }

    void theTreePaintsTheRowsThatChanged() {
        TreeFixture fixture(300);
        Paints paints(fixture.tree->viewport());
        fixture.use(250, 5000); // not on the screen
        settle();
        QCOMPARE(paints.count, 0);
        fixture.use(3, 5000);
        settle();
        QVERIFY(paints.count > 0);
        const QModelIndex root = fixture.tree->model()->index(0, 0);
        const QRect row = fixture.tree->visualRect(fixture.tree->model()->index(2, 0, root));
        QCOMPARE(paints.region.boundingRect().top(), row.top());
        QCOMPARE(paints.region.boundingRect().height(), row.height());
        // Scrolled there, it is seen.
        fixture.tree->scrollTo(fixture.tree->model()->index(249, 0, root));
        settle();
        paints.count = 0;
        fixture.use(250, 900);
        settle();
        QVERIFY(paints.count > 0);
        // A message that says nothing paints nothing.
        paints.count = 0;
        fixture.service.processesReceived(
            {fixture.window->selectedContainer(), fixture.second, false, {}, {}});
        settle();
        QCOMPARE(paints.count, 0);
    }

    void sortedByCpuSelectionAndScrollSurvive() {
        TreeFixture fixture(300);
        fixture.tree->sortByColumn(ProcessModel::Cpu, Qt::DescendingOrder);
        const QModelIndex root = fixture.tree->model()->index(0, 0);
        fixture.tree->setCurrentIndex(fixture.tree->model()->index(4, 0, root));
        const ProcessKey chosen = fixture.keyAt(fixture.tree->currentIndex());
        fixture.tree->verticalScrollBar()->setValue(fixture.tree->verticalScrollBar()->maximum() / 2);
        settle();
        const int scrolled = fixture.tree->verticalScrollBar()->value();
        fixture.use(200, 700'000);
        settle();
        QCOMPARE(fixture.keyAt(fixture.tree->model()->index(0, 0, root)), fixture.rows.at(200).key);
        QCOMPARE(fixture.keyAt(fixture.tree->currentIndex()), chosen);
        QVERIFY(fixture.tree->isExpanded(fixture.tree->model()->index(0, 0)));
        QCOMPARE(fixture.tree->verticalScrollBar()->value(), scrolled);
    }

    void filteringKeepsTheSelection() {
        TreeFixture fixture(50);
        const QModelIndex root = fixture.tree->model()->index(0, 0);
        fixture.tree->setCurrentIndex(fixture.tree->model()->index(20, 0, root));
        const ProcessKey chosen = fixture.keyAt(fixture.tree->currentIndex());
        const int width = fixture.tree->columnWidth(1) + 7;
        fixture.tree->setColumnWidth(1, width);
        auto* filter = fixture.child<QLineEdit>("processFilter");
        filter->setText(fixture.rows.at(21).name);
        QCOMPARE(fixture.keyAt(fixture.tree->currentIndex()), chosen);
        QCOMPARE(fixture.tree->model()->rowCount(fixture.tree->model()->index(0, 0)), 1);
        QVERIFY(fixture.tree->isExpanded(fixture.tree->model()->index(0, 0)));
        // What comes while it filters is filtered.
        fixture.send({process(900, 100)});
        QCOMPARE(fixture.tree->model()->rowCount(fixture.tree->model()->index(0, 0)), 1);
        filter->clear();
        QCOMPARE(fixture.keyAt(fixture.tree->currentIndex()), chosen);
        QCOMPARE(fixture.tree->model()->rowCount(fixture.tree->model()->index(0, 0)), 50);
        QVERIFY(fixture.tree->isExpanded(fixture.tree->model()->index(0, 0)));
        QCOMPARE(fixture.tree->columnWidth(1), width);
        QVERIFY(fixture.child<QWidget>("signalButton")->isEnabled());
    }

    void filteringAllAwaySaysSo() {
        TreeFixture fixture(50);
        auto* filter = fixture.child<QLineEdit>("processFilter");
        auto* empty = fixture.child<QLabel>("processEmpty");
        filter->setText(QStringLiteral("no such process"));
        QVERIFY(empty->isVisible() && !fixture.tree->isVisible());
        QCOMPARE(empty->text(), QStringLiteral("No process matches the filter."));
        filter->clear();
        QVERIFY(!empty->isVisible() && fixture.tree->isVisible());
    }
};

QTEST_MAIN(TstRepaints)
#include "tst_repaints.moc"
