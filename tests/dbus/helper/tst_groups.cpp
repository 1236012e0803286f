// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "helper/bus/paths.h"
#include "tests/dbus/helper/bundlefiles.h"
#include "tests/dbus/helper/testclient.h"

#include <QDir>
#include <QTest>

#include <algorithm>
#include <csignal>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

namespace {

QVariantMap pids(qulonglong count) {
    return {{QStringLiteral("pidsMax"), QVariant::fromValue(count)}};
}

QString error(const char* word) {
    return QStringLiteral("org.vitrine.Error.") + QLatin1String(word);
}

} // namespace

/// Groups of containers: their life, their limits and the panic stop, over the bus and against the kernel.
class TestGroups : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void lifeOfAGroup();
    void limitHoldsForAllTogether();
    void limitsChangeWhileTheyRun();
    void limitsAreAllOrNothing();
    void panicStopIsTheEnd();
    void panicStopEndsAForkBomb();
    void panicStopEndsAStart();
    void panicStopEndsPausedOnes();
    void groupsOutliveTheHelper();
    void helperKilledInThePanic();
    void othersGroupsDoNotExist();
    void membershipIsChecked();
    void moveBetweenGroups();
    void damagedFileStartsNothing();
    void thereAreNotTooMany();
    void planAndScriptShowIt();
    void cleanup();

private:
    static constexpr uid_t alice = 65534;
    static constexpr uid_t bob = 1;

    static QString make(Client& client, const QString& name, const QVariantMap& limits = {}) {
        const QDBusMessage reply = client.manager("CreateGroup", {name, limits});
        client.lastMessage = reply.errorMessage();
        return reply.type() == QDBusMessage::ReplyMessage ? reply.arguments().value(0).toString() : QString();
    }
    static QList<GroupRow> list(Client& client) {
        return qdbus_cast<QList<GroupRow>>(client.manager("ListGroups").arguments().value(0));
    }
    [[nodiscard]] GroupRow row(const QString& id) {
        for (const GroupRow& group : list(m_client))
            if (group.id == id)
                return group;
        return {};
    }
    QString create(const QString& name, const QString& group, const QString& script,
                   RestartPolicy restart = RestartPolicy::No) {
        ContainerSpec spec = defaultSpec("given", {"bash", "-c", script.toStdString()});
        spec.process.terminal = Terminal::No;
        spec.groupId = group.toStdString();
        spec.life.restart = restart;
        return m_client.create(name, QString::fromStdString(writeConfig(spec)));
    }
    QString running(const QString& name, const QString& group, const QString& script,
                    RestartPolicy restart = RestartPolicy::No) {
        const QString path = create(name, group, script, restart);
        return !path.isEmpty() && m_client.start(path).success ? path : QString();
    }
    /// A file of the group's control group, in whatever hierarchy it is; the name of its directory for "".
    [[nodiscard]] QString fileOf(const QString& group, const char* controller, const char* file) {
        const QString cgroup = row(group).cgroup;
        const QString v1 = QStringLiteral("/sys/fs/cgroup/%1/%2").arg(QLatin1String(controller), cgroup);
        const bool isV1 = QFileInfo(QStringLiteral("/sys/fs/cgroup/") + QLatin1String(controller)).isDir();
        const QString directory = isV1 ? v1 : QStringLiteral("/sys/fs/cgroup/") + cgroup;
        return *file == '\0' ? directory : directory + u'/' + QLatin1String(file);
    }
    [[nodiscard]] QDBusMessage stop(const QString& group) {
        return m_client.call(QString::fromLatin1(managerPath), managerInterface, "StopGroup", {group},
                             60'000);
    }
    [[nodiscard]] QString stateOf(const QString& path) { return m_client.state(path); }

    Client m_client{alice};
};

void TestGroups::lifeOfAGroup() {
    static_cast<void>(m_client.objects()); // listens from now on
    m_client.signalsSeen.clear();
    const QString id = make(m_client, QStringLiteral("shop"), pids(40));
    QVERIFY2(id.size() == 32, qPrintable(m_client.lastMessage));
    QTRY_VERIFY(std::ranges::any_of(m_client.signalsSeen, [](const QDBusMessage& message) {
        return message.member() == QLatin1String("GroupsChanged");
    }));
    QCOMPARE(row(id).name, QStringLiteral("shop"));
    QCOMPARE(row(id).owner, uint{alice});
    QCOMPARE(row(id).limits, pids(40));
    QCOMPARE(m_client.manager("CreateGroup", {QStringLiteral("shop"), QVariantMap()}).errorName(),
             error("AlreadyExists"));
    QCOMPARE(m_client.manager("RenameGroup", {id, QStringLiteral("store")}).type(),
             QDBusMessage::ReplyMessage);
    QCOMPARE(row(id).name, QStringLiteral("store"));
    // Free again.
    const QString other = make(m_client, QStringLiteral("shop"));
    QVERIFY(!other.isEmpty());
    QCOMPARE(m_client.manager("RenameGroup", {other, QStringLiteral("store")}).errorName(),
             error("AlreadyExists"));
    const QString path = create(QStringLiteral("one"), id, QStringLiteral("sleep 1000"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QCOMPARE(m_client.property(path, containerInterface, "Group").toString(), id);
    const QDBusMessage refused = m_client.manager("DeleteGroup", {id});
    QCOMPARE(refused.errorName(), error("WrongState"));
    QVERIFY2(refused.errorMessage().contains(QStringLiteral("one")), qPrintable(refused.errorMessage()));
    QVERIFY(m_client.start(path).success);
    QVERIFY(QFileInfo(fileOf(id, "pids", "")).isDir());
    QVERIFY(m_client.stop(path, 0).success);
    QTRY_VERIFY(!QFileInfo::exists(fileOf(id, "pids", ""))); // the last one has ended
    QVERIFY(m_client.remove(path).success);
    QCOMPARE(m_client.manager("DeleteGroup", {id}).type(), QDBusMessage::ReplyMessage);
    QVERIFY(row(id).id.isEmpty());
    QVERIFY(!QFile::exists(stateDir() + QStringLiteral("/groups/%1.json").arg(id)));
    for (const char* member : {"DeleteGroup", "StopGroup", "ReadGroupLimits"})
        QCOMPARE(m_client.manager(member, {id}).errorName(), error("NotFound"));
}

/// 30 for both: whoever has many leaves the other few.
void TestGroups::limitHoldsForAllTogether() {
    const QString id = make(m_client, QStringLiteral("tight"), pids(30));
    const QString many = running(QStringLiteral("many"), id,
                                 QStringLiteral("for i in {1..24}; do sleep 1000 & done; echo ready; wait"));
    QVERIFY2(!many.isEmpty(), qPrintable(m_client.lastMessage));
    QVERIFY(m_client.waitForLog(many, "ready"));
    const QString few = running(QStringLiteral("few"), id,
                                QStringLiteral("for i in {1..24}; do sleep 1000 & done; echo ready; wait"));
    QVERIFY2(!few.isEmpty(), qPrintable(m_client.lastMessage));
    QVERIFY2(m_client.waitForLog(few, "fork"), "the kernel refuses to fork beyond the group's limit");
    QVERIFY(readFile(fileOf(id, "pids", "pids.current")).trimmed().toInt() <= 30);
    QCOMPARE(readFile(fileOf(id, "pids", "pids.max")).trimmed(), "30");
    // What the limit is by the kernel is told.
    const auto rows =
        qdbus_cast<QList<LimitReadingRow>>(m_client.manager("ReadGroupLimits", {id}).arguments().value(0));
    QVERIFY(std::ranges::any_of(rows, [](const LimitReadingRow& one) {
        return one.key == QLatin1String("pidsMax") && one.kernel == QLatin1String("30");
    }));
    QCOMPARE(stop(id).type(), QDBusMessage::ReplyMessage);
}

void TestGroups::limitsChangeWhileTheyRun() {
    const QString id = make(m_client, QStringLiteral("live"), pids(50));
    QCOMPARE(qdbus_cast<QList<LimitEffectRow>>(
                 m_client.manager("SetGroupLimits", {id, pids(45)}).arguments().value(0))
                 .size(),
             0); // nothing runs
    const QString path = running(QStringLiteral("one"), id, QStringLiteral("sleep 1000"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QCOMPARE(readFile(fileOf(id, "pids", "pids.max")).trimmed(), "45");
    const QDBusMessage reply = m_client.manager("SetGroupLimits", {id, pids(60)});
    const auto rows = qdbus_cast<QList<LimitEffectRow>>(reply.arguments().value(0));
    QVERIFY2(std::ranges::any_of(rows,
                                 [](const LimitEffectRow& one) {
                                     return one.file.endsWith(QLatin1String("pids.max")) &&
                                            one.kernel == QLatin1String("60");
                                 }),
             qPrintable(reply.errorMessage()));
    QCOMPARE(readFile(fileOf(id, "pids", "pids.max")).trimmed(), "60");
    QCOMPARE(m_client.manager("SetGroupLimits", {id, QVariantMap()}).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(readFile(fileOf(id, "pids", "pids.max")).trimmed(), "max");
    QCOMPARE(row(id).limits, QVariantMap());
    QVERIFY(m_client.stop(path, 0).success);
}

void TestGroups::limitsAreAllOrNothing() {
    const QString id = make(m_client, QStringLiteral("firm"), pids(50));
    const QString path = running(QStringLiteral("one"), id, QStringLiteral("sleep 1000"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    const QString file = stateDir() + QStringLiteral("/groups/%1.json").arg(id);
    // A directory in its place: rename(2) refuses, as it would on a full disk.
    QVERIFY(QFile::rename(file, file + QStringLiteral(".away")));
    QVERIFY(QDir().mkdir(file));
    const QDBusMessage refused = m_client.manager("SetGroupLimits", {id, pids(20)});
    QVERIFY(QDir().rmdir(file));
    QVERIFY(QFile::rename(file + QStringLiteral(".away"), file));
    QCOMPARE(refused.type(), QDBusMessage::ErrorMessage);
    QCOMPARE(readFile(fileOf(id, "pids", "pids.max")).trimmed(), "50");
    QCOMPARE(row(id).limits, pids(50));
    QVERIFY(m_client.stop(path, 0).success);
}

/// Whatever was asked for: an ending that takes long, and being started again.
void TestGroups::panicStopIsTheEnd() {
    const QString id = make(m_client, QStringLiteral("panic"));
    const QString deaf = running(QStringLiteral("deaf"), id,
                                 QStringLiteral("trap '' TERM HUP; echo ready; while :; do sleep 0.1; done"));
    const QString always =
        running(QStringLiteral("always"), id, QStringLiteral("echo run; sleep 1000"), RestartPolicy::Always);
    const QString looping =
        running(QStringLiteral("looping"), id, QStringLiteral("echo run"), RestartPolicy::Always);
    const QString outside = running(QStringLiteral("outside"), {}, QStringLiteral("sleep 1000"));
    QVERIFY(!deaf.isEmpty() && !always.isEmpty() && !looping.isEmpty() && !outside.isEmpty());
    QVERIFY(m_client.waitForLog(deaf, "ready") && m_client.waitForLog(always, "run"));
    QElapsedTimer timer;
    timer.start();
    const QDBusMessage reply = stop(id);
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    QVERIFY2(timer.elapsed() < 8000, "longer than the ten seconds that a container has to end");
    for (const QString& path : {deaf, always, looping})
        QCOMPARE(stateOf(path), QStringLiteral("stopped"));
    QVERIFY(!QFileInfo::exists(fileOf(id, "pids", "")));
    const auto runs = m_client.log(looping).count("run");
    QTest::qWait(500);
    QCOMPARE(m_client.log(looping).count("run"), runs);
    QCOMPARE(stateOf(always), QStringLiteral("stopped"));
    QCOMPARE(stateOf(outside), QStringLiteral("running"));
    // It was a stop and no lock.
    QVERIFY(m_client.start(always).success);
    QCOMPARE(stop(id).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(stop(id).type(), QDBusMessage::ReplyMessage); // nothing runs
    QVERIFY(m_client.stop(outside, 0).success);
}

void TestGroups::panicStopEndsAForkBomb() {
    const QString id = make(m_client, QStringLiteral("bomb"), pids(200));
    const QString bomb = running(QStringLiteral("bomb"), id,
                                 QStringLiteral("echo ready; f() { f | f & }; f; "
                                                "while :; do f; sleep 0.01; done"));
    const QString victim = running(QStringLiteral("victim"), id, QStringLiteral("sleep 1000"));
    QVERIFY(!bomb.isEmpty() && !victim.isEmpty());
    QVERIFY(m_client.waitForLog(bomb, "ready"));
    QTRY_VERIFY_WITH_TIMEOUT(readFile(fileOf(id, "pids", "pids.current")).trimmed().toInt() > 150, 20'000);
    const int leader = m_client.property(bomb, containerInterface, "Leader").toInt();
    const QDBusMessage reply = stop(id);
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    QVERIFY(hasEnded(leader));
    QCOMPARE(stateOf(bomb), QStringLiteral("stopped"));
    QCOMPARE(stateOf(victim), QStringLiteral("stopped"));
    QVERIFY(!QFileInfo::exists(fileOf(id, "pids", "")));
}

/// Starts and the stop cross each other: whatever comes first, nothing of the group runs in the end.
void TestGroups::panicStopEndsAStart() {
    const QString id = make(m_client, QStringLiteral("early"));
    QStringList paths;
    for (int i = 0; i < 4; ++i)
        paths.append(create(QStringLiteral("c%1").arg(i), id, QStringLiteral("sleep 1000")));
    for (int round = 0; round < 5; ++round) {
        for (const QString& path : paths)
            m_client.send(path, containerInterface, "Start", {m_client.nextToken()});
        QTest::qWait(round * 15);
        const QDBusMessage reply = stop(id);
        QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
        QTest::qWait(200);
        for (const QString& path : paths)
            QCOMPARE(stateOf(path), QStringLiteral("stopped"));
        QVERIFY(!QFileInfo::exists(fileOf(id, "pids", "")));
    }
}

void TestGroups::panicStopEndsPausedOnes() {
    const QString id = make(m_client, QStringLiteral("frozen"));
    const QString path = running(QStringLiteral("one"), id, QStringLiteral("sleep 1000"));
    QVERIFY(!path.isEmpty());
    QCOMPARE(m_client.container(path, "Pause").type(), QDBusMessage::ReplyMessage);
    QCOMPARE(stop(id).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(stateOf(path), QStringLiteral("stopped"));
}

void TestGroups::groupsOutliveTheHelper() {
    const QString id = make(m_client, QStringLiteral("lasting"), pids(44));
    const QString path =
        running(QStringLiteral("one"), id, QStringLiteral("sleep 1000"), RestartPolicy::Always);
    QVERIFY(!path.isEmpty());
    QVERIFY(m_client.killHelper());
    QCOMPARE(row(id).limits, pids(44));
    QCOMPARE(m_client.property(path, containerInterface, "Group").toString(), id);
    QCOMPARE(stateOf(path), QStringLiteral("running"));
    QCOMPARE(m_client.manager("SetGroupLimits", {id, pids(43)}).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(readFile(fileOf(id, "pids", "pids.max")).trimmed(), "43");
    QCOMPARE(stop(id).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(stateOf(path), QStringLiteral("stopped"));
    // What the last one leaves while no helper is there, the next one removes.
    const QString last = running(QStringLiteral("last"), id, QStringLiteral("sleep 1000"));
    const QString directory = fileOf(id, "pids", "");
    const int leader = m_client.property(last, containerInterface, "Leader").toInt();
    QVERIFY(leader > 1 && QFileInfo(directory).isDir());
    QVERIFY(m_client.killHelper());
    QCOMPARE(::kill(leader, SIGKILL), 0);
    QTRY_VERIFY(hasEnded(leader));
    QTRY_COMPARE(stateOf(last), QStringLiteral("stopped"));
    QTRY_VERIFY(!QFileInfo::exists(directory));
}

/// The wish is gone with the helper; what it had killed is dead, and the next one can be asked again.
void TestGroups::helperKilledInThePanic() {
    const QString id = make(m_client, QStringLiteral("crash"));
    QStringList paths;
    for (int i = 0; i < 3; ++i)
        paths.append(running(QStringLiteral("c%1").arg(i), id, QStringLiteral("sleep 1000")));
    QVERIFY(!paths.contains(QString()));
    m_client.send(QString::fromLatin1(managerPath), managerInterface, "StopGroup", {id});
    QTest::qWait(5);
    QVERIFY(m_client.killHelper());
    QCOMPARE(stop(id).type(), QDBusMessage::ReplyMessage);
    for (const QString& path : paths)
        QTRY_COMPARE(stateOf(path), QStringLiteral("stopped"));
    QTRY_VERIFY(!QFileInfo::exists(fileOf(id, "pids", "")));
}

void TestGroups::othersGroupsDoNotExist() {
    const QString id = make(m_client, QStringLiteral("alices"), pids(40));
    const QString path = running(QStringLiteral("one"), id, QStringLiteral("sleep 1000"));
    QVERIFY(!path.isEmpty());
    Client other(bob);
    static_cast<void>(other.objects());
    other.signalsSeen.clear();
    QCOMPARE(list(other).size(), 0);
    const QString nobodys = QStringLiteral("ffffffffffffffffffffffffffffffff");
    const QMap<const char*, QVariantList> calls{{"SetGroupLimits", {QVariantMap()}},
                                                {"ReadGroupLimits", {}},
                                                {"RenameGroup", {QStringLiteral("bobs")}},
                                                {"DeleteGroup", {}},
                                                {"StopGroup", {}}};
    for (auto it = calls.cbegin(); it != calls.cend(); ++it) {
        const QDBusMessage others = other.manager(it.key(), QVariantList{id} + it.value());
        const QDBusMessage none = other.manager(it.key(), QVariantList{nobodys} + it.value());
        QCOMPARE(others.errorName(), error("NotFound"));
        QCOMPARE(others.errorMessage(), none.errorMessage()); // told apart from nothing by nothing
    }
    // Nor is a name taken by somebody else's.
    const QString bobs = make(other, QStringLiteral("alices"));
    QVERIFY(!bobs.isEmpty());
    // And nobody comes into it.
    ContainerSpec spec = defaultSpec("given", {"true"});
    spec.groupId = id.toStdString();
    const QDBusMessage create = other.manager(
        "Create", {QStringLiteral("x"), QString::fromStdString(writeConfig(spec)), QStringLiteral("empty"),
                   QStringList(), Client::emptyGiven(), QVariant::fromValue(QList<QDBusUnixFileDescriptor>()),
                   Client::emptyGiven(), other.nextToken()});
    QCOMPARE(create.errorName(), error("InvalidArgument"));
    QVERIFY(create.errorMessage().contains(QStringLiteral("org.vitrine.group")));
    const QDBusMessage preview =
        other.manager("Preview", {QString::fromStdString(writeConfig(spec)), QStringLiteral("empty")});
    QCOMPARE(preview.errorName(), error("InvalidArgument"));
    QCOMPARE(stateOf(path), QStringLiteral("running"));
    QCOMPARE(m_client.manager("RenameGroup", {id, QStringLiteral("quiet")}).type(),
             QDBusMessage::ReplyMessage);
    QTest::qWait(100);
    // One came, of bob's own; of alice's change nothing was heard.
    QCOMPARE(std::ranges::count_if(other.signalsSeen,
                                   [](const QDBusMessage& message) {
                                       return message.member() == QLatin1String("GroupsChanged");
                                   }),
             1);
    QCOMPARE(other.manager("DeleteGroup", {bobs}).type(), QDBusMessage::ReplyMessage);
    // Who may see all may do it, as with containers.
    Client root(0);
    QCOMPARE(root.manager("StopGroup", {id}).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(stateOf(path), QStringLiteral("stopped"));
}

void TestGroups::membershipIsChecked() {
    ContainerSpec spec = defaultSpec("given", {"true"});
    for (const char* wrong : {"ffffffffffffffffffffffffffffffff", "../../../etc", "shop"}) {
        spec.groupId = wrong;
        const QString path = m_client.create(QStringLiteral("x"), QString::fromStdString(writeConfig(spec)));
        QVERIFY2(path.isEmpty(), wrong);
        QCOMPARE(m_client.lastError, error("InvalidArgument"));
    }
}

void TestGroups::moveBetweenGroups() {
    const QString first = make(m_client, QStringLiteral("first"), pids(40));
    const QString second = make(m_client, QStringLiteral("second"), pids(41));
    const QString path = create(QStringLiteral("one"), first, QStringLiteral("sleep 1000"));
    const QString seen = m_client.container(path, "GetConfig").arguments().value(0).toString();
    QString moved = seen;
    moved.replace(first, second);
    QCOMPARE(m_client.container(path, "SetConfig", {moved, seen}).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(m_client.property(path, containerInterface, "Group").toString(), second);
    QCOMPARE(m_client.manager("DeleteGroup", {first}).type(), QDBusMessage::ReplyMessage);
    QVERIFY(m_client.start(path).success);
    QCOMPARE(readFile(fileOf(second, "pids", "pids.max")).trimmed(), "41");
    QCOMPARE(m_client.container(path, "SetConfig", {moved, moved}).errorName(), error("WrongState")); // runs
    QVERIFY(m_client.stop(path, 0).success);
    // Into one that is gone: nothing is changed.
    QString lost = moved;
    lost.replace(second, first);
    QCOMPARE(m_client.container(path, "SetConfig", {lost, moved}).errorName(), error("InvalidArgument"));
    QCOMPARE(m_client.property(path, containerInterface, "Group").toString(), second);
    // A copy is in the same group.
    const QDBusMessage reply =
        m_client.container(path, "Clone", {QStringLiteral("two"), m_client.nextToken()});
    QVERIFY(m_client.waitForJob(reply.arguments().value(1).value<QDBusObjectPath>().path()).success);
    const QString clone = reply.arguments().value(0).value<QDBusObjectPath>().path();
    QCOMPARE(m_client.property(clone, containerInterface, "Group").toString(), second);
}

void TestGroups::damagedFileStartsNothing() {
    const QString id = make(m_client, QStringLiteral("damaged"), pids(40));
    const QString path = create(QStringLiteral("one"), id, QStringLiteral("sleep 1000"));
    const QString file = stateDir() + QStringLiteral("/groups/%1.json").arg(id);
    const QByteArray text = readFile(file);
    QVERIFY(!text.isEmpty());
    // Behind the back of this helper: the monitor reads it by itself, and does not run without the limits.
    for (const QByteArray& damaged : {QByteArray("{"), QByteArray(text).replace("65534", "0")}) {
        writeFile(file, damaged);
        const JobResult started = m_client.start(path);
        QVERIFY(!started.success);
        QVERIFY2(started.message.contains(QStringLiteral("group")), qPrintable(started.message));
        QCOMPARE(stateOf(path), QStringLiteral("stopped"));
    }
    // And to the next helper there is no such group.
    writeFile(file, "{");
    QVERIFY(m_client.killHelper());
    QVERIFY(row(id).id.isEmpty());
    QVERIFY(!m_client.start(path).success);
    writeFile(file, text);
    QVERIFY(m_client.killHelper());
    QCOMPARE(row(id).limits, pids(40));
    QVERIFY(m_client.start(path).success);
    QCOMPARE(stop(id).type(), QDBusMessage::ReplyMessage);
}

void TestGroups::thereAreNotTooMany() {
    int made = 0;
    QString last;
    while (made <= 40 && !(last = make(m_client, QStringLiteral("g%1").arg(made))).isEmpty())
        ++made;
    QCOMPARE(made, 32);
    QCOMPARE(m_client.manager("CreateGroup", {QStringLiteral("more"), QVariantMap()}).errorName(),
             error("LimitExceeded"));
}

void TestGroups::planAndScriptShowIt() {
    const QString id = make(m_client, QStringLiteral("shown"), pids(39));
    const QString path = create(QStringLiteral("one"), id, QStringLiteral("sleep 1000"));
    const auto steps = qdbus_cast<QList<StepRow>>(m_client.container(path, "GetPlan").arguments().value(0));
    QStringList ids;
    for (const StepRow& step : steps)
        ids.append(step.id);
    QCOMPARE(ids.indexOf(QStringLiteral("create-group")), 0);
    QCOMPARE(ids.indexOf(QStringLiteral("group-limit:pids.max")), 1);
    QVERIFY(ids.indexOf(QStringLiteral("create-cgroup")) > 1);
    QVERIFY(steps.at(1).byHand.contains(QStringLiteral("group-") + id));
    const QString script = m_client.container(path, "ExportScript").arguments().value(0).toString();
    QVERIFY(script.contains(QStringLiteral("vitrine-by-hand/group-") + id));
    QVERIFY(script.contains(QStringLiteral("echo 39 >")));
}

void TestGroups::cleanup() {
    Client root(0);
    for (const QDBusObjectPath& path : root.objects().keys()) {
        if (root.state(path.path()) != QLatin1String("stopped"))
            static_cast<void>(root.stop(path.path(), 0));
        QVERIFY2(root.remove(path.path()).success, qPrintable(root.lastMessage));
    }
    for (const GroupRow& group : list(root))
        QCOMPARE(root.manager("DeleteGroup", {group.id}).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(QDir(stateDir() + QStringLiteral("/groups")).entryList(QDir::Files).size(), 0);
}

QTEST_GUILESS_MAIN(TestGroups)
#include "tst_groups.moc"
