// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "helper/bus/paths.h"
#include "tests/dbus/helper/bundlefiles.h"
#include "tests/dbus/helper/testclient.h"

#include <QProcess>
#include <QTest>

#include <csignal>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// Containers that share namespaces: two ordinary users', over the bus, with the real kernel.
class TestJoined : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sharesWhatWasChosen();
    void theScriptJoinsToo();
    void endsWithThePidNamespace();
    void theRestOutlivesTheOther();
    void waitsForOneThatIsStartedAgain();
    void doesNotWaitForEver();
    void doesNotWaitForWhatStays();
    void othersCannotBeJoined();
    void whatIsOnDiskIsNotTrusted();
    void notEveryContainerCanBeJoined();
    void cleanup();

private:
    static constexpr uid_t alice = 65534;
    static constexpr uid_t bob = 1;
    using Kinds = std::vector<NamespaceKind>;

    static ContainerSpec specOf(const QString& script) {
        ContainerSpec spec = defaultSpec("given", {"bash", "-c", script.toStdString()});
        spec.process.terminal = Terminal::No;
        spec.hostname.clear(); // its name
        return spec;
    }
    static ContainerSpec joining(const QString& path, const Kinds& kinds, const QString& script) {
        ContainerSpec spec = specOf(script);
        spec.joinedId = path.section(u'/', -1).toStdString();
        spec.namespaces[NamespaceKind::User] = Isolation::Joined;
        for (const NamespaceKind kind : kinds)
            spec.namespaces[kind] = Isolation::Joined;
        return spec;
    }
    static QString create(Client& client, const QString& name, const ContainerSpec& spec) {
        return client.create(name, QString::fromStdString(writeConfig(spec)), QStringLiteral("programs"),
                             {QStringLiteral("bash"), QStringLiteral("sleep")});
    }
    /// Runs, until it is stopped.
    static QString running(Client& client, const QString& name, const ContainerSpec& spec) {
        const QString path = create(client, name, spec);
        return !path.isEmpty() && client.start(path).success ? path : QString();
    }
    /// Is started again whenever it ends; what joins another one is not started yet.
    QString looping(const QString& name, ContainerSpec spec, std::uint32_t most = 0) {
        const bool joins = !spec.joinedId.empty();
        if (!joins)
            spec = specOf(m_sleep);
        spec.life.restart = most == 0 ? RestartPolicy::Always : RestartPolicy::OnFailure;
        spec.life.restartMaximum = most;
        return joins ? create(m_alice, name, spec) : running(m_alice, name, spec);
    }
    /// As if it had failed: by nobody that asked for it.
    void kill(const QString& path) {
        QCOMPARE(::kill(m_alice.property(path, containerInterface, "Leader").toInt(), SIGKILL), 0);
    }
    [[nodiscard]] uint restartsOf(const QString& path) {
        return m_alice.property(path, containerInterface, "Restarts").toUInt();
    }
    static NumberMap namespacesOf(Client& client, const QString& path) {
        return qdbus_cast<NumberMap>(client.property(path, containerInterface, "Namespaces"));
    }
    static QString reasonOf(Client& client, const QString& path) {
        return client.property(path, containerInterface, "StateReason").toString();
    }
    static QString configOf(Client& client, const QString& path) {
        return client.container(path, "GetConfig").arguments().value(0).toString();
    }

    /// Says what it shares with process 1 as it sees it, and what it may.
    const QString m_tell = QStringLiteral(
        "read -r host </proc/sys/kernel/hostname; echo \"$host $UID\"; [ $$ = 1 ] || echo not the first; "
        "for kind in pid net uts ipc user mnt cgroup; do "
        "[ /proc/self/ns/$kind -ef /proc/1/ns/$kind ] && echo \"same $kind\"; done; "
        "while read -r line; do case $line in Cap*) echo $line;; esac; done </proc/self/status; echo told; ");
    const QString m_sleep = QStringLiteral("echo up; exec sleep 1000");
    Client m_root;
    Client m_alice{alice};
};

void TestJoined::cleanup() {
    for (const auto& path : m_root.objects().keys()) {
        if (m_root.state(path.path()) != QStringLiteral("stopped"))
            static_cast<void>(m_root.stop(path.path(), 0));
    }
    for (const auto& path : m_root.objects().keys())
        QVERIFY2(m_root.remove(path.path()).success, qPrintable(m_root.lastMessage));
}

void TestJoined::sharesWhatWasChosen() {
    const QString web = create(m_alice, QStringLiteral("web"), specOf(m_sleep));
    QVERIFY2(!web.isEmpty(), qPrintable(m_alice.lastMessage));
    const Kinds kinds{NamespaceKind::Pid, NamespaceKind::Network, NamespaceKind::Uts, NamespaceKind::Ipc};
    const QString side = create(m_alice, QStringLiteral("side"), joining(web, kinds, m_tell + m_sleep));
    QVERIFY2(!side.isEmpty(), qPrintable(m_alice.lastMessage));
    QCOMPARE(m_alice.property(side, containerInterface, "JoinedContainer").toString(), web.section(u'/', -1));
    QCOMPARE(m_alice.property(side, containerInterface, "JoinedNamespaces").toStringList(),
             (QStringList{QStringLiteral("pid"), QStringLiteral("net"), QStringLiteral("uts"),
                          QStringLiteral("ipc"), QStringLiteral("user")}));
    QVERIFY(m_alice.property(side, containerInterface, "SharedNamespaces").toStringList().isEmpty());
    QVERIFY(m_alice.property(side, containerInterface, "Widenings").toStringList().isEmpty());
    const JobResult early = m_alice.start(side);
    QVERIFY(!early.success);
    QCOMPARE(m_alice.lastError, QStringLiteral("org.vitrine.Error.WrongState"));
    QVERIFY2(m_alice.lastMessage.contains(QLatin1String("web")), qPrintable(m_alice.lastMessage));

    QVERIFY(m_alice.start(web).success);
    const JobResult started = m_alice.start(side);
    QVERIFY2(started.success, qPrintable(started.message + m_alice.lastMessage));
    QVERIFY(m_alice.waitForLog(side, "up"));
    const auto ofWeb = namespacesOf(m_alice, web);
    const auto ofSide = namespacesOf(m_alice, side);
    for (const char* kind : {"pid", "net", "uts", "ipc", "user"})
        QCOMPARE(ofSide.value(QLatin1String(kind)), ofWeb.value(QLatin1String(kind)));
    for (const char* kind : {"mnt", "cgroup", "time"})
        QVERIFY2(ofSide.value(QLatin1String(kind)) != ofWeb.value(QLatin1String(kind)), kind);
    const QByteArray told = m_alice.log(side);
    QVERIFY2(told.contains("web 0"), told.constData());
    QVERIFY2(told.contains("not the first"), told.constData());
    for (const char* kind : {"pid", "net", "uts", "ipc", "user"})
        QVERIFY2(told.contains(QByteArray("same ") + kind), told.constData());
    QVERIFY2(!told.contains("same mnt") && !told.contains("same cgroup"), told.constData());
    // No more of root's power than any container has: podman's eleven, and none to hand on.
    QVERIFY2(told.contains("CapEff: 00000000800405fb") && told.contains("CapBnd: 00000000800405fb") &&
                 told.contains("CapInh: 0000000000000000") && told.contains("CapAmb: 0000000000000000"),
             told.constData());
    // What is entered later is where the container is.
    ProcessSpec process = specOf(QStringLiteral("echo entered; exec sleep 1000")).process;
    const QDBusMessage entered =
        m_alice.container(side, "Exec",
                          {QString::fromStdString(writeProcess(process)), QVariant::fromValue(ushort{24}),
                           QVariant::fromValue(ushort{80})});
    QVERIFY2(entered.type() == QDBusMessage::ReplyMessage, qPrintable(entered.errorMessage()));
    const int pid = entered.arguments().at(1).toInt();
    const auto inode = [](int who, const char* kind) {
        return QFile::symLinkTarget(QStringLiteral("/proc/%1/ns/%2").arg(who).arg(QLatin1String(kind)))
            .section(u':', 1);
    };
    const int leader = m_alice.property(side, containerInterface, "Leader").toInt();
    for (const char* kind : {"pid", "net", "uts", "ipc", "user", "mnt"})
        QCOMPARE(inode(pid, kind), inode(leader, kind));
    // Its files are on disk as every container's are, and it may not be without the other's ids.
    const QDBusMessage removal = m_alice.container(web, "Delete", {m_alice.nextToken()});
    QCOMPARE(removal.errorName(), QStringLiteral("org.vitrine.Error.WrongState"));
}

/// Root runs what the owner got, with nsenter.
void TestJoined::theScriptJoinsToo() {
    const QString web = running(m_alice, QStringLiteral("web"), specOf(m_sleep));
    QVERIFY(!web.isEmpty());
    const Kinds kinds{NamespaceKind::Pid, NamespaceKind::Network, NamespaceKind::Uts};
    const QString side = create(m_alice, QStringLiteral("side"), joining(web, kinds, m_tell));
    QVERIFY(!side.isEmpty());
    const QDBusMessage reply = m_alice.container(side, "ExportScript");
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    const QString text = reply.arguments().at(0).toString();
    QVERIFY2(text.contains(QLatin1String("nsenter --target \"$joined\" --user --pid --net --uts -- ")),
             qPrintable(text));
    const QString file = qEnvironmentVariable("VITRINE_TEST_DIR") + QStringLiteral("/joined.sh");
    writeFile(file, text.toUtf8());
    QProcess shell;
    shell.setStandardInputFile(QProcess::nullDevice());
    shell.start(QStringLiteral("sh"), {file});
    QVERIFY(shell.waitForFinished(60'000));
    const QByteArray errors = shell.readAllStandardError();
    const QByteArray told = shell.readAllStandardOutput();
    QVERIFY2(shell.exitCode() == 0, errors.constData());
    for (const char* line : {"web 0", "not the first", "same pid", "same net", "same uts", "same user",
                             "CapEff: 00000000800405fb", "told"})
        QVERIFY2(told.contains(line), (told + errors).constData());
    QVERIFY2(!told.contains("same ipc") && !told.contains("same mnt"), told.constData());
    // And without the other container it says what is missing.
    QVERIFY(m_alice.stop(web, 0).success);
    shell.start(QStringLiteral("sh"), {file});
    QVERIFY(shell.waitForFinished(60'000));
    QVERIFY(shell.exitCode() != 0);
    QVERIFY(shell.readAllStandardError().contains("the container web does not run"));
}

void TestJoined::endsWithThePidNamespace() {
    const QString web = running(m_alice, QStringLiteral("web"), specOf(m_sleep));
    QVERIFY(!web.isEmpty());
    const QString side =
        running(m_alice, QStringLiteral("side"), joining(web, {NamespaceKind::Pid}, m_sleep));
    QVERIFY2(!side.isEmpty(), qPrintable(m_alice.lastMessage));
    QVERIFY(m_alice.stop(web, 0).success);
    QVERIFY(m_alice.waitForState(side, QStringLiteral("stopped")));
    QCOMPARE(
        reasonOf(m_alice, side),
        QStringLiteral("was killed by SIGKILL: the container web, whose processes it shares, has ended"));
}

/// Both are started again; the one that joins comes second, however long the other one takes.
void TestJoined::waitsForOneThatIsStartedAgain() {
    const QString web = looping(QStringLiteral("web"), {});
    const QString side = looping(QStringLiteral("side"), joining(web, {NamespaceKind::Pid}, m_sleep));
    QVERIFY2(!web.isEmpty() && !side.isEmpty(), qPrintable(m_alice.lastMessage));
    // Late in its row, so that there is a while in which there is nothing to be joined.
    for (uint restarts = 0; restarts < 5; ++restarts) {
        QTRY_COMPARE_WITH_TIMEOUT(m_alice.state(web), QStringLiteral("running"), 20'000);
        kill(web);
        QTRY_COMPARE_WITH_TIMEOUT(restartsOf(web), restarts + 1, 20'000);
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_alice.state(web), QStringLiteral("running"), 20'000);
    QVERIFY2(m_alice.start(side).success, qPrintable(m_alice.lastMessage));
    kill(web); // and the other one with it: the next start is 3.2 s away
    QTRY_COMPARE_WITH_TIMEOUT(m_alice.state(web), QStringLiteral("restarting"), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(reasonOf(m_alice, side).contains(QStringLiteral("waits for the container web")),
                             10'000);
    QCOMPARE(m_alice.state(side), QStringLiteral("restarting"));
    QVERIFY(restartsOf(side) >= 2);
    QTRY_COMPARE_WITH_TIMEOUT(m_alice.state(side), QStringLiteral("running"), 30'000);
    QCOMPARE(m_alice.state(web), QStringLiteral("running"));
    QCOMPARE(reasonOf(m_alice, side), QString());
    QCOMPARE(namespacesOf(m_alice, side).value(QStringLiteral("pid")),
             namespacesOf(m_alice, web).value(QStringLiteral("pid")));
    // While it waits it can be stopped as ever.
    kill(web);
    QTRY_COMPARE_WITH_TIMEOUT(m_alice.state(side), QStringLiteral("restarting"), 10'000);
    QVERIFY(m_alice.stop(side, 0).success);
    QCOMPARE(m_alice.state(side), QStringLiteral("stopped"));
}

/// Each try is one of the row, which has an end.
void TestJoined::doesNotWaitForEver() {
    const QString web = looping(QStringLiteral("web"), {});
    ContainerSpec spec = joining(web, {NamespaceKind::Pid}, m_sleep);
    const QString side = looping(QStringLiteral("side"), spec, 2);
    QVERIFY2(!web.isEmpty() && !side.isEmpty(), qPrintable(m_alice.lastMessage));
    for (uint restarts = 0; restarts < 5; ++restarts) {
        QTRY_COMPARE_WITH_TIMEOUT(m_alice.state(web), QStringLiteral("running"), 20'000);
        kill(web);
        QTRY_COMPARE_WITH_TIMEOUT(restartsOf(web), restarts + 1, 20'000);
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_alice.state(web), QStringLiteral("running"), 20'000);
    QVERIFY2(m_alice.start(side).success, qPrintable(m_alice.lastMessage));
    kill(web);
    QTRY_COMPARE_WITH_TIMEOUT(m_alice.state(side), QStringLiteral("stopped"), 20'000);
    QVERIFY2(reasonOf(m_alice, side).contains(QStringLiteral("not started again, after 2 restarts in a row")),
             qPrintable(reasonOf(m_alice, side)));
}

/// One that somebody has stopped does not come by itself.
void TestJoined::doesNotWaitForWhatStays() {
    const QString web = looping(QStringLiteral("web"), {});
    const QString side = looping(QStringLiteral("side"), joining(web, {NamespaceKind::Pid}, m_sleep));
    QVERIFY2(!web.isEmpty() && !side.isEmpty(), qPrintable(m_alice.lastMessage));
    QVERIFY(m_alice.start(side).success);
    QVERIFY(m_alice.stop(web, 0).success);
    QTRY_COMPARE_WITH_TIMEOUT(m_alice.state(side), QStringLiteral("stopped"), 20'000);
    QVERIFY2(reasonOf(m_alice, side).contains(QStringLiteral("it does not run")),
             qPrintable(reasonOf(m_alice, side)));
}

/// A namespace lasts as long as somebody is in it; its name and its ids do, too.
void TestJoined::theRestOutlivesTheOther() {
    const QString web = running(m_alice, QStringLiteral("web"), specOf(m_sleep));
    const QString side =
        running(m_alice, QStringLiteral("side"), joining(web, {NamespaceKind::Network}, m_sleep));
    QVERIFY2(!web.isEmpty() && !side.isEmpty(), qPrintable(m_alice.lastMessage));
    const auto before = namespacesOf(m_alice, side);
    QVERIFY(m_alice.stop(web, 0).success);
    QCOMPARE(m_alice.state(side), QStringLiteral("running"));
    // Nobody else may get the ids while they are in use.
    QCOMPARE(m_alice.container(web, "Delete", {m_alice.nextToken()}).errorName(),
             QStringLiteral("org.vitrine.Error.WrongState"));
    QVERIFY(m_alice.start(web).success);
    QVERIFY(namespacesOf(m_alice, web).value(QStringLiteral("net")) != before.value(QStringLiteral("net")));
    // The next start joins the run that there is then.
    QVERIFY(m_alice.stop(side, 0).success);
    QVERIFY(m_alice.start(side).success);
    QCOMPARE(namespacesOf(m_alice, side).value(QStringLiteral("net")),
             namespacesOf(m_alice, web).value(QStringLiteral("net")));
    QVERIFY(m_alice.stop(side, 0).success);
    QVERIFY(m_alice.stop(web, 0).success);
    QVERIFY(m_alice.remove(web).success);
    QVERIFY(!m_alice.start(side).success);
    QCOMPARE(m_alice.lastError, QStringLiteral("org.vitrine.Error.WrongState"));
}

/// With every permission that polkit can give.
void TestJoined::othersCannotBeJoined() {
    Client other(bob);
    const QString theirs = running(other, QStringLiteral("theirs"), specOf(m_sleep));
    QVERIFY(!theirs.isEmpty());
    const QString nobodys = containerPath(std::string(32, '0'));
    const Kinds kinds{NamespaceKind::Network};
    QVERIFY(create(m_alice, QStringLiteral("spy"), joining(theirs, kinds, m_sleep)).isEmpty());
    const QString error = m_alice.lastError;
    const QString message = m_alice.lastMessage;
    QCOMPARE(error, QStringLiteral("org.vitrine.Error.InvalidArgument"));
    // The same words for what exists and what does not.
    QVERIFY(create(m_alice, QStringLiteral("spy"), joining(nobodys, kinds, m_sleep)).isEmpty());
    QCOMPARE(m_alice.lastError, error);
    QCOMPARE(m_alice.lastMessage, message);
    const QString mine = create(m_alice, QStringLiteral("mine"), specOf(m_sleep));
    QVERIFY(!mine.isEmpty());
    const QString seen = configOf(m_alice, mine);
    for (const QString& path : {theirs, nobodys, mine}) { // nor itself
        const QDBusMessage change = m_alice.container(
            mine, "SetConfig", {QString::fromStdString(writeConfig(joining(path, kinds, m_sleep))), seen});
        QCOMPARE(change.errorName(), error);
        QCOMPARE(change.errorMessage(), message);
        const QDBusMessage preview =
            m_alice.manager("Preview", {QString::fromStdString(writeConfig(joining(path, kinds, m_sleep))),
                                        QStringLiteral("starter")});
        QCOMPARE(preview.type(), path == mine ? QDBusMessage::ReplyMessage : QDBusMessage::ErrorMessage);
    }
    // Root may manage both; still nobody's container joins another owner's.
    QVERIFY(create(m_root, QStringLiteral("roots"), joining(theirs, kinds, m_sleep)).isEmpty());
    QCOMPARE(m_root.lastError, error);
}

/// The monitor, which works as root, looks for itself: whatever the helper has let through.
void TestJoined::whatIsOnDiskIsNotTrusted() {
    Client other(bob);
    const QString theirs = running(other, QStringLiteral("theirs"), specOf(m_sleep));
    const QString web = running(m_alice, QStringLiteral("web"), specOf(m_sleep));
    const QString side =
        create(m_alice, QStringLiteral("side"), joining(web, {NamespaceKind::Network}, m_sleep));
    QVERIFY(!theirs.isEmpty() && !web.isEmpty() && !side.isEmpty());
    const QString file = bundleOf(side) + QStringLiteral("/config.json");
    const QByteArray good = readFile(file);
    const auto startWith = [&](const QString& path) {
        writeFile(file,
                  QByteArray(good).replace(web.section(u'/', -1).toUtf8(), path.section(u'/', -1).toUtf8()));
        return m_alice.start(side);
    };
    const JobResult spying = startWith(theirs);
    QVERIFY(!spying.success);
    QVERIFY2(spying.message.contains(QLatin1String("its owner has no such container")),
             qPrintable(spying.message));
    const JobResult nothing = startWith(containerPath(std::string(32, '0')));
    QVERIFY(!nothing.success);
    QCOMPARE(QString(nothing.message).remove(QString(32, u'0')),
             QString(spying.message).remove(theirs.section(u'/', -1)));
    QVERIFY(!startWith(side).success);
    QCOMPARE(m_alice.state(side), QStringLiteral("stopped"));
    QVERIFY(startWith(web).success);
}

void TestJoined::notEveryContainerCanBeJoined() {
    const QString web = running(m_alice, QStringLiteral("web"), specOf(m_sleep));
    const Kinds network{NamespaceKind::Network};
    const QString side = running(m_alice, QStringLiteral("side"), joining(web, network, m_sleep));
    ContainerSpec hosts = specOf(m_sleep);
    hosts.namespaces[NamespaceKind::Network] = Isolation::Host;
    const QString open = running(m_alice, QStringLiteral("open"), hosts);
    ContainerSpec privileged = specOf(m_sleep);
    privileged.namespaces[NamespaceKind::User] = Isolation::Host;
    const QString root = running(m_alice, QStringLiteral("root"), privileged);
    QVERIFY2(!web.isEmpty() && !side.isEmpty() && !open.isEmpty() && !root.isEmpty(),
             qPrintable(m_alice.lastMessage));
    for (const QString& path : {side, open, root}) {
        QVERIFY(create(m_alice, QStringLiteral("no"), joining(path, network, m_sleep)).isEmpty());
        QCOMPARE(m_alice.lastError, QStringLiteral("org.vitrine.Error.NotSupported"));
    }
    // What it shares with the host need not be joined.
    const QString names =
        running(m_alice, QStringLiteral("names"), joining(open, {NamespaceKind::Uts}, m_sleep));
    QVERIFY2(!names.isEmpty(), qPrintable(m_alice.lastMessage));
    // It can have changed since, and is looked at again.
    QVERIFY(m_alice.stop(side, 0).success && m_alice.stop(web, 0).success);
    QCOMPARE(m_alice
                 .container(web, "SetConfig",
                            {QString::fromStdString(writeConfig(privileged)), configOf(m_alice, web)})
                 .type(),
             QDBusMessage::ReplyMessage);
    QVERIFY(m_alice.start(web).success);
    QVERIFY(!m_alice.start(side).success);
    QCOMPARE(m_alice.lastError, QStringLiteral("org.vitrine.Error.NotSupported"));
}

QTEST_GUILESS_MAIN(TestJoined)
#include "tst_joined.moc"
