// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtimebed.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

/// What a caller, a bundle or a bad moment could do to the runtime and its files.
class TestRuntimeAttack : public QObject {
    Q_OBJECT

    void refusesRoot(RuntimeBed& bed, const QString& path, const char* why) {
        bed.set("root.path", path);
        QCOMPARE(bed.create(bed.id()), 1);
        const QByteArray errors = contentOf(bed.path("errors"));
        QVERIFY2(errors.contains(why), (path.toUtf8() + ": " + errors).constData());
    }

    static QByteArray stateRootError(const QString& root) {
        QStringList line = RuntimeBed().commandLine({});
        QProcess process;
        process.start(line.first(), {"--root", root, "list"});
        process.waitForFinished();
        return process.exitCode() == 1 ? process.readAllStandardError() : QByteArray();
    }

    /// Field 22 of proc_pid_stat(5).
    static QByteArray startOf(qint64 pid) {
        const QByteArray stat = contentOf(QString("/proc/%1/stat").arg(pid));
        return stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(19);
    }

private slots:
    void hostileIdsMakeNothing() {
        RuntimeBed bed;
        const QStringList hostile{"../x", "..", ".", "a/b", "a\nb", QString(256, 'a'), "-x", " ", ""};
        for (const QString& id : hostile) {
            const auto ran = bed.run({"create", "--bundle", bed.bundle(), "--", id});
            QVERIFY2(ran.code == 1 && ran.err.contains("CONTAINER: "), qPrintable(id));
            QVERIFY(bed.run({"delete", "--force", "--", id}).code == 1);
        }
        QVERIFY(!QFile::exists(bed.root()));
        QCOMPARE(bed.remains(), QString());
    }

    void theStateIsNotKeptWhereOthersCouldChangeIt() {
        RuntimeBed bed;
        QVERIFY(QDir().mkpath(bed.path("real")));
        QVERIFY(QFile::link(bed.path("real"), bed.path("link")));
        QVERIFY(stateRootError(bed.path("link")).contains("no symbolic link"));
        QCOMPARE(::chmod(qPrintable(bed.path("real")), 0777), 0);
        QVERIFY(stateRootError(bed.path("real")).contains("must not be writable for others"));
        QCOMPARE(::chmod(qPrintable(bed.path("real")), 0755), 0);
        QCOMPARE(::chown(qPrintable(bed.path("real")), 12345, 0), 0);
        QVERIFY(stateRootError(bed.path("real")).contains("must belong to the user who runs this"));
    }

    void aStateThatIsALinkIsNotFollowed() {
        RuntimeBed bed;
        QCOMPARE(bed.create(bed.id()), 0);
        QVERIFY(QFile::link(bed.root() + '/' + bed.id(), bed.root() + "/linked"));
        QCOMPARE(bed.run({"delete", "--force", "linked"}).code, 1);
        QCOMPARE(bed.status(bed.id()), "created");
        QVERIFY(QFile::remove(bed.root() + "/linked"));
        QCOMPARE(bed.run({"delete", bed.id()}).code, 0);
        QCOMPARE(bed.remains(), QString());
    }

    void theHostsRootIsNoContainersRoot() {
        RuntimeBed bed;
        QVERIFY(QFile::link("/", bed.bundle() + "/host"));
        QVERIFY(QFile::link(bed.bundle(), bed.bundle() + "/self"));
        refusesRoot(bed, "host", "$.root.path: must be a directory and no symbolic link");
        refusesRoot(bed, bed.bundle() + "/host", "$.root.path: must be a directory and no symbolic link");
        refusesRoot(bed, "self/rootfs", "$.root.path: must be a directory and no symbolic link");
        refusesRoot(bed, "../bundle/rootfs", "$.root.path: must be a path without \"..\"");
        refusesRoot(bed, "/", "$.root.path: must not be the host's own root directory");
        refusesRoot(bed, "/proc/1/root", "$.root.path: must");
        refusesRoot(bed, "config.json", "$.root.path: must be a directory");
        refusesRoot(bed, "nothing", "No such file or directory");
        QVERIFY(QFile::remove(bed.bundle() + "/self"));
        QCOMPARE(bed.remains(), QString());
    }

    void theConfigIsARegularFile() {
        RuntimeBed bed;
        const QString config = bed.bundle() + "/config.json";
        QVERIFY(QFile::rename(config, bed.bundle() + "/real.json"));
        QVERIFY(QFile::link(bed.bundle() + "/real.json", config));
        QCOMPARE(bed.create(bed.id()), 1);
        QVERIFY(QFile::remove(config));
        QCOMPARE(::mkfifo(qPrintable(config), 0600), 0);
        QCOMPARE(bed.create(bed.id()), 1);
        QVERIFY(contentOf(bed.path("errors")).contains("it is not a regular file"));
        QCOMPARE(bed.remains(), QString());
    }

    void aPidFileReplacesALink() {
        RuntimeBed bed;
        QFile precious(bed.path("precious"));
        QVERIFY(precious.open(QIODevice::WriteOnly) && precious.write("precious") > 0);
        precious.close();
        QVERIFY(QFile::link(bed.path("precious"), bed.path("pid")));
        QCOMPARE(bed.create(bed.id(), {"--pid-file", bed.path("pid")}), 0);
        QCOMPARE(contentOf(bed.path("precious")), "precious");
        QVERIFY(!QFileInfo(bed.path("pid")).isSymLink());
        QCOMPARE(bed.run({"delete", bed.id()}).code, 0);
        QCOMPARE(bed.remains(), QString());
    }

    void aPidFileThatCannotBeWrittenFailsItAll() {
        RuntimeBed bed;
        QCOMPARE(bed.create(bed.id(), {"--pid-file", bed.path("nothing/pid")}), 1);
        QVERIFY(contentOf(bed.path("errors")).contains("write the pid file"));
        QCOMPARE(bed.remains(), QString());
    }

    void ofManyOneMakesIt() {
        RuntimeBed bed;
        for (int round = 0; round < 5; ++round) {
            std::vector<std::unique_ptr<QProcess>> all;
            for (int i = 0; i < 8; ++i) {
                QStringList line = bed.commandLine({"create", "--bundle", bed.bundle(), bed.id()});
                all.push_back(std::make_unique<QProcess>());
                all.back()->setStandardInputFile(QProcess::nullDevice());
                all.back()->setStandardOutputFile(QProcess::nullDevice());
                all.back()->setStandardErrorFile(bed.path("errors"), QIODevice::Append);
                all.back()->start(line.takeFirst(), line);
            }
            int made = 0;
            for (auto& process : all) {
                QVERIFY(process->waitForFinished());
                made += process->exitCode() == 0 ? 1 : 0;
            }
            QVERIFY2(made == 1, contentOf(bed.path("errors")).constData());
            QCOMPARE(bed.status(bed.id()), "created");
            QCOMPARE(bed.run({"delete", bed.id()}).code, 0);
        }
        QCOMPARE(bed.remains(), QString());
    }

    /// Whenever the runtime is killed: delete --force takes away what is there, and the id is free again.
    void killedAtAnyMoment_data() {
        QTest::addColumn<QString>("verb");
        for (const char* verb : {"create", "run"})
            QTest::newRow(verb) << verb;
    }
    void killedAtAnyMoment() {
        QFETCH(QString, verb);
        RuntimeBed bed;
        bed.setArguments({"wait"});
        for (int round = 0; round < 40; ++round) {
            QStringList line = bed.commandLine({verb, "--bundle", bed.bundle(), bed.id()});
            QProcess process;
            process.setStandardInputFile(QProcess::nullDevice());
            process.setStandardOutputFile(QProcess::nullDevice());
            process.start(line.takeFirst(), line);
            QVERIFY(process.waitForStarted());
            ::usleep(static_cast<useconds_t>(round * 700));
            process.kill();
            QVERIFY(process.waitForFinished());
            const auto removed = bed.run({"delete", "--force", bed.id()});
            QVERIFY2(removed.code == 0, removed.err.constData());
            QTRY_COMPARE(bed.remains(), QString());
        }
        QCOMPARE(bed.create(bed.id()), 0);
        QCOMPARE(bed.run({"delete", bed.id()}).code, 0);
        QCOMPARE(bed.remains(), QString());
    }

    void aStateThatMakesNoSenseIsRemoved() {
        RuntimeBed bed;
        QCOMPARE(bed.create(bed.id()), 0);
        QFile state(bed.root() + '/' + bed.id() + "/state.json");
        QVERIFY(state.open(QIODevice::WriteOnly | QIODevice::Truncate) && state.write("{") > 0);
        state.close();
        QCOMPARE(bed.run({"state", bed.id()}).code, 1);
        QCOMPARE(bed.run({"list"}).code, 0);
        QCOMPARE(bed.run({"delete", bed.id()}).code, 1);
        QCOMPARE(bed.run({"delete", "--force", bed.id()}).code, 0);
        QTRY_COMPARE(bed.remains(), QString());
    }

    /// CVE-2019-5736: whatever of the runtime a container could get hold of is no file of the host's.
    void theProgramItselfIsOutOfReach() {
        RuntimeBed bed;
        QCOMPARE(bed.create(bed.id()), 0);
        const QString waiting = QString("/proc/%1/exe").arg(bed.state(bed.id())["pid"].toInt());
        const int kept = ::open(waiting.toLocal8Bit().constData(), O_PATH | O_CLOEXEC);
        QVERIFY(kept >= 0);
        QCOMPARE(bed.run({"delete", bed.id()}).code, 0);
        // As long as it is executed nobody can write to it anyhow; what counts is afterwards.
        const QByteArray again = "/proc/self/fd/" + QByteArray::number(kept);
        const int program = ::open(again.constData(), O_WRONLY | O_CLOEXEC);
        QVERIFY(program < 0 || ::write(program, "\x7f", 1) < 0); // the byte that is there
        QVERIFY(program >= 0 || errno == EROFS);
        ::close(program);
        ::close(kept);
        // The container is told to execute it: that is out of reach too.
        bed.set("process.args", QJsonArray{"/proc/self/exe", "--version"});
        [[maybe_unused]] const auto ran = bed.run({"run", "--bundle", bed.bundle(), bed.id()});
#if !defined(__SANITIZE_ADDRESS__) // whose programs need libraries that this root has not
        QVERIFY2(ran.out.startsWith("vitrine-monitor "), ran.err.constData());
#endif
        QCOMPARE(bed.remains(), QString());
    }

    /// In a user namespace without the file's owner it may stay in reach: root there cannot write to it.
    void rootOfAnotherUserNamespaceCannotWriteToTheProgram() {
        RuntimeBed bed;
        const QJsonArray ids{QJsonObject{{"containerID", 0}, {"hostID", 1'900'000'000}, {"size", 65536}}};
        bed.set("linux.uidMappings", ids);
        bed.set("linux.gidMappings", ids);
        QJsonArray namespaces = bed.config["linux"].toObject()["namespaces"].toArray();
        namespaces.append(QJsonObject{{"type", "user"}});
        bed.set("linux.namespaces", namespaces);
        QVERIFY2(bed.create(bed.id()) == 0, contentOf(bed.path("errors")).constData());
        const QString pid = QString::number(bed.state(bed.id())["pid"].toInt());
        // Not even read it: the process does not belong to this namespace before its execve(2) (ptrace(2)).
        for (const char* redirection : {"<", ">>"}) {
            QProcess process;
            process.start("nsenter", {"--target", pid, "--user", "sh", "-c",
                                      QString("id -u; exec 3%1/proc/%2/exe").arg(redirection, pid)});
            process.waitForFinished();
            QCOMPARE(process.readAllStandardOutput(), QByteArray("0\n"));
            const QByteArray error = process.readAllStandardError();
            QVERIFY2(error.contains("Permission denied"), error.constData());
        }
        QCOMPARE(bed.run({"delete", "--force", bed.id()}).code, 0);
        QCOMPARE(bed.remains(), QString());
    }

    /// A process that has the number of a container's is not the container's.
    void aPidIsNotEnough() {
        RuntimeBed bed;
        QCOMPARE(bed.create(bed.id()), 0);
        const qint64 pid = bed.state(bed.id())["pid"].toInt();
        QProcess victim;
        do { // clock ticks tell the two apart
            victim.kill();
            victim.waitForFinished();
            victim.start("sleep", {"1000"});
            QVERIFY(victim.waitForStarted());
        } while (startOf(victim.processId()) == startOf(pid));
        const QString path = bed.root() + '/' + bed.id() + "/state.json";
        QByteArray text = contentOf(path);
        text.replace(QByteArray("\"pid\": ") + QByteArray::number(bed.state(bed.id())["pid"].toInt()),
                     QByteArray("\"pid\": ") + QByteArray::number(victim.processId()));
        QFile state(path);
        QVERIFY(state.open(QIODevice::WriteOnly | QIODevice::Truncate) && state.write(text) > 0);
        state.close();
        QCOMPARE(bed.status(bed.id()), "stopped");
        QCOMPARE(bed.run({"kill", bed.id(), "KILL"}).code, 1);
        QCOMPARE(bed.run({"delete", "--force", bed.id()}).code, 0);
        QCOMPARE(victim.state(), QProcess::Running);
        victim.kill();
        QVERIFY(victim.waitForFinished());
        QTRY_COMPARE(bed.remains(), QString());
    }
};

QTEST_GUILESS_MAIN(TestRuntimeAttack)
#include "tst_runtimeattack.moc"
