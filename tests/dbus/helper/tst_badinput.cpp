// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/paths.h"
#include "tests/dbus/helper/testclient.h"

#include <QDBusVariant>
#include <QTest>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// Whatever is wrong gets an error that names the field, and nothing is made.
class TestBadInput : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void names_data();
    void names();
    void configs_data();
    void configs();
    void kinds();
    void tokens();
    void programs();
    void descriptors_data();
    void descriptors();
    void folders_data();
    void folders();
    void containerArguments_data();
    void containerArguments();
    void groupArguments_data();
    void groupArguments();
    void unlistedIsRefused();
    void signaturesAreChecked();
    void propertiesAreReadOnly();
    void subscriptions();
    void cleanup();
    void cleanupTestCase();

private:
    Client m_client;
    QString m_good = configFor({QStringLiteral("true")});
};

#define EXPECT(reply, error, begin)                                                                          \
    do {                                                                                                     \
        const QDBusMessage answer = (reply);                                                                 \
        QCOMPARE(answer.errorName(), QStringLiteral("org.vitrine.Error." error));                            \
        QVERIFY2(answer.errorMessage().startsWith(begin), qPrintable(answer.errorMessage()));                \
    } while (false)

namespace {

QVariantList createArguments(const QString& name, const QString& config, const QString& kind,
                             const QStringList& programs = {}, const QVariant& given = Client::emptyGiven(),
                             const QList<QDBusUnixFileDescriptor>& folder = {},
                             const QString& token = QStringLiteral("t"),
                             const QVariant& volumes = Client::emptyGiven()) {
    return {name, config, kind, programs, given, QVariant::fromValue(folder), volumes, token};
}

} // namespace

void TestBadInput::names_data() {
    QTest::addColumn<QString>("name");
    const QStringList bad{QString(),
                          QStringLiteral("."),
                          QStringLiteral(".."),
                          QStringLiteral("-rf"),
                          QStringLiteral(".hidden"),
                          QStringLiteral("a/b"),
                          QStringLiteral("a\n[Service]"),
                          QStringLiteral("a\x1b[31m"),
                          QStringLiteral("a\u202eb"),
                          QString(64, u'a'),
                          QString(4096, u'a'),
                          QStringLiteral("a b"),
                          QStringLiteral("ä")};
    for (const QString& name : bad)
        QTest::addRow("bad %lld", static_cast<long long>(bad.indexOf(name))) << name;
}

void TestBadInput::names() {
    QFETCH(const QString, name);
    EXPECT(m_client.manager("Create", createArguments(name, m_good, QStringLiteral("empty"))),
           "InvalidArgument", QStringLiteral("name"));
}

void TestBadInput::configs_data() {
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("field");
    const auto row = [&](const char* name, const QString& config, const char* field) {
        QTest::newRow(name) << config << QString::fromLatin1(field);
    };
    row("empty", QString(), "$");
    row("not JSON", QStringLiteral("{"), "$");
    row("array", QStringLiteral("[]"), "$");
    row("too big", QString(300 * 1024, u' '), "config");
    row("deep", QString(10000, u'['), "$");
    row("no command", QString(m_good).replace(QLatin1String("\"true\""), QString()), "$.process.args");
    row("cwd", QString(m_good).replace(QLatin1String("\"cwd\": \"/\""), QLatin1String("\"cwd\": \"x\"")),
        "$.process.cwd");
    const auto filter = [&](const char* rules) {
        QString config = m_good;
        config.replace(QLatin1String("\"org.vitrine.seccomp\": \"default\""),
                       QLatin1String("\"org.vitrine.seccomp\": \"custom\""));
        config.replace(QLatin1String("\"linux\": {"),
                       QStringLiteral("\"linux\": {%1").arg(QLatin1String(rules)));
        return config;
    };
    row("no filter", filter(""), "$.linux.seccomp");
    row("filter without default", filter(R"("seccomp": {},)"), "$.linux.seccomp.defaultAction");
    row("filter that somebody else answers", filter(R"("seccomp": {"defaultAction": "SCMP_ACT_NOTIFY"},)"),
        "$.linux.seccomp.defaultAction");
    row("filter of odd names",
        filter(R"("seccomp": {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["a b"],
               "action": "SCMP_ACT_ERRNO"}]},)"),
        "$.linux.seccomp.syscalls[0].names[0]");
    row("clocks",
        QString(m_good).replace(QLatin1String("\"linux\": {"),
                                QLatin1String(R"("linux": {"timeOffsets": {"boottime":
                                              {"secs": 9223372036854775807}},)")),
        "$.linux.timeOffsets.boottime.secs");
}

void TestBadInput::configs() {
    QFETCH(const QString, config);
    QFETCH(const QString, field);
    EXPECT(m_client.manager("Create", createArguments(QStringLiteral("x"), config, QStringLiteral("empty"))),
           "InvalidArgument", field);
    EXPECT(m_client.manager("Preview", {config, QStringLiteral("empty")}), "InvalidArgument", field);
}

void TestBadInput::kinds() {
    const QString name = QStringLiteral("x");
    EXPECT(m_client.manager("Create", createArguments(name, m_good, QStringLiteral("other"))),
           "InvalidArgument", QStringLiteral("rootKind"));
    EXPECT(m_client.manager("Create", createArguments(name, m_good, QStringLiteral("programs"))),
           "InvalidArgument", QStringLiteral("programs"));
    EXPECT(m_client.manager("Create",
                            createArguments(name, m_good, QStringLiteral("empty"), {QStringLiteral("bash")})),
           "InvalidArgument", QStringLiteral("programs"));
    EXPECT(m_client.manager("Create", createArguments(name, m_good, QStringLiteral("folder"))),
           "InvalidArgument", QStringLiteral("folder"));
}

void TestBadInput::tokens() {
    for (const QString& token : {QString(), QStringLiteral("a/b"), QString(65, u'a'), QStringLiteral("../x")})
        EXPECT(
            m_client.manager("Create", createArguments(QStringLiteral("x"), m_good, QStringLiteral("empty"),
                                                       {}, Client::emptyGiven(), {}, token)),
            "InvalidArgument", QStringLiteral("token"));
}

void TestBadInput::programs() {
    // Names are not paths.
    for (const QString& program : {QStringLiteral("/bin/bash"), QStringLiteral("../bash"), QString()})
        EXPECT(m_client.manager("Create", createArguments(QStringLiteral("x"), m_good,
                                                          QStringLiteral("programs"), {program})),
               "InvalidArgument", QStringLiteral("programs"));
    // A name that does not exist fails the job, and nothing stays.
    QVERIFY(
        m_client.create(QStringLiteral("x"), m_good, QStringLiteral("programs"), {QStringLiteral("nonesuch")})
            .isEmpty());
    QCOMPARE(m_client.lastError, QStringLiteral("org.vitrine.Error.InvalidArgument"));
}

void TestBadInput::descriptors_data() {
    QTest::addColumn<int>("fd");
    QTest::addColumn<QString>("name");
    const QString fine = QStringLiteral("mine");
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    QTest::newRow("pipe") << ends[0] << fine;
    QTest::newRow("device") << ::open("/dev/zero", O_RDONLY) << fine;
    QTest::newRow("directory") << ::open("/usr/bin", O_RDONLY) << fine;
    QTest::newRow("O_PATH") << ::open("/usr/bin/env", O_PATH) << fine;
    QTest::newRow("O_PATH to a secret") << ::open("/etc/shadow", O_PATH) << fine;
    QTest::newRow("write only") << ::open(qPrintable(qEnvironmentVariable("HOME") + QStringLiteral("/w")),
                                          O_WRONLY | O_CREAT, 0600)
                                << fine;
    QTest::newRow("procfs") << ::open("/proc/self/status", O_RDONLY) << fine;
    int sockets[2];
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets), 0);
    QTest::newRow("socket") << sockets[0] << fine;
    const int huge = ::memfd_create("huge", 0);
    QCOMPARE(::ftruncate(huge, off_t{1} << 40), 0);
    QTest::newRow("huge") << huge << fine;
    QTest::newRow("slash") << ::open("/usr/bin/env", O_RDONLY) << QStringLiteral("a/b");
    QTest::newRow("dots") << ::open("/usr/bin/env", O_RDONLY) << QStringLiteral("..");
    QTest::newRow("control") << ::open("/usr/bin/env", O_RDONLY) << QStringLiteral("a\nb");
    QTest::newRow("nameless") << ::open("/usr/bin/env", O_RDONLY) << QString();
}

void TestBadInput::descriptors() {
    QFETCH(const int, fd);
    QFETCH(const QString, name);
    QVERIFY(fd >= 0);
    EXPECT(m_client.manager("Create", createArguments(QStringLiteral("x"), m_good, QStringLiteral("programs"),
                                                      {}, Client::given(name, fd))),
           "InvalidArgument", QStringLiteral("given"));
    EXPECT(m_client.manager("InspectPrograms", {QStringList(), Client::given(name, fd)}), "InvalidArgument",
           QStringLiteral("given"));
    ::close(fd);
}

void TestBadInput::folders_data() {
    QTest::addColumn<int>("fd");
    QTest::newRow("root") << ::open("/", O_RDONLY);
    QTest::newRow("root by O_PATH") << ::open("/", O_PATH);
    QTest::newRow("etc") << ::open("/etc", O_RDONLY);
    QTest::newRow("file") << ::open("/etc/passwd", O_RDONLY);
    QTest::newRow("proc") << ::open("/proc", O_RDONLY);
    QTest::newRow("tmp of all") << ::open("/tmp", O_RDONLY);
}

void TestBadInput::folders() {
    QFETCH(const int, fd);
    QVERIFY(fd >= 0);
    EXPECT(
        m_client.manager("Create", createArguments(QStringLiteral("x"), m_good, QStringLiteral("folder"), {},
                                                   Client::emptyGiven(), {QDBusUnixFileDescriptor(fd)})),
        "InvalidArgument", QStringLiteral("folder"));
    ::close(fd);
}

void TestBadInput::groupArguments_data() {
    QTest::addColumn<QString>("member");
    QTest::addColumn<QVariantList>("arguments");
    QTest::addColumn<QString>("error");
    QTest::addColumn<QString>("field");
    const auto row = [](const char* name, const char* member, const QVariantList& arguments,
                        const char* error, const char* field) {
        QTest::newRow(name) << QString::fromLatin1(member) << arguments << QString::fromLatin1(error)
                            << QString::fromLatin1(field);
    };
    const QVariantMap none;
    const QString long63(63, u'a');
    for (const char* name : {"", "a/b", "../x", "-a", "a b", "a\n", "\xc3\xa4"})
        row(qPrintable(QStringLiteral("name '%1'").arg(QString::fromUtf8(name).toHtmlEscaped())),
            "CreateGroup", {QString::fromUtf8(name), none}, "InvalidArgument", "name");
    row("long name", "CreateGroup", {long63 + u'a', none}, "InvalidArgument", "name");
    row("no limit of 0", "CreateGroup",
        {QStringLiteral("g"), QVariantMap{{QStringLiteral("pidsMax"), QVariant::fromValue(0ULL)}}},
        "InvalidArgument", "limits.pidsMax");
    row("unknown limit", "CreateGroup",
        {QStringLiteral("g"), QVariantMap{{QStringLiteral("../x"), QVariant::fromValue(1ULL)}}},
        "InvalidArgument", "limits.../x");
    row("CPU that is not there", "CreateGroup",
        {QStringLiteral("g"), QVariantMap{{QStringLiteral("cpus"), QStringLiteral("8191")}}},
        "InvalidArgument", "limits.cpus");
    for (const char* id :
         {"", "../../etc", "ffffffffffffffffffffffffffffffff", "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"})
        for (const char* member : {"ReadGroupLimits", "DeleteGroup", "StopGroup"})
            row(qPrintable(QStringLiteral("%1 '%2'").arg(QLatin1String(member), QLatin1String(id))), member,
                {QString::fromLatin1(id)}, "NotFound", "group");
    row("limits of none", "SetGroupLimits", {QString(70'000, u'a'), none}, "NotFound", "group");
    row("rename none", "RenameGroup", {QStringLiteral("x"), QStringLiteral("y")}, "NotFound", "group");
}

void TestBadInput::groupArguments() {
    QFETCH(const QString, member);
    QFETCH(const QVariantList, arguments);
    QFETCH(const QString, error);
    QFETCH(const QString, field);
    const QDBusMessage answer = m_client.manager(qPrintable(member), arguments);
    QCOMPARE(answer.errorName(), QStringLiteral("org.vitrine.Error.") + error);
    QVERIFY2(answer.errorMessage().startsWith(field), qPrintable(answer.errorMessage()));
    QVERIFY(qdbus_cast<QList<GroupRow>>(m_client.manager("ListGroups").arguments().value(0)).isEmpty());
}

void TestBadInput::containerArguments_data() {
    QTest::addColumn<QString>("member");
    QTest::addColumn<QVariantList>("arguments");
    QTest::addColumn<QString>("field");
    const auto row = [](const char* name, const char* member, const QVariantList& arguments,
                        const char* field) {
        QTest::newRow(name) << QString::fromLatin1(member) << arguments << QString::fromLatin1(field);
    };
    const auto limit = [](const char* key, const QVariant& value) {
        return QVariantList{QVariantMap{{QString::fromLatin1(key), value}}};
    };
    const auto limits = [&](const char* key, qulonglong value) {
        return limit(key, QVariant::fromValue(value));
    };
    const auto disks = [&](const QList<DiskLimitRow>& rows) {
        return limit("ioMax", QVariant::fromValue(rows));
    };
    const auto size = [](ushort rows, ushort columns) {
        return QVariantList{QVariant::fromValue(rows), QVariant::fromValue(columns)};
    };
    row("memory 0", "SetLimits", limits("memoryMax", 0), "limits.memoryMax");
    row("cpu huge", "SetLimits", limits("cpuQuotaUs", ~0ULL), "limits.cpu");
    row("pids 0", "SetLimits", limits("pidsMax", 0), "limits.pidsMax");
    row("weight 0", "SetLimits", limits("cpuWeight", 0), "limits.cpuWeight");
    row("unknown limit", "SetLimits", limits("../cpu", 1), "limits.../cpu");
    row("memory of text", "SetLimits", limit("memoryMax", QStringLiteral("64M")), "limits.memoryMax");
    row("memory with a sign", "SetLimits", limit("memoryMax", 1 << 30), "limits.memoryMax");
    row("CPUs of numbers", "SetLimits", limits("cpus", 1), "limits.cpus");
    row("CPUs of letters", "SetLimits", limit("cpus", QStringLiteral("all")), "limits.cpus");
    row("no CPUs", "SetLimits", limit("cpus", QString()), "limits.cpus");
    row("CPUs that fall", "SetLimits", limit("cpus", QStringLiteral("1-0")), "limits.cpus");
    row("CPUs that are not there", "SetLimits", limit("cpus", QStringLiteral("0,8191")), "limits.cpus");
    row("many CPUs", "SetLimits", limit("cpus", QStringLiteral("0-4294967295")), "limits.cpus");
    row("node", "SetLimits", limit("memoryNodes", QStringLiteral("8000")), "limits.memoryNodes");
    row("group of number", "SetLimits", limits("memoryOomGroup", 1), "limits.memoryOomGroup");
    row("disk weight", "SetLimits", limits("ioWeight", 10001), "limits.ioWeight");
    row("disks of text", "SetLimits", limit("ioMax", QStringLiteral("254:0 rbps=1")), "limits.ioMax");
    row("disks of others", "SetLimits",
        limit("ioMax", QVariant::fromValue(QList<GoneRow>{{.pid = 1, .startTicks = 1}})), "limits.ioMax");
    row("no such disk", "SetLimits", disks({{.major = 4000, .minor = 7, .readBytes = 1}}), "limits.ioMax");
    row("disk without a speed", "SetLimits", disks({{.major = 254, .minor = 0}}), "limits.ioMax");
    row("disk twice", "SetLimits",
        disks({{.major = 254, .minor = 0, .readOps = 1}, {.major = 254, .minor = 0, .readOps = 2}}),
        "limits.ioMax");
    row("huge number of a disk", "SetLimits", disks({{.major = ~0U, .minor = ~0U, .readOps = 1}}),
        "limits.ioMax");
    row("signal 0", "Kill", {0}, "signal");
    row("signal 65", "Kill", {65}, "signal");
    row("signal -9", "Kill", {-9}, "signal");
    row("pid 0", "SignalProcess", {0, QVariant::fromValue(qulonglong{0}), 9}, "pid");
    row("pid -1", "SignalProcess", {-1, QVariant::fromValue(qulonglong{0}), 9}, "pid");
    row("timeout", "Stop", {600001U, QStringLiteral("t")}, "timeoutMs");
    row("config", "SetConfig", {QStringLiteral("{}"), QString()}, "$.ociVersion");
    row("huge config", "SetConfig", {QString(300'000, u' '), QString()}, "config");
    row("clone", "Clone", {QStringLiteral("a/b"), QStringLiteral("t")}, "name");
    row("clone's token", "Clone", {QStringLiteral("clone"), QStringLiteral("bad-token")}, "token");
    row("rename", "Rename", {QStringLiteral("a/b")}, "name");
    row("rows 0", "ResizeConsole", size(0, 80), "rows");
    row("columns", "ResizeConsole", size(24, 1001), "columns");
    row("log 0", "ReadLog", {QVariant::fromValue(qulonglong{0}), 0U}, "maximum");
    row("log huge", "ReadLog", {QVariant::fromValue(qulonglong{0}), 1048577U}, "maximum");
    row("start", "Start", {QStringLiteral("bad-token")}, "token");
    row("exec no JSON", "Exec", QVariantList{QStringLiteral("bash")} + size(24, 80), "$");
    row("exec huge", "Exec", QVariantList{QString(40000, u' ')} + size(24, 80), "process");
    const QString process =
        QStringLiteral(R"({"args":["true"],"cwd":"/","env":[],"user":{"uid":0,"gid":0},%1})");
    row("exec capability", "Exec",
        QVariantList{process.arg(
            QStringLiteral(R"("noNewPrivileges":true,"capabilities":{"bounding":["CAP_SYS_ADMIN"]})"))} +
            size(24, 80),
        "$.capabilities.bounding");
    row("exec privileges", "Exec",
        QVariantList{process.arg(QStringLiteral(R"("noNewPrivileges":false)"))} + size(24, 80),
        "$.noNewPrivileges");
    row("exec profile", "Exec",
        QVariantList{
            process.arg(QStringLiteral(R"("noNewPrivileges":true,"apparmorProfile":"unconfined")"))} +
            size(24, 80),
        "$.apparmorProfile");
    row("exec label", "Exec",
        QVariantList{process.arg(QStringLiteral(R"("noNewPrivileges":true,"selinuxLabel":"u:r:spc_t:s0")"))} +
            size(24, 80),
        "$.selinuxLabel");
    const auto enter = [&](const char* namespaces) {
        return QVariantList{process.arg(QStringLiteral(R"("noNewPrivileges":true)")),
                            QString::fromLatin1(namespaces).split(u' ')} +
               size(24, 80);
    };
    row("enter nothing known", "Enter", enter("pid mnt mount"), "namespaces");
    row("enter twice", "Enter", enter("pid mnt pid"), "namespaces");
    row("enter all twice", "Enter", enter("pid mnt net uts ipc user cgroup time user"), "namespaces");
    row("enter a path", "Enter", enter("../ns/mnt"), "namespaces");
    row("enter capability", "Enter",
        QVariantList{process.arg(QStringLiteral(
                         R"("noNewPrivileges":true,"capabilities":{"permitted":["CAP_SYS_ADMIN"]})")),
                     QStringList()} +
            size(24, 80),
        "$.capabilities.permitted");
}

void TestBadInput::containerArguments() {
    QFETCH(const QString, member);
    QFETCH(const QVariantList, arguments);
    QFETCH(const QString, field);
    const QString path = m_client.create(QStringLiteral("arguments"), m_good, QStringLiteral("empty"));
    QVERIFY(!path.isEmpty());
    const QDBusMessage reply = m_client.container(path, qPrintable(member), arguments);
    QVERIFY(m_client.remove(path).success);
    EXPECT(reply, "InvalidArgument", field);
}

void TestBadInput::unlistedIsRefused() {
    // On a bus of the machine's own policy these do not even arrive.
    const QString manager = QString::fromLatin1(managerPath);
    for (const char* member : {"Destroy", "create", "", "RunCommand"}) {
        const QDBusMessage reply = m_client.call(manager, managerInterface, *member == 0 ? "X" : member);
        QVERIFY2(reply.errorName() == QLatin1String("org.freedesktop.DBus.Error.UnknownMethod") ||
                     reply.errorName() == QLatin1String("org.freedesktop.DBus.Error.AccessDenied"),
                 qPrintable(reply.errorName()));
    }
    QCOMPARE(m_client.call(manager, containerInterface, "GetConfig").errorName(),
             QStringLiteral("org.freedesktop.DBus.Error.UnknownObject"));
    QCOMPARE(m_client
                 .call(manager + QStringLiteral("/containers/../x").remove(QStringLiteral("../")),
                       containerInterface, "GetConfig")
                 .errorName(),
             QStringLiteral("org.vitrine.Error.NoSuchContainer"));
    QCOMPARE(m_client.call(manager + QStringLiteral("/jobs/1_1/t"), jobInterface, "Cancel").errorName(),
             QStringLiteral("org.vitrine.Error.NoSuchJob"));
}

void TestBadInput::signaturesAreChecked() {
    const QString wrong = QStringLiteral("org.freedesktop.DBus.Error.InvalidArgs");
    QCOMPARE(m_client.manager("Create").errorName(), wrong);
    QCOMPARE(m_client.manager("Preview", {1, 2}).errorName(), wrong);
    QCOMPARE(m_client.manager("Permissions", {QStringLiteral("x")}).errorName(), wrong);
    QCOMPARE(m_client.manager("Subscribe", {QVariant::fromValue(QStringList{QStringLiteral("/")}), 1U, 1000U})
                 .errorName(),
             wrong);
    QCOMPARE(m_client.manager("ShowOthers", {1}).errorName(), wrong);
    // Nested variants do not confuse it.
    QCOMPARE(m_client
                 .manager("Preview",
                          {QVariant::fromValue(QDBusVariant(QStringLiteral("x"))), QStringLiteral("empty")})
                 .errorName(),
             wrong);
}

void TestBadInput::propertiesAreReadOnly() {
    const QString manager = QString::fromLatin1(managerPath);
    QVERIFY(m_client
                .call(manager, propertiesInterface, "Set",
                      {QString::fromLatin1(managerInterface), QStringLiteral("Version"),
                       QVariant::fromValue(QDBusVariant(QStringLiteral("9")))})
                .type() == QDBusMessage::ErrorMessage);
    QCOMPARE(m_client
                 .call(manager, propertiesInterface, "Get",
                       {QString::fromLatin1(managerInterface), QStringLiteral("X")})
                 .errorName(),
             QStringLiteral("org.freedesktop.DBus.Error.UnknownProperty"));
    QCOMPARE(m_client
                 .call(manager, propertiesInterface, "Get",
                       {QString::fromLatin1(containerInterface), QStringLiteral("Id")})
                 .errorName(),
             QStringLiteral("org.freedesktop.DBus.Error.UnknownInterface"));
    QVERIFY(m_client.call(manager, introspectableInterface, "Introspect")
                .arguments()
                .value(0)
                .toString()
                .contains(QStringLiteral("InspectPrograms")));
}

void TestBadInput::subscriptions() {
    const auto subscribe = [&](const QList<QDBusObjectPath>& paths, uint what, uint interval) {
        return m_client.manager("Subscribe", {QVariant::fromValue(paths), what, interval});
    };
    EXPECT(subscribe({}, 0, 1000), "InvalidArgument", QStringLiteral("what"));
    EXPECT(subscribe({}, 8, 1000), "InvalidArgument", QStringLiteral("what"));
    EXPECT(subscribe({}, 1, 249), "InvalidArgument", QStringLiteral("intervalMs"));
    EXPECT(subscribe({}, 1, 60001), "InvalidArgument", QStringLiteral("intervalMs"));
    EXPECT(subscribe({QDBusObjectPath(QStringLiteral("/x"))}, 1, 1000), "NoSuchContainer", QString());
}

void TestBadInput::cleanup() {
    QCOMPARE(m_client.objects().size(), 0);
}

void TestBadInput::cleanupTestCase() {
    QCOMPARE(m_client.manager("Permissions").type(), QDBusMessage::ReplyMessage);
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_badinput.moc"
