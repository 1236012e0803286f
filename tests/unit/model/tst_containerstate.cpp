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
        QTest::newRow("real time") << -1 << SIGRTMIN + 3 << false << "was killed by signal 37";
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

    void aFailureComesBeforeAllElse() {
        ExitRecord record;
        record.exitCode = 1;
        record.failure = "mount /proc: Operation not permitted";
        QCOMPARE(describe(record), std::string("could not start: mount /proc: Operation not permitted"));
    }
};

QTEST_APPLESS_MAIN(TestContainerState)
#include "tst_containerstate.moc"
