// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/process/processtree.h"
#include "helper/bus/paths.h"
#include "tests/dbus/helper/testclient.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sched.h>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// The whole life of a container as an ordinary user, with the real polkitd, the real monitor and the real
/// kernel.
class TestContainerLife : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void managerHasItsProperties();
    void fromCreateToDelete();
    void execWithPipes();
    void execWithTerminal();
    void enterSomeNamespaces();
    void consoleAndLog();
    void limitsWhileRunning();
    void cpusAndDisksWhileRunning();
    void statisticsAndProcesses();
    void refusedCallsAreTold();
    void devicesAreInspected();
    void signalsAndPause();
    void stopKillsWhoDoesNotListen();
    void exitCodeIsKept();
    void missingLoaderIsExplained();
    void missingCommandIsExplained();
    void renameAndBusyName();
    void previewAndPlan();
    void scriptByHand();
    void programsAreInspected();
    void ownFolder();
    void ownProgram();
    void cancelledCreateLeavesNothing();
    void startIsFast();
    void helperIsSmall();
    void cleanupTestCase();

private:
    QString sleeper(const QString& name);
    static QByteArray helperStatus(Client& client, const char* key);
    Client m_client;
};

QString TestContainerLife::sleeper(const QString& name) {
    return m_client.create(name, configFor({QStringLiteral("sleep"), QStringLiteral("1000")}));
}

#define VERIFY_JOB(job)                                                                                      \
    do {                                                                                                     \
        const JobResult jobResult = (job);                                                                   \
        QVERIFY2(jobResult.success, qPrintable(jobResult.error + u' ' + jobResult.message));                 \
    } while (false)

#define VERIFY_PATH(path)                                                                                    \
    QVERIFY2(!(path).isEmpty(), qPrintable(m_client.lastError + u' ' + m_client.lastMessage))

void TestContainerLife::managerHasItsProperties() {
    const QDBusMessage reply = m_client.call(QString::fromLatin1(managerPath), propertiesInterface, "GetAll",
                                             {QString::fromLatin1(managerInterface)});
    const auto map = qdbus_cast<QVariantMap>(reply.arguments().value(0));
    QCOMPARE(map.size(), 9);
    QCOMPARE(map.value(QStringLiteral("Mode")).toString(), QStringLiteral("system"));
    QVERIFY(map.value(QStringLiteral("CpuCount")).toUInt() > 0);
    const auto permissions = qdbus_cast<StringMap>(m_client.manager("Permissions").arguments().value(0));
    QCOMPARE(permissions.size(), 5);
    QCOMPARE(permissions.value(QStringLiteral("manage")), QStringLiteral("yes"));
}

void TestContainerLife::fromCreateToDelete() {
    const QString path = sleeper(QStringLiteral("life"));
    VERIFY_PATH(path);
    QCOMPARE(m_client.objects().size(), 1);
    QCOMPARE(m_client.state(path), QStringLiteral("stopped"));
    VERIFY_JOB(m_client.start(path));
    QCOMPARE(m_client.state(path), QStringLiteral("running"));
    const uint leader = m_client.property(path, containerInterface, "Leader").toUInt();
    QVERIFY(leader > 0);
    QVERIFY(::kill(static_cast<pid_t>(leader), 0) == 0 || errno == EPERM);
    QCOMPARE(m_client.property(path, containerInterface, "Owner").toUInt(), uint{::getuid()});
    QCOMPARE(qdbus_cast<NumberMap>(m_client.property(path, containerInterface, "Namespaces")).size(), 8);
    QCOMPARE(m_client.container(path, "Delete", {m_client.nextToken()}).errorName(),
             QStringLiteral("org.vitrine.Error.WrongState"));
    QCOMPARE(m_client.container(path, "Start", {m_client.nextToken()}).errorName(),
             QStringLiteral("org.vitrine.Error.WrongState"));
    VERIFY_JOB(m_client.stop(path));
    QCOMPARE(m_client.state(path), QStringLiteral("stopped"));
    QVERIFY(!m_client.property(path, containerInterface, "StateReason").toString().isEmpty());
    VERIFY_JOB(m_client.start(path));
    VERIFY_JOB(m_client.stop(path, 0));
    VERIFY_JOB(m_client.remove(path));
    QCOMPARE(m_client.objects().size(), 0);
    QCOMPARE(m_client.container(path, "GetConfig").errorName(),
             QStringLiteral("org.vitrine.Error.NoSuchContainer"));
}

void TestContainerLife::execWithPipes() {
    const QString path = sleeper(QStringLiteral("pipes"));
    VERIFY_PATH(path);
    VERIFY_JOB(m_client.start(path));
    const QString process =
        QStringLiteral(R"({"args":["sh","-c","cat; echo out; echo err >&2; id -u"],"cwd":"/",)"
                       R"("env":["PATH=/usr/bin:/bin"],"user":{"uid":0,"gid":0},"noNewPrivileges":true})");
    const QDBusMessage reply = m_client.container(
        path, "Exec", {process, QVariant::fromValue(ushort{24}), QVariant::fromValue(ushort{80})});
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    const auto streams = qdbus_cast<QList<QDBusUnixFileDescriptor>>(reply.arguments().at(0));
    QCOMPARE(streams.size(), 3);
    QVERIFY(reply.arguments().at(1).toInt() > 0);
    const int input = ::dup(streams.at(0).fileDescriptor());
    QCOMPARE(::write(input, "in\n", 3), ssize_t{3});
    QVERIFY(readUntil(streams.at(1).fileDescriptor(), "in\n").contains("in\n"));
    ::close(input);
    VERIFY_JOB(m_client.stop(path, 0));
    VERIFY_JOB(m_client.remove(path));
}

void TestContainerLife::execWithTerminal() {
    const QString path = sleeper(QStringLiteral("terminal"));
    VERIFY_PATH(path);
    VERIFY_JOB(m_client.start(path));
    const QString process =
        QStringLiteral(R"({"terminal":true,"args":["bash"],"cwd":"/",)"
                       R"("env":["PATH=/usr/bin:/bin","TERM=xterm"],"user":{"uid":0,"gid":0},)"
                       R"("noNewPrivileges":true})");
    const QDBusMessage reply = m_client.container(
        path, "Exec", {process, QVariant::fromValue(ushort{24}), QVariant::fromValue(ushort{80})});
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    const auto streams = qdbus_cast<QList<QDBusUnixFileDescriptor>>(reply.arguments().at(0));
    QCOMPARE(streams.size(), 1);
    const int terminal = streams.at(0).fileDescriptor();
    const QByteArray line = "echo result-$((6*7)) $(stty size)\n";
    QCOMPARE(::write(terminal, line.constData(), static_cast<std::size_t>(line.size())),
             ssize_t{line.size()});
    QVERIFY(readUntil(terminal, "result-42 24 80").contains("result-42 24 80"));
    VERIFY_JOB(m_client.stop(path, 0));
    VERIFY_JOB(m_client.remove(path));
}

/// In the namespaces that are named it is the container's, in the one that is left out this machine's.
void TestContainerLife::enterSomeNamespaces() {
    const QString path = sleeper(QStringLiteral("entered"));
    VERIFY_PATH(path);
    VERIFY_JOB(m_client.start(path));
    const QString process = QStringLiteral(
        R"({"args":["bash","-c","echo name $HOSTNAME; read -r _ outside count </proc/self/uid_map; )"
        R"(echo range $count; echo done"],"cwd":"/","env":["PATH=/usr/bin:/bin"],"user":{"uid":0,"gid":0},)"
        R"("noNewPrivileges":true})");
    const auto said = [&](const QStringList& namespaces) {
        const QDBusMessage reply = m_client.container(
            path, "Enter",
            {process, namespaces, QVariant::fromValue(ushort{24}), QVariant::fromValue(ushort{80})});
        const auto streams = qdbus_cast<QList<QDBusUnixFileDescriptor>>(reply.arguments().value(0));
        return streams.size() == 3 ? readUntil(streams.at(1).fileDescriptor(), "done")
                                   : reply.errorMessage().toUtf8();
    };
    const QStringList shared = m_client.property(path, containerInterface, "SharedNamespaces").toStringList();
    QStringList all;
    for (const NamespaceKind kind : allNamespaceKinds) {
        const QString name = QString::fromStdString(std::string(procName(kind)));
        if (!shared.contains(name))
            all.append(name);
    }
    const QByteArray inside = said(all);
    QVERIFY2(inside.contains("name given\n") && inside.contains("range 65536\n"), inside.constData());
    all.removeAll(QStringLiteral("uts"));
    const QByteArray partly = said(all);
    QVERIFY2(partly.contains("name " + QSysInfo::machineHostName().toUtf8() + '\n'), partly.constData());
    QVERIFY2(partly.contains("range 65536\n"), partly.constData());
    VERIFY_JOB(m_client.stop(path, 0));
    VERIFY_JOB(m_client.remove(path));
}

void TestContainerLife::consoleAndLog() {
    const QString path =
        m_client.create(QStringLiteral("console"), configFor({QStringLiteral("bash")}, true));
    VERIFY_PATH(path);
    VERIFY_JOB(m_client.start(path));
    const QDBusMessage reply = m_client.container(path, "AttachConsole");
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    const auto console = reply.arguments().at(0).value<QDBusUnixFileDescriptor>();
    QCOMPARE(m_client
                 .container(path, "ResizeConsole",
                            {QVariant::fromValue(ushort{30}), QVariant::fromValue(ushort{100})})
                 .type(),
             QDBusMessage::ReplyMessage);
    const QByteArray line = "echo size=$(stty size)\n";
    QCOMPARE(::write(console.fileDescriptor(), line.constData(), static_cast<std::size_t>(line.size())),
             ssize_t{line.size()});
    QVERIFY(readUntil(console.fileDescriptor(), "size=30 100").contains("size=30 100"));
    const QDBusMessage log =
        m_client.container(path, "ReadLog", {QVariant::fromValue(qulonglong{0}), 65536U});
    QVERIFY(log.arguments().at(0).toByteArray().contains("size=30 100"));
    QCOMPARE(log.arguments().at(1).toULongLong(), log.arguments().at(2).toULongLong());
    const QByteArray end = "exit 7\n";
    QCOMPARE(::write(console.fileDescriptor(), end.constData(), static_cast<std::size_t>(end.size())),
             ssize_t{end.size()});
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    QCOMPARE(m_client.property(path, containerInterface, "ExitCode").toInt(), 7);
    QVERIFY(m_client.container(path, "ReadLog", {QVariant::fromValue(qulonglong{0}), 65536U})
                .arguments()
                .at(0)
                .toByteArray()
                .contains("size=30 100"));
    VERIFY_JOB(m_client.remove(path));
}

void TestContainerLife::limitsWhileRunning() {
    const QString path = sleeper(QStringLiteral("limits"));
    VERIFY_PATH(path);
    VERIFY_JOB(m_client.start(path));
    const QVariantMap limits{{QStringLiteral("memoryMax"), 64ULL << 20},
                             {QStringLiteral("pidsMax"), 50ULL},
                             {QStringLiteral("cpuQuotaUs"), 50000ULL},
                             {QStringLiteral("cpuPeriodUs"), 100000ULL}};
    const QDBusMessage reply = m_client.container(path, "SetLimits", {limits});
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    const auto rows = qdbus_cast<QList<LimitEffectRow>>(reply.arguments().at(0));
    const auto memory = std::ranges::find(rows, QStringLiteral("67108864"),
                                          [](const LimitEffectRow& row) { return row.kernel; });
    QVERIFY(memory != rows.end());
    QCOMPARE(memory->asked, memory->kernel);
    QVERIFY(memory->file.startsWith(QLatin1String("/sys/fs/cgroup/")));
    QCOMPARE(qdbus_cast<QVariantMap>(m_client.property(path, containerInterface, "Limits")), limits);
    const auto read =
        qdbus_cast<QList<LimitReadingRow>>(m_client.container(path, "ReadLimits").arguments().at(0));
    const auto reading = std::ranges::find(read, QStringLiteral("memoryMax"),
                                           [](const LimitReadingRow& row) { return row.key; });
    QVERIFY(reading != read.end());
    QCOMPARE(reading->file, memory->file);
    QCOMPARE(reading->kernel, QStringLiteral("67108864"));
    const QStringList others{
        QStringLiteral("cpuWeight"),      QStringLiteral("memoryHigh"), QStringLiteral("swapMax"),
        QStringLiteral("memoryOomGroup"), QStringLiteral("cpus"),       QStringLiteral("memoryNodes"),
        QStringLiteral("ioWeight"),       QStringLiteral("ioMax"),      QStringLiteral("ioReadBytes"),
        QStringLiteral("ioWriteBytes"),   QStringLiteral("ioReadOps"),  QStringLiteral("ioWriteOps")};
    for (const LimitReadingRow& row : read)
        QVERIFY2(limits.contains(row.key) || others.contains(row.key), qPrintable(row.key));
    QCOMPARE(m_client.container(path, "SetLimits", {QVariantMap()}).type(), QDBusMessage::ReplyMessage);
    QVERIFY(m_client.container(path, "GetConfig")
                .arguments()
                .at(0)
                .toString()
                .contains(QStringLiteral("limits")));
    VERIFY_JOB(m_client.stop(path, 0));
    VERIFY_JOB(m_client.remove(path));
}

void TestContainerLife::cpusAndDisksWhileRunning() {
    const QString path = sleeper(QStringLiteral("disks"));
    VERIFY_PATH(path);
    VERIFY_JOB(m_client.start(path));
    const auto disks = qdbus_cast<QList<DiskRow>>(m_client.manager("ListDisks").arguments().value(0));
    const QString manager = QString::fromLatin1(managerPath);
    const QString cpus = m_client.property(manager, managerInterface, "Cpus").toString();
    const auto unavailable =
        qdbus_cast<QList<FeatureRow>>(m_client.property(manager, managerInterface, "Unavailable"));
    const auto has = [&](const char* feature) {
        return !std::ranges::contains(unavailable, QLatin1String(feature), &FeatureRow::feature);
    };
    QVariantMap limits;
    if (has("cpuset-limit"))
        limits.insert(QStringLiteral("cpus"), cpus.section(QRegularExpression(QStringLiteral("[-,]")), 0, 0));
    if (has("io-weight") && has("io-limit"))
        limits.insert(QStringLiteral("ioWeight"), 50ULL);
    if (has("io-limit") && !disks.isEmpty()) {
        const QList<DiskLimitRow> rows{{disks[0].major, disks[0].minor, 7 << 20, 0, 0, 900}};
        limits.insert(QStringLiteral("ioMax"), QVariant::fromValue(rows));
    }
    const QDBusMessage reply = m_client.container(path, "SetLimits", {limits});
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    // What is said to be in force is what the files say, and what they do.
    const auto read =
        qdbus_cast<QList<LimitReadingRow>>(m_client.container(path, "ReadLimits").arguments().at(0));
    const auto kernel = [&](const char* key) {
        const auto found =
            std::ranges::find(read, QLatin1String(key), [](const LimitReadingRow& row) { return row.key; });
        return found == read.end() ? QString() : found->kernel;
    };
    const auto property = qdbus_cast<QVariantMap>(m_client.property(path, containerInterface, "Limits"));
    QCOMPARE(property.keys(), limits.keys());
    if (limits.contains(QStringLiteral("cpus"))) {
        QCOMPARE(kernel("cpus"), limits[QStringLiteral("cpus")].toString());
        cpu_set_t set;
        const auto leader = m_client.property(path, containerInterface, "Leader").toUInt();
        QCOMPARE(::sched_getaffinity(static_cast<pid_t>(leader), sizeof set, &set), 0);
        QCOMPARE(CPU_COUNT(&set), 1);
    }
    if (limits.contains(QStringLiteral("ioMax"))) {
        QCOMPARE(qdbus_cast<QList<DiskLimitRow>>(property[QStringLiteral("ioMax")]).value(0).writeOps,
                 900ULL);
        const QString said = kernel("ioMax") + kernel("ioReadBytes") + kernel("ioWriteOps");
        QVERIFY2(said.contains(QString::number(7 << 20)) && said.contains(QStringLiteral("900")),
                 qPrintable(said));
    }
    // Out of memory, all of them: cgroup v1 cannot, and says why.
    const QDBusMessage group =
        m_client.container(path, "SetLimits", {QVariantMap{{QStringLiteral("memoryOomGroup"), true}}});
    if (has("oom-group")) {
        QCOMPARE(group.type(), QDBusMessage::ReplyMessage);
    } else {
        QCOMPARE(group.errorName(), QStringLiteral("org.vitrine.Error.NotSupported"));
        QVERIFY2(group.errorMessage().contains(QStringLiteral("memoryOomGroup")) &&
                     group.errorMessage().contains(QStringLiteral("not available because")),
                 qPrintable(group.errorMessage()));
    }
    VERIFY_JOB(m_client.stop(path, 0));
    VERIFY_JOB(m_client.remove(path));
}

void TestContainerLife::statisticsAndProcesses() {
    const QString path = m_client.create(
        QStringLiteral("busy"), configFor({QStringLiteral("bash"), QStringLiteral("-c"),
                                           QStringLiteral("sleep 1000 & echo ready; while :; do :; done")}));
    VERIFY_PATH(path);
    VERIFY_JOB(m_client.start(path));
    QVERIFY(m_client.waitForLog(path, "ready")); // both processes are there
    m_client.signalsSeen.clear();
    const QList<QDBusObjectPath> paths{QDBusObjectPath(path)};
    QCOMPARE(m_client.manager("Subscribe", {QVariant::fromValue(paths), 7U, 250U}).type(),
             QDBusMessage::ReplyMessage);
    const auto count = [&](const char* member) {
        return std::ranges::count_if(m_client.signalsSeen, [&](const QDBusMessage& message) {
            return message.member() == QLatin1String(member);
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(
        count("Statistics") >= 3 && count("DetailedStatistics") >= 2 && count("Processes") >= 2, 20'000);
    QList<qlonglong> cpu;
    QSet<int> pids;
    bool firstHadReset = false;
    int resets = 0;
    for (const QDBusMessage& message : std::as_const(m_client.signalsSeen)) {
        if (message.member() == QLatin1String("Statistics")) {
            const auto rows = qdbus_cast<QList<SampleRow>>(message.arguments().at(0));
            QCOMPARE(rows.size(), 1);
            QCOMPARE(rows.at(0).container.path(), path);
            QVERIFY(rows.at(0).memoryBytes > 0);
            QCOMPARE(rows.at(0).pids, 2);
            cpu.append(rows.at(0).cpuUs);
        } else if (message.member() == QLatin1String("Processes")) {
            const bool reset = message.arguments().at(2).toBool();
            firstHadReset |= reset && pids.isEmpty();
            resets += reset ? 1 : 0;
            for (const ProcessRow& row : qdbus_cast<QList<ProcessRow>>(message.arguments().at(3)))
                pids.insert(row.pid);
        }
    }
    QVERIFY(cpu.last() > cpu.first());
    QVERIFY(firstHadReset);
    QCOMPARE(resets, 1);
    QCOMPARE(pids.size(), 2);
    // Another window gets all of them, and this one nothing twice.
    Client other;
    static_cast<void>(other.objects());
    other.manager("Subscribe", {QVariant::fromValue(paths), 4U, 250U});
    QTRY_VERIFY(!other.signalsSeen.isEmpty());
    QVERIFY(other.signalsSeen.first().arguments().at(2).toBool());
    QCOMPARE(m_client.manager("Unsubscribe", {QVariant::fromValue(paths), 7U}).type(),
             QDBusMessage::ReplyMessage);
    static_cast<void>(m_client.state(path)); // what was sent before is here when this is answered
    QCoreApplication::processEvents();
    m_client.signalsSeen.clear();
    QTest::qWait(700);
    QCOMPARE(m_client.signalsSeen.size(), 0);
    VERIFY_JOB(m_client.stop(path, 0));
    VERIFY_JOB(m_client.remove(path));
}

/// date(1) asks for a time that a container may not set.
void TestContainerLife::refusedCallsAreTold() {
    QString config = configFor({QStringLiteral("sleep"), QStringLiteral("1000")});
    config.replace(QStringLiteral("\"annotations\": {"),
                   QStringLiteral("\"annotations\": {\"org.vitrine.seccomp.log\": \"true\","));
    const QString path = m_client.create(QStringLiteral("noted"), config);
    VERIFY_PATH(path);
    const auto told = [&] {
        return m_client.property(path, containerInterface, "RefusedCalls").toLongLong();
    };
    QCOMPARE(told(), -1);
    VERIFY_JOB(m_client.start(path));
    QTRY_COMPARE(told(), 0);
    const QString process =
        QStringLiteral(R"({"args":["sh","-c","date -s @1000; date -s @1000"],"cwd":"/",)"
                       R"("env":["PATH=/usr/bin:/bin"],"user":{"uid":0,"gid":0},"noNewPrivileges":true})");
    const QDBusMessage reply = m_client.container(
        path, "Exec", {process, QVariant::fromValue(ushort{24}), QVariant::fromValue(ushort{80})});
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    QTRY_VERIFY(told() >= 2);
    const QDBusMessage read = m_client.container(path, "ReadRefusedCalls");
    QCOMPARE(read.type(), QDBusMessage::ReplyMessage);
    const auto rows = qdbus_cast<QList<RefusedCallRow>>(read.arguments().at(0));
    const auto row = std::ranges::find(rows, QStringLiteral("clock_settime"), &RefusedCallRow::call);
    QVERIFY(row != rows.end());
    QCOMPARE(row->count, qulonglong{2});
    QCOMPARE(row->program, QStringLiteral("date"));
    QCOMPARE(row->errnum, EPERM);
    QCOMPARE(row->capability, QStringLiteral("CAP_SYS_TIME"));
    QCOMPARE(read.arguments().at(1).toULongLong(), qulonglong{0});
    VERIFY_JOB(m_client.stop(path, 0));
    QCOMPARE(told(), -1);
    QVERIFY(qdbus_cast<QList<RefusedCallRow>>(m_client.container(path, "ReadRefusedCalls").arguments().at(0))
                .isEmpty());
    VERIFY_JOB(m_client.remove(path));
}

void TestContainerLife::devicesAreInspected() {
    const auto inspect = [&](const char* path) {
        return m_client.manager("InspectDevice", {QString::fromLatin1(path)});
    };
    const QDBusMessage messages = inspect("/dev/kmsg");
    QCOMPARE(messages.type(), QDBusMessage::ReplyMessage);
    QCOMPARE(messages.arguments(), (QVariantList{QStringLiteral("c"), 1U, 11U}));
    for (const char* path :
         {"/etc/passwd", "/dev", "/dev/../etc/passwd", "/dev/no-such-device", "/dev/null/x", ""})
        QVERIFY2(inspect(path).type() == QDBusMessage::ErrorMessage, path);
}

void TestContainerLife::signalsAndPause() {
    const QString path =
        m_client.create(QStringLiteral("signals"),
                        configFor({QStringLiteral("bash"), QStringLiteral("-c"),
                                   QStringLiteral("trap 'echo got-usr1' USR1; trap 'exit 3' TERM; echo "
                                                  "ready; sleep 500 & while :; do wait; done")}));
    VERIFY_PATH(path);
    VERIFY_JOB(m_client.start(path));
    QVERIFY(m_client.waitForLog(path, "ready"));
    QCOMPARE(m_client.container(path, "Kill", {10}).type(), QDBusMessage::ReplyMessage);
    QVERIFY(m_client.waitForLog(path, "got-usr1"));
    QCOMPARE(m_client.container(path, "Pause").type(), QDBusMessage::ReplyMessage);
    QVERIFY(m_client.waitForState(path, QStringLiteral("paused")));
    QCOMPARE(m_client.container(path, "Pause").errorName(), QStringLiteral("org.vitrine.Error.WrongState"));
    QCOMPARE(m_client.container(path, "Resume").type(), QDBusMessage::ReplyMessage);
    QVERIFY(m_client.waitForState(path, QStringLiteral("running")));
    // A process of the container may be signalled, one of the host's may not.
    const auto leader = m_client.property(path, containerInterface, "Leader").toInt();
    const auto start = m_client.property(path, containerInterface, "LeaderStart").toULongLong();
    QCOMPARE(m_client.container(path, "SignalProcess", {leader, QVariant::fromValue(start), 10}).type(),
             QDBusMessage::ReplyMessage);
    QCOMPARE(
        m_client.container(path, "SignalProcess", {leader, QVariant::fromValue(start + 1), 10}).errorName(),
        QStringLiteral("org.vitrine.Error.NotFound"));
    const auto own = process::keyOf(::getpid());
    QCOMPARE(m_client
                 .container(path, "SignalProcess",
                            {int{own->pid}, QVariant::fromValue(qulonglong{own->startTicks}), 10})
                 .errorName(),
             QStringLiteral("org.vitrine.Error.NotFound"));
    QCOMPARE(m_client.container(path, "Kill", {15}).type(), QDBusMessage::ReplyMessage);
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    QCOMPARE(m_client.property(path, containerInterface, "ExitCode").toInt(), 3);
    VERIFY_JOB(m_client.remove(path));
}

void TestContainerLife::stopKillsWhoDoesNotListen() {
    const QString path =
        m_client.create(QStringLiteral("deaf"),
                        configFor({QStringLiteral("bash"), QStringLiteral("-c"),
                                   QStringLiteral("trap '' TERM; echo ready; while :; do sleep 1; done")}));
    VERIFY_PATH(path);
    VERIFY_JOB(m_client.start(path));
    QVERIFY(m_client.waitForLog(path, "ready"));
    QElapsedTimer clock;
    clock.start();
    VERIFY_JOB(m_client.stop(path, 700));
    QVERIFY(clock.elapsed() >= 600);
    QCOMPARE(m_client.property(path, containerInterface, "ExitSignal").toInt(), 9);
    VERIFY_JOB(m_client.remove(path));
}

void TestContainerLife::exitCodeIsKept() {
    const QString path = m_client.create(
        QStringLiteral("exits"),
        configFor({QStringLiteral("bash"), QStringLiteral("-c"), QStringLiteral("echo bye; exit 5")}));
    VERIFY_PATH(path);
    VERIFY_JOB(m_client.start(path));
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    QCOMPARE(m_client.property(path, containerInterface, "ExitCode").toInt(), 5);
    QVERIFY(m_client.property(path, containerInterface, "StateReason").toString().contains(u'5'));
    const auto trace = qdbus_cast<QList<TraceRow>>(m_client.container(path, "GetTrace").arguments().at(0));
    QVERIFY(trace.size() > 10);
    QVERIFY(
        std::ranges::all_of(trace, [](const TraceRow& row) { return row.state == QLatin1String("done"); }));
    VERIFY_JOB(m_client.remove(path));
}

void TestContainerLife::missingLoaderIsExplained() {
    const QString path = m_client.create(QStringLiteral("no-loader"), configFor({QStringLiteral("/bash")}),
                                         QStringLiteral("empty"));
    VERIFY_PATH(path);
    const JobResult result = m_client.start(path);
    QVERIFY(!result.success);
    QVERIFY2(result.message.contains(QStringLiteral("bash")), qPrintable(result.message));
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    VERIFY_JOB(m_client.remove(path));
}

void TestContainerLife::missingCommandIsExplained() {
    const QString path =
        m_client.create(QStringLiteral("no-command"), configFor({QStringLiteral("nonesuch")}));
    VERIFY_PATH(path);
    const JobResult result = m_client.start(path);
    QVERIFY(!result.success);
    QCOMPARE(result.error, QStringLiteral("org.vitrine.Error.Failed"));
    QVERIFY2(result.message.contains(QStringLiteral("nonesuch")), qPrintable(result.message));
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    QVERIFY(!m_client.property(path, containerInterface, "StateReason").toString().isEmpty());
    VERIFY_JOB(m_client.remove(path));
}

void TestContainerLife::renameAndBusyName() {
    const QString first = sleeper(QStringLiteral("one"));
    const QString second = sleeper(QStringLiteral("two"));
    VERIFY_PATH(first);
    VERIFY_PATH(second);
    QCOMPARE(m_client.container(first, "Rename", {QStringLiteral("two")}).errorName(),
             QStringLiteral("org.vitrine.Error.AlreadyExists"));
    QVERIFY(m_client.create(QStringLiteral("one"), configFor({QStringLiteral("true")})).isEmpty());
    QCOMPARE(m_client.lastError, QStringLiteral("org.vitrine.Error.AlreadyExists"));
    VERIFY_JOB(m_client.start(first));
    m_client.signalsSeen.clear();
    QCOMPARE(m_client.container(first, "Rename", {QStringLiteral("three")}).type(),
             QDBusMessage::ReplyMessage);
    QCOMPARE(m_client.property(first, containerInterface, "Name").toString(), QStringLiteral("three"));
    QVERIFY(std::ranges::any_of(m_client.signalsSeen, [&](const QDBusMessage& message) {
        return message.member() == QLatin1String("PropertiesChanged") && message.path() == first;
    }));
    QVERIFY(m_client.container(first, "GetConfig")
                .arguments()
                .at(0)
                .toString()
                .contains(QStringLiteral("three")));
    VERIFY_JOB(m_client.stop(first, 0));
    VERIFY_JOB(m_client.remove(first));
    VERIFY_JOB(m_client.remove(second));
}

void TestContainerLife::previewAndPlan() {
    const QDBusMessage preview =
        m_client.manager("Preview", {configFor({QStringLiteral("bash")}), QStringLiteral("starter")});
    QVERIFY2(preview.type() == QDBusMessage::ReplyMessage, qPrintable(preview.errorMessage()));
    const auto steps = qdbus_cast<QList<StepRow>>(preview.arguments().at(0));
    QVERIFY(steps.size() > 10);
    QCOMPARE(preview.arguments().at(1).toStringList(), QStringList());
    const QString path = sleeper(QStringLiteral("plan"));
    VERIFY_PATH(path);
    const auto plan = qdbus_cast<QList<StepRow>>(m_client.container(path, "GetPlan").arguments().value(0));
    QVERIFY(plan.size() > 10);
    QCOMPARE(qdbus_cast<QList<TraceRow>>(m_client.container(path, "GetTrace").arguments().at(0)).size(), 0);
    VERIFY_JOB(m_client.remove(path));
}

void TestContainerLife::scriptByHand() {
    const QString path = m_client.create(QStringLiteral("hand"), configFor({QStringLiteral("true")}));
    VERIFY_PATH(path);
    const QDBusMessage reply = m_client.container(path, "ExportScript");
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    const QString script = reply.arguments().at(0).toString();
    QVERIFY(script.startsWith(QStringLiteral("#!/bin/sh\n# The container \"hand\", made by hand.\n")));
    // Not the container's own, beside which it may run.
    QVERIFY(script.contains(QStringLiteral("/vitrine-by-hand/") + path.section(u'/', -1)));
    VERIFY_JOB(m_client.remove(path));
}

void TestContainerLife::programsAreInspected() {
    const auto programs =
        qdbus_cast<QList<ProgramRow>>(m_client.manager("ListPrograms").arguments().value(0));
    QVERIFY(std::ranges::any_of(programs,
                                [](const ProgramRow& row) { return row.name == QLatin1String("bash"); }));
    const QDBusMessage reply =
        m_client.manager("InspectPrograms", {QStringList{QStringLiteral("bash")}, Client::emptyGiven()});
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    const auto tree = qdbus_cast<QList<DependencyRow>>(reply.arguments().at(0));
    QVERIFY(tree.size() > 2);
    QCOMPARE(tree.at(0).depth, 0U);
    QVERIFY(std::ranges::any_of(
        tree, [](const DependencyRow& row) { return row.name.startsWith(QLatin1String("libc.so")); }));
    QVERIFY(reply.arguments().at(2).toULongLong() > 1'000'000);
    QVERIFY(
        m_client.manager("InspectPrograms", {QStringList{QStringLiteral("no-such")}, Client::emptyGiven()})
            .errorMessage()
            .startsWith(QStringLiteral("programs")));
}

void TestContainerLife::ownFolder() {
    const QString folder = qEnvironmentVariable("HOME") + QStringLiteral("/root");
    QVERIFY(QDir().mkpath(folder + QStringLiteral("/bin")));
    const int fd = ::open(qPrintable(folder), O_RDONLY | O_DIRECTORY);
    const QString path =
        m_client.create(QStringLiteral("folder"), configFor({QStringLiteral("/bin/none")}),
                        QStringLiteral("folder"), {}, Client::emptyGiven(), {QDBusUnixFileDescriptor(fd)});
    ::close(fd);
    VERIFY_PATH(path);
    QCOMPARE(m_client.property(path, containerInterface, "RootKind").toString(), QStringLiteral("folder"));
    QCOMPARE(m_client.property(path, containerInterface, "RootPath").toString(), folder);
    QVERIFY(QDir().rename(folder, folder + QStringLiteral(".away")));
    const JobResult gone = m_client.start(path);
    QVERIFY(!gone.success);
    QVERIFY2(gone.message.contains(folder), qPrintable(gone.message));
    VERIFY_JOB(m_client.remove(path));
    QVERIFY(QDir(folder + QStringLiteral(".away/bin")).exists());
}

void TestContainerLife::ownProgram() {
    const int fd = ::open("/usr/bin/env", O_RDONLY);
    const QString path = m_client.create(
        QStringLiteral("given"), configFor({QStringLiteral("mine"), QStringLiteral("true")}),
        QStringLiteral("programs"), {QStringLiteral("true")}, Client::given(QStringLiteral("mine"), fd));
    ::close(fd);
    VERIFY_PATH(path);
    VERIFY_JOB(m_client.start(path));
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    QCOMPARE(m_client.property(path, containerInterface, "ExitCode").toInt(), 0);
    VERIFY_JOB(m_client.remove(path));
}

void TestContainerLife::cancelledCreateLeavesNothing() {
    const QDBusMessage reply =
        m_client.manager("Create", {QStringLiteral("cancelled"), configFor({QStringLiteral("true")}),
                                    QStringLiteral("starter"), QStringList(), Client::emptyGiven(),
                                    QVariant::fromValue(QList<QDBusUnixFileDescriptor>()),
                                    Client::emptyGiven(), m_client.nextToken()});
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    const QString job = reply.arguments().at(1).value<QDBusObjectPath>().path();
    m_client.call(job, jobInterface, "Cancel");
    const JobResult result = m_client.waitForJob(job);
    QVERIFY(result.finished);
    QCOMPARE(result.error, QStringLiteral("org.vitrine.Error.Cancelled"));
    QCOMPARE(m_client.objects().size(), 0);
}

void TestContainerLife::startIsFast() {
    const QString path = sleeper(QStringLiteral("fast"));
    VERIFY_PATH(path);
    QList<qint64> times;
    for (int round = 0; round < 9; ++round) {
        QElapsedTimer clock;
        clock.start();
        VERIFY_JOB(m_client.start(path));
        times.append(clock.nsecsElapsed() / 1000);
        VERIFY_JOB(m_client.stop(path, 0));
    }
    std::ranges::sort(times);
    qInfo("Start through D-Bus and polkit to the first process: median %lld us",
          static_cast<long long>(times.at(4)));
    VERIFY_JOB(m_client.remove(path));
}

QByteArray TestContainerLife::helperStatus(Client& client, const char* key) {
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/"), QStringLiteral("org.freedesktop.DBus"),
        QStringLiteral("GetConnectionUnixProcessID"));
    call << QString::fromLatin1(busName);
    const uint pid = client.bus().call(call).arguments().value(0).toUInt();
    QFile status(QStringLiteral("/proc/%1/status").arg(pid));
    if (!status.open(QIODevice::ReadOnly))
        return {};
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith(key))
            return line.mid(qstrlen(key)).trimmed();
    return {};
}

void TestContainerLife::helperIsSmall() {
    QStringList paths;
    for (int i = 0; i < 3; ++i) {
        paths.append(sleeper(QStringLiteral("small%1").arg(i)));
        VERIFY_PATH(paths.last());
        VERIFY_JOB(m_client.start(paths.last()));
    }
    for (int i = 3; i < 100; ++i) {
        paths.append(m_client.create(QStringLiteral("small%1").arg(i), configFor({QStringLiteral("true")}),
                                     QStringLiteral("empty")));
        VERIFY_PATH(paths.last());
    }
    const auto kilobytes = [&](const char* key) {
        return helperStatus(m_client, key).split(' ').value(0).toInt();
    };
    qInfo("helper with 100 containers, of which 3 run: %d kB resident, of which %d kB are its own",
          kilobytes("VmRSS:"), kilobytes("RssAnon:"));
#if !defined(__SANITIZE_ADDRESS__)
    // When nobody has called for some seconds.
    QTRY_VERIFY2_WITH_TIMEOUT(kilobytes("VmRSS:") < 16 * 1024, "the helper is too big", 60'000);
    qInfo("and when nobody calls: %d kB resident, of which %d kB are its own", kilobytes("VmRSS:"),
          kilobytes("RssAnon:"));
    QVERIFY2(kilobytes("RssAnon:") < 6 * 1024, "a container costs too much");
#endif
    for (const QString& path : std::as_const(paths)) {
        if (m_client.state(path) == QStringLiteral("running"))
            VERIFY_JOB(m_client.stop(path, 0));
        VERIFY_JOB(m_client.remove(path));
    }
}

void TestContainerLife::cleanupTestCase() {
    QCOMPARE(m_client.objects().size(), 0);
}

QTEST_GUILESS_MAIN(TestContainerLife)
#include "tst_containerlife.moc"
