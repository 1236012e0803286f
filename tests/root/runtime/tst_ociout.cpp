// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/executor.h"
#include "core/model/defaults.h"
#include "core/model/ociconfig.h"
#include "core/plan/plan.h"
#include "core/probe/hostprobe.h"
#include "runtimebed.h"

#include <QDir>
#include <QJsonArray>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>
#include <QTest>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace vitrine;

/// One bundle as Vitrine writes it, started by every road there is: what the process sees is the same, but
/// for what is listed here with its reason.
class TestOciOut : public QObject {
    Q_OBJECT

    using Seen = QMap<QString, QString>;

    std::unique_ptr<RuntimeBed> m_bed;
    Seen m_engine;

    static Seen parse(const QByteArray& report) {
        Seen seen;
        for (const QString& line : QString::fromUtf8(report).split('\n', Qt::SkipEmptyParts)) {
            QString key = line.section('=', 0, 0);
            QString value = line.section('=', 1).simplified();
            if (key == "mount")
                seen["place " + value.section(' ', 0, 0) + ' '] = "";
            if (key == "mount" || key == "limit" || key == "env" || key == "map") {
                key += ' ' + value;
                value.clear();
            }
            if (key.startsWith(
                    "namespace.")) { // a new one has a number of its own: only whether it is the host's
                const QString host = QDir("/proc/self/ns").filePath(key.section('.', 1));
                value = QFile::symLinkTarget(host).endsWith(value) ? "host" : "own";
            }
            seen[key] = value;
        }
        return seen;
    }

    static Seen without(Seen seen, const QStringList& patterns) {
        for (const QString& pattern : patterns) {
            const QRegularExpression match(QRegularExpression::anchoredPattern(pattern));
            seen.removeIf(
                [&](auto entry) { return match.match(entry.key() + '=' + entry.value()).hasMatch(); });
        }
        return seen;
    }

    static QString difference(const Seen& one, const Seen& other) {
        QStringList lines;
        for (auto entry = one.cbegin(); entry != one.cend(); ++entry) {
            if (!other.contains(entry.key()) || other[entry.key()] != entry.value())
                lines += "- " + entry.key() + '=' + entry.value();
        }
        for (auto entry = other.cbegin(); entry != other.cend(); ++entry) {
            if (!one.contains(entry.key()) || one[entry.key()] != entry.value())
                lines += "+ " + entry.key() + '=' + entry.value();
        }
        return lines.join('\n');
    }

    static QByteArray readAll(int fd) {
        QByteArray all;
        char piece[4096];
        for (ssize_t length = 0; (length = ::read(fd, piece, sizeof piece)) > 0;)
            all.append(piece, length);
        return all;
    }

    /// As the helper's monitor does it: plan and engine, with pipes.
    Seen seenByTheEngine() {
        const auto spec = parseConfig(contentOf(m_bed->bundle() + "/config.json").toStdString());
        PlanContext context;
        context.facts = probe::readHostFacts(Privilege::Root).value();
        context.id = m_bed->id().toStdString();
        context.rootDirectory = (m_bed->bundle() + "/rootfs").toStdString();
        context.cgroupPath = "vitrine-oci/" + context.id;
        const auto plan = makePlan(*spec, context);
        engine::StartOptions options;
        options.journalPath = m_bed->path("journal").toStdString();
        auto outcome = engine::start(*plan, context, options);
        if (!outcome.result)
            return {{"error", QString::fromStdString(outcome.result.error().message())}};
        const auto& pipes = std::get<engine::PipeStreams>(outcome.result->init.console);
        const QByteArray report = readAll(pipes.output.get());
        ::waitpid(outcome.result->init.key.pid, nullptr, 0);
        static_cast<void>(engine::recover(context.facts.cgroup, options.journalPath));
        return parse(report);
    }

    /// crun takes no hybrid machine whose v2 tree is mounted; here it is not, in a mount namespace of its
    /// own.
    QStringList peer(const QString& runtime, const QStringList& words) const {
        constexpr const char* script =
            "mountpoint -q /sys/fs/cgroup/unified && umount /sys/fs/cgroup/unified; exec \"$@\"";
        return QStringList({"unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh",
                            runtime, "--root", m_bed->path("peer")}) +
               words;
    }

    static int perform(QStringList line) {
        QProcess process;
        process.setStandardInputFile(QProcess::nullDevice());
        process.setStandardOutputFile(QProcess::nullDevice());
        process.start(line.takeFirst(), line);
        return process.waitForFinished() ? process.exitCode() : -1;
    }

    /// What the control files of a process's groups say.
    static Seen controlsOf(const QByteArray& pid) {
        Seen seen;
        for (const QByteArray& line : contentOf("/proc/" + pid + "/cgroup").split('\n')) {
            const auto parts = line.split(':');
            const QString tree = parts.size() < 3 || parts[1].isEmpty() ? "" : '/' + parts[1];
            for (const char* file : {"memory.limit_in_bytes", "memory.soft_limit_in_bytes", "pids.max",
                                     "cpu.shares", "cpu.cfs_quota_us", "cpu.cfs_period_us", "cpuset.cpus",
                                     "memory.max", "cpu.max", "cpu.weight"}) {
                const QByteArray value =
                    contentOf("/sys/fs/cgroup" + tree + parts.last() + '/' + file).simplified();
                if (!value.isEmpty() && parts.size() == 3)
                    seen[file] = value;
            }
        }
        return seen;
    }

    Seen seenBy(const QString& runtime) {
        QStringList line = peer(runtime, {"run", "--bundle", m_bed->bundle(), m_bed->id("-peer")});
        QProcess process;
        process.start(line.takeFirst(), line);
        if (!process.waitForFinished() || process.exitCode() != 0)
            return {{"error", process.readAllStandardError()}};
        return parse(process.readAllStandardOutput());
    }

    /// What crun and runc do differently with a bundle of Vitrine's, and why that is as it should be.
    static QStringList reasons() {
        return {
            // The default filter of Vitrine is an annotation, which others do not know; they load none.
            "status\\.Seccomp(_filters)?=.*",
            // They show the v1 hierarchies; Vitrine never does (release_agent), but an empty directory.
            "(mount|place) /sys/fs/cgroup.*",
            // They make nodes where there is no user namespace; Vitrine binds the machine's own, which works
            // with
            // one.
            "(mount|place) /dev/(full|null|random|tty|urandom|zero) .*",
            // They make links for /dev/core and /dev/ptmx.
            "device\\.(core|ptmx)=.*",
            // Masks: crun mounts /dev/null read-only over files; the empty directory over directories is
            // read-only with
            // all three, here with nosuid, nodev and noexec too.
            "mount /(proc|sys)/.+ (devtmpfs|tmpfs) .*",
        };
    }

private slots:
    void init() {
        m_bed = std::make_unique<RuntimeBed>();
        m_bed->setArguments({"report"});
        m_bed->set("hostname", "glass");
        m_bed->set("process.rlimits",
                   QJsonArray{QJsonObject{{"type", "RLIMIT_NOFILE"}, {"soft", 100}, {"hard", 200}}});
        m_engine = seenByTheEngine();
        QVERIFY2(m_engine.contains("hostname"), qPrintable(m_engine.value("error")));
        QCOMPARE(m_engine["hostname"], "glass");
    }
    void cleanup() {
        QCOMPARE(m_bed->remains(), QString());
        m_bed.reset();
    }

    void theRuntimeIsTheEngine() {
        const auto ran = m_bed->run({"run", "--bundle", m_bed->bundle(), m_bed->id()});
        QVERIFY2(ran.code == 0, ran.err.constData());
        const QString differs = difference(m_engine, parse(ran.out));
        QVERIFY2(differs.isEmpty(), qPrintable('\n' + differs));
    }

    void createAndStartAreRun() {
        QCOMPARE(m_bed->create(m_bed->id()), 0);
        QCOMPARE(m_bed->run({"start", m_bed->id()}).code, 0);
        QCOMPARE(m_bed->waitForStatus(m_bed->id(), "stopped"), "stopped");
        QCOMPARE(difference(m_engine, parse(m_bed->output())), QString());
        QCOMPARE(m_bed->run({"delete", m_bed->id()}).code, 0);
    }

    void othersRunItUnchanged_data() {
        QTest::addColumn<QString>("runtime");
        for (const char* runtime : {"crun", "runc"})
            QTest::newRow(runtime) << runtime;
    }
    void othersRunItUnchanged() {
        QFETCH(QString, runtime);
        const Seen seen = seenBy(runtime);
        QVERIFY2(seen.contains("hostname"), qPrintable(seen.value("error")));
        const QString differs = difference(without(m_engine, reasons()), without(seen, reasons()));
        QVERIFY2(differs.isEmpty(), qPrintable('\n' + differs));
    }

    void theLimitsAreTheSame_data() { othersRunItUnchanged_data(); }
    void theLimitsAreTheSame() {
        QFETCH(QString, runtime);
        m_bed->setArguments({"wait"});
        m_bed->set("linux.resources",
                   QJsonObject{{"memory", QJsonObject{{"limit", 80 << 20}, {"reservation", 40 << 20}}},
                               {"pids", QJsonObject{{"limit", 77}}},
                               {"cpu", QJsonObject{{"shares", 512}, {"quota", 50000}, {"period", 100000}}}});
        const QStringList words{"run",      "--detach",      "--pid-file",      m_bed->path("pid"),
                                "--bundle", m_bed->bundle(), m_bed->id("-peer")};
        QCOMPARE(perform(m_bed->commandLine(words)), 0);
        const Seen own = controlsOf(contentOf(m_bed->path("pid")));
        QCOMPARE(m_bed->run({"delete", "--force", m_bed->id("-peer")}).code, 0);
        QCOMPARE(own["pids.max"], "77");
        QCOMPARE(perform(peer(runtime, words)), 0);
        const Seen other = controlsOf(contentOf(m_bed->path("pid")));
        QCOMPARE(perform(peer(runtime, {"delete", "--force", m_bed->id("-peer")})), 0);
        const QString differs = difference(own, other);
        QVERIFY2(differs.isEmpty(), qPrintable('\n' + differs));
    }
};

QTEST_GUILESS_MAIN(TestOciOut)
#include "tst_ociout.moc"
