// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/buserror.h"
#include "helper/bus/limitsmap.h"
#include "helper/bus/paths.h"
#include "helper/containers/idranges.h"
#include "helper/jobs/jobs.h"
#include "helper/options.h"
#include "helper/sampling/processdiff.h"
#include "helper/sampling/subscriptions.h"
#include "helper/verbs/descriptors.h"

#include <QtTest>

using namespace vitrine;
using namespace vitrine::helper;

class TestHelperParts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void commandLine_data();
    void commandLine();
    void rootIgnoresItsEnvironment();
    void errorsHaveNames();
    void rangesAreFree();
    void subordinateIdsAreParsed();
    void tokens_data();
    void tokens();
    void limitsFromMap_data();
    void limitsFromMap();
    void limitsGoRoundTrip();
    void shortestIntervalCounts();
    void diffsReplayToNow();
    void idsComeFromPathsOnly();
    void ownPlacesAreTheRealOnes();

private:
    static process::ProcessInfo info(pid_t pid, std::uint64_t cpu) {
        process::ProcessInfo result;
        result.key = {pid, static_cast<std::uint64_t>(pid) * 10};
        result.cpuTimeUs = cpu;
        return result;
    }
};

/// No way of writing them hides them from the check of a volume.
void TestHelperParts::ownPlacesAreTheRealOnes() {
    const QTemporaryDir folder;
    const QString real = QFileInfo(folder.path()).canonicalFilePath();
    QVERIFY(QDir(real).mkpath(QStringLiteral("state")) && QDir(real).mkpath(QStringLiteral("other")));
    QVERIFY(QFile::link(real + QStringLiteral("/state"), real + QStringLiteral("/link")));
    Options options;
    options.runDir = "/run/./vitrine//";
    for (const char* way : {"/state", "/other/../state", "/link", "/./state/", "/link/../state"}) {
        options.stateDir = real.toStdString() + way;
        const auto places = ownPlaces(options);
        QCOMPARE(places.size(), 2U);
        QCOMPARE(places[0], real.toStdString() + "/state");
    }
    options.stateDir = real.toStdString() + "/other/../not-there/yet";
    QCOMPARE(ownPlaces(options)[0], real.toStdString() + "/not-there/yet");
}

void TestHelperParts::commandLine_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode"); // -1: it goes on
    const auto row = [](const char* name, const QStringList& arguments, int code) {
        QTest::newRow(name) << arguments << code;
    };
    row("nothing", {}, -1);
    row("all",
        {QStringLiteral("--state-dir"), QStringLiteral("/s"), QStringLiteral("--run-dir=/r"),
         QStringLiteral("--cgroup-parent"), QStringLiteral("a/b"), QStringLiteral("--monitor"),
         QStringLiteral("/m"), QStringLiteral("--idle-timeout=0"), QStringLiteral("--bus-address"),
         QStringLiteral("unix:path=/x")},
        -1);
    row("help", {QStringLiteral("--help")}, 0);
    row("version", {QStringLiteral("--version")}, 0);
    row("unknown", {QStringLiteral("--what")}, 2);
    row("word", {QStringLiteral("what")}, 2);
    row("relative", {QStringLiteral("--state-dir"), QStringLiteral("s")}, 2);
    row("dots", {QStringLiteral("--cgroup-parent"), QStringLiteral("a/../b")}, 2);
    row("absolute group", {QStringLiteral("--cgroup-parent"), QStringLiteral("/a")}, 2);
    row("negative", {QStringLiteral("--idle-timeout=-1")}, 2);
    row("no number", {QStringLiteral("--idle-timeout=12q")}, 2);
    row("by systemd", {QStringLiteral("--spawner"), QStringLiteral("systemd")}, -1);
    row("by itself", {QStringLiteral("--spawner=direct")}, -1);
    row("by nobody", {QStringLiteral("--spawner=nobody")}, 2);
    row("value missing", {QStringLiteral("--state-dir")}, 2);
}

void TestHelperParts::commandLine() {
    QFETCH(const QStringList, arguments);
    QFETCH(const int, exitCode);
    const CommandLine line = parseCommandLine(arguments);
    QCOMPARE(line.options.has_value(), exitCode < 0);
    if (exitCode >= 0) {
        QCOMPARE(line.exitCode, exitCode);
        QVERIFY(!line.text.isEmpty());
    }
}

void TestHelperParts::rootIgnoresItsEnvironment() {
    qputenv("VITRINE_MONITOR", "/tmp/evil");
    qputenv("XDG_RUNTIME_DIR", "/tmp/run");
    qputenv("XDG_STATE_HOME", "/tmp/state");
    const CommandLine system = parseCommandLine({});
    QVERIFY(system.options->monitorPath != "/tmp/evil");
    QCOMPARE(system.options->runDir, std::string("/run/vitrine"));
    const CommandLine session = parseCommandLine({QStringLiteral("--session")});
    QCOMPARE(session.options->monitorPath, std::string("/tmp/evil"));
    QCOMPARE(session.options->runDir, std::string("/tmp/run/vitrine"));
    QCOMPARE(session.options->stateDir, std::string("/tmp/state/vitrine"));
}

void TestHelperParts::errorsHaveNames() {
    QCOMPARE(busErrorName(Error(ErrorKind::Busy, {}, "x", "y")), QStringLiteral("org.vitrine.Error.Busy"));
    // A sentence says nothing about the name.
    QCOMPARE(busErrorName(Error(ErrorKind::NotFound, {}, "x", "there is no such container")),
             QStringLiteral("org.vitrine.Error.NotFound"));
    QCOMPARE(missingName(Missing::Container), QStringLiteral("org.vitrine.Error.NoSuchContainer"));
    QCOMPARE(missingName(Missing::Job), QStringLiteral("org.vitrine.Error.NoSuchJob"));
    QCOMPARE(missingName(Missing::Object), QStringLiteral("org.freedesktop.DBus.Error.UnknownObject"));
    QCOMPARE(busErrorText(Error::invalid("limits.memoryMax", "is too small")),
             QStringLiteral("limits.memoryMax: is too small"));
    QCOMPARE(busErrorText(Error(ErrorKind::Failed, "do", "it", "two\nlines").withHint("try")),
             QStringLiteral("do it: two\\x0alines\ntry"));
}

void TestHelperParts::rangesAreFree() {
    constexpr std::uint32_t first = firstContainerId;
    QCOMPARE(freeIdRange({}).value(), first);
    QCOMPARE(freeIdRange({{first, idsPerContainer}}).value(), first + idsPerContainer);
    // A gap between two is used; one that a single id of somebody's reaches into is not.
    QCOMPARE(freeIdRange({{first, idsPerContainer}, {first + 2 * idsPerContainer, 5}}).value(),
             first + idsPerContainer);
    QCOMPARE(freeIdRange({{first + 3, 1}}).value(), first + idsPerContainer);
    QCOMPARE(freeIdRange({{first - 1, 2}}).value(), first + idsPerContainer);
    QCOMPARE(freeIdRange({{0, first}}).value(), first);
    QVERIFY(!freeIdRange({{0, 0xffffffff}}));
}

void TestHelperParts::subordinateIdsAreParsed() {
    const auto ranges = parseSubordinateIds("alice:100000:65536\n# note\nbob:x:1\n\ncarol:165536:65536");
    QCOMPARE(ranges.size(), std::size_t{2});
    QCOMPARE(ranges.at(1).first, std::uint64_t{165536});
    QVERIFY(parseSubordinateIds("a:4294967296:1\na:-1:2\na:1:2:3\na:1").empty());
}

void TestHelperParts::tokens_data() {
    QTest::addColumn<QString>("token");
    QTest::addColumn<bool>("good");
    QTest::newRow("plain") << QStringLiteral("Abc_9") << true;
    QTest::newRow("longest") << QString(64, u'a') << true;
    QTest::newRow("too long") << QString(65, u'a') << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("slash") << QStringLiteral("a/b") << false;
    QTest::newRow("umlaut") << QStringLiteral("ä") << false;
    QTest::newRow("dash") << QStringLiteral("a-b") << false;
}

void TestHelperParts::tokens() {
    QFETCH(const QString, token);
    QFETCH(const bool, good);
    QCOMPARE(Jobs::validateToken(token).has_value(), good);
}

void TestHelperParts::limitsFromMap_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<qulonglong>("value");
    QTest::addColumn<QString>("field"); // empty: accepted
    const auto row = [](const char* name, const char* key, qulonglong value, const char* field) {
        QTest::newRow(name) << QString::fromLatin1(key) << value << QString::fromLatin1(field);
    };
    row("memory", "memoryMax", 64 << 20, "");
    row("memory too small", "memoryMax", 1, "limits.memoryMax");
    row("pids zero", "pidsMax", 0, "limits.pidsMax");
    row("pids huge", "pidsMax", ~0ULL, "limits.pidsMax");
    row("weight", "cpuWeight", 10001, "limits.cpuWeight");
    row("unknown", "memory", 1, "limits.memory");
    row("period alone", "cpuPeriodUs", 100000, "limits.cpuPeriodUs");
    row("no swap", "swapMax", 0, "");
}

void TestHelperParts::limitsFromMap() {
    QFETCH(const QString, key);
    QFETCH(const qulonglong, value);
    QFETCH(const QString, field);
    const auto limits = helper::limitsFromMap({{key, QVariant::fromValue(value)}});
    QCOMPARE(limits.has_value(), field.isEmpty());
    if (!limits) {
        QCOMPARE(limits.error().kind(), ErrorKind::InvalidArgument);
        QVERIFY(busErrorText(limits.error()).startsWith(field));
    }
}

void TestHelperParts::limitsGoRoundTrip() {
    ResourceLimits limits;
    limits.cpuMax = CpuMax{50000, 100000};
    limits.cpuWeight = 200;
    limits.memoryMax = 1U << 30;
    limits.memoryHigh = 1U << 29;
    limits.swapMax = 0;
    limits.pidsMax = 100;
    limits.cpus = {0, 1, 3};
    limits.memoryNodes = {0};
    limits.memoryOomGroup = true;
    limits.ioWeight = 300;
    limits.ioMax = {{{8, 0}, 1, 2, 3, 4}, {{254, 16}, 0, 0, 0, 9}};
    QCOMPARE(limitsToMap(limits).value(QStringLiteral("cpus")).toString(), QStringLiteral("0-1,3"));
    QCOMPARE(helper::limitsFromMap(limitsToMap(limits)).value(), limits);
    QCOMPARE(helper::limitsFromMap({}).value(), ResourceLimits());
}

void TestHelperParts::shortestIntervalCounts() {
    Subscriptions subscriptions;
    const QString a = QStringLiteral(":1.1");
    const QString b = QStringLiteral(":1.2");
    QCOMPARE(subscriptions.interval(SampleKind::Statistics), 0);
    subscriptions.add(SampleKind::Statistics, a, "x", 1000);
    subscriptions.add(SampleKind::Statistics, b, "x", 250);
    subscriptions.add(SampleKind::Processes, b, "y", 2000);
    QCOMPARE(subscriptions.interval(SampleKind::Statistics), 250);
    subscriptions.add(SampleKind::Statistics, b, "x", 5000);
    QCOMPARE(subscriptions.interval(SampleKind::Statistics), 1000);
    subscriptions.removeClient(a);
    QCOMPARE(subscriptions.interval(SampleKind::Statistics), 5000);
    subscriptions.removeContainer("x");
    QCOMPARE(subscriptions.interval(SampleKind::Statistics), 0);
    QVERIFY(!subscriptions.isEmpty());
    subscriptions.remove(SampleKind::Processes, b, "y");
    QVERIFY(subscriptions.isEmpty());
}

/// Random histories: the differences, replayed, must lead to what is there now.
void TestHelperParts::diffsReplayToNow() {
    std::srand(7);
    std::vector<process::ProcessInfo> before;
    QMap<int, qulonglong> replayed;
    for (int round = 0; round < 300; ++round) {
        std::vector<process::ProcessInfo> now;
        for (pid_t pid = 1; pid <= 30; ++pid)
            if (std::rand() % 3 != 0)
                now.push_back(info(pid, static_cast<std::uint64_t>(std::rand() % 2)));
        const ProcessDiff diff = diffProcesses(before, now);
        for (const GoneRow& gone : diff.gone)
            QCOMPARE(replayed.remove(gone.pid), qsizetype{1});
        for (const ProcessRow& row : diff.rows) {
            QVERIFY(!replayed.contains(row.pid) || replayed.value(row.pid) != row.cpuUs);
            replayed.insert(row.pid, row.cpuUs);
        }
        QMap<int, qulonglong> expected;
        for (const auto& process : now)
            expected.insert(process.key.pid, process.cpuTimeUs);
        QCOMPARE(replayed, expected);
        before = now;
    }
}

void TestHelperParts::idsComeFromPathsOnly() {
    const std::string id(32, 'a');
    QCOMPARE(containerIdFrom(containerPath(id)), id);
    QCOMPARE(containerIdFrom(containerPath("../" + id)), std::string());
    QCOMPARE(containerIdFrom(containerPath(id) + QStringLiteral("/x")), std::string());
    QCOMPARE(containerIdFrom(QStringLiteral("/")), std::string());
    QCOMPARE(jobPath(QStringLiteral(":1.42"), QStringLiteral("t")),
             QStringLiteral("/org/vitrine/Manager1/jobs/1_42/t"));
}

QTEST_GUILESS_MAIN(TestHelperParts)
#include "tst_helperparts.moc"
