// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/models/containermodel.h"
#include "tests/support/cputimer.h"
#include "tests/support/fakecontainerservice.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace vitrine::gui;
using vitrine::ContainerState;
using vitrine::CpuMax;

namespace {

ContainerInfo container(int number, ContainerState state = ContainerState::Running) {
    ContainerInfo info;
    info.id = QStringLiteral("%1").arg(number, 32, 16, QLatin1Char('0'));
    info.name = QStringLiteral("box-%1").arg(number);
    info.state = state;
    return info;
}

ContainerSample sample(const ContainerInfo& info, int second, std::int64_t cpuUs, std::int64_t memory) {
    Sample s;
    s.timeNs = second * 1'000'000'000LL;
    s.cpuUs = cpuUs;
    s.memoryBytes = memory;
    return {info.id, s};
}

GroupInfo groupOf(const char* id, const char* name) {
    GroupInfo group;
    group.id = QLatin1String(id);
    group.name = QLatin1String(name);
    return group;
}

QStringList names(const QAbstractItemModel& model) {
    QStringList result;
    for (int row = 0; row < model.rowCount(); ++row)
        result << model.index(row, 0).data().toString();
    return result;
}

} // namespace

class TstContainerModel : public QObject {
    Q_OBJECT
private slots:
    void followsTheStore() {
        std::mt19937 random(7);
        FakeContainerService service;
        ContainerStore store(&service);
        SampleStore samples(&service);
        ContainerModel model(&store, &samples);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        ContainerProxy proxy;
        proxy.setSourceModel(&model);
        QAbstractItemModelTester proxyTester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        for (int round = 0; round < 200; ++round) {
            for (int i = 0; i < 5; ++i) {
                ContainerInfo info = container(static_cast<int>(random() % 30));
                info.name = QStringLiteral("box-%1").arg(random() % 30);
                if (random() % 3 == 0)
                    service.drop(info.id);
                else
                    service.put(info);
            }
            QCoreApplication::processEvents();
            QCOMPARE(model.rowCount(), static_cast<int>(store.containers().size()));
            for (int row = 0; row < model.rowCount(); ++row)
                QCOMPARE(model.index(row).data().toString(),
                         store.containers()[static_cast<std::size_t>(row)].info.name);
        }
        QCOMPARE(resets.size(), 0);
    }
    void saysWhatIsUsed() {
        FakeContainerService service;
        ContainerStore store(&service);
        SampleStore samples(&service);
        ContainerModel model(&store, &samples);
        ContainerInfo info = container(1);
        info.limits.cpuMax = CpuMax{.quotaUs = 50'000, .periodUs = 100'000};
        info.limits.memoryMax = 64 << 20;
        info.widenings = {QStringLiteral("It shares the host's network.")};
        service.put(info);
        QTRY_COMPARE(model.rowCount(), 1);
        const QModelIndex index = model.index(0);
        QVERIFY(!index.data(ContainerModel::CpuRole).isValid());
        emit service.statisticsReceived({sample(info, 1, 100'000, 16 << 20)});
        QVERIFY(!index.data(ContainerModel::CpuRole).isValid());
        emit service.statisticsReceived({sample(info, 2, 350'000, 16 << 20)});
        QCOMPARE(index.data(ContainerModel::CpuRole).toDouble(), 25.0);
        QCOMPARE(index.data(ContainerModel::CpuShareRole).toDouble(), 0.5);
        QCOMPARE(index.data(ContainerModel::MemoryShareRole).toDouble(), 0.25);
        QCOMPARE(index.data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral(
                     "box-1, running, CPU 25 %, memory 16.0 MiB, 25 % of its memory limit, less isolated "
                     "than usual"));
        info.state = ContainerState::Stopped;
        service.put(info);
        QTRY_VERIFY(!index.data(ContainerModel::CpuRole).isValid());
    }
    void saysWhichGroup() {
        FakeContainerService service;
        ContainerStore store(&service);
        SampleStore samples(&service);
        GroupStore groups(&service);
        ContainerModel model(&store, &samples, &groups);
        ContainerInfo member = container(1, ContainerState::Stopped);
        const ContainerInfo single = container(2, ContainerState::Stopped);
        member.group = QStringLiteral("a1");
        service.putAll({member, single});
        QTRY_COMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0).data(ContainerModel::GroupRole).toString(), QString()); // not known yet
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        service.groups = {groupOf("a1", "shop")};
        emit service.groupsChanged();
        QTRY_COMPARE(model.index(0).data(ContainerModel::GroupRole).toString(), QStringLiteral("shop"));
        QCOMPARE(changed.size(), 1); // only the row of the one that is in it
        QCOMPARE(changed[0][1].toModelIndex().row(), 0);
        QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("box-1, stopped, in the group shop"));
        QVERIFY(model.index(0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("Group: shop")));
        QCOMPARE(model.index(1).data(ContainerModel::GroupRole).toString(), QString());
        QCOMPARE(model.index(1).data(Qt::AccessibleTextRole).toString(), QStringLiteral("box-2, stopped"));
        service.groups[0].name = QStringLiteral("store");
        emit service.groupsChanged();
        QTRY_COMPARE(model.index(0).data(ContainerModel::GroupRole).toString(), QStringLiteral("store"));
        member.group.clear();
        service.put(member);
        QTRY_COMPARE(model.index(0).data(ContainerModel::GroupRole).toString(), QString());
    }
    void ordersAndFiltersByGroup() {
        FakeContainerService service;
        ContainerStore store(&service);
        SampleStore samples(&service);
        GroupStore groups(&service);
        ContainerModel model(&store, &samples, &groups);
        ContainerProxy proxy;
        proxy.setSourceModel(&model);
        std::vector<ContainerInfo> all{container(1), container(2), container(3), container(4)};
        all[1].group = all[3].group = QStringLiteral("b");
        all[2].group = QStringLiteral("a");
        service.groups = {groupOf("a", "team-10"), groupOf("b", "team-9")};
        emit service.groupsChanged();
        service.putAll(all);
        QTRY_COMPARE(proxy.rowCount(), 4);
        proxy.setOrder(ContainerOrder::Group);
        QTRY_COMPARE(names(proxy), (QStringList{"box-2", "box-4", "box-3", "box-1"}));
        service.groups[0].name = QStringLiteral("team-8");
        emit service.groupsChanged();
        QTRY_COMPARE(names(proxy), (QStringList{"box-3", "box-2", "box-4", "box-1"}));
        proxy.setFilterText(QStringLiteral("team-9"));
        QCOMPARE(names(proxy), (QStringList{"box-2", "box-4"}));
    }
    void idleContainersAreLeftAlone() {
        FakeContainerService service;
        ContainerStore store(&service);
        SampleStore samples(&service);
        ContainerModel model(&store, &samples);
        const ContainerInfo idle = container(1);
        const ContainerInfo busy = container(2);
        service.putAll({idle, busy});
        QTRY_COMPARE(model.rowCount(), 2);
        for (int second = 1; second <= 70; ++second)
            emit service.statisticsReceived(
                {sample(idle, second, 5, 1024), sample(busy, second, second * 1000, 1024)});
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        emit service.statisticsReceived({sample(idle, 71, 5, 1024), sample(busy, 71, 72'000, 1024)});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex().row(), 1);
    }
    void ordersAndFilters() {
        FakeContainerService service;
        ContainerStore store(&service);
        SampleStore samples(&service);
        ContainerModel model(&store, &samples);
        ContainerProxy proxy;
        proxy.setSourceModel(&model);
        std::vector<ContainerInfo> all{container(10, ContainerState::Stopped), container(2), container(1)};
        service.putAll(all);
        QTRY_COMPARE(proxy.rowCount(), 3);
        QCOMPARE(names(proxy), (QStringList{"box-1", "box-2", "box-10"}));
        emit service.statisticsReceived({sample(all[1], 1, 0, 5000), sample(all[2], 1, 0, 1)});
        emit service.statisticsReceived({sample(all[1], 2, 10, 5000), sample(all[2], 2, 9000, 1)});
        proxy.setOrder(ContainerOrder::Cpu);
        QCOMPARE(names(proxy), (QStringList{"box-1", "box-2", "box-10"}));
        proxy.setOrder(ContainerOrder::Memory);
        QCOMPARE(names(proxy), (QStringList{"box-2", "box-1", "box-10"}));
        QSignalSpy layouts(&proxy, &QAbstractItemModel::layoutChanged);
        emit service.statisticsReceived({sample(all[1], 3, 10, 2), sample(all[2], 3, 9000, 7000)});
        QTRY_COMPARE(names(proxy), (QStringList{"box-1", "box-2", "box-10"}));
        QCOMPARE(layouts.size(), 1);
        // Other numbers, the same order: the list is not laid out again.
        emit service.statisticsReceived({sample(all[1], 4, 10, 3), sample(all[2], 4, 9000, 8000)});
        QTest::qWait(20);
        QCOMPARE(layouts.size(), 1);
        proxy.setOrder(ContainerOrder::State);
        QCOMPARE(names(proxy).last(), QStringLiteral("box-10"));
        proxy.setFilterText(QStringLiteral("BOX stopped"));
        QCOMPARE(names(proxy), QStringList{"box-10"});
        proxy.setFilterText(QStringLiteral("nothing"));
        QCOMPARE(proxy.rowCount(), 0);
    }
    void fiveHundredContainersATick() {
        FakeContainerService service;
        ContainerStore store(&service);
        SampleStore samples(&service);
        ContainerModel model(&store, &samples);
        ContainerProxy proxy;
        proxy.setSourceModel(&model);
        std::vector<ContainerInfo> all;
        for (int i = 0; i < 500; ++i)
            all.push_back(container(i));
        service.putAll(all);
        QTRY_COMPARE(proxy.rowCount(), 500);
        CpuTimer timer;
        constexpr int ticks = 20;
        qint64 total = 0;
        for (int second = 0; second < ticks; ++second) {
            std::vector<ContainerSample> message;
            for (const ContainerInfo& info : all)
                message.push_back(sample(info, second, second * 1000, second * 4096));
            timer.start();
            emit service.statisticsReceived(message);
            total += timer.nsecsElapsed();
        }
        const double ms = static_cast<double>(total) / ticks / 1e6;
        qInfo("500 containers, all changed: %.2f ms a tick", ms);
        QVERIFY2(ms < 20 * sanitizerSlowdown, "a tick with 500 changed containers must not be felt");
    }
};

QTEST_GUILESS_MAIN(TstContainerModel)
#include "tst_containermodel.moc"
