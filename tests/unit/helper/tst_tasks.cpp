// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/jobs/tasks.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

#include <future>
#include <thread>

using namespace vitrine::helper;

class TestTasks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void resultComesToTheMainThread();
    void endedWorkDoesNotCount();
    void waitsForWork();
    void usersDoNotShareCapacity();
    void usersDoNotShareThreads();
    void manyWhoWaitDelayNobody();
    void threadsDoNotGrowWithTheirWork();
};

void TestTasks::resultComesToTheMainThread() {
    Tasks tasks;
    std::thread::id workedIn;
    std::thread::id doneIn;
    int result = 0;
    tasks.run<int>(
        0,
        [&workedIn] {
            workedIn = std::this_thread::get_id();
            return 42;
        },
        [&](int value) {
            doneIn = std::this_thread::get_id();
            result = value;
        });
    QTRY_COMPARE(result, 42);
    QVERIFY(doneIn == std::this_thread::get_id());
    QVERIFY(workedIn != doneIn);
}

/// An idle exit looks at running(), and looks when runningChanged() comes: the last one must find nothing.
void TestTasks::endedWorkDoesNotCount() {
    for (int round = 0; round < 20; ++round) {
        Tasks tasks;
        int inDone = -1;
        int seenLast = -1;
        connect(&tasks, &Tasks::runningChanged, &tasks, [&] { seenLast = tasks.running(); });
        tasks.run<int>(0, [] { return 0; }, [&](int) { inDone = tasks.running(); });
        QVERIFY(seenLast >= 0); // it said so when the work began
        seenLast = -1;
        QTRY_COMPARE(seenLast, 0);
        QCOMPARE(inDone, 0);
    }
}

void TestTasks::waitsForWork() {
    Tasks tasks;
    std::promise<void> go;
    const std::shared_future<void> may = go.get_future().share();
    bool isDone = false;
    tasks.run<int>(
        0,
        [may] {
            may.wait();
            return 0;
        },
        [&](int) { isDone = true; });
    QCOMPARE(tasks.running(), 1);
    QVERIFY(!tasks.wait(std::chrono::milliseconds(20)));
    go.set_value();
    QVERIFY(tasks.wait(std::chrono::seconds(20)));
    QCOMPARE(tasks.running(), 0);
    QVERIFY(!isDone); // that is the main thread's, when its event loop turns
    QTRY_VERIFY(isDone);
}

void TestTasks::usersDoNotShareCapacity() {
    Tasks tasks;
    std::promise<void> go;
    const std::shared_future<void> may = go.get_future().share();
    int ended = 0;
    const auto ask = [&](uid_t uid) {
        return tasks.runFor<int>(
            uid,
            [may] {
                may.wait();
                return 0;
            },
            [&](int) { ++ended; });
    };
    constexpr uid_t alice = 1000;
    constexpr uid_t bob = 1001;
    int begun = 0;
    while (begun < 100 && ask(alice))
        ++begun;
    QCOMPARE(begun, 16);
    QCOMPARE(ask(alice).error().kind(), vitrine::ErrorKind::LimitExceeded);
    QVERIFY(ask(bob));
    for (int i = 0; i < 20; ++i)
        QVERIFY(ask(0)); // root is not counted
    // The helper's own work is nobody's.
    tasks.run<int>(0, [] { return 0; }, [&](int) { ++ended; });
    go.set_value();
    QTRY_COMPARE(ended, begun + 22);
    QVERIFY(ask(alice));
    QTRY_COMPARE(ended, begun + 23);
}

/// What hangs for one user, of whatever kind, keeps nobody else's from being done.
void TestTasks::usersDoNotShareThreads() {
    Tasks tasks;
    std::promise<void> go;
    const std::shared_future<void> may = go.get_future().share();
    const auto hang = [may] {
        may.wait();
        return 0;
    };
    int ended = 0;
    const auto count = [&ended](int) { ++ended; };
    for (int i = 0; i < 10; ++i) {
        tasks.run<int>(1000, hang, count);
        QVERIFY(tasks.runFor<int>(1000, hang, count));
    }
    for (const auto kind : {Tasks::Kind::Operation, Tasks::Kind::Question, Tasks::Kind::Inspection}) {
        bool isServed = false;
        tasks.run<int>(1001, [] { return 0; }, [&](int) { isServed = true; }, kind);
        QTRY_VERIFY(isServed);
    }
    QCOMPARE(ended, 0);
    go.set_value();
    QTRY_COMPARE(ended, 20);
}

/// Users who conspire, each with a disk that does not answer.
void TestTasks::manyWhoWaitDelayNobody() {
    Tasks tasks;
    std::promise<void> go;
    const std::shared_future<void> may = go.get_future().share();
    const auto wait = [may] {
        may.wait();
        return 0;
    };
    int ended = 0;
    int begun = 0;
    for (uid_t uid = 1000; uid < 1015; ++uid)
        for (int i = 0; i < 10; ++i)
            if (tasks.runFor<int>(uid, wait, [&ended](int) { ++ended; }, Tasks::Kind::Vetting))
                ++begun;
    QCOMPARE(begun, 150);
    bool isServed = false;
    QVERIFY(tasks.runFor<int>(
        2000, [] { return 0; }, [&isServed](int) { isServed = true; }, Tasks::Kind::Vetting));
    QTRY_VERIFY(isServed);
    QCOMPARE(ended, 0);
    go.set_value();
    QTRY_COMPARE(ended, begun);
}

void TestTasks::threadsDoNotGrowWithTheirWork() {
    Tasks tasks;
    std::promise<void> go;
    const std::shared_future<void> may = go.get_future().share();
    const auto threads = [] { return QDir(QStringLiteral("/proc/self/task")).entryList(QDir::Dirs).size(); };
    const auto before = threads();
    int ended = 0;
    int begun = 0;
    for (uid_t uid = 1000; uid < 1100; ++uid)
        for (int i = 0; i < 16; ++i)
            if (tasks.runFor<int>(
                    uid,
                    [may] {
                        may.wait();
                        return 0;
                    },
                    [&ended](int) { ++ended; }))
                ++begun;
    QCOMPARE(begun, 256);
    QVERIFY2(threads() - before <= 49, qPrintable(QString::number(threads() - before)));
    go.set_value();
    QTRY_COMPARE(ended, begun);
}

QTEST_GUILESS_MAIN(TestTasks)
#include "tst_tasks.moc"
