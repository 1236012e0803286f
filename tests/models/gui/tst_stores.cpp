// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/models/format.h"
#include "gui/store/containeractions.h"
#include "gui/store/samplestore.h"
#include "tests/support/fakecontainerservice.h"

#include <QSignalSpy>
#include <QTest>

using namespace vitrine::gui;
using vitrine::ContainerState;
using vitrine::ErrorKind;

namespace {

ContainerInfo container(const QString& id, const QString& name,
                        ContainerState state = ContainerState::Stopped) {
    ContainerInfo info;
    info.id = id;
    info.name = name;
    info.state = state;
    return info;
}

} // namespace

class TstStores : public QObject {
    Q_OBJECT
private slots:
    void ringKeepsTheNewest() {
        Ring<int> ring(3);
        for (int i = 1; i <= 5; ++i)
            ring.append(i);
        QCOMPARE(ring.size(), 3U);
        QCOMPARE(ring[0], 3);
        QCOMPARE(ring.last(), 5);
        ring.setCapacity(2);
        QCOMPARE(ring[0], 4);
        ring.setCapacity(4);
        ring.append(6);
        QCOMPARE(ring.size(), 3U);
        QCOMPARE(ring.last(), 6);
        ring.append(7);
        ring.append(8);
        QCOMPARE(ring[0], 5);
    }
    void cpuIsTheDifferenceOfTwoSamples() {
        Sample before;
        before.timeNs = 1'000'000'000;
        before.cpuUs = 500'000;
        Sample after = before;
        QVERIFY(!cpusUsed(before, after));
        after.timeNs = 3'000'000'000;
        after.cpuUs = 3'500'000;
        QCOMPARE(cpusUsed(before, after).value(), 1.5);
        after.cpuUs = 1;
        QVERIFY(!cpusUsed(before, after)); // a new run
    }
    void containersAreSortedAndAnnouncedOnce() {
        FakeContainerService service;
        ContainerStore store(&service);
        QSignalSpy changed(&store, &ContainerStore::changed);
        service.put(container(QStringLiteral("b"), QStringLiteral("bob")));
        service.put(container(QStringLiteral("a"), QStringLiteral("alice")));
        service.put(container(QStringLiteral("b"), QStringLiteral("bobby")));
        QVERIFY(changed.wait());
        QCOMPARE(changed.size(), 1);
        QCOMPARE(store.containers().size(), 2U);
        QCOMPARE(store.containers()[0].info.name, QStringLiteral("alice"));
        QCOMPARE(store.find(QStringLiteral("b"))->info.name, QStringLiteral("bobby"));
        QCOMPARE(store.findByName(QStringLiteral("alice"))->info.id, QStringLiteral("a"));
        service.putAll({container(QStringLiteral("b"), QStringLiteral("bobby"))});
        QVERIFY(!store.find(QStringLiteral("a")));
    }
    void pendingIsBesideTheState() {
        FakeContainerService service;
        ContainerStore store(&service);
        ContainerActions actions(&service, &store);
        QSignalSpy failed(&actions, &ContainerActions::failed);
        service.put(container(QStringLiteral("a"), QStringLiteral("alice")));
        actions.start(QStringLiteral("a"));
        QCOMPARE(store.find(QStringLiteral("a"))->pending, PendingAction::Starting);
        QCOMPARE(store.find(QStringLiteral("a"))->info.state, ContainerState::Stopped);
        QTRY_COMPARE(store.find(QStringLiteral("a"))->pending, PendingAction::None);
        QCOMPARE(store.find(QStringLiteral("a"))->info.state, ContainerState::Running);
        service.nextError = ServiceError{ErrorKind::Dismissed, QStringLiteral("closed"), {}, {}};
        actions.stop(QStringLiteral("a"));
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][1].toString(), QStringLiteral("stop alice"));
        QCOMPARE(store.find(QStringLiteral("a"))->pending, PendingAction::None);
        QCOMPARE(store.find(QStringLiteral("a"))->info.state, ContainerState::Running);
    }
    void numbersForPeople_data() {
        QTest::addColumn<QString>("found");
        QTest::addColumn<QString>("expected");
        QTest::newRow("bytes") << formatBytes(17) << "17 B";
        QTest::newRow("kib") << formatBytes(655'360) << "640 KiB";
        QTest::newRow("mib") << formatBytes(13'107'200) << "12.5 MiB";
        QTest::newRow("percent small") << formatPercent(2.44) << "2.4 %";
        QTest::newRow("percent") << formatPercent(138.2) << "138 %";
        QTest::newRow("elapsed") << formatElapsed(761'000'000) << "00:12:41";
        QTest::newRow("days") << formatElapsed(3ULL * 86'400'000'000 + 4ULL * 3'600'000'000)
                              << "3 d 04:00:00";
        QTest::newRow("ns") << formatDuration(640) << "640 ns";
        QTest::newRow("us") << formatDuration(12'340) << "12.3 µs";
        QTest::newRow("ms") << formatDuration(1'254'000) << "1.25 ms";
        QTest::newRow("ago") << formatRelative(1'000'000, 181'000'000) << "3 minutes ago";
        QTest::newRow("never") << formatMoment(0) << "never";
    }
    void numbersForPeople() {
        QFETCH(QString, found);
        QFETCH(QString, expected);
        QCOMPARE(found, expected);
    }
};

QTEST_GUILESS_MAIN(TstStores)
#include "tst_stores.moc"
