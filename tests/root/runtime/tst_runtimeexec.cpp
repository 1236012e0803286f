// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtimebed.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <signal.h>

/// Further processes, and limits that change while a container runs.
class TestRuntimeExec : public QObject {
    Q_OBJECT

    std::unique_ptr<RuntimeBed> m_bed;

    RuntimeBed::Ran exec(QStringList options, const QStringList& words) {
        return m_bed->run(QStringList("exec") + options + QStringList(m_bed->id()) + QStringList("/guest") +
                          words);
    }

    QByteArray lineOf(const QByteArray& report, const QByteArray& key) {
        for (const QByteArray& line : report.split('\n')) {
            if (line.startsWith(key + '='))
                return line.mid(key.size() + 1).simplified();
        }
        return {};
    }

private slots:
    void init() {
        m_bed = std::make_unique<RuntimeBed>();
        m_bed->setArguments({"wait"});
        QCOMPARE(m_bed->create(m_bed->id()), 0);
        QCOMPARE(m_bed->run({"start", m_bed->id()}).code, 0);
    }
    void cleanup() {
        QCOMPARE(m_bed->run({"delete", "--force", m_bed->id()}).code, 0);
        QCOMPARE(m_bed->remains(), QString());
        m_bed.reset();
    }

    void theExitCodeComesThrough() {
        QCOMPARE(exec({}, {"exit", "6"}).code, 6);
        QCOMPARE(exec({}, {"die"}).code, 128 + SIGKILL);
        const auto missing = m_bed->run({"exec", m_bed->id(), "/nothing"});
        QCOMPARE(missing.code, 1);
        QVERIFY(missing.err.contains("execute /nothing: No such file or directory"));
    }

    void optionsChangeTheProcess() {
        const auto ran =
            exec({"--user", "5:6", "--cwd", "/tmp", "--env", "A=1", "--env=PATH=/x"}, {"report"});
        QCOMPARE(lineOf(ran.out, "status.Uid"), "5 5 5 5");
        QCOMPARE(lineOf(ran.out, "status.Gid"), "6 6 6 6");
        QCOMPARE(lineOf(ran.out, "cwd"), "/tmp");
        QVERIFY(ran.out.contains("env=A=1\n") && ran.out.contains("env=PATH=/x\n"));
        QCOMPARE(ran.out.count("env=PATH="), 1);
        QVERIFY(exec({"--user", "root"}, {}).err.contains("--user: must be UID or UID:GID"));
        QVERIFY(exec({"--cwd", "tmp"}, {}).err.contains("$.cwd"));
    }

    void itIsWhereTheContainerIs() {
        const QByteArray inside = exec({}, {"report"}).out;
        const QByteArray leader = m_bed->output();
        for (const char* kind : {"pid", "mnt", "net", "uts", "ipc"}) {
            const QByteArray key = QByteArray("namespace.") + kind;
            const QString link = QFile::symLinkTarget(
                QString("/proc/%1/ns/%2").arg(m_bed->state(m_bed->id())["pid"].toInt()).arg(kind));
            QVERIFY2(link.endsWith(lineOf(inside, key)), key.constData());
        }
        QCOMPARE(lineOf(inside, "status.NoNewPrivs"), "1");
        QCOMPARE(lineOf(inside, "status.Seccomp"), "2");
        QCOMPARE(lineOf(inside, "fds"), "0 1 2");
    }

    void aProcessFileIsTaken() {
        const QByteArray process =
            R"({"args": ["/guest", "report"], "cwd": "/etc", "env": ["B=2"], "user": {"uid": 7, "gid": 8},
            "oomScoreAdj": 77, "noNewPrivileges": true, "capabilities": {"bounding": ["CAP_CHOWN"]}})";
        QFile file(m_bed->path("process.json"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(process) > 0);
        file.close();
        const auto ran = m_bed->run({"exec", "--process", file.fileName(), m_bed->id()});
        QCOMPARE(lineOf(ran.out, "cwd"), "/etc");
        QCOMPARE(lineOf(ran.out, "status.Uid"), "7 7 7 7");
        QCOMPARE(lineOf(ran.out, "oom_score_adj"), "77");
        QCOMPARE(lineOf(ran.out, "status.CapBnd"), "0000000000000001");
        QVERIFY(ran.out.contains("env=B=2\n"));
        QVERIFY(file.open(QIODevice::WriteOnly) &&
                file.write(
                    R"({"args": ["/guest"], "cwd": "/", "selinuxLabel": "u:r:vitrine_no_such_t:s0"})") > 0);
        file.close();
        const auto refused = m_bed->run({"exec", "--process", file.fileName(), m_bed->id()});
        QVERIFY2(refused.code != 0 && refused.err.contains("$.process.selinuxLabel"),
                 refused.err.constData());
        const auto unknown = exec({"--apparmor", "vitrine-no-such-profile"}, {"report"});
        QVERIFY2(unknown.code != 0 && unknown.err.contains("$.process.apparmorProfile") &&
                     unknown.err.contains("vitrine-no-such-profile"),
                 unknown.err.constData());
        QVERIFY(exec({"--apparmor", " x"}, {"report"}).err.contains("--apparmor"));
    }

    void noProcessGetsMoreThanTheContainer() {
        const auto refused = exec({"--cap", "CAP_SYS_ADMIN"}, {"report"});
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.contains("CAP_SYS_ADMIN is not in the container's bounding set"),
                 refused.err.constData());
        QVERIFY(exec({"--cap", "CAP_NOTHING"}, {}).err.contains("must be one of capabilities(7)"));
        QCOMPARE(exec({"--cap", "CAP_CHOWN"}, {"exit", "0"}).code, 0);
    }

    void detachedItStays() {
        QCOMPARE(exec({"--detach", "--pid-file", m_bed->path("pid")}, {"wait"}).code, 0);
        const QByteArray pid = contentOf(m_bed->path("pid"));
        const QJsonArray pids =
            QJsonDocument::fromJson(m_bed->run({"ps", "-f", "json", m_bed->id()}).out).array();
        QVERIFY(pids.contains(pid.toInt()));
    }

    void aTerminalCanBeHad() {
        const auto ran = exec({"--tty"}, {"say", "x"});
        QCOMPARE(ran.out, "x\r\n");
        QVERIFY(exec({"--tty", "--detach"}, {}).err.contains("--console-socket: must be given"));
    }

    void limitsChange() {
        const auto limit = [this] {
            const QByteArray v1 =
                contentOf("/sys/fs/cgroup/pids/vitrine-oci-" + m_bed->id() + "/pids.max").simplified();
            return v1.isEmpty()
                       ? contentOf("/sys/fs/cgroup/vitrine-oci-" + m_bed->id() + "/pids.max").simplified()
                       : v1;
        };
        QCOMPARE(limit(), "4096");
        QCOMPARE(m_bed->run({"update", "--pids-limit", "55", m_bed->id()}).code, 0);
        QCOMPARE(limit(), "55");
        QCOMPARE(m_bed->run({"update", "--resources", "-", m_bed->id()}, R"({"pids": {"limit": 66}})").code,
                 0);
        QCOMPARE(limit(), "66");
        QCOMPARE(m_bed->run({"update", "--memory", "67108864", m_bed->id()}).code, 0);
        QCOMPARE(limit(), "66"); // what is not named stays
        QVERIFY(m_bed->run({"update", m_bed->id()}).err.contains("must be given"));
        QVERIFY(m_bed->run({"update", "--pids-limit", "x", m_bed->id()})
                    .err.contains("pids.limit: must be a whole number"));
        QVERIFY(m_bed->run({"update", "-r", "-", m_bed->id()}, R"({"memory": {"swappiness": 5}})")
                    .err.contains("$.linux.resources.memory.swappiness"));
        QVERIFY(m_bed->run({"update", "-r", "-", m_bed->id()}, "[]").err.contains("must be a JSON object"));
    }
};

QTEST_GUILESS_MAIN(TestRuntimeExec)
#include "tst_runtimeexec.moc"
