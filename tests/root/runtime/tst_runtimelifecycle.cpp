// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtimebed.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <signal.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

/// The commands of an OCI runtime, as a container manager uses them (runtime.md).
class TestRuntimeLifecycle : public QObject {
    Q_OBJECT

    /// A listening socket at the path, as conmon has it.
    static int listenAt(const QString& path) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, qPrintable(path), sizeof address.sun_path - 1);
        const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const bool listens =
            ::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 && ::listen(fd, 1) == 0;
        return listens ? fd : -1;
    }

    static int receiveTerminal(int listening) {
        const int connection = ::accept(listening, nullptr, nullptr);
        char text[64];
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
        iovec piece{text, sizeof text};
        msghdr message{};
        message.msg_iov = &piece;
        message.msg_iovlen = 1;
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        int fd = -1;
        if (::recvmsg(connection, &message, MSG_CMSG_CLOEXEC) > 0 && CMSG_FIRSTHDR(&message) != nullptr)
            std::memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
        ::close(connection);
        return fd;
    }

    static QByteArray readUntilEnd(int terminal) {
        QByteArray all;
        char piece[512];
        for (ssize_t length = 0; (length = ::read(terminal, piece, sizeof piece)) > 0;)
            all.append(piece, length);
        return all;
    }

    void startFails(RuntimeBed& bed, const QString& id) {
        QCOMPARE(bed.create(id), 0);
        QVERIFY(QFile::remove(bed.bundle() + "/rootfs/guest"));
        const auto started = bed.run({"start", id});
        QCOMPARE(started.code, 1);
        QVERIFY2(started.err.contains("execute /guest: No such file or directory"), started.err.constData());
    }

private slots:
    /// The annotation org.vitrine.init: the program is process 2, and ends as it would.
    void anInitProgramIsHonoured() {
        RuntimeBed bed;
        bed.set("annotations", QJsonObject{{"org.vitrine.init", "true"}});
        bed.setArguments({"exit", "7"});
        QCOMPARE(bed.run({"run", "--bundle", bed.bundle(), bed.id()}).code, 7);
        bed.setArguments({"die"}); // as process 1 it could not
        QCOMPARE(bed.run({"run", "--bundle", bed.bundle(), bed.id()}).code, 128 + SIGKILL);
        bed.setArguments({"wait"});
        const QString id = bed.id("kept");
        QCOMPARE(bed.create(id), 0);
        QCOMPARE(bed.status(id), QString("created"));
        QCOMPARE(bed.run({"start", id}).code, 0);
        QCOMPARE(bed.status(id), QString("running"));
        const QString pid = QString::number(bed.state(id)["pid"].toInt());
        QCOMPARE(contentOf("/proc/" + pid + "/comm"), QByteArray("vitrine-init\n"));
        QCOMPARE(bed.run({"kill", id, "KILL"}).code, 0);
        QCOMPARE(bed.waitForStatus(id, "stopped"), QString("stopped"));
        QCOMPARE(bed.run({"delete", id}).code, 0);
        startFails(bed, bed.id("lost"));
        QCOMPARE(bed.run({"delete", "--force", bed.id("lost")}).code, 0);
        QCOMPARE(bed.remains(), QString());
    }

    void runStaysUntilTheEnd() {
        RuntimeBed bed;
        bed.setArguments({"exit", "7"});
        QCOMPARE(bed.run({"run", "--bundle", bed.bundle(), bed.id()}).code, 7);
        bed.setArguments({"die"});
        bed.set("linux.namespaces", QJsonArray{QJsonObject{{"type", "mount"}}});
        bed.config.remove("hostname");
        bed.store();
        QCOMPARE(bed.run({"run", "--bundle", bed.bundle(), bed.id()}).code, 128 + SIGKILL);
        QCOMPARE(bed.remains(), QString());
    }

    void runPassesTheStreams() {
        RuntimeBed bed;
        bed.setArguments({"show", "/dev/stdin"});
        const auto ran = bed.run({"run", "--bundle", bed.bundle(), bed.id()}, "from outside\n");
        QCOMPARE(ran.out, "from outside\n");
        QCOMPARE(bed.remains(), QString());
    }

    void runPassesSignalsOn() {
        RuntimeBed bed;
        bed.setArguments({"wait"});
        QStringList line = bed.commandLine({"run", "--bundle", bed.bundle(), bed.id()});
        QProcess process;
        process.start(line.takeFirst(), line);
        QVERIFY(process.waitForReadyRead());
        process.terminate();
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 5);
        QCOMPARE(bed.remains(), QString());
    }

    void runKeepsWhatItIsTold() {
        RuntimeBed bed;
        QCOMPARE(bed.run({"run", "--keep", "--bundle", bed.bundle(), bed.id()}).code, 0);
        QCOMPARE(bed.status(bed.id()), "stopped");
        QCOMPARE(bed.run({"delete", bed.id()}).code, 0);
        QCOMPARE(bed.remains(), QString());
    }

    void aCreatedContainerWaits() {
        RuntimeBed bed;
        bed.setArguments({"write", "/tmp/ran", "1"});
        bed.set("mounts", QJsonArray());
        QCOMPARE(bed.create(bed.id(), {"--pid-file", bed.path("pid")}), 0);
        const QJsonObject state = bed.state(bed.id());
        QCOMPARE(state["status"].toString(), "created");
        QCOMPARE(state["id"].toString(), bed.id());
        QCOMPARE(state["bundle"].toString(), bed.bundle());
        QCOMPARE(state["ociVersion"].toString(), "1.2.0");
        QVERIFY(state["annotations"].isObject());
        QCOMPARE(QByteArray::number(state["pid"].toInt()), contentOf(bed.path("pid")));
        QVERIFY(!QFile::exists(bed.bundle() + "/rootfs/tmp/ran"));
        QCOMPARE(bed.run({"start", bed.id()}).code, 0);
        QCOMPARE(bed.waitForStatus(bed.id(), "stopped"), "stopped");
        QVERIFY(QFile::exists(bed.bundle() + "/rootfs/tmp/ran"));
        QCOMPARE(bed.state(bed.id())["pid"].toInt(), 0);
        QCOMPARE(bed.run({"delete", bed.id()}).code, 0);
        QCOMPARE(bed.remains(), QString());
    }

    void everyCommandHasItsTime() {
        RuntimeBed bed;
        bed.setArguments({"wait"});
        QCOMPARE(bed.run({"start", bed.id()}).err,
                 QString("vitrine-monitor: error: open the container %1: container does not exist\n")
                     .arg(bed.id())
                     .toUtf8());
        QCOMPARE(bed.create(bed.id()), 0);
        QCOMPARE(bed.run({"exec", bed.id(), "/guest"}).code, 1); // not before it runs
        QCOMPARE(bed.create(bed.id()), 1);
        QVERIFY(contentOf(bed.path("errors")).contains("container already exists"));
        QCOMPARE(bed.run({"start", bed.id()}).code, 0);
        QVERIFY(bed.run({"start", bed.id()}).err.contains("it is running"));
        QVERIFY(bed.run({"resume", bed.id()}).err.contains("it is running"));
        const auto refused = bed.run({"delete", bed.id()});
        QVERIFY(refused.code == 1 &&
                refused.err.contains("it is running and not stopped. With --force it is killed."));
        QCOMPARE(bed.status(bed.id()), "running");
        QCOMPARE(bed.run({"kill", bed.id(), "KILL"}).code, 0);
        QCOMPARE(bed.waitForStatus(bed.id(), "stopped"), "stopped");
        QVERIFY(bed.run({"kill", bed.id()}).err.contains("container not running"));
        QCOMPARE(bed.run({"delete", bed.id()}).code, 0);
        QCOMPARE(bed.run({"delete", bed.id()}).code, 1);
        QCOMPARE(bed.run({"delete", "--force", bed.id()}).code, 0);
        QCOMPARE(bed.remains(), QString());
    }

    void aCreatedContainerCanBeDeleted() {
        RuntimeBed bed;
        QCOMPARE(bed.create(bed.id()), 0);
        QCOMPARE(bed.run({"delete", bed.id()}).code, 0);
        QCOMPARE(bed.remains(), QString());
    }

    void killReachesAll() {
        RuntimeBed bed;
        bed.setArguments({"wait"});
        QCOMPARE(bed.run({"run", "--detach", "--bundle", bed.bundle(), bed.id()}).code, 0);
        QCOMPARE(bed.run({"exec", "--detach", bed.id(), "/guest", "wait"}).code, 0);
        QCOMPARE(QJsonDocument::fromJson(bed.run({"ps", "--format", "json", bed.id()}).out).array().size(),
                 2);
        QCOMPARE(bed.run({"kill", "--all", bed.id(), "SIGKILL"}).code, 0);
        QCOMPARE(bed.waitForStatus(bed.id(), "stopped"), "stopped");
        QCOMPARE(bed.run({"delete", bed.id()}).code, 0);
        QCOMPARE(bed.remains(), QString());
    }

    void aProgramThatIsNotThereFailsAtOnce() {
        RuntimeBed bed;
        bed.set("process.args", QJsonArray{"/nothing"});
        QCOMPARE(bed.create(bed.id()), 1);
        QVERIFY(contentOf(bed.path("errors")).contains("execute /nothing: No such file or directory"));
        bed.set("process.args", QJsonArray{"/tmp"});
        QCOMPARE(bed.create(bed.id()), 1);
        QVERIFY(contentOf(bed.path("errors")).contains("execute /tmp: Permission denied"));
        QCOMPARE(bed.remains(), QString());
    }

    void startTellsWhyItFailed() {
        RuntimeBed bed;
        startFails(bed, bed.id());
        QCOMPARE(bed.waitForStatus(bed.id(), "stopped"), "stopped");
        QCOMPARE(bed.run({"delete", bed.id()}).code, 0);
        QCOMPARE(bed.remains(), QString());
    }

    void theTerminalGoesToTheConsoleSocket() {
        RuntimeBed bed;
        bed.setArguments({"say", "on a terminal"});
        bed.set("process.terminal", true);
        QCOMPARE(bed.create(bed.id()), 1);
        QVERIFY(contentOf(bed.path("errors")).contains("--console-socket: must be given"));
        const int listening = listenAt(bed.path("console"));
        QVERIFY(listening >= 0);
        QCOMPARE(bed.create(bed.id(), {"--console-socket", bed.path("console")}), 0);
        const int terminal = receiveTerminal(listening);
        QVERIFY(terminal >= 0 && ::isatty(terminal) == 1);
        QCOMPARE(bed.run({"start", bed.id()}).code, 0);
        QCOMPARE(readUntilEnd(terminal), "on a terminal\r\n");
        ::close(terminal);
        ::close(listening);
        QCOMPARE(bed.waitForStatus(bed.id(), "stopped"), "stopped");
        QCOMPARE(bed.run({"delete", bed.id()}).code, 0);
        bed.set("process.terminal", false);
        QCOMPARE(bed.create(bed.id(), {"--console-socket", bed.path("console")}), 1);
        QVERIFY(contentOf(bed.path("errors")).contains("must not be given"));
        QCOMPARE(bed.remains(), QString());
    }

    void runServesTheTerminal() {
        RuntimeBed bed;
        bed.setArguments({"say", "on a terminal"});
        bed.set("process.terminal", true);
        QCOMPARE(bed.run({"run", "--bundle", bed.bundle(), bed.id()}).out, "on a terminal\r\n");
        QCOMPARE(bed.remains(), QString());
    }

    void pauseAndResume() {
        RuntimeBed bed;
        bed.setArguments({"wait"});
        QCOMPARE(bed.create(bed.id()), 0);
        QCOMPARE(bed.run({"start", bed.id()}).code, 0);
        QCOMPARE(bed.run({"pause", bed.id()}).code, 0);
        QCOMPARE(bed.status(bed.id()), "paused");
        QVERIFY(bed.run({"exec", bed.id(), "/guest"}).err.contains("it is paused"));
        QCOMPARE(bed.run({"resume", bed.id()}).code, 0);
        QCOMPARE(bed.status(bed.id()), "running");
        QCOMPARE(bed.run({"pause", bed.id()}).code, 0);
        QCOMPARE(bed.run({"delete", "--force", bed.id()}).code, 0);
        QCOMPARE(bed.remains(), QString());
    }

    void listTellsAll() {
        RuntimeBed bed;
        QCOMPARE(QJsonDocument::fromJson(bed.run({"list", "--format", "json"}).out).array().size(), 0);
        QCOMPARE(bed.create(bed.id("a")), 0);
        QCOMPARE(bed.create(bed.id("b")), 0);
        const QJsonArray all = QJsonDocument::fromJson(bed.run({"list", "-f", "json"}).out).array();
        QCOMPARE(all.size(), 2);
        QCOMPARE(all[1]["id"].toString(), bed.id("b"));
        QCOMPARE(all[1]["status"].toString(), "created");
        QCOMPARE(bed.run({"list", "-q"}).out, (bed.id("a") + '\n' + bed.id("b") + '\n').toUtf8());
        QVERIFY(bed.run({"list"}).out.startsWith("NAME"));
        for (const char* which : {"a", "b"})
            QCOMPARE(bed.run({"delete", bed.id(which)}).code, 0);
        QCOMPARE(bed.remains(), QString());
    }

    void errorsGoToTheLog() {
        RuntimeBed bed;
        const QString file = bed.path("log.json");
        QCOMPARE(bed.run({"--log", file, "--log-format", "json", "state", "nothing"}).code, 1);
        const QJsonObject entry = QJsonDocument::fromJson(contentOf(file)).object();
        QCOMPARE(entry["level"].toString(), "error");
        QCOMPARE(entry["msg"].toString(), "open the container nothing: container does not exist");
        QVERIFY(entry["time"].toString().endsWith('Z'));
        QCOMPARE(bed.run({"--log", bed.path("log.txt"), "create", "--no-pivot", "x"}).code, 1);
        QVERIFY(contentOf(bed.path("log.txt")).contains("error: --no-pivot: without pivot_root(2)"));
    }

    void specIsABundleThatRuns() {
        RuntimeBed bed;
        QVERIFY(bed.run({"spec", "--bundle", bed.bundle()}).err.contains("it is there already"));
        QVERIFY(QFile::remove(bed.bundle() + "/config.json"));
        QCOMPARE(bed.run({"spec", "--rootless", "--bundle", bed.bundle()}).code, 0);
        const QJsonObject rootless =
            QJsonDocument::fromJson(contentOf(bed.bundle() + "/config.json")).object();
        QCOMPARE(rootless["linux"]["uidMappings"][0]["hostID"].toInt(), static_cast<int>(::geteuid()));
    }

    /// Without root: a user namespace of its own, no control group, and the state in a directory of the
    /// user's.
    void aUserRunsIt() {
        RuntimeBed bed;
        QVERIFY(QFile::remove(bed.bundle() + "/config.json"));
        QCOMPARE(::chown(qPrintable(bed.bundle()), 65534, 65534), 0);
        QCOMPARE(::chmod(qPrintable(bed.path("")), 0777), 0);
        const auto asUser = [&](const QStringList& words) {
            QProcess process;
            process.start("setpriv",
                          QStringList({"--reuid", "65534", "--regid", "65534", "--clear-groups"}) + words);
            return process.waitForFinished()
                       ? process.readAllStandardOutput() + process.readAllStandardError()
                       : QByteArray();
        };
        QCOMPARE(asUser(bed.commandLine({"spec", "--rootless", "--bundle", bed.bundle()})), "");
        bed.config = QJsonDocument::fromJson(contentOf(bed.bundle() + "/config.json")).object();
        bed.set("process.terminal", false);
        bed.setArguments({"report"});
        const QByteArray report = asUser(bed.commandLine({"run", "--bundle", bed.bundle(), bed.id()}));
        QVERIFY2(report.contains("status.Uid=\t0\t0\t0\t0\n"), report.constData());
        QVERIFY2(report.contains("map=         0      65534          1\n"), report.constData());
        QCOMPARE(bed.remains(), QString());
    }

    void featuresAreThoseOfTheSpecification() {
        RuntimeBed bed;
        const QJsonObject all = QJsonDocument::fromJson(bed.run({"features"}).out).object();
        QCOMPARE(all["hooks"].toArray().size(), 6);
        QCOMPARE(all["linux"]["namespaces"].toArray().size(), 8);
        QVERIFY(all["linux"]["capabilities"].toArray().contains("CAP_CHOWN"));
        QCOMPARE(all["linux"]["cgroup"]["systemd"].toBool(true), false);
        QVERIFY(all["linux"]["seccomp"]["actions"].toArray().contains("SCMP_ACT_ERRNO"));
        QCOMPARE(all["linux"]["intelRdt"]["enabled"].toBool(true), false);
        // What it says of mounts is true of every word: one that is no flag is passed to the file system.
        for (const QJsonValue& word : all["mountOptions"].toArray()) {
            if (word.toString().contains("bind"))
                continue;
            bed.set("mounts", QJsonArray{QJsonObject{{"destination", "/tmp"},
                                                     {"type", "tmpfs"},
                                                     {"source", "tmpfs"},
                                                     {"options", QJsonArray{word}}}});
            const auto ran = bed.run({"run", "--bundle", bed.bundle(), bed.id()});
            QVERIFY2(ran.code == 0, (word.toString().toUtf8() + ": " + ran.err).constData());
        }
        QCOMPARE(bed.remains(), QString());
    }
};

QTEST_GUILESS_MAIN(TestRuntimeLifecycle)
#include "tst_runtimelifecycle.moc"
