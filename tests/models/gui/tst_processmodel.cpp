// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/models/processmodel.h"
#include "gui/models/processproxy.h"
#include "tests/support/cputimer.h"
#include "tests/support/fakecontainerservice.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

#include <map>
#include <random>

using namespace vitrine::gui;

namespace {

const QString boxId = QStringLiteral("box");

ProcessRow process(int pid, int parent, std::uint64_t start, std::uint64_t cpuUs = 0) {
    ProcessRow row;
    row.key = {pid, start};
    row.parent = parent;
    row.nestedPids = {pid - 99};
    row.uidOutside = 100'000;
    row.uidInside = 0;
    row.state = 'S';
    row.threads = 1;
    row.cpuTimeUs = cpuUs;
    row.residentBytes = 4096;
    row.name = QStringLiteral("p%1").arg(pid);
    row.commandLine = row.name;
    return row;
}

ProcessUpdate update(int second, std::vector<ProcessRow> rows, std::vector<ProcessKey> gone = {},
                     bool reset = false) {
    return {.container = boxId,
            .timeNs = second * 1'000'000'000LL,
            .reset = reset,
            .rows = std::move(rows),
            .gone = std::move(gone)};
}

void print(const QAbstractItemModel& model, const QModelIndex& parent, int depth, QStringList& lines) {
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        lines << QString(depth, QLatin1Char('-')) + index.data().toString();
        print(model, index, depth + 1, lines);
    }
}

QStringList tree(const QAbstractItemModel& model) {
    QStringList lines;
    print(model, {}, 0, lines);
    return lines;
}

} // namespace

class TstProcessModel : public QObject {
    Q_OBJECT
private slots:
    void storeAndModelShareTheirRows() {
        ProcessModel model(m_store.get());
        m_store->apply(update(1, {process(100, 1, 1), process(101, 100, 2)}, {}, true));
        m_store->apply(update(2, {process(101, 100, 2, 500'000)}));
        m_store->apply(update(3, {process(102, 100, 3)}));
        for (const ProcessKey key : {ProcessKey{100, 1}, ProcessKey{101, 2}, ProcessKey{102, 3}})
            QCOMPARE(model.entryOf(model.indexOf(key)), m_store->find(key).get());
        // Equal texts are held once.
        ProcessRow twin = process(103, 100, 4);
        ProcessRow other = process(104, 100, 5);
        twin.name = QStringLiteral("wor") + QStringLiteral("ker");
        other.name = QStringLiteral("work") + QStringLiteral("er");
        m_store->apply(update(4, {twin, other}));
        QCOMPARE(m_store->find(twin.key)->row.name.constData(),
                 m_store->find(other.key)->row.name.constData());
    }
    void init() {
        m_store = std::make_unique<ProcessStore>(&m_service);
        m_store->setContainer(boxId);
    }

    void buildsTheTree() {
        ProcessModel model(m_store.get());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        // Its parent is the helper's monitor, outside of the container.
        m_store->apply(update(
            1, {process(100, 7, 10), process(101, 100, 11), process(103, 101, 12), process(102, 100, 12)}, {},
            true));
        QCOMPARE(tree(model), (QStringList{"p100", "-p101", "--p103", "-p102"}));
        QCOMPARE(model.index(0, ProcessModel::InnerPid).data().toString(), QStringLiteral("1 (first)"));
        QCOMPARE(model.index(0, ProcessModel::User).data().toString(), QStringLiteral("0 → 100000"));
        QCOMPARE(model.index(0, 0).data(ProcessModel::MarkRole).toInt(),
                 static_cast<int>(ProcessModel::Mark::First));
    }
    void leavesAreNotBranches() {
        ProcessModel model(m_store.get());
        m_store->apply(update(1, {process(100, 7, 10), process(101, 100, 11)}, {}, true));
        const QPersistentModelIndex first = model.index(0, 0);
        const QPersistentModelIndex child = model.index(0, 0, first);
        QVERIFY(!first.flags().testFlag(Qt::ItemNeverHasChildren));
        QVERIFY(child.flags().testFlag(Qt::ItemNeverHasChildren));
        m_store->apply(update(2, {process(102, 101, 12)}));
        QVERIFY(!child.flags().testFlag(Qt::ItemNeverHasChildren));
        m_store->apply(update(3, {}, {{102, 12}}));
        QVERIFY(child.flags().testFlag(Qt::ItemNeverHasChildren));
        QVERIFY(!QModelIndex().flags().testFlag(Qt::ItemNeverHasChildren));
    }
    void orphansMoveToTheirNewParent() {
        ProcessModel model(m_store.get());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_store->apply(update(
            1, {process(100, 7, 10), process(101, 100, 11), process(102, 101, 12), process(103, 102, 13)}, {},
            true));
        const QPersistentModelIndex grandchild = model.indexOf({103, 13});
        m_store->apply(update(2, {process(102, 100, 12)}, {{101, 11}}));
        QCOMPARE(tree(model), (QStringList{"p100", "-p102", "--p103"}));
        QVERIFY(grandchild.isValid());
        QCOMPARE(grandchild.data().toString(), QStringLiteral("p103"));
        // The parent goes and nobody says where the child went: it stays on view.
        m_store->apply(update(3, {}, {{102, 12}}));
        QCOMPARE(tree(model), (QStringList{"p100", "p103"}));
    }
    void childrenBeforeTheirParent() {
        ProcessModel model(m_store.get());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_store->apply(update(1, {process(100, 7, 10)}, {}, true));
        // Same tick, and the pid counter went around: the child's key is the smaller one.
        m_store->apply(update(2, {process(50, 200, 20), process(200, 100, 20)}));
        QCOMPARE(tree(model), (QStringList{"p100", "-p200", "--p50"}));
    }
    void pidUsedAgainIsAnotherProcess() {
        ProcessModel model(m_store.get());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_store->apply(update(1, {process(100, 7, 10), process(101, 100, 11)}, {}, true));
        const QPersistentModelIndex old = model.indexOf({101, 11});
        m_store->apply(update(2, {process(101, 100, 99)}, {{101, 11}}));
        QVERIFY(!old.isValid());
        QVERIFY(model.indexOf({101, 99}).isValid());
        QCOMPARE(model.processCount(), 2);
    }
    void cpuIsTheDifference() {
        ProcessModel model(m_store.get());
        m_store->apply(update(1, {process(100, 7, 10, 1000), process(101, 100, 11, 0)}, {}, true));
        const QModelIndex cpu = model.indexOf({100, 10}, ProcessModel::Cpu);
        QCOMPARE(cpu.data().toString(), QStringLiteral("–"));
        m_store->apply(update(2, {process(100, 7, 10, 501'000)}));
        QCOMPARE(cpu.data().toString(), QStringLiteral("50 %"));
        // It was there before, and has done nothing.
        QCOMPARE(model.indexOf({101, 11}, ProcessModel::Cpu).data().toString(), QStringLiteral("0.0 %"));
        // Not in the message: no CPU time since.
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        m_store->apply(update(3, {}));
        QCOMPARE(cpu.data().toString(), QStringLiteral("0.0 %"));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex().column(), static_cast<int>(ProcessModel::Cpu));
        m_store->apply(update(4, {}));
        QCOMPARE(changed.size(), 1);
    }
    void zombiesAreMarked() {
        ProcessModel model(m_store.get());
        ProcessRow zombie = process(101, 100, 11);
        zombie.state = 'Z';
        zombie.commandLine.clear();
        m_store->apply(update(1, {process(100, 7, 10), zombie}, {}, true));
        const QModelIndex index = model.indexOf({101, 11}, ProcessModel::State);
        QCOMPARE(index.data().toString(), QStringLiteral("zombie"));
        QCOMPARE(index.data(ProcessModel::MarkRole).toInt(), static_cast<int>(ProcessModel::Mark::Zombie));
        QVERIFY(index.data(Qt::ToolTipRole).toString().startsWith(QStringLiteral("Zombie")));
    }
    void filterKeepsParents() {
        ProcessModel model(m_store.get());
        ProcessProxy proxy;
        proxy.setSourceModel(&model);
        m_store->apply(
            update(1, {process(100, 7, 10), process(101, 100, 11), process(102, 100, 12)}, {}, true));
        proxy.setFilterText(QStringLiteral("p102"));
        QCOMPARE(tree(proxy), (QStringList{"p100", "-p102"}));
    }
    void filterShowsTheModelsOrder() {
        ProcessModel model(m_store.get());
        ProcessProxy proxy;
        proxy.setSourceModel(&model);
        m_store->apply(
            update(1, {process(100, 7, 10), process(101, 100, 11), process(102, 100, 12)}, {}, true));
        proxy.sort(ProcessModel::HostPid, Qt::DescendingOrder);
        QCOMPARE(tree(proxy), (QStringList{"p100", "-p102", "-p101"}));
        proxy.setFilterText(QStringLiteral("p10"));
        QCOMPARE(tree(proxy), (QStringList{"p100", "-p102", "-p101"}));
        proxy.sort(-1);
        QCOMPARE(tree(proxy), (QStringList{"p100", "-p101", "-p102"}));
    }
    void sortsByEachColumn() {
        ProcessModel model(m_store.get());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        // The larger the pid the larger everything else, but the number of threads.
        std::vector<ProcessRow> rows{process(100, 7, 1)};
        for (int i = 1; i < 6; ++i) {
            ProcessRow row = process(100 + i, 100, static_cast<std::uint64_t>(i));
            row.uidOutside = 1000U + static_cast<std::uint32_t>(i);
            row.state = static_cast<char>('A' + i);
            row.residentBytes = 4096ULL * static_cast<std::uint64_t>(i);
            row.threads = 7;
            rows.push_back(row);
        }
        m_store->apply(update(1, rows, {}, true));
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i].cpuTimeUs += 1000 * i;
        m_store->apply(update(2, rows));
        const QStringList up{"p100", "-p101", "-p102", "-p103", "-p104", "-p105"};
        const QStringList down{"p100", "-p105", "-p104", "-p103", "-p102", "-p101"};
        for (int column = 0; column < ProcessModel::ColumnCount; ++column) {
            model.sort(column, Qt::DescendingOrder);
            // Equals stand in order of age.
            QCOMPARE(tree(model), column == ProcessModel::Threads ? up : down);
            model.sort(column, Qt::AscendingOrder);
            QCOMPARE(tree(model), up);
        }
        model.sort(ProcessModel::HostPid, Qt::DescendingOrder);
        model.sort(-1);
        QCOMPARE(tree(model), up);
    }
    /// However many change their places, the view is told once; and not at all when nobody does.
    void movesAreToldOnce() {
        ProcessModel model(m_store.get());
        std::vector<ProcessRow> rows{process(100, 7, 1)};
        for (int i = 1; i < 50; ++i)
            rows.push_back(process(100 + i, 100, static_cast<std::uint64_t>(1 + i)));
        m_store->apply(update(1, rows, {}, true));
        model.sort(ProcessModel::Cpu, Qt::DescendingOrder);
        const QPersistentModelIndex last = model.indexOf({149, 50});
        QSignalSpy layouts(&model, &QAbstractItemModel::layoutChanged);
        QSignalSpy moves(&model, &QAbstractItemModel::rowsMoved);
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i].cpuTimeUs += 1000 * i;
        m_store->apply(update(2, rows));
        QCOMPARE(layouts.size(), 1);
        QCOMPARE(last.row(), 0);
        QCOMPARE(model.index(0, 0, model.index(0, 0)).data(ProcessModel::KeyRole).value<ProcessKey>(),
                 (ProcessKey{149, 50}));
        for (ProcessRow& row : rows) {
            row.cpuTimeUs += 1000 * (static_cast<std::uint64_t>(row.key.pid) - 100); // as before
            row.residentBytes += 4096;
        }
        m_store->apply(update(3, rows));
        QCOMPARE(layouts.size(), 1);
        QCOMPARE(moves.size(), 0);
    }
    void resubscribingKeepsTheNodes() {
        ProcessModel model(m_store.get());
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        m_store->apply(update(1, {process(100, 7, 10), process(101, 100, 11)}, {}, true));
        QCOMPARE(resets.size(), 1);
        const QPersistentModelIndex first = model.indexOf({100, 10});
        m_store->apply(update(9, {process(100, 7, 10), process(105, 100, 15)}, {}, true));
        QCOMPARE(resets.size(), 1);
        QVERIFY(first.isValid());
        QCOMPARE(tree(model), (QStringList{"p100", "-p105"}));
    }

    void randomHistories_data() {
        QTest::addColumn<int>("column");
        QTest::newRow("by age") << -1;
        QTest::newRow("by name") << static_cast<int>(ProcessModel::Name);
        QTest::newRow("by CPU") << static_cast<int>(ProcessModel::Cpu);
    }
    /// Random births, deaths and adoptions: after each, the model equals a tree computed anew.
    void randomHistories() {
        QFETCH(int, column);
        std::mt19937 random(4711);
        ProcessModel model(m_store.get());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        ProcessProxy proxy;
        proxy.setSourceModel(&model);
        model.sort(column, Qt::DescendingOrder);
        std::map<int, ProcessRow> alive{{100, process(100, 7, 1)}};
        m_store->apply(update(0, {alive.at(100)}, {}, true));
        for (int second = 1; second < 400; ++second) {
            std::map<int, ProcessRow> changed;
            std::vector<ProcessKey> gone;
            for (int i = 0; i < 3; ++i) {
                auto it = std::next(alive.begin(), static_cast<int>(random() % alive.size()));
                if (random() % 2 == 0) {
                    const int pid = 101 + static_cast<int>(random() % 200);
                    if (alive.contains(pid))
                        continue;
                    alive[pid] = changed[pid] =
                        process(pid, it->first, static_cast<std::uint64_t>(second) * 10);
                } else if (it->first != 100) {
                    const int dead = it->first;
                    if (m_store->find(it->second.key))
                        gone.push_back(it->second.key);
                    changed.erase(dead);
                    alive.erase(it);
                    for (auto& [pid, row] : alive)
                        if (row.parent == dead) {
                            row.parent = 100;
                            changed[pid] = row;
                        }
                } else {
                    it->second.residentBytes += 4096;
                    changed[it->first] = it->second;
                }
            }
            ProcessRow& busy = std::next(alive.begin(), static_cast<int>(random() % alive.size()))->second;
            busy.cpuTimeUs += random() % 100'000;
            changed[busy.key.pid] = busy;
            std::vector<ProcessRow> rows;
            for (auto& [pid, row] : changed)
                rows.push_back(row);
            m_store->apply(update(second, rows, gone));
            QCOMPARE(model.processCount(), static_cast<int>(alive.size()));
            ProcessModel fresh(m_store.get());
            fresh.sort(column, Qt::DescendingOrder);
            QCOMPARE(tree(model), tree(fresh));
            QCOMPARE(tree(proxy).size(), static_cast<qsizetype>(alive.size()));
        }
    }

    void tenThousandByDifference_data() {
        QTest::addColumn<int>("changes");
        QTest::addColumn<double>("milliseconds");
        QTest::newRow("20 changed") << 20 << 1.0;
        QTest::newRow("200 changed") << 200 << 20.0;
    }
    void tenThousandByDifference() {
        QFETCH(int, changes);
        QFETCH(double, milliseconds);
        ProcessModel model(m_store.get());
        ProcessProxy proxy;
        proxy.setSourceModel(&model);
        proxy.rowCount(); // makes its mapping
        std::vector<ProcessRow> rows{process(100, 7, 1)};
        for (int i = 1; i < 10'000; ++i)
            rows.push_back(
                process(100 + i, i < 100 ? 100 : 100 + i % 99 + 1, static_cast<std::uint64_t>(1 + i)));
        m_store->apply(update(1, rows, {}, true));
        m_store->apply(update(2, {})); // all of them are idle, which is a change
        QCOMPARE(model.processCount(), 10'000);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        std::mt19937 random(1);
        qint64 total = 0;
        constexpr int rounds = 50;
        for (int second = 3; second < 3 + rounds; ++second) {
            std::vector<ProcessRow> changed;
            for (int i = 0; i < changes; ++i) {
                ProcessRow& row = rows[random() % rows.size()];
                row.cpuTimeUs += 1000;
                changed.push_back(row);
            }
            const ProcessUpdate message = update(second, changed);
            const CpuTimer timer;
            m_store->apply(message);
            total += timer.nsecsElapsed();
        }
        const double ms = static_cast<double>(total) / rounds / 1e6;
        qInfo("10,000 processes, %d changed: %.3f ms a refresh", changes, ms);
        QCOMPARE(resets.size(), 0);
        QVERIFY2(ms <= milliseconds * sanitizerSlowdown, qPrintable(QStringLiteral("%1 ms").arg(ms)));
    }

private:
    FakeContainerService m_service;
    std::unique_ptr<ProcessStore> m_store;
};

QTEST_GUILESS_MAIN(TstProcessModel)
#include "tst_processmodel.moc"
