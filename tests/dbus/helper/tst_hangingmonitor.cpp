// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/paths.h"
#include "tests/dbus/helper/testclient.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <list>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// A monitor that does not answer (here: a stopped process) is one container's trouble, and passes with it.
class TestHangingMonitor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void failedStopLeavesItRunning();
    void immediateStopNeedsNoMonitor_data();
    void immediateStopNeedsNoMonitor();
    void killNeedsNoMonitor();
    void lateMonitorsHoldNobodyUp();

private:
    QString running(const QString& name);
    [[nodiscard]] pid_t leaderOf(const QString& path) {
        return m_client.property(path, containerInterface, "Leader").toInt();
    }
    [[nodiscard]] pid_t monitorOf(const QString& path);
    void fillSocket(const QString& path, std::list<Client>& others, QList<QDBusPendingCall>& calls);

    Client m_client;
};

QString TestHangingMonitor::running(const QString& name) {
    const QString path = m_client.create(name, configFor({QStringLiteral("sleep"), QStringLiteral("1000")}));
    return !path.isEmpty() && m_client.start(path).success ? path : QString();
}

pid_t TestHangingMonitor::monitorOf(const QString& path) {
    QFile status(QStringLiteral("/proc/%1/status").arg(leaderOf(path)));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("PPid:"))
            return line.mid(5).trimmed().toInt();
    return 0;
}

/// Until nothing more fits into the socket of a monitor that is stopped. SIGWINCH does nothing to sleep(1);
/// the bus lets a connection wait for 128 replies.
void TestHangingMonitor::fillSocket(const QString& path, std::list<Client>& others,
                                    QList<QDBusPendingCall>& calls) {
    const auto isRefused = [](const QDBusPendingCall& call) { return call.isFinished() && call.isError(); };
    while (others.size() < 20 && std::ranges::none_of(calls, isRefused)) {
        Client& other = others.emplace_back();
        static_cast<void>(other.state(path)); // of a connection that the helper knows it takes them all
        for (int i = 0; i < 100; ++i)
            calls.append(other.send(path, containerInterface, "Kill", {SIGWINCH}));
        static_cast<void>(other.state(path)); // answered after them
    }
    const auto refused = std::ranges::find_if(calls, isRefused);
    QVERIFY(refused != calls.end());
    QVERIFY2(refused->error().message().contains(QStringLiteral("monitor")),
             qPrintable(refused->error().message()));
}

/// A stop that lets the container end by itself is the monitor's work, and fails without it.
void TestHangingMonitor::failedStopLeavesItRunning() {
    const QString path = running(QStringLiteral("deaf"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    const pid_t monitor = monitorOf(path);
    QVERIFY(monitor > 1);
    QCOMPARE(::kill(monitor, SIGSTOP), 0);
    std::list<Client> others;
    QList<QDBusPendingCall> calls;
    fillSocket(path, others, calls);
    const JobResult stopped = m_client.stop(path, 60'000);
    QVERIFY(stopped.finished);
    QVERIFY(!stopped.success);
    QVERIFY2(stopped.message.contains(QStringLiteral("timeout of 0")), qPrintable(stopped.message));
    QCOMPARE(m_client.state(path), QStringLiteral("running"));
    QCOMPARE(::kill(monitor, SIGCONT), 0);
    QTRY_VERIFY(std::ranges::all_of(calls, &QDBusPendingCall::isFinished));
    const JobResult again = m_client.stop(path, 0);
    QVERIFY2(again.success, qPrintable(again.message));
    QCOMPARE(m_client.state(path), QStringLiteral("stopped"));
    QVERIFY(m_client.remove(path).success);
}

void TestHangingMonitor::immediateStopNeedsNoMonitor_data() {
    QTest::addColumn<bool>("full");
    QTest::addColumn<bool>("paused");
    QTest::newRow("nothing more fits into its socket") << true << false;
    QTest::newRow("no answer") << false << false;
    QTest::newRow("no answer, paused") << false << true;
}

void TestHangingMonitor::immediateStopNeedsNoMonitor() {
    QFETCH(const bool, full);
    QFETCH(const bool, paused);
    const QString path = running(QStringLiteral("forced"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    const pid_t leader = leaderOf(path);
    const pid_t monitor = monitorOf(path);
    QVERIFY(leader > 1 && monitor > 1);
    if (paused) {
        QCOMPARE(m_client.container(path, "Pause").type(), QDBusMessage::ReplyMessage);
        QVERIFY(m_client.waitForState(path, QStringLiteral("paused")));
    }
    QCOMPARE(::kill(monitor, SIGSTOP), 0);
    std::list<Client> others;
    QList<QDBusPendingCall> calls;
    if (full)
        fillSocket(path, others, calls);
    const JobResult stopped = m_client.stop(path, 0);
    QVERIFY2(stopped.success, qPrintable(stopped.message));
    QCOMPARE(m_client.state(path), QStringLiteral("stopped"));
    const QString reason = m_client.property(path, containerInterface, "StateReason").toString();
    QVERIFY2(reason.contains(QStringLiteral("past its monitor")), qPrintable(reason));
    QTRY_VERIFY(hasEnded(leader) && hasEnded(monitor));
    QTRY_VERIFY(std::ranges::all_of(calls, &QDBusPendingCall::isFinished));
    // Nothing of it is in the way of the next run.
    QVERIFY(m_client.start(path).success);
    QVERIFY(m_client.stop(path, 0).success);
    QVERIFY(m_client.remove(path).success);
}

void TestHangingMonitor::killNeedsNoMonitor() {
    const QString path = running(QStringLiteral("killed"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    const pid_t leader = leaderOf(path);
    const pid_t monitor = monitorOf(path);
    QCOMPARE(::kill(monitor, SIGSTOP), 0);
    QCOMPARE(m_client.container(path, "Kill", {SIGKILL}).type(), QDBusMessage::ReplyMessage);
    QTRY_VERIFY(hasEnded(leader));
    QCOMPARE(::kill(monitor, SIGCONT), 0);
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    QVERIFY(m_client.remove(path).success);
}

void TestHangingMonitor::lateMonitorsHoldNobodyUp() {
    QStringList paths;
    QList<pid_t> monitors;
    for (int number = 0; number < 8; ++number) {
        paths.append(running(QStringLiteral("late%1").arg(number)));
        QVERIFY2(!paths.last().isEmpty(), qPrintable(m_client.lastMessage));
        monitors.append(monitorOf(paths.last()));
        QVERIFY(monitors.last() > 1);
    }
    for (const pid_t monitor : std::as_const(monitors))
        QCOMPARE(::kill(monitor, SIGSTOP), 0);
    QVERIFY(m_client.killHelper());
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(m_client.state(paths.first()), QStringLiteral("starting"));
    const qint64 startedMs = clock.elapsed();
    qInfo("the next helper answers after %lld ms", static_cast<long long>(startedMs));
    for (const pid_t monitor : std::as_const(monitors))
        QCOMPARE(::kill(monitor, SIGCONT), 0);
    QVERIFY2(startedMs < 5000, "it waits for one monitor after the other");
    for (const QString& path : std::as_const(paths)) {
        QVERIFY(m_client.waitForState(path, QStringLiteral("running")));
        // Found again, and free for what people want.
        const QDBusMessage renamed = m_client.container(path, "Rename", {m_client.nextToken()});
        QVERIFY2(renamed.type() == QDBusMessage::ReplyMessage, qPrintable(renamed.errorMessage()));
        QVERIFY(m_client.stop(path, 0).success);
        QVERIFY(m_client.remove(path).success);
    }
}

QTEST_GUILESS_MAIN(TestHangingMonitor)
#include "tst_hangingmonitor.moc"
