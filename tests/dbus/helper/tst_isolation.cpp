// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "core/process/processtree.h"
#include "core/sys/uniquefd.h"
#include "helper/bus/introspection.h"
#include "helper/bus/paths.h"
#include "tests/dbus/helper/testclient.h"

#include <QDir>
#include <QDomDocument>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <sys/stat.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// Two users on one machine, and polkit's rules changing under them. The test is root, and connects as
/// others.
class TestIsolation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void othersContainersDoNotExist();
    void refusedFilesAreNotKept();
    void sameNameForTwoUsers();
    void showOthersNeedsPermission();
    void elsewhereIsToldWithoutVitrinesOwn();
    void enteringElsewhere();
    void everyMethodIsRefusedWithoutPermission();
    void hostIdsAreNotTheCallers();
    void theScriptMakesASecondOne();
    void aPasswordThatMayNotBeAskedFor();
    void foldersOfForeignGroups();
    void oneUsersFloodIsNotTheOthers();
    void manyJobsAreInNobodysWay();
    void subscribingDoesNotHastenTheTicks();
    void withoutPolkitOnlyRoot();

private:
    static constexpr uid_t alice = 65534;
    static constexpr uid_t bob = 1;
    QString m_group; ///< one of alice's

    void setRules(const char* result);
    static process::ProcessKey startElsewhere(QProcess& other);
    [[nodiscard]] QMap<QString, QVariantList> goodArguments(const QString& path);
    static QStringList methodsOf(const char* interface);
    Client m_root;
};

/// Replaces the harness's rules; polkitd looks at the folder (polkit(8)).
void TestIsolation::setRules(const char* result) {
    QFile file(qEnvironmentVariable("VITRINE_TEST_DIR") + QStringLiteral("/rules/05-now.rules"));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(
        QByteArray(
            "polkit.addRule(function(action, subject) { if (action.id.indexOf('org.vitrine.') === 0) return "
            "polkit.Result.") +
        result + "; });\n");
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
    const QString expected = QByteArray(result) == "YES"  ? QStringLiteral("yes")
                             : QByteArray(result) == "NO" ? QStringLiteral("no")
                                                          : QStringLiteral("auth");
    Client probe(bob);
    QTRY_COMPARE_WITH_TIMEOUT(qdbus_cast<StringMap>(probe.manager("Permissions").arguments().value(0))
                                  .value(QStringLiteral("manage")),
                              expected, 10000);
}

/// A map that asks for root of the host, and for a neighbour's ids: only its shape is taken.
void TestIsolation::hostIdsAreNotTheCallers() {
    Client a(alice);
    ContainerSpec spec = defaultSpec("given", {"true"});
    spec.uidMappings = {{0, 0, 1}, {1000, 1, 10}};
    spec.gidMappings = {{0, 4, 1}};
    const QString path =
        a.create(QStringLiteral("ids"), QString::fromStdString(writeConfig(spec)), QStringLiteral("empty"));
    QVERIFY2(!path.isEmpty(), qPrintable(a.lastError));
    const auto kept =
        parseConfig(a.container(path, "GetConfig").arguments().value(0).toString().toStdString());
    QVERIFY(kept);
    const std::uint32_t base = kept->uidMappings.at(0).outside;
    QVERIFY(base >= 65536);
    QVERIFY(kept->uidMappings == (std::vector<IdMapping>{{0, base, 1}, {1000, base + 1000, 10}}));
    QVERIFY(kept->gidMappings == (std::vector<IdMapping>{{0, base, 1}}));
    QVERIFY(a.remove(path).success);
    spec.uidMappings = {{0, 0, 65536}, {65536, 65536, 1}};
    QVERIFY(
        a.create(QStringLiteral("ids"), QString::fromStdString(writeConfig(spec)), QStringLiteral("empty"))
            .isEmpty());
    QCOMPARE(a.lastError, QStringLiteral("org.vitrine.Error.InvalidArgument"));
}

/// Root runs what the owner got, beside the container itself: its root of copied programs, its ids, its
/// limits.
void TestIsolation::theScriptMakesASecondOne() {
    Client a(alice);
    const QString command =
        QStringLiteral("read -r line; echo \"$HOSTNAME $UID $$ $1\"; read -r map </proc/self/uid_map; "
                       "echo $map; exit 7");
    ContainerSpec spec = defaultSpec("given", {"bash", "-c", command.toStdString(), "bash",
                                               "'\"$(touch /evil)`touch /evil`\n touch /evil"});
    spec.process.terminal = Terminal::No;
    const QString path = a.create(QStringLiteral("hand"), QString::fromStdString(writeConfig(spec)),
                                  QStringLiteral("starter"));
    QVERIFY2(!path.isEmpty(), qPrintable(a.lastError));
    QVERIFY(a.start(path).success); // and waits for a line
    const QDBusMessage reply = a.container(path, "ExportScript");
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    const QString file = qEnvironmentVariable("VITRINE_TEST_DIR") + QStringLiteral("/by-hand.sh");
    QFile script(file);
    QVERIFY(script.open(QIODevice::WriteOnly | QIODevice::Truncate));
    script.write(reply.arguments().at(0).toString().toUtf8());
    script.close();
    QProcess shell;
    shell.setStandardInputFile(QProcess::nullDevice());
    shell.start(QStringLiteral("sh"), {file});
    QVERIFY(shell.waitForFinished(60'000));
    const QByteArray errors = shell.readAllStandardError();
    QVERIFY2(shell.exitCode() == 7, errors.constData());
    const QList<QByteArray> lines = shell.readAllStandardOutput().split('\n');
    QCOMPARE(lines.value(0), QByteArray("given 0 1 '\"$(touch /evil)`touch /evil`"));
    static const QRegularExpression hostId(QStringLiteral("\"hostID\":\\s*(\\d+)"));
    const QString config = a.container(path, "GetConfig").arguments().value(0).toString();
    QCOMPARE(QString::fromUtf8(lines.value(2)),
             QStringLiteral("0 %1 65536").arg(hostId.match(config).captured(1)));
    QVERIFY(!QFile::exists(QStringLiteral("/evil")));
    QCOMPARE(a.state(path), QStringLiteral("running"));
    QVERIFY(a.stop(path, 0).success);
    QVERIFY(a.remove(path).success);
}

/// A container that nobody but the kernel knows of, with a name of its own: its first process.
process::ProcessKey TestIsolation::startElsewhere(QProcess& other) {
    other.start(QStringLiteral("unshare"),
                {QStringLiteral("--pid"), QStringLiteral("--uts"), QStringLiteral("--fork"),
                 QStringLiteral("--kill-child"), QStringLiteral("sh"), QStringLiteral("-c"),
                 QStringLiteral("echo far >/proc/sys/kernel/hostname; echo ready; sleep 1000 & wait")});
    if (!other.waitForReadyRead())
        return {};
    QFile children(QStringLiteral("/proc/%1/task/%1/children").arg(other.processId()));
    if (!children.open(QIODevice::ReadOnly))
        return {};
    return process::keyOf(children.readAll().trimmed().toInt()).value_or(process::ProcessKey());
}

/// Into what others made, and into nothing of Vitrine's this way; a process that is another by now is none.
void TestIsolation::enteringElsewhere() {
    Client a(alice);
    const QString path =
        a.create(QStringLiteral("mine"), configFor({QStringLiteral("sleep"), QStringLiteral("1000")}));
    QVERIFY(!path.isEmpty() && a.start(path).success);
    const auto leader = process::keyOf(a.property(path, containerInterface, "Leader").toInt())
                            .value_or(process::ProcessKey());
    QProcess other;
    const process::ProcessKey target = startElsewhere(other);
    QVERIFY(target.pid > 1 && leader.pid > 1);
    QStringList kinds;
    const QDBusMessage list = a.manager("ListForeign");
    for (const ForeignRow& row : qdbus_cast<QList<ForeignRow>>(list.arguments().at(0))) {
        if (row.leader == static_cast<uint>(target.pid))
            kinds = row.namespaces;
    }
    QVERIFY(kinds.contains(QStringLiteral("uts")));
    const QString process = QStringLiteral(
        R"({"args":["sh","-c","read -r name </proc/sys/kernel/hostname; echo name $name; ls /proc/self/fd | )"
        R"(wc -l; env; pwd; echo done"],"cwd":"/tmp","env":["PATH=/usr/bin:/bin"],)"
        R"("user":{"uid":0,"gid":0},"noNewPrivileges":true})");
    const auto enter = [&](const process::ProcessKey& key, const QStringList& namespaces) {
        return a.manager("EnterForeign",
                         {static_cast<uint>(key.pid), QVariant::fromValue(qulonglong{key.startTicks}),
                          process, namespaces, QVariant::fromValue(ushort{24}),
                          QVariant::fromValue(ushort{80})});
    };
    const auto said = [](const QDBusMessage& reply) {
        const auto streams = qdbus_cast<QList<QDBusUnixFileDescriptor>>(reply.arguments().value(0));
        return streams.size() == 3 ? readUntil(streams.at(1).fileDescriptor(), "done")
                                   : reply.errorMessage().toUtf8();
    };
    const QByteArray inside = said(enter(target, kinds));
    QVERIFY2(inside.contains("name far\n"), inside.constData());
    QVERIFY2(inside.contains("/tmp\ndone") && inside.contains("PATH=/usr/bin:/bin\n"), inside.constData());
    QVERIFY2(!inside.contains("VITRINE") && !inside.contains("DBUS"), inside.constData());
    QVERIFY2(inside.contains("\n4\n"), inside.constData()); // 0, 1, 2 and that of ls
    QStringList fewer = kinds;
    fewer.removeAll(QStringLiteral("uts"));
    const QByteArray outside = said(enter(target, fewer));
    QVERIFY2(outside.contains("name " + QSysInfo::machineHostName().toUtf8() + '\n'), outside.constData());

    const QString missing = QStringLiteral("org.vitrine.Error.NotFound");
    QCOMPARE(enter({target.pid, target.startTicks + 1}, kinds).errorName(), missing);
    QCOMPARE(enter(leader, {QStringLiteral("pid")}).errorName(), missing);
    QCOMPARE(enter(process::keyOf(1).value(), {}).errorName(), missing);
    QCOMPARE(enter({0, 0}, {}).errorName(), missing);
    QCOMPARE(enter(target, {QStringLiteral("nothing")}).errorName(),
             QStringLiteral("org.vitrine.Error.InvalidArgument"));
    other.kill();
    other.waitForFinished();
    QTRY_COMPARE(enter(target, kinds).errorName(), missing);
    QVERIFY(a.stop(path, 0).success);
    QVERIFY(a.remove(path).success);
}

/// What others made is told to everybody, as ps would; what Vitrine made to nobody this way, its owner
/// included.
void TestIsolation::elsewhereIsToldWithoutVitrinesOwn() {
    Client a(alice);
    Client b(bob);
    const QString path =
        a.create(QStringLiteral("hidden"), configFor({QStringLiteral("sleep"), QStringLiteral("1000")}));
    QVERIFY(!path.isEmpty() && a.start(path).success);
    const uint leader = a.property(path, containerInterface, "Leader").toUInt();
    QVERIFY(leader > 1);
    QProcess other;
    const auto child = static_cast<uint>(startElsewhere(other).pid);
    QVERIFY(child > 1);
    for (Client* client : {&a, &b}) {
        const QDBusMessage reply = client->manager("ListForeign");
        QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
        QSet<uint> told;
        for (const ForeignRow& row : qdbus_cast<QList<ForeignRow>>(reply.arguments().at(0))) {
            for (const ForeignProcessRow& process : row.processes)
                told.insert(process.pid);
            if (row.leader == child)
                QVERIFY(row.namespaces.contains(QStringLiteral("pid")) && row.processes.size() == 2);
        }
        QVERIFY(told.contains(child));
        QVERIFY(!told.contains(leader));
    }
    other.kill();
    other.waitForFinished();
    QVERIFY(a.stop(path, 0).success);
    QVERIFY(a.remove(path).success);
}

void TestIsolation::refusedFilesAreNotKept() {
    Client a(alice);
    const QDir files(QStringLiteral("/proc/%1/fd").arg(a.pidOf(QString::fromLatin1(busName))));
    const auto count = [&] { return files.entryList(QDir::AllEntries | QDir::System).size(); };
    const auto before = count();
    QVERIFY(before > 5);
    const int device = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(a.manager("InspectPrograms", {QStringList(), Client::given(QStringLiteral("x"), device)})
                     .errorName(),
                 QStringLiteral("org.vitrine.Error.InvalidArgument"));
    ::close(device);
    QTRY_VERIFY2(count() <= before + 3, "files are kept"); // a thread has a descriptor of its own for a while
}

void TestIsolation::othersContainersDoNotExist() {
    Client a(alice);
    Client b(bob);
    QCOMPARE(b.objects().size(), 0);
    QCOMPARE(a.objects().size(), 0);
    b.signalsSeen.clear();
    const QString path =
        a.create(QStringLiteral("secret"), configFor({QStringLiteral("sleep"), QStringLiteral("100")}));
    QVERIFY(!path.isEmpty());
    QVERIFY(a.start(path).success);
    QCOMPARE(b.objects().size(), 0);
    const QString guess = containerPath(std::string(32, '0'));
    for (const char* member : {"GetConfig", "GetTrace", "GetPlan", "ExportScript", "Pause", "ReadLimits",
                               "ReadRefusedCalls", "AttachConsole"}) {
        const QDBusMessage real = b.container(path, member);
        const QDBusMessage none = b.container(guess, member);
        QCOMPARE(real.errorName(), QStringLiteral("org.vitrine.Error.NoSuchContainer"));
        // The same words for what exists and what does not.
        QCOMPARE(real.errorName(), none.errorName());
        QCOMPARE(QString(real.errorMessage()).remove(path), QString(none.errorMessage()).remove(guess));
    }
    QVERIFY(!b.start(path).success);
    QVERIFY(!b.stop(path).success);
    QVERIFY(!b.remove(path).success);
    QVERIFY(!b.property(path, containerInterface, "Name").isValid());
    QCOMPARE(b.manager("Subscribe",
                       {QVariant::fromValue(QList<QDBusObjectPath>{QDBusObjectPath(path)}), 1U, 1000U})
                 .errorName(),
             QStringLiteral("org.vitrine.Error.NoSuchContainer"));
    QVERIFY(!b.call(QString::fromLatin1(managerPath) + QStringLiteral("/containers"), introspectableInterface,
                    "Introspect")
                 .arguments()
                 .value(0)
                 .toString()
                 .contains(path.section(u'/', -1)));
    // A job belongs to the connection that started it.
    const QDBusMessage stopping = a.container(path, "Stop", {0U, QStringLiteral("mine")});
    const QString job = stopping.arguments().at(0).value<QDBusObjectPath>().path();
    QCOMPARE(b.call(job, jobInterface, "Cancel").errorName(), QStringLiteral("org.vitrine.Error.NoSuchJob"));
    QVERIFY(a.waitForJob(job).success);
    QVERIFY(a.property(job, jobInterface, "Finished").toBool());
    QVERIFY(a.remove(path).success);
    QVERIFY(b.signalsSeen.isEmpty());
}

void TestIsolation::sameNameForTwoUsers() {
    Client a(alice);
    Client b(bob);
    const QString config = configFor({QStringLiteral("true")});
    const QString first = a.create(QStringLiteral("same"), config, QStringLiteral("empty"));
    const QString second = b.create(QStringLiteral("same"), config, QStringLiteral("empty"));
    QVERIFY(!first.isEmpty() && !second.isEmpty());
    QCOMPARE(m_root.objects().size(), 2);
    // Their ids on the host do not overlap.
    QStringList configs{a.container(first, "GetConfig").arguments().value(0).toString(),
                        b.container(second, "GetConfig").arguments().value(0).toString()};
    static const QRegularExpression hostId(QStringLiteral("\"hostID\":\\s*(\\d+)"));
    QVERIFY(hostId.match(configs.at(0)).captured(1) != hostId.match(configs.at(1)).captured(1));
    QVERIFY(!hostId.match(configs.at(0)).captured(1).isEmpty());
    QVERIFY(a.remove(first).success);
    QVERIFY(b.remove(second).success);
}

void TestIsolation::showOthersNeedsPermission() {
    Client a(alice);
    Client b(bob);
    const QString path =
        a.create(QStringLiteral("shown"), configFor({QStringLiteral("true")}), QStringLiteral("empty"));
    QVERIFY(!path.isEmpty());
    QCOMPARE(b.manager("ShowOthers", {true}).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(b.objects().size(), 1);
    QCOMPARE(b.manager("ShowOthers", {false}).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(b.objects().size(), 0);
    setRules("NO");
    QCOMPARE(b.manager("ShowOthers", {true}).errorName(), QStringLiteral("org.vitrine.Error.NotAuthorized"));
    QCOMPARE(b.objects().size(), 0);
    setRules("YES");
    QVERIFY(a.remove(path).success);
}

QMap<QString, QVariantList> TestIsolation::goodArguments(const QString& path) {
    const QVariant size = QVariant::fromValue(ushort{24});
    const QVariant zero = QVariant::fromValue(qulonglong{0});
    const QVariant paths = QVariant::fromValue(QList<QDBusObjectPath>{QDBusObjectPath(path)});
    const QString token = QStringLiteral("token");
    const QString process = QStringLiteral(
        R"({"args":["true"],"cwd":"/","env":[],"user":{"uid":0,"gid":0},"noNewPrivileges":true})");
    const QString config = configFor({QStringLiteral("true")});
    const QVariant none = QVariant::fromValue(QList<QDBusUnixFileDescriptor>());
    const QByteArray directory =
        (qEnvironmentVariable("VITRINE_TEST_DIR") + QStringLiteral("/own")).toLocal8Bit();
    static_cast<void>(::mkdir(directory, 0700) == 0 && ::chown(directory, alice, ::getegid()) == 0);
    const sys::UniqueFd own(::open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC));
    return {
        {QStringLiteral("Create"),
         {QStringLiteral("new"), config, QStringLiteral("empty"), QStringList(), Client::emptyGiven(), none,
          Client::emptyGiven(), token}},
        {QStringLiteral("Preview"), {config, QStringLiteral("empty")}},
        {QStringLiteral("ListPrograms"), {}},
        {QStringLiteral("ListDisks"), {}},
        {QStringLiteral("ListForeign"), {}},
        {QStringLiteral("InspectDevice"), {QStringLiteral("/dev/kmsg")}},
        {QStringLiteral("InspectPrograms"), {QStringList(), Client::emptyGiven()}},
        {QStringLiteral("Permissions"), {}},
        {QStringLiteral("ListGroups"), {}},
        {QStringLiteral("CreateGroup"), {QStringLiteral("new"), QVariantMap()}},
        {QStringLiteral("SetGroupLimits"), {m_group, QVariantMap()}},
        {QStringLiteral("ReadGroupLimits"), {m_group}},
        {QStringLiteral("RenameGroup"), {m_group, QStringLiteral("renamed")}},
        {QStringLiteral("DeleteGroup"), {m_group}},
        {QStringLiteral("StopGroup"), {m_group}},
        {QStringLiteral("ShowOthers"), {true}},
        {QStringLiteral("Subscribe"), {paths, 1U, 1000U}},
        {QStringLiteral("Unsubscribe"), {paths, 1U}},
        {QStringLiteral("Start"), {token}},
        {QStringLiteral("Stop"), {0U, token}},
        {QStringLiteral("Kill"), {15}},
        {QStringLiteral("SignalProcess"), {1, zero, 15}},
        {QStringLiteral("Pause"), {}},
        {QStringLiteral("Resume"), {}},
        {QStringLiteral("Exec"), {process, size, size}},
        {QStringLiteral("Enter"), {process, QStringList(), size, size}},
        {QStringLiteral("AttachConsole"), {}},
        {QStringLiteral("ResizeConsole"), {size, size}},
        {QStringLiteral("ReadLog"), {zero, 100U}},
        {QStringLiteral("SetLimits"), {QVariantMap()}},
        {QStringLiteral("ReadLimits"), {}},
        {QStringLiteral("ReadRefusedCalls"), {}},
        {QStringLiteral("Rename"), {QStringLiteral("renamed")}},
        {QStringLiteral("SetConfig"), {config, config}},
        {QStringLiteral("Clone"), {QStringLiteral("clone"), token}},
        {QStringLiteral("SetStartAtBoot"), {true}},
        {QStringLiteral("AttachVolume"),
         {QVariant::fromValue(QDBusUnixFileDescriptor(own.get())), QStringLiteral("/mnt/x"), QVariantMap()}},
        {QStringLiteral("DetachVolume"), {QStringLiteral("/mnt/x")}},
        {QStringLiteral("Delete"), {token}},
        {QStringLiteral("GetConfig"), {}},
        {QStringLiteral("GetTrace"), {}},
        {QStringLiteral("GetPlan"), {}},
        {QStringLiteral("ExportScript"), {}},
    };
}

QStringList TestIsolation::methodsOf(const char* interface) {
    QDomDocument document;
    static_cast<void>(document.setContent(contractXml(QString::fromLatin1(interface))));
    QStringList names;
    const QDomNodeList methods = document.elementsByTagName(QStringLiteral("method"));
    for (int i = 0; i < methods.size(); ++i)
        names.append(methods.at(i).toElement().attribute(QStringLiteral("name")));
    return names;
}

/// Walks the contract: with polkit saying no, what is not public or the owner's must be refused, also on
/// one's own container. A method that is new in the XML and missing here fails the test.
void TestIsolation::everyMethodIsRefusedWithoutPermission() {
    const QSet<QString> open{
        QStringLiteral("Preview"),          QStringLiteral("ListPrograms"),  QStringLiteral("ListDisks"),
        QStringLiteral("InspectPrograms"),  QStringLiteral("Permissions"),   QStringLiteral("Subscribe"),
        QStringLiteral("Unsubscribe"),      QStringLiteral("ReadLog"),       QStringLiteral("ReadLimits"),
        QStringLiteral("GetConfig"),        QStringLiteral("GetTrace"),      QStringLiteral("GetPlan"),
        QStringLiteral("ResizeConsole"),    QStringLiteral("ExportScript"),  QStringLiteral("ListForeign"),
        QStringLiteral("ReadRefusedCalls"), QStringLiteral("InspectDevice"), QStringLiteral("ListGroups"),
        QStringLiteral("ReadGroupLimits")};
    const QString refused = QStringLiteral("org.vitrine.Error.NotAuthorized");
    Client a(alice);
    const QString config = configFor({QStringLiteral("sleep"), QStringLiteral("1000")}, true);
    const QString running = a.create(QStringLiteral("running"), config);
    const QString stopped = a.create(QStringLiteral("stopped"), config, QStringLiteral("empty"));
    QVERIFY(!running.isEmpty() && !stopped.isEmpty());
    QVERIFY(a.start(running).success);
    m_group =
        a.manager("CreateGroup", {QStringLiteral("mine"), QVariantMap()}).arguments().value(0).toString();
    QVERIFY(!m_group.isEmpty());
    setRules("NO");
    auto arguments = goodArguments(running);
    QProcess other;
    const process::ProcessKey target = startElsewhere(other);
    arguments.insert(QStringLiteral("EnterForeign"),
                     {static_cast<uint>(target.pid), QVariant::fromValue(qulonglong{target.startTicks}),
                      QStringLiteral(R"({"args":["true"],"cwd":"/","env":[],"user":{"uid":0,"gid":0}})"),
                      QStringList{QStringLiteral("pid"), QStringLiteral("uts")},
                      QVariant::fromValue(ushort{24}), QVariant::fromValue(ushort{80})});
    for (const QString& member : methodsOf(managerInterface)) {
        QVERIFY2(arguments.contains(member), qPrintable(member));
        const QDBusMessage reply = a.manager(qPrintable(member), arguments.value(member));
        QVERIFY2((reply.errorName() == refused) != open.contains(member),
                 qPrintable(member + u' ' + reply.errorName()));
        QVERIFY2(!open.contains(member) || reply.type() == QDBusMessage::ReplyMessage,
                 qPrintable(reply.errorMessage()));
    }
    for (const QString& member : methodsOf(containerInterface)) {
        QVERIFY2(arguments.contains(member), qPrintable(member));
        const bool wantsStopped = QStringList{QStringLiteral("Start"), QStringLiteral("Delete"),
                                              QStringLiteral("SetConfig"), QStringLiteral("Clone")}
                                      .contains(member);
        // Resume fits no running container: its state is checked first.
        if (member == QLatin1String("Resume"))
            continue;
        const QDBusMessage reply =
            a.container(wantsStopped ? stopped : running, qPrintable(member), arguments.value(member));
        QVERIFY2((reply.errorName() == refused) != open.contains(member),
                 qPrintable(member + u' ' + reply.errorName()));
        QVERIFY2(!open.contains(member) || reply.type() == QDBusMessage::ReplyMessage,
                 qPrintable(reply.errorMessage()));
    }
    QCOMPARE(a.objects().size(), 2);
    QCOMPARE(a.state(running), QStringLiteral("running"));
    setRules("YES");
    QVERIFY(a.stop(running, 0).success);
    QVERIFY(a.remove(running).success);
    QVERIFY(a.remove(stopped).success);
    other.kill();
    QVERIFY(other.waitForFinished());
}

void TestIsolation::aPasswordThatMayNotBeAskedFor() {
    setRules("AUTH_ADMIN");
    Client a(alice);
    const QDBusMessage reply =
        a.manager("Create", goodArguments(QStringLiteral("/")).value(QStringLiteral("Create")));
    QCOMPARE(reply.errorName(), QStringLiteral("org.vitrine.Error.NotAuthorized"));
    QVERIFY2(reply.errorMessage().contains(QStringLiteral("password")), qPrintable(reply.errorMessage()));
    setRules("YES");
}

/// Root inside a container on a folder makes set-group-ID files of the folder's group.
void TestIsolation::foldersOfForeignGroups() {
    constexpr gid_t foreign = 42;
    const QByteArray folder =
        (qEnvironmentVariable("VITRINE_TEST_DIR") + QStringLiteral("/folder")).toLocal8Bit();
    QCOMPARE(::mkdir(folder, 0755), 0);
    Client a(alice);
    const auto create = [&] {
        const int fd = ::open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        const QDBusUnixFileDescriptor given(fd);
        ::close(fd);
        return a.create(QStringLiteral("folder"), configFor({QStringLiteral("true")}),
                        QStringLiteral("folder"), {}, Client::emptyGiven(), {given});
    };
    QCOMPARE(::chown(folder, alice, foreign), 0);
    QVERIFY(create().isEmpty());
    QCOMPARE(a.lastError, QStringLiteral("org.vitrine.Error.InvalidArgument"));
    QVERIFY2(a.lastMessage.contains(QStringLiteral("chgrp")), qPrintable(a.lastMessage));
    // The group that the test had when it connected.
    QCOMPARE(::chown(folder, alice, ::getegid()), 0);
    const QString path = create();
    QVERIFY2(!path.isEmpty(), qPrintable(a.lastMessage));
    QVERIFY(a.remove(path).success);
    QCOMPARE(::rmdir(folder), 0);
}

/// Questions that anybody may ask, with long answers, all at once.
void TestIsolation::oneUsersFloodIsNotTheOthers() {
    ContainerSpec spec = defaultSpec("given", {"true"});
    for (int i = 0; i < 40; ++i)
        spec.maskedPaths.push_back('/' + std::string(300, 'x') + std::to_string(i));
    const QString config = QString::fromStdString(writeConfig(spec));
    Client a(alice);
    Client b(bob);
    QCOMPARE(b.manager("Permissions").type(), QDBusMessage::ReplyMessage);
    QList<QDBusPendingCall> flood;
    for (int i = 0; i < 400; ++i)
        flood.append(a.send(QString::fromLatin1(managerPath), managerInterface, "Preview",
                            {config, QStringLiteral("empty")}));
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(b.manager("Permissions").type(), QDBusMessage::ReplyMessage);
    const qint64 waited = clock.elapsed();
    int refused = 0;
    for (QDBusPendingCall& call : flood) {
        QTRY_VERIFY_WITH_TIMEOUT(call.isFinished(), 60000);
        if (call.isError() && call.error().name() == QStringLiteral("org.vitrine.Error.LimitExceeded"))
            ++refused;
    }
    QVERIFY(refused > 0); // how many it is depends on how fast the others are answered
    const qint64 all = clock.elapsed();
    QVERIFY2(waited < 1000 || waited * 4 < all,
             qPrintable(QStringLiteral("%1 of %2 ms").arg(waited).arg(all)));
    // And afterwards it is served again.
    QVERIFY2(a.manager("Preview", {config, QStringLiteral("empty")}).type() == QDBusMessage::ReplyMessage,
             qPrintable(a.lastMessage.left(300)));
}

/// More than the helper keeps in mind: the oldest are forgotten, and nobody is refused.
void TestIsolation::manyJobsAreInNobodysWay() {
    Client a(alice);
    Client b(bob);
    const QString config = configFor({QStringLiteral("true")});
    for (int i = 0; i < 140; ++i) {
        const QString path = a.create(QStringLiteral("short"), config, QStringLiteral("empty"));
        QVERIFY2(!path.isEmpty(), qPrintable(a.lastMessage));
        const JobResult removed = a.remove(path);
        QVERIFY2(removed.success, qPrintable(removed.message));
    }
    const QString path = b.create(QStringLiteral("late"), config, QStringLiteral("empty"));
    QVERIFY2(!path.isEmpty(), qPrintable(b.lastMessage));
    QVERIFY(b.remove(path).success);
}

void TestIsolation::subscribingDoesNotHastenTheTicks() {
    Client a(alice);
    const QString path =
        a.create(QStringLiteral("ticks"), configFor({QStringLiteral("sleep"), QStringLiteral("100")}));
    QVERIFY2(!path.isEmpty(), qPrintable(a.lastMessage));
    QVERIFY(a.start(path).success);
    const QVariant paths = QVariant::fromValue(QList<QDBusObjectPath>{QDBusObjectPath(path)});
    const auto ticks = [&a] {
        return std::ranges::count_if(a.signalsSeen, [](const QDBusMessage& message) {
            return message.member() == QStringLiteral("Statistics");
        });
    };
    QElapsedTimer clock;
    clock.start();
    int calls = 0;
    while (clock.elapsed() < 1500 || calls < 30) {
        QCOMPARE(a.manager("Subscribe", {paths, 1U, 60000U}).type(), QDBusMessage::ReplyMessage);
        ++calls;
    }
    QTRY_VERIFY(ticks() >= 1); // the first comes soon, not after a minute
    const auto most = clock.elapsed() / 250 + 2;
    QVERIFY2(ticks() <= most, qPrintable(QStringLiteral("%1 ticks").arg(ticks())));
    QVERIFY(a.stop(path, 0).success);
    QVERIFY(a.remove(path).success);
}

void TestIsolation::withoutPolkitOnlyRoot() {
    const pid_t polkit = m_root.pidOf(QStringLiteral("org.freedesktop.PolicyKit1"));
    QVERIFY(polkit > 1);
    QCOMPARE(::kill(polkit, SIGKILL), 0);
    Client a(alice);
    const auto create = goodArguments(QStringLiteral("/")).value(QStringLiteral("Create"));
    const QDBusMessage reply = a.manager("Create", create);
    QCOMPARE(reply.errorName(), QStringLiteral("org.vitrine.Error.NotAuthorized"));
    QVERIFY2(reply.errorMessage().contains(QStringLiteral("polkit")), qPrintable(reply.errorMessage()));
    const QString path =
        m_root.create(QStringLiteral("roots"), configFor({QStringLiteral("true")}), QStringLiteral("empty"));
    QVERIFY(!path.isEmpty());
    QVERIFY(m_root.remove(path).success);
}

QTEST_GUILESS_MAIN(TestIsolation)
#include "tst_isolation.moc"
