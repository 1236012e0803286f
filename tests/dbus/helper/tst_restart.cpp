// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/paths.h"
#include "helper/bus/wiretypes.h"
#include "tests/dbus/helper/bundlefiles.h"
#include "tests/dbus/helper/testclient.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

#include <csignal>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// The helper dies at any moment; containers do not, and nothing is lost or left behind.
class TestRestart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runningContainerIsFoundAgain();
    void controlGroupIsTheMonitors();
    void exitWithoutHelperIsKept();
    void killedMonitorIsCleanedUp();
    void killedAtAnyMoment();
    void damagedBundleIsBroken();
    void machineWasRestarted_data();
    void machineWasRestarted();
    void machineWentDownInOrder();
    void halfMadeIsRemoved();
    void removedFolderIsNamed();
    void idleHelperExits();

private:
    QString sleeper(const QString& name) {
        return m_client.create(name, configFor({QStringLiteral("sleep"), QStringLiteral("1000")}));
    }
    Client m_client;
};

void TestRestart::runningContainerIsFoundAgain() {
    const QString path = sleeper(QStringLiteral("survivor"));
    QVERIFY(!path.isEmpty());
    QVERIFY(m_client.start(path).success);
    const QVariant leader = m_client.property(path, containerInterface, "Leader");
    const QVariant start = m_client.property(path, containerInterface, "LeaderStart");
    const auto started = m_client.property(path, containerInterface, "Started").toLongLong();
    QVERIFY(m_client.killHelper());
    QCOMPARE(m_client.state(path), QStringLiteral("running"));
    QCOMPARE(m_client.property(path, containerInterface, "Leader"), leader);
    QCOMPARE(m_client.property(path, containerInterface, "LeaderStart"), start);
    QVERIFY(std::abs(m_client.property(path, containerInterface, "Started").toLongLong() - started) <
            1'000'000);
    QCOMPARE(m_client.container(path, "Pause").type(), QDBusMessage::ReplyMessage);
    QVERIFY(m_client.killHelper());
    QCOMPARE(m_client.state(path), QStringLiteral("paused"));
    QCOMPARE(m_client.container(path, "Resume").type(), QDBusMessage::ReplyMessage);
    QVERIFY(m_client.stop(path).success);
    QVERIFY(m_client.remove(path).success);
}

/// The next helper may put its containers elsewhere: because systemd starts them now, or because of an
/// option.
void TestRestart::controlGroupIsTheMonitors() {
    const QString path = sleeper(QStringLiteral("elsewhere"));
    QVERIFY(m_client.start(path).success);
    const QString group = m_client.property(path, containerInterface, "Cgroup").toString();
    const auto directories = [&] {
        return qdbus_cast<StringMap>(m_client.property(path, containerInterface, "CgroupDirectories"));
    };
    const StringMap before = directories();
    QVERIFY(!before.isEmpty());
    const QString script = qEnvironmentVariable("VITRINE_TEST_DIR") + QStringLiteral("/helper.sh");
    const QByteArray text = readFile(script);
    const QByteArray parent = "--cgroup-parent \"" + qgetenv("VITRINE_CGROUP_PARENT");
    QVERIFY(text.contains(parent + '"'));
    QVERIFY(m_client.killHelper());
    writeFile(script, QByteArray(text).replace(parent, parent + "/other"));
    QCOMPARE(m_client.property(path, containerInterface, "Cgroup").toString(), group);
    QCOMPARE(directories(), before);
    QCOMPARE(m_client.state(path), QStringLiteral("running"));
    QCOMPARE(m_client.container(path, "Pause").type(), QDBusMessage::ReplyMessage);
    QVERIFY(m_client.stop(path, 0).success);
    QVERIFY(
        m_client.property(path, containerInterface, "Cgroup").toString().contains(QStringLiteral("/other/")));
    QVERIFY(m_client.remove(path).success);
    QVERIFY(m_client.killHelper());
    writeFile(script, text);
}

void TestRestart::exitWithoutHelperIsKept() {
    const QString path = m_client.create(QStringLiteral("exits"),
                                         configFor({QStringLiteral("bash"), QStringLiteral("-c"),
                                                    QStringLiteral("trap 'exit 42' USR1; echo last words; "
                                                                   "sleep 1000 & while :; do wait; done")}));
    QVERIFY(m_client.start(path).success);
    const auto leader = m_client.property(path, containerInterface, "Leader").toInt();
    QVERIFY(m_client.waitForLog(path, "last words"));
    QVERIFY(m_client.killHelper());
    QCOMPARE(::kill(leader, SIGUSR1), 0);
    // Its monitor has ended too when this is gone: nobody who listens has seen it.
    QTRY_VERIFY(!QFile::exists(qEnvironmentVariable("VITRINE_RUN_DIR") + u'/' + path.section(u'/', -1)));
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    QCOMPARE(m_client.property(path, containerInterface, "ExitCode").toInt(), 42);
    QVERIFY(m_client.log(path).contains("last words"));
    QVERIFY(m_client.remove(path).success);
}

void TestRestart::killedMonitorIsCleanedUp() {
    const QString path = sleeper(QStringLiteral("orphan"));
    QVERIFY(m_client.start(path).success);
    const auto leader = m_client.property(path, containerInterface, "Leader").toInt();
    const QByteArray stat = readFile(QStringLiteral("/proc/%1/stat").arg(leader));
    const int monitor = stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(1).toInt();
    QVERIFY(monitor > 1);
    QCOMPARE(::kill(monitor, SIGKILL), 0);
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    const QString reason = m_client.property(path, containerInterface, "StateReason").toString();
    QVERIFY2(reason.contains(QStringLiteral("monitor")), qPrintable(reason));
    QTRY_VERIFY(hasEnded(leader));
    // The same, with nobody there to see it.
    QVERIFY(m_client.start(path).success);
    const auto second = m_client.property(path, containerInterface, "Leader").toInt();
    const QByteArray again = readFile(QStringLiteral("/proc/%1/stat").arg(second));
    QVERIFY(m_client.killHelper());
    QCOMPARE(::kill(again.mid(again.lastIndexOf(')') + 2).split(' ').value(1).toInt(), SIGKILL), 0);
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    QTRY_VERIFY(hasEnded(second));
    QVERIFY(m_client.start(path).success);
    QVERIFY(m_client.stop(path, 0).success);
    QVERIFY(m_client.remove(path).success);
}

void TestRestart::killedAtAnyMoment() {
    const QString config = configFor({QStringLiteral("sleep"), QStringLiteral("1000")});
    for (int round = 0; round < 24; ++round) {
        // A stopped container and a running one, then one verb and the end of the helper.
        QString path;
        const int verb = round % 4;
        QCOMPARE(m_client.objects().size(), 0); // and it is there
        if (verb != 0)
            path = m_client.create(QStringLiteral("victim"), config);
        QVERIFY2(verb == 0 || !path.isEmpty(), qPrintable(m_client.lastMessage));
        if (verb == 2)
            QVERIFY(m_client.start(path).success);
        if (verb == 0)
            m_client.sendCreate(QStringLiteral("victim"), config, QStringLiteral("starter"));
        else if (verb == 1)
            m_client.send(path, containerInterface, "Start", {m_client.nextToken()});
        else if (verb == 2)
            m_client.send(path, containerInterface, "Stop", {100U, m_client.nextToken()});
        else
            m_client.send(path, containerInterface, "Delete", {m_client.nextToken()});
        const int delayMs = QRandomGenerator::global()->bounded(60);
        QTest::qWait(delayMs);
        QVERIFY(m_client.killHelper());
        QStringList states;
        const bool settled = QTest::qWaitFor(
            [&] {
                states.clear();
                for (const Interfaces& interfaces : m_client.objects())
                    states.append(interfaces.first().value(QStringLiteral("State")).toString());
                return std::ranges::all_of(states, [](const QString& state) {
                    return state == QLatin1String("stopped") || state == QLatin1String("running");
                });
            },
            10000);
        QVERIFY2(settled, qPrintable(QStringLiteral("%1 ms after verb %2 was asked for: %3")
                                         .arg(delayMs)
                                         .arg(verb)
                                         .arg(states.join(u' '))));
        const ManagedObjects objects = m_client.objects();
        QVERIFY(objects.size() <= 1);
        for (const QDBusObjectPath& object : objects.keys()) {
            if (m_client.state(object.path()) == QLatin1String("running"))
                QVERIFY(m_client.stop(object.path(), 0).success);
            else {
                const JobResult started = m_client.start(object.path());
                QVERIFY2(started.success, qPrintable(started.message));
                QVERIFY(m_client.stop(object.path(), 0).success);
            }
            QVERIFY(m_client.remove(object.path()).success);
        }
        QTRY_VERIFY(QDir(stateDir() + QStringLiteral("/containers")).isEmpty());
    }
}

void TestRestart::damagedBundleIsBroken() {
    const QString good = sleeper(QStringLiteral("good"));
    const QString bad = sleeper(QStringLiteral("bad"));
    const QString worse = sleeper(QStringLiteral("worse"));
    QVERIFY(m_client.killHelper());
    writeFile(bundleOf(bad) + QStringLiteral("/config.json"), "{");
    writeFile(bundleOf(worse) + QStringLiteral("/vitrine.json"), QByteArray(100, '\0'));
    QCOMPARE(m_client.state(good), QStringLiteral("stopped"));
    QCOMPARE(m_client.state(bad), QStringLiteral("broken"));
    QCOMPARE(m_client.state(worse), QStringLiteral("broken"));
    QVERIFY(m_client.property(bad, containerInterface, "StateReason")
                .toString()
                .contains(QStringLiteral("config.json")));
    QVERIFY(m_client.property(worse, containerInterface, "StateReason")
                .toString()
                .contains(QStringLiteral("vitrine.json")));
    QCOMPARE(m_client.container(bad, "Start", {m_client.nextToken()}).errorName(),
             QStringLiteral("org.vitrine.Error.WrongState"));
    QVERIFY(m_client.start(good).success);
    QVERIFY(m_client.stop(good, 0).success);
    for (const QString& path : {good, bad, worse})
        QVERIFY(m_client.remove(path).success);
}

void TestRestart::machineWasRestarted_data() {
    QTest::addColumn<QByteArray>("mark");
    QTest::newRow("power cut") << QByteArray("00000000-0000-0000-0000-000000000000\n");
    QTest::newRow("power cut at once") << QByteArray(); // ext4 may have the name, but not yet the content
}

void TestRestart::machineWasRestarted() {
    QFETCH(const QByteArray, mark);
    const QString path = sleeper(QStringLiteral("rebooted"));
    QVERIFY(m_client.start(path).success);
    QVERIFY(m_client.stop(path, 0).success);
    QCOMPARE(m_client.property(path, containerInterface, "ExitSignal").toInt(), SIGKILL);
    QVERIFY(m_client.killHelper());
    writeFile(bundleOf(path) + QStringLiteral("/running"), mark);
    for (int helpers = 0; helpers < 2; ++helpers) {
        QCOMPARE(m_client.state(path), QStringLiteral("stopped"));
        QCOMPARE(m_client.property(path, containerInterface, "StateReason").toString(),
                 QStringLiteral("the machine was restarted"));
        QCOMPARE(m_client.property(path, containerInterface, "ExitSignal").toInt(), -1);
        QVERIFY(m_client.killHelper());
    }
    QVERIFY(m_client.start(path).success);
    QVERIFY(m_client.stop(path, 0).success);
    QVERIFY(m_client.killHelper());
    QCOMPARE(m_client.property(path, containerInterface, "StateReason").toString(),
             QStringLiteral("was killed as asked"));
    QVERIFY(m_client.remove(path).success);
}

/// The monitor is told to end by a signal. Whether it was the end of the machine shows at the next start.
void TestRestart::machineWentDownInOrder() {
    const QString path = m_client.create(QStringLiteral("orderly"),
                                         configFor({QStringLiteral("bash"), QStringLiteral("-c"),
                                                    QStringLiteral("trap 'exit 7' TERM; echo ready; "
                                                                   "sleep 1000 & while :; do wait; done")}));
    const QString mark = bundleOf(path) + QStringLiteral("/interrupted");
    for (const bool rebooted : {false, true}) {
        QVERIFY(m_client.start(path).success);
        QVERIFY(!QFile::exists(mark));
        QVERIFY(m_client.waitForLog(path, "ready"));
        const auto leader = m_client.property(path, containerInterface, "Leader").toInt();
        const QByteArray stat = readFile(QStringLiteral("/proc/%1/stat").arg(leader));
        QCOMPARE(::kill(stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(1).toInt(), SIGTERM), 0);
        QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
        QCOMPARE(m_client.property(path, containerInterface, "ExitCode").toInt(), 7);
        QVERIFY(m_client.killHelper());
        QVERIFY(!readFile(mark).isEmpty());
        if (rebooted)
            writeFile(mark, "00000000-0000-0000-0000-000000000000\n");
        QCOMPARE(m_client.property(path, containerInterface, "ExitCode").toInt(), rebooted ? -1 : 7);
        const QString reason = m_client.property(path, containerInterface, "StateReason").toString();
        QCOMPARE(reason, rebooted ? QStringLiteral("the machine was restarted")
                                  : QStringLiteral("was stopped as asked, and exited with 7"));
        QCOMPARE(QFile::exists(mark), rebooted);
    }
    QVERIFY(m_client.remove(path).success);
}

void TestRestart::halfMadeIsRemoved() {
    const QString path = sleeper(QStringLiteral("half"));
    QVERIFY(m_client.killHelper());
    QByteArray record = readFile(bundleOf(path) + QStringLiteral("/vitrine.json"));
    QVERIFY(record.contains("ready"));
    writeFile(bundleOf(path) + QStringLiteral("/vitrine.json"), record.replace("ready", "creating"));
    QVERIFY(QDir().mkpath(stateDir() + QStringLiteral("/trash/old/deep")));
    QVERIFY(
        QDir().mkdir(bundleOf(path).chopped(1) + QStringLiteral("f.new"))); // not even a record was written
    QTRY_COMPARE(m_client.objects().size(), 0);
    QTRY_VERIFY(QDir(stateDir() + QStringLiteral("/containers")).isEmpty());
    QTRY_VERIFY(QDir(stateDir() + QStringLiteral("/trash")).isEmpty());
}

/// rm -rf on all the containers while the helper runs: it says so, and the next one makes a new folder.
void TestRestart::removedFolderIsNamed() {
    const QString state = stateDir();
    const QString stopped = sleeper(QStringLiteral("stopped"));
    const QString running = sleeper(QStringLiteral("running"));
    QVERIFY(!stopped.isEmpty() && !running.isEmpty());
    QVERIFY(m_client.start(running).success);
    QTRY_VERIFY(QDir(state).removeRecursively()); // the helper may be emptying its trash there
    const auto isNamed = [&](const QDBusMessage& answer) {
        return answer.errorName() == QStringLiteral("org.vitrine.Error.Failed") &&
               answer.errorMessage().contains(state) &&
               answer.errorMessage().contains(QStringLiteral("was removed"));
    };
    QVERIFY(m_client.create(QStringLiteral("new"), configFor({QStringLiteral("true")})).isEmpty());
    QVERIFY2(m_client.lastMessage.contains(QStringLiteral("was removed")), qPrintable(m_client.lastMessage));
    QVERIFY(isNamed(m_client.container(stopped, "Start", {m_client.nextToken()})));
    QVERIFY(isNamed(m_client.container(stopped, "Rename", {QStringLiteral("other")})));
    QVERIFY(isNamed(m_client.container(stopped, "SetLimits", {QVariantMap()})));
    for (const char* member : {"GetConfig", "GetTrace"})
        QVERIFY(isNamed(m_client.container(stopped, member)));
    // What can still be done can be done.
    QVERIFY(m_client.stop(running, 0).success);
    QVERIFY(m_client.remove(running).success);
    QVERIFY(m_client.remove(stopped).success);
    QCOMPARE(m_client.objects().size(), 0);
    QVERIFY(m_client.killHelper());
    const QString next = m_client.create(QStringLiteral("next"), configFor({QStringLiteral("true")}));
    QVERIFY2(!next.isEmpty(), qPrintable(m_client.lastMessage));
    QVERIFY(m_client.remove(next).success);
}

void TestRestart::idleHelperExits() {
    const QString path = sleeper(QStringLiteral("idle"));
    QVERIFY(m_client.start(path).success);
    const QString script = qEnvironmentVariable("VITRINE_TEST_DIR") + QStringLiteral("/helper.sh");
    QByteArray text = readFile(script);
    QVERIFY(text.contains("--run-dir"));
    writeFile(script, text.replace("--run-dir", "--idle-timeout 1 --run-dir"));
    QVERIFY(m_client.killHelper());
    pid_t helper = 0;
    {
        Client visitor;
        helper = visitor.pidOf(QString::fromLatin1(busName));
        QVERIFY(helper > 1);
        QTest::qWait(2500);
        QCOMPARE(::kill(helper, 0), 0); // somebody is connected
    }
    QTRY_VERIFY_WITH_TIMEOUT(hasEnded(helper), 5000);
    QCOMPARE(m_client.state(path), QStringLiteral("running"));
    QVERIFY(m_client.stop(path, 0).success);
    QVERIFY(m_client.remove(path).success);
}

QTEST_GUILESS_MAIN(TestRestart)
#include "tst_restart.moc"
