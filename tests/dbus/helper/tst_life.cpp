// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "helper/bus/paths.h"
#include "tests/dbus/helper/bundlefiles.h"
#include "tests/dbus/helper/testclient.h"

#include <QTest>

#include <csignal>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// How containers are stopped, and started again by themselves: an ordinary user's, over the bus.
class TestLife : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void failuresAreRepeatedSoOften();
    void goodEndIsNoFailure();
    void stopEndsTheRow();
    void deleteEndsTheRow();
    void killIsAStop();
    void rowOutlivesTheHelper();
    void waitingOneIsNotChanged();
    void othersCannotStopIt();
    void ownSignalAndOwnTime();
    void memoryLimitIsNamed();
    void initProgramKeepsTheWords_data();
    void initProgramKeepsTheWords();
    void initProgramHandsTheStopOn();
    void cleanup();

private:
    static constexpr uid_t alice = 65534;
    static constexpr uid_t bob = 1;
    static constexpr uint ownTimeout = 0xffffffff;

    static LifeSpec restarting(RestartPolicy policy, std::uint32_t maximum = 0) {
        LifeSpec life;
        life.restart = policy;
        life.restartMaximum = maximum;
        return life;
    }
    static LifeSpec stopping(std::optional<int> signal, std::uint32_t timeoutMs) {
        LifeSpec life;
        life.stopSignal = signal;
        life.stopTimeoutMs = timeoutMs;
        return life;
    }
    QString create(const QString& name, const QString& script, const LifeSpec& life) {
        ContainerSpec spec = defaultSpec("given", {"bash", "-c", script.toStdString()});
        spec.process.terminal = Terminal::No;
        spec.life = life;
        return m_client.create(name, QString::fromStdString(writeConfig(spec)));
    }
    [[nodiscard]] uint restartsOf(const QString& path) {
        return m_client.property(path, containerInterface, "Restarts").toUInt();
    }
    [[nodiscard]] QString reasonOf(const QString& path) {
        return m_client.property(path, containerInterface, "StateReason").toString();
    }
    /// Ends at once, and is started again for ever.
    QString looping(const QString& name) {
        const QString path =
            create(name, QStringLiteral("echo run; exit 3"), restarting(RestartPolicy::Always));
        if (path.isEmpty() || !m_client.start(path).success)
            return {};
        return path;
    }

    Client m_client{alice};
};

void TestLife::failuresAreRepeatedSoOften() {
    const QString path = create(QStringLiteral("twice"), QStringLiteral("echo run; exit 3"),
                                restarting(RestartPolicy::OnFailure, 2));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QCOMPARE(m_client.property(path, containerInterface, "RestartPolicy").toString(),
             QStringLiteral("on-failure:2"));
    QVERIFY(m_client.start(path).success);
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    QCOMPARE(m_client.log(path).count("run"), 3);
    QCOMPARE(m_client.property(path, containerInterface, "ExitCode").toInt(), 3);
    QVERIFY2(
        reasonOf(path).startsWith(QStringLiteral("exited with 3; it is not started again, after 2 restarts")),
        qPrintable(reasonOf(path)));
    QCOMPARE(restartsOf(path), 0U);
    // To the next helper too.
    QVERIFY(m_client.killHelper());
    QVERIFY(reasonOf(path).contains(QStringLiteral("after 2 restarts")));
}

void TestLife::goodEndIsNoFailure() {
    const QString path =
        create(QStringLiteral("good"), QStringLiteral("echo run"), restarting(RestartPolicy::OnFailure));
    QVERIFY(m_client.start(path).success);
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    QCOMPARE(reasonOf(path), QStringLiteral("exited with 0"));
    QCOMPARE(m_client.log(path).count("run"), 1);
}

void TestLife::stopEndsTheRow() {
    const QString path = looping(QStringLiteral("stopped"));
    QVERIFY(!path.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(restartsOf(path) >= 4, 20'000);
    const JobResult stopped = m_client.stop(path, 2000);
    QVERIFY2(stopped.success, qPrintable(stopped.message));
    QCOMPARE(m_client.state(path), QStringLiteral("stopped"));
    QVERIFY2(reasonOf(path).contains(QStringLiteral("as asked")), qPrintable(reasonOf(path)));
    QCOMPARE(m_client.property(path, containerInterface, "RestartAt").toULongLong(), 0ULL);
    const auto runs = m_client.log(path).count("run");
    QTest::qWait(300);
    QCOMPARE(m_client.log(path).count("run"), runs);
    // Started by hand the row begins anew.
    QVERIFY(m_client.start(path).success);
    QVERIFY(restartsOf(path) < 4);
    QVERIFY(m_client.stop(path, 0).success);
}

void TestLife::deleteEndsTheRow() {
    const QString path = looping(QStringLiteral("deleted"));
    QVERIFY(!path.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(restartsOf(path) >= 4, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_client.state(path), QStringLiteral("restarting"), 20'000);
    m_client.send(path, containerInterface, "Start", {m_client.nextToken()});
    const auto removing = m_client.container(path, "Delete", {m_client.nextToken()});
    // Nothing gets in between, not even another one.
    for (const char* member : {"Start", "Delete"}) {
        const QString error = m_client.container(path, member, {m_client.nextToken()}).errorName();
        QVERIFY2(error == QLatin1String("org.vitrine.Error.Busy") ||
                     error == QLatin1String("org.vitrine.Error.WrongState") ||
                     error == QLatin1String("org.vitrine.Error.NoSuchContainer"),
                 qPrintable(error));
    }
    const JobResult removed =
        m_client.waitForJob(removing.arguments().value(0).value<QDBusObjectPath>().path());
    QVERIFY2(removed.success, qPrintable(removed.message));
    QCOMPARE(m_client.objects().size(), 0);
    QVERIFY(!QFile::exists(bundleOf(path)));
}

void TestLife::killIsAStop() {
    const QString path = create(QStringLiteral("killed"), QStringLiteral("echo run; sleep 1000"),
                                restarting(RestartPolicy::Always));
    QVERIFY(m_client.start(path).success);
    QCOMPARE(m_client.container(path, "Kill", {SIGKILL}).type(), QDBusMessage::ReplyMessage);
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    QVERIFY2(reasonOf(path).contains(QStringLiteral("as asked")), qPrintable(reasonOf(path)));
    // One who kills its first process by its pid means the same.
    QVERIFY(m_client.start(path).success);
    const int leader = m_client.property(path, containerInterface, "Leader").toInt();
    const qulonglong since = m_client.property(path, containerInterface, "LeaderStart").toULongLong();
    static_cast<void>(m_client.container(path, "SignalProcess", {leader, since, SIGKILL}));
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
}

void TestLife::rowOutlivesTheHelper() {
    const QString path = looping(QStringLiteral("outlives"));
    QVERIFY(!path.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(restartsOf(path) >= 3, 20'000);
    QVERIFY(m_client.killHelper());
    // The next one finds it, and the row goes on.
    QVERIFY(restartsOf(path) >= 3);
    QTRY_VERIFY_WITH_TIMEOUT(restartsOf(path) >= 5, 20'000);
    QVERIFY(m_client.stop(path, 0).success);
    QVERIFY2(reasonOf(path).contains(QStringLiteral("as asked")), qPrintable(reasonOf(path)));
}

/// What is started again is what somebody has permitted: nothing else can be put in its place meanwhile.
void TestLife::waitingOneIsNotChanged() {
    const QString path = looping(QStringLiteral("waiting"));
    QVERIFY(!path.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(restartsOf(path) >= 5, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_client.state(path), QStringLiteral("restarting"), 20'000);
    const QString seen = m_client.container(path, "GetConfig").arguments().value(0).toString();
    const QString wrong = QStringLiteral("org.vitrine.Error.WrongState");
    QCOMPARE(m_client.container(path, "SetConfig", {seen, seen}).errorName(), wrong);
    QCOMPARE(m_client.container(path, "Clone", {QStringLiteral("c"), m_client.nextToken()}).errorName(),
             wrong);
    QCOMPARE(m_client.container(path, "Start", {m_client.nextToken()}).errorName(), wrong);
    QVERIFY(m_client.stop(path, 0).success);
}

void TestLife::othersCannotStopIt() {
    const QString path = looping(QStringLiteral("alices"));
    QVERIFY(!path.isEmpty());
    Client other(bob);
    QCOMPARE(other.container(path, "Stop", {0U, QStringLiteral("t")}).errorName(),
             QStringLiteral("org.vitrine.Error.NoSuchContainer"));
    QVERIFY(m_client.stop(path, 0).success);
}

void TestLife::ownSignalAndOwnTime() {
    const QString path =
        create(QStringLiteral("own"),
               QStringLiteral("trap 'echo got-quit; exit 5' QUIT; trap 'echo got-term' TERM; echo ready; "
                              "while :; do sleep 0.1; done"),
               stopping(SIGQUIT, 30'000));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QCOMPARE(m_client.property(path, containerInterface, "StopSignal").toInt(), SIGQUIT);
    QVERIFY(m_client.start(path).success);
    QVERIFY(m_client.waitForLog(path, "ready"));
    QVERIFY(m_client.stop(path, ownTimeout).success);
    QVERIFY(m_client.log(path).contains("got-quit"));
    QVERIFY(!m_client.log(path).contains("got-term"));
    QCOMPARE(reasonOf(path), QStringLiteral("was stopped as asked, and exited with 5"));
    // One that does not listen, and has little time.
    const QString deaf = create(QStringLiteral("deaf"),
                                QStringLiteral("trap '' TERM; echo ready; while :; do sleep 0.1; done"),
                                stopping(std::nullopt, 100));
    QVERIFY(m_client.start(deaf).success);
    QVERIFY(m_client.waitForLog(deaf, "ready"));
    QVERIFY(m_client.stop(deaf, ownTimeout).success);
    QVERIFY2(reasonOf(deaf).contains(QStringLiteral("did not end in time")), qPrintable(reasonOf(deaf)));
}

void TestLife::memoryLimitIsNamed() {
    ContainerSpec spec = defaultSpec("given", {"bash", "-c", "x=x; while :; do x=$x$x; done"});
    spec.process.terminal = Terminal::No;
    spec.limits.memoryMax = 24ULL << 20U;
    const QString path = m_client.create(QStringLiteral("hungry"), QString::fromStdString(writeConfig(spec)));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QVERIFY(m_client.start(path).success);
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped"), 60'000));
    QVERIFY2(reasonOf(path).contains(QStringLiteral("it reached its memory limit of 24 MiB")),
             qPrintable(reasonOf(path)));
}

void TestLife::initProgramKeepsTheWords_data() {
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("signal");
    QTest::newRow("code") << "exit 3" << "exited with 3" << 3 << -1;
    QTest::newRow("signal") << "kill -SEGV $$"
                            << "was killed by SIGSEGV: it touched memory that it must not use" << -1
                            << SIGSEGV;
    QTest::newRow("a shell's word")
        << "exit 139"
        << "exited with 139: what a shell reports when its command was ended by SIGSEGV" << 139 << -1;
}

/// Of the command, not of the first process.
void TestLife::initProgramKeepsTheWords() {
    QFETCH(const QString, script);
    QFETCH(const QString, reason);
    QFETCH(const int, code);
    QFETCH(const int, signal);
    LifeSpec life;
    life.init = Init::Yes;
    const QString path = create(QStringLiteral("init"), QStringLiteral("echo pid $$; ") + script, life);
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QVERIFY(m_client.start(path).success);
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    QVERIFY2(m_client.log(path).contains("pid 2"), m_client.log(path).constData());
    QCOMPARE(reasonOf(path), reason);
    QCOMPARE(m_client.property(path, containerInterface, "ExitCode").toInt(), code);
    QCOMPARE(m_client.property(path, containerInterface, "ExitSignal").toInt(), signal);
}

/// As process 1 the shell would not hear it, and be killed in the end.
void TestLife::initProgramHandsTheStopOn() {
    LifeSpec life = stopping(std::nullopt, 20'000);
    life.init = Init::Yes;
    const QString path =
        create(QStringLiteral("stopped"), QStringLiteral("echo run; sleep 1000 & wait"), life);
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QVERIFY(m_client.start(path).success);
    QTRY_VERIFY(m_client.log(path).contains("run"));
    const JobResult stopped = m_client.stop(path, ownTimeout);
    QVERIFY2(stopped.success, qPrintable(stopped.message));
    QCOMPARE(reasonOf(path), QStringLiteral("was stopped as asked"));
    QCOMPARE(m_client.property(path, containerInterface, "ExitSignal").toInt(), SIGTERM);
}

void TestLife::cleanup() {
    for (const QDBusObjectPath& path : m_client.objects().keys()) {
        if (m_client.state(path.path()) != QLatin1String("stopped"))
            static_cast<void>(m_client.stop(path.path(), 0));
        QVERIFY2(m_client.remove(path.path()).success, qPrintable(m_client.lastMessage));
    }
}

QTEST_GUILESS_MAIN(TestLife)
#include "tst_life.moc"
