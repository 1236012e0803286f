// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "helper/bus/paths.h"
#include "tests/dbus/helper/bundlefiles.h"
#include "tests/dbus/helper/testclient.h"

#include <QDBusArgument>
#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <csignal>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// Health commands of real containers, over the bus.
class TestHealthCommand : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void becomesIllAndWellAgain();
    void whatHangsIsKilled();
    void outputIsBounded();
    void itCanDoNoMoreThanTheContainer();
    void aMissingOneIsSaid();
    void pauseSuspendsIt();
    void nothingOutlivesTheContainer();
    void theNextHelperFindsIt();
    void anIllOneIsRestarted();
    void anIllOneIsStopped();
    void badOnesAreRefused();
    void cleanup();

private:
    static constexpr uid_t alice = 65534;

    static HealthSpec asking(const QString& script, std::uint32_t timeout = 5) {
        HealthSpec health;
        health.command = {"bash", "-c", script.toStdString()};
        health.interval = 1;
        health.timeout = timeout;
        health.retries = 2;
        return health;
    }
    QString create(const QString& name, const QString& script, const LifeSpec& life) {
        ContainerSpec spec = defaultSpec("given", {"bash", "-c", script.toStdString()});
        spec.process.terminal = Terminal::No;
        spec.life = life;
        return m_client.create(name, QString::fromStdString(writeConfig(spec)));
    }
    /// Started.
    QString running(const QString& name, const HealthSpec& health,
                    const QString& script = QStringLiteral("echo run; sleep 1000")) {
        LifeSpec life;
        life.health = health;
        life.init = Init::Yes; // so that a stop does not take its time
        const QString path = create(name, script, life);
        if (path.isEmpty() || !m_client.start(path).success)
            return {};
        return path;
    }
    [[nodiscard]] QVariantMap healthOf(const QString& path) {
        return qdbus_cast<QVariantMap>(
            m_client.property(path, containerInterface, "Health").value<QDBusArgument>());
    }
    [[nodiscard]] QString statusOf(const QString& path) {
        return healthOf(path).value(QStringLiteral("status")).toString();
    }
    [[nodiscard]] QString outputOf(const QString& path) {
        return healthOf(path).value(QStringLiteral("output")).toString();
    }
    /// Processes of this computer with the word among their arguments.
    static int processesWith(const QByteArray& word) {
        int count = 0;
        for (const QString& entry : QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")})) {
            QFile file(QStringLiteral("/proc/%1/cmdline").arg(entry));
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(word))
                ++count;
        }
        return count;
    }

    Client m_client{alice};
};

void TestHealthCommand::becomesIllAndWellAgain() {
    const QString path = running(
        QStringLiteral("patient"),
        asking(QStringLiteral("if [ -e /tmp/ill ]; then echo ill; exit 4; else echo fine; fi")),
        QStringLiteral(
            "trap 'touch /tmp/ill' USR1; trap 'rm /tmp/ill' USR2; echo run; while :; do sleep 0.1; done"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QCOMPARE(statusOf(path), QStringLiteral("starting"));
    QVERIFY(m_client.waitForLog(path, "run"));
    static_cast<void>(m_client.objects()); // who has asked for them is told of changes
    m_client.signalsSeen.clear();
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(path), QStringLiteral("healthy"), 10'000);
    QCOMPARE(outputOf(path), QStringLiteral("fine\n"));
    QCOMPARE(healthOf(path).value(QStringLiteral("exitCode")).toInt(), 0);
    // Changes are told together, a little later than a question is answered.
    QTRY_VERIFY(std::ranges::any_of(m_client.signalsSeen, [](const QDBusMessage& message) {
        return message.member() == QLatin1String("PropertiesChanged") &&
               qdbus_cast<QVariantMap>(message.arguments().value(1)).contains(QStringLiteral("Health"));
    }));
    QCOMPARE(m_client.container(path, "Kill", {SIGUSR1}).type(), QDBusMessage::ReplyMessage);
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(path), QStringLiteral("unhealthy"), 15'000);
    QVERIFY(healthOf(path).value(QStringLiteral("failures")).toUInt() >= 2);
    QCOMPARE(healthOf(path).value(QStringLiteral("exitCode")).toInt(), 4);
    QCOMPARE(outputOf(path), QStringLiteral("ill\n"));
    QCOMPARE(m_client.state(path), QStringLiteral("running")); // it is only shown
    QCOMPARE(m_client.container(path, "Kill", {SIGUSR2}).type(), QDBusMessage::ReplyMessage);
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(path), QStringLiteral("healthy"), 10'000);
    QVERIFY(m_client.stop(path).success);
    QVERIFY(healthOf(path).isEmpty());
}

/// With all that it has started; and meanwhile the monitor answers.
void TestHealthCommand::whatHangsIsKilled() {
    const QString path =
        running(QStringLiteral("hanging"),
                asking(QStringLiteral("echo begun; sleep 4711.5 & sleep 4711.5; echo never"), 2));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QTRY_VERIFY_WITH_TIMEOUT(processesWith("4711.5") >= 2, 10'000);
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(m_client.container(path, "Kill", {SIGCONT}).type(), QDBusMessage::ReplyMessage);
    QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
    QTRY_VERIFY_WITH_TIMEOUT(healthOf(path).value(QStringLiteral("timedOut")).toBool(), 10'000);
    QCOMPARE(outputOf(path), QStringLiteral("begun\n"));
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(path), QStringLiteral("unhealthy"), 10'000);
    QVERIFY(processesWith("4711.5") <= 3); // of one turn at most: the shell and its two
    QVERIFY(m_client.stop(path).success);
    QTRY_COMPARE_WITH_TIMEOUT(processesWith("4711.5"), 0, 5000);
}

void TestHealthCommand::outputIsBounded() {
    const QString path = running(
        QStringLiteral("talker"),
        asking(QStringLiteral(
            "for i in {1..20000}; do echo 0123456789; done; printf 'a\\0b\\033[31m\\377end'; exit 1")));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QTRY_VERIFY_WITH_TIMEOUT(healthOf(path).contains(QStringLiteral("output")), 10'000);
    const QString output = outputOf(path);
    QVERIFY2(output.toUtf8().size() <= 4096 + 2, qPrintable(QString::number(output.toUtf8().size())));
    QVERIFY(output.size() > 4000);
    QVERIFY2(output.endsWith(QStringLiteral("a b [31m\uFFFDend")), qPrintable(output.right(40)));
    QVERIFY(m_client.stop(path).success);
}

/// The same user, capabilities and filter as the container's own command, and no descriptor but its own
/// three.
void TestHealthCommand::itCanDoNoMoreThanTheContainer() {
    const QString look = QStringLiteral(
        "while read -r l; do case $l in Cap*|Uid*|Gid*|Groups*|NoNew*|Seccomp:*) echo \"$l\";; esac; done "
        "</proc/self/status; for n in cgroup ipc mnt net pid user uts; do readlink /proc/self/ns/$n; done; ");
    const QString path = running(
        QStringLiteral("spy"),
        asking(look +
               QStringLiteral("echo fds; for f in {0..99}; do [ -e /proc/$$/fd/$f ] && echo $f; done; true")),
        look + QStringLiteral("echo done; sleep 1000"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QVERIFY(m_client.waitForLog(path, "done"));
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(path), QStringLiteral("healthy"), 10'000);
    const QString seen = outputOf(path);
    const QString own =
        QString::fromUtf8(m_client.log(path)).remove(QLatin1Char('\r')).section(QStringLiteral("done"), 0, 0);
    QVERIFY2(seen.contains(QStringLiteral("CapEff")) && seen.contains(QStringLiteral("user:[")),
             qPrintable(seen));
    QCOMPARE(seen.section(QStringLiteral("fds"), 0, 0), own);
    QCOMPARE(seen.section(QStringLiteral("fds"), 1).simplified(), QStringLiteral("0 1 2"));
    QVERIFY(m_client.stop(path).success);
}

void TestHealthCommand::aMissingOneIsSaid() {
    HealthSpec health = asking({});
    health.command = {"no-such-program"};
    const QString path = running(QStringLiteral("missing"), health);
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(path), QStringLiteral("unhealthy"), 10'000);
    const QString problem = healthOf(path).value(QStringLiteral("problem")).toString();
    QVERIFY2(problem.contains(QStringLiteral("no-such-program")), qPrintable(problem));
    QCOMPARE(m_client.state(path), QStringLiteral("running"));
    QVERIFY(m_client.stop(path).success);
}

void TestHealthCommand::pauseSuspendsIt() {
    const QString path = running(QStringLiteral("paused"), asking(QStringLiteral("echo fine")));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(path), QStringLiteral("healthy"), 10'000);
    QCOMPARE(m_client.container(path, "Pause").type(), QDBusMessage::ReplyMessage);
    QVERIFY(m_client.waitForState(path, QStringLiteral("paused")));
    const auto at = [&] { return healthOf(path).value(QStringLiteral("at")).toULongLong(); };
    const qulonglong before = at();
    QTest::qWait(3500);
    QCOMPARE(at(), before);
    QCOMPARE(statusOf(path), QStringLiteral("healthy"));
    QCOMPARE(m_client.container(path, "Resume").type(), QDBusMessage::ReplyMessage);
    QTRY_VERIFY_WITH_TIMEOUT(at() > before, 10'000);
    QCOMPARE(statusOf(path), QStringLiteral("healthy"));
    QVERIFY(m_client.stop(path).success);
}

void TestHealthCommand::nothingOutlivesTheContainer() {
    const QString path = running(QStringLiteral("short"), asking(QStringLiteral("sleep 4712.5; true"), 3000),
                                 QStringLiteral("echo run; sleep 4; exit 3"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QTRY_VERIFY_WITH_TIMEOUT(processesWith("4712.5") >= 1, 10'000);
    const QByteArray id = path.section(QLatin1Char('/'), -1).toUtf8(); // among the arguments of its monitor
    QVERIFY(processesWith(id) >= 2);                                   // and the one that watches the command
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    QTRY_COMPARE_WITH_TIMEOUT(processesWith("4712.5"), 0, 5000);
    QTRY_COMPARE_WITH_TIMEOUT(processesWith(id), 0, 5000);
    QVERIFY(healthOf(path).isEmpty());
    QCOMPARE(m_client.property(path, containerInterface, "ExitCode").toInt(), 3);
}

void TestHealthCommand::theNextHelperFindsIt() {
    const QString path = running(QStringLiteral("kept"), asking(QStringLiteral("echo bad; exit 1")));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(path), QStringLiteral("unhealthy"), 10'000);
    QVERIFY(m_client.killHelper());
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(path), QStringLiteral("unhealthy"), 10'000);
    QCOMPARE(outputOf(path), QStringLiteral("bad\n"));
    QVERIFY(m_client.stop(path).success);
}

void TestHealthCommand::anIllOneIsRestarted() {
    LifeSpec life;
    life.init = Init::Yes;
    life.restart = RestartPolicy::OnFailure;
    life.restartMaximum = 1;
    life.health = asking(QStringLiteral("exit 1"));
    life.health->onUnhealthy = OnUnhealthy::Restart;
    // Told to end it ends well, which would be no failure.
    const QString path =
        create(QStringLiteral("again"),
               QStringLiteral("trap 'exit 0' TERM; echo run; while :; do sleep 0.1; done"), life);
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QVERIFY(m_client.start(path).success);
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped"), 40'000));
    QCOMPARE(m_client.log(path).count("run"), 2);
    const QString reason = m_client.property(path, containerInterface, "StateReason").toString();
    QVERIFY2(reason.startsWith(
                 QStringLiteral("was ended, because its health command failed 2 times in a row; it is "
                                "not started again, after 1 restart")),
             qPrintable(reason));
}

void TestHealthCommand::anIllOneIsStopped() {
    LifeSpec life;
    life.restart = RestartPolicy::Always;
    life.stopTimeoutMs = 500;
    life.health = asking(QStringLiteral("exit 1"));
    life.health->onUnhealthy = OnUnhealthy::Stop;
    const QString path = create(QStringLiteral("once"),
                                QStringLiteral("trap '' TERM; echo run; while :; do sleep 0.1; done"), life);
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QVERIFY(m_client.start(path).success);
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped"), 30'000));
    QCOMPARE(m_client.log(path).count("run"), 1);
    const QString reason = m_client.property(path, containerInterface, "StateReason").toString();
    QCOMPARE(reason,
             QStringLiteral("was ended, because its health command failed 2 times in a row; it did not end "
                            "in time, and was killed"));
}

void TestHealthCommand::badOnesAreRefused() {
    LifeSpec life;
    life.health = asking(QStringLiteral("true"));
    life.health->interval = 0;
    QVERIFY(create(QStringLiteral("bad"), QStringLiteral("true"), life).isEmpty());
    QCOMPARE(m_client.lastError, QStringLiteral("org.vitrine.Error.InvalidArgument"));
    QVERIFY2(m_client.lastMessage.contains(QStringLiteral("org.vitrine.health")),
             qPrintable(m_client.lastMessage));
}

void TestHealthCommand::cleanup() {
    for (const QDBusObjectPath& path : m_client.objects().keys()) {
        if (m_client.state(path.path()) != QLatin1String("stopped"))
            static_cast<void>(m_client.stop(path.path(), 0));
        QVERIFY2(m_client.remove(path.path()).success, qPrintable(m_client.lastMessage));
    }
}

QTEST_GUILESS_MAIN(TestHealthCommand)
#include "tst_healthcommand.moc"
