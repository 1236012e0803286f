// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "monitored.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>

using namespace vitrine;
using namespace vitrine::monitor;

namespace {

std::vector<std::string> none() {
    return {};
}

/// Of this computer, with the guest as their program.
int guests() {
    int count = 0;
    for (const QString& entry : QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")})) {
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(entry));
        if (file.open(QIODevice::ReadOnly) && file.readAll().startsWith("/guest"))
            ++count;
    }
    return count;
}

} // namespace

/// Health commands that the real vitrine-monitor runs in real containers.
class TestMonitoredHealth : public QObject {
    Q_OBJECT

    static void check(Monitored& container, std::vector<std::string> command) {
        HealthSpec health;
        health.command = std::move(command);
        health.interval = 1;
        health.timeout = 1;
        health.retries = 2;
        container.spec.life.health = health;
        container.store();
    }

private slots:
    void answersAreTold() {
        Monitored container;
        check(container, {"/guest", "say", "bad", "4"});
        const auto socket = container.start();
        QVERIFY(socket.isValid());
        const auto first = nextEvent<HealthChanged>(socket.get());
        QVERIFY(first.has_value());
        QVERIFY(first->report == HealthReport());
        const auto second = nextEvent<HealthChanged>(socket.get());
        QVERIFY(second.has_value() && second->report.last);
        QVERIFY2(second->report.last->problem.empty(), second->report.last->problem.c_str());
        QCOMPARE(second->report.status, HealthStatus::Starting);
        QCOMPARE(second->report.last->exitCode, std::optional(4));
        QCOMPARE(second->report.last->output, std::string("bad\n"));
        const auto third = nextEvent<HealthChanged>(socket.get());
        QVERIFY(third.has_value());
        QCOMPARE(third->report.status, HealthStatus::Unhealthy);
        QCOMPARE(third->report.failures, 2U);
        // The next helper is told at once.
        const auto other = container.connect();
        const auto hello = nextEvent<Hello>(other.get());
        QVERIFY(hello.has_value() && hello->health);
        QCOMPARE(hello->health->status, HealthStatus::Unhealthy);
        QVERIFY(!ask(socket.get(), StopContainer{0}).error);
        QCOMPARE(container.waitForMonitor(), std::optional(0));
        QCOMPARE(container.remains(), none());
    }

    /// It ends by its time, and the monitor answers meanwhile.
    void whatHangsIsKilled() {
        Monitored container;
        check(container, {"/guest"});
        const auto socket = container.start();
        QVERIFY(socket.isValid());
        QVERIFY(nextEvent<HealthChanged>(socket.get()).has_value());
        QTRY_COMPARE(guests(), 2);
        QVERIFY(!ask(socket.get(), ResizeConsole{20, 30}).error);
        const auto told = nextEvent<HealthChanged>(socket.get());
        QVERIFY(told.has_value() && told->report.last);
        QVERIFY(told->report.last->timedOut);
        QVERIFY(told->report.last->output.starts_with("ready\n"));
        QTRY_COMPARE(guests(), 1);
        QVERIFY(!ask(socket.get(), StopContainer{0}).error);
        QCOMPARE(container.waitForMonitor(), std::optional(0));
        QCOMPARE(container.remains(), none());
    }

    void endsWithTheContainer() {
        Monitored container;
        check(container, {"/guest"});
        container.spec.life.health->timeout = 3000;
        container.store();
        const auto socket = container.start();
        QVERIFY(socket.isValid());
        QTRY_COMPARE(guests(), 2);
        QVERIFY(!ask(socket.get(), StopContainer{0}).error);
        QCOMPARE(container.waitForMonitor(), std::optional(0));
        QTRY_COMPARE(guests(), 0);
        QCOMPARE(container.remains(), none());
    }

    void endsWithItsMonitor() {
        Monitored container;
        check(container, {"/guest"});
        container.spec.life.health->timeout = 3000;
        container.store();
        const auto socket = container.start();
        QVERIFY(socket.isValid());
        QTRY_COMPARE(guests(), 2);
        ::kill(container.monitorPid(), SIGKILL);
        QCOMPARE(container.waitForMonitor(), std::optional(-SIGKILL));
        QTRY_COMPARE(guests(), 1); // the container goes on
        QCOMPARE(container.recover(), 0);
        QTRY_COMPARE(guests(), 0);
    }
};

QTEST_GUILESS_MAIN(TestMonitoredHealth)
#include "tst_monitoredhealth.moc"
