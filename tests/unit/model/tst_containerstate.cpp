// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/containerstate.h"

#include <QTest>

#include <csignal>

using namespace vitrine;

class TestContainerState : public QObject {
    Q_OBJECT

private slots:
    void everyStateHasAWordOfItsOwn() {
        for (int i = 0; i <= static_cast<int>(ContainerState::Broken); ++i) {
            const auto state = static_cast<ContainerState>(i);
            QCOMPARE(containerStateFrom(nameOf(state)), std::optional(state));
        }
        QCOMPARE(nameOf(ContainerState::Paused), std::string_view("paused"));
        QVERIFY(!containerStateFrom("Paused"));
        QVERIFY(!containerStateFrom(""));
    }

    void endsAreDescribedInWords_data() {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("signal");
        QTest::addColumn<bool>("outOfMemory");
        QTest::addColumn<QString>("text");
        QTest::newRow("0") << 0 << 0 << false << "exited with 0";
        QTest::newRow("3") << 3 << 0 << false << "exited with 3";
        QTest::newRow("126") << 126 << 0 << false
                             << "exited with 126: the command was found but could not be executed";
        QTest::newRow("127") << 127 << 0 << false << "exited with 127: the command was not found";
        QTest::newRow("137") << 137 << 0 << false
                             << "exited with 137: what a shell reports when its command was ended by SIGKILL";
        QTest::newRow("1, memory")
            << 1 << 0 << true
            << "exited with 1; while it ran, the kernel killed a process of it at its memory limit";
        QTest::newRow("137, memory")
            << 137 << 0 << true
            << "exited with 137: what a shell reports when its command was ended by SIGKILL; "
               "it reached its memory limit";
        QTest::newRow("kill") << -1 << SIGKILL << false << "was killed by SIGKILL";
        QTest::newRow("memory") << -1 << SIGKILL << true
                                << "was killed by SIGKILL: it reached its memory limit";
        QTest::newRow("filter") << -1 << SIGSYS << false
                                << "was killed by SIGSYS: it made a system call that its filter forbids";
        QTest::newRow("real time") << -1 << SIGRTMIN + 3 << false << "was killed by SIGRTMIN+3";
        QTest::newRow("unknown") << -1 << 0 << false << "ended, and how is not known";
    }
    void endsAreDescribedInWords() {
        QFETCH(int, code);
        QFETCH(int, signal);
        QFETCH(bool, outOfMemory);
        QFETCH(QString, text);
        ExitRecord record;
        if (code >= 0)
            record.exitCode = code;
        if (signal > 0)
            record.signal = signal;
        record.outOfMemory = outOfMemory;
        QCOMPARE(QString::fromStdString(describe(record)), text);
    }

    void whatWasAskedForIsNoAccident_data() {
        QTest::addColumn<int>("stop");
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("signal");
        QTest::addColumn<QString>("text");
        const auto heeded = static_cast<int>(StopRequest::Heeded);
        QTest::newRow("0") << heeded << 0 << 0 << "was stopped as asked";
        QTest::newRow("SIGTERM") << heeded << -1 << SIGTERM << "was stopped as asked";
        QTest::newRow("shell") << heeded << 129 << 0 << "was stopped as asked, and exited with 129";
        QTest::newRow("signal") << heeded << -1 << SIGSEGV
                                << "was stopped as asked, and was killed by SIGSEGV";
        QTest::newRow("late") << static_cast<int>(StopRequest::Late) << -1 << SIGKILL
                              << "was stopped as asked: it did not end in time, and was killed";
        QTest::newRow("kill") << static_cast<int>(StopRequest::Kill) << -1 << SIGKILL
                              << "was killed as asked";
    }
    void whatWasAskedForIsNoAccident() {
        QFETCH(int, stop);
        QFETCH(int, code);
        QFETCH(int, signal);
        QFETCH(QString, text);
        ExitRecord record;
        record.stop = static_cast<StopRequest>(stop);
        record.outOfMemory = true; // of some process, earlier
        if (code >= 0)
            record.exitCode = code;
        if (signal > 0)
            record.signal = signal;
        QCOMPARE(QString::fromStdString(describe(record)), text);
        QVERIFY(!endedByMemoryLimit(record));
        QVERIFY(stopRequestFrom(nameOf(record.stop)) == record.stop);
        record.stop = StopRequest::None;
        QCOMPARE(endedByMemoryLimit(record), signal == SIGKILL);
    }

    void aFailureComesBeforeAllElse() {
        ExitRecord record;
        record.exitCode = 1;
        record.failure = "mount /proc: Operation not permitted";
        QCOMPARE(describe(record), std::string("could not start: mount /proc: Operation not permitted"));
    }
};

QTEST_APPLESS_MAIN(TestContainerState)
#include "tst_containerstate.moc"
