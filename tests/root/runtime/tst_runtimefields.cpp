// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtimebed.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <signal.h>

#include <fcntl.h>
#include <sched.h>
#include <sys/personality.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

/// Fields of config.json that only the OCI runtime honours, seen from inside.
class TestRuntimeFields : public QObject {
    Q_OBJECT

    static QByteArray lineOf(const QByteArray& report, const QByteArray& key) {
        for (const QByteArray& line : report.split('\n')) {
            if (line.startsWith(key + '='))
                return line.mid(key.size() + 1).simplified();
        }
        return {};
    }

    static RuntimeBed::Ran runIt(const RuntimeBed& bed) {
        return bed.run({"run", "--bundle", bed.bundle(), bed.id()});
    }

    static QJsonObject hook(const QStringList& args) {
        return {{"path", "/bin/sh"},
                {"args", QJsonArray::fromStringList(args)},
                {"env", QJsonArray{"PATH=/bin:/usr/bin"}}};
    }
    static QJsonArray shell(const QString& script) { return {hook({"sh", "-c", script})}; }

    /// Every kind of hook notes its name and the status that it reads, in a file that it sees where it runs.
    static void setHooks(RuntimeBed& bed) {
        const QString notes = bed.bundle() + "/rootfs/notes";
        QJsonObject hooks;
        for (const char* kind : {"prestart", "createRuntime", "createContainer", "poststart", "poststop"})
            hooks[kind] =
                shell(QString("printf '%1 ' >> %2; tr -d '\\n' >> %2; echo >> %2").arg(kind, notes));
        hooks["startContainer"] = QJsonArray{QJsonObject{
            {"path", "/guest"}, {"args", QJsonArray{"guest", "hook", "/notes", "startContainer"}}}};
        bed.set("hooks", hooks);
    }

    static QStringList notesOf(const RuntimeBed& bed) {
        QString text = contentOf(bed.bundle() + "/rootfs/notes");
        text.replace("\n  \"", " \"").replace("\n}\n", " }");
        QStringList kinds;
        for (const QString& line : text.split('\n', Qt::SkipEmptyParts)) {
            if (!line.startsWith("{") && !line.startsWith(" ") && !line.startsWith("}"))
                kinds += line.section(' ', 0, 0);
        }
        return kinds;
    }

private slots:
    void theProcessIsAsAsked() {
        RuntimeBed bed;
        bed.setArguments({"report"});
        bed.set("domainname", "example.org");
        bed.set("process.oomScoreAdj", 99);
        bed.set("linux.personality", QJsonObject{{"domain", "LINUX32"}});
        bed.set("process.user",
                QJsonObject{{"uid", 11}, {"gid", 12}, {"additionalGids", QJsonArray{13}}, {"umask", 63}});
        const QByteArray report = runIt(bed).out;
        QCOMPARE(lineOf(report, "domainname"), "example.org");
        QCOMPARE(lineOf(report, "oom_score_adj"), "99");
        QCOMPARE(lineOf(report, "personality"), QByteArray::number(PER_LINUX32));
        QCOMPARE(lineOf(report, "status.Uid"), "11 11 11 11");
        QCOMPARE(lineOf(report, "status.Groups"), "13");
        QCOMPARE(lineOf(report, "status.Umask"), "0077");
        QCOMPARE(lineOf(report, "fds"), "0 1 2");
        QCOMPARE(lineOf(report, "status.SigBlk"), "0000000000000000");
        QCOMPARE(bed.remains(), QString());
    }

    void preservedDescriptorsArriveAndNoOther() {
        RuntimeBed bed;
        bed.setArguments({"report"});
        QStringList line =
            bed.commandLine({"run", "--preserve-fds", "2", "--bundle", bed.bundle(), bed.id()});
        line = QStringList({"sh", "-c", "exec \"$@\" 3</dev/null 4</dev/null 5</dev/null", "sh"}) + line;
        QProcess process;
        process.start(line.takeFirst(), line);
        QVERIFY(process.waitForFinished());
        QCOMPARE(lineOf(process.readAllStandardOutput(), "fds"), "0 1 2 3 4");
        QVERIFY(bed.run({"run", "--preserve-fds", "900", "--bundle", bed.bundle(), bed.id()})
                    .err.contains("--preserve-fds: must be the number of descriptors that were passed"));
        QCOMPARE(bed.remains(), QString());
    }

    void aNewFileSystemBeginsWithWhatWasThere() {
        RuntimeBed bed;
        const QString below = bed.bundle() + "/rootfs/etc";
        QVERIFY(QDir().mkpath(below + "/sub"));
        QFile file(below + "/sub/file");
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("copied\n") > 0);
        file.close();
        QCOMPARE(::chown(qPrintable(file.fileName()), 5, 6), 0);
        QVERIFY(QFile::link("sub/file", below + "/link"));
        const QJsonObject mount{{"destination", "/etc/"},
                                {"type", "tmpfs"},
                                {"source", "tmpfs"},
                                {"options", QJsonArray{"nosuid", "tmpcopyup"}}};
        bed.set("mounts", QJsonArray{mount});
        bed.setArguments({"show", "/etc/link"});
        QCOMPARE(runIt(bed).out, "copied\n");
        bed.setArguments({"write", "/etc/sub/file", "changed"});
        QCOMPARE(runIt(bed).code, 0);
        QCOMPARE(contentOf(file.fileName()), "copied\n");
        QCOMPARE(::mkfifo(qPrintable(below + "/fifo"), 0600), 0);
        const auto refused = runIt(bed);
        QVERIFY2(refused.err.contains("copy fifo: it is no file, directory or link"),
                 refused.err.constData());
        QCOMPARE(bed.remains(), QString());
    }

    void parametersOfTheKernelStayInside() {
        RuntimeBed bed;
        bed.setArguments({"show", "/proc/sys/net/ipv4/ip_forward"});
        const QByteArray host = contentOf("/proc/sys/net/ipv4/ip_forward");
        bed.set("linux.sysctl", QJsonObject{{"net.ipv4.ip_forward", host.trimmed() == "1" ? "0" : "1"}});
        QVERIFY(runIt(bed).out != host);
        QCOMPARE(contentOf("/proc/sys/net/ipv4/ip_forward"), host);
        bed.setArguments({"show", "/proc/sys/kernel/shmmni"});
        bed.set("linux.sysctl", QJsonObject{{"kernel.shmmni", "77"}});
        QCOMPARE(runIt(bed).out, "77\n");
        QCOMPARE(bed.remains(), QString());
    }

    void theFilterOfTheBundleIsLoaded() {
        RuntimeBed bed;
        bed.setArguments({"make", "/tmp/made"});
        QCOMPARE(runIt(bed).out, "0\n");
        const QJsonObject refuse{
            {"names", QJsonArray{"mkdir", "mkdirat"}}, {"action", "SCMP_ACT_ERRNO"}, {"errnoRet", 99}};
        bed.set("linux.seccomp",
                QJsonObject{{"defaultAction", "SCMP_ACT_ALLOW"}, {"syscalls", QJsonArray{refuse}}});
        QCOMPARE(runIt(bed).out, "99\n");
        bed.setArguments({"report"});
        QCOMPARE(lineOf(runIt(bed).out, "status.Seccomp"), "2");
        // A bundle of somebody else's that asks for none gets none.
        bed.config["linux"] = [&] {
            QJsonObject linuxPart = bed.config["linux"].toObject();
            linuxPart.remove("seccomp");
            return linuxPart;
        }();
        bed.config.remove("annotations");
        bed.store();
        QCOMPARE(lineOf(runIt(bed).out, "status.Seccomp"), "0");
        QCOMPARE(bed.remains(), QString());
    }

    void devicesAreAllowedOneByOne() {
        RuntimeBed bed;
        QJsonArray capabilities = bed.config.value("process")["capabilities"]["bounding"].toArray();
        capabilities.append("CAP_MKNOD");
        for (const char* set : {"bounding", "effective", "permitted"})
            bed.set(QString("process.capabilities.") + set, capabilities);
        // Without rules a container that may make nodes could write to the kernel's messages.
        bed.setArguments({"device", "1", "11"});
        bed.set("mounts", QJsonArray());
        QCOMPARE(runIt(bed).out, "0\n");
        const QJsonObject none{{"allow", false}, {"access", "rwm"}};
        bed.set("linux.resources.devices", QJsonArray{none});
        QCOMPARE(runIt(bed).out, QByteArray::number(EPERM) + '\n');
        const QJsonObject messages{
            {"allow", true}, {"type", "c"}, {"major", 1}, {"minor", 11}, {"access", "w"}};
        bed.set("linux.resources.devices", QJsonArray{none, messages});
        QCOMPARE(runIt(bed).out, "0\n");
        bed.set("linux.resources.devices", QJsonArray{messages, none});
        QCOMPARE(runIt(bed).out, QByteArray::number(EPERM) + '\n');
        bed.setArguments({"device", "1", "5"}); // zero: every container has it
        QCOMPARE(runIt(bed).out, "0\n");
        QCOMPARE(bed.run({"--cgroup-manager=disabled", "run", "--bundle", bed.bundle(), bed.id()}).code, 1);
        QCOMPARE(bed.remains(), QString());
    }

    void aDeviceOfTheMachineIsGiven() {
        RuntimeBed bed;
        bed.setArguments({"report"});
        bed.set("linux.devices",
                QJsonArray{QJsonObject{{"path", "/dev/kmsg"}, {"type", "c"}, {"major", 1}, {"minor", 11}}});
        const auto ran = runIt(bed);
        QVERIFY2(ran.out.contains("device.kmsg=1:11\n"), ran.err.constData());
        QCOMPARE(bed.remains(), QString());
    }

    void aNamespaceIsJoined() {
        RuntimeBed bed;
        const pid_t other = ::fork();
        if (other == 0) {
            ::unshare(CLONE_NEWNET);
            ::pause();
            ::_exit(0);
        }
        const QString path = QString("/proc/%1/ns/net").arg(other);
        QTRY_VERIFY(QFile::symLinkTarget(path) != QFile::symLinkTarget("/proc/self/ns/net"));
        QJsonArray namespaces;
        for (const QJsonValue& entry : bed.config.value("linux")["namespaces"].toArray()) {
            if (entry["type"].toString() != "network")
                namespaces.append(entry);
        }
        namespaces.append(QJsonObject{{"type", "network"}, {"path", path}});
        bed.set("linux.namespaces", namespaces);
        bed.setArguments({"report"});
        const QByteArray report = runIt(bed).out;
        QVERIFY(QFile::symLinkTarget(path).endsWith(lineOf(report, "namespace.net")));
        QVERIFY(!lineOf(report, "namespace.net").isEmpty());
        ::kill(other, SIGKILL);
        ::waitpid(other, nullptr, 0);
        QCOMPARE(bed.remains(), QString());
    }

    void theClocksAreMoved() {
        RuntimeBed bed;
        bed.setArguments({"wait"});
        QJsonArray namespaces = bed.config["linux"].toObject()["namespaces"].toArray();
        const QJsonObject time{{"type", "time"}};
        if (!namespaces.contains(time))
            namespaces.append(time);
        bed.set("linux.namespaces", namespaces);
        bed.set("linux.timeOffsets",
                QJsonObject{{"boottime", QJsonObject{{"secs", 86400}, {"nanosecs", 7}}}});
        QCOMPARE(bed.create(bed.id()), 0);
        const QByteArray process = "/proc/" + QByteArray::number(bed.state(bed.id())["pid"].toInt());
        QCOMPARE(contentOf(process + "/timens_offsets").simplified(), "monotonic 0 0 boottime 86400 7");
        struct stat theirs{};
        struct stat ours{};
        QVERIFY(::stat((process + "/ns/time").constData(), &theirs) == 0 &&
                ::stat("/proc/self/ns/time", &ours) == 0);
        QVERIFY(theirs.st_ino != ours.st_ino);
        QCOMPARE(bed.run({"delete", bed.id()}).code, 0);
        QCOMPARE(bed.remains(), QString());
    }

    void theGroupIsWhereItIsWanted() {
        RuntimeBed bed;
        bed.setArguments({"wait"});
        bed.set("linux.cgroupsPath", "/vitrine-oci/" + bed.id("-elsewhere"));
        QCOMPARE(bed.create(bed.id()), 0);
        QVERIFY(contentOf(QString("/proc/%1/cgroup").arg(bed.state(bed.id())["pid"].toInt()))
                    .contains("/vitrine-oci/" + bed.id("-elsewhere").toUtf8()));
        QCOMPARE(bed.run({"delete", bed.id()}).code, 0);
        for (const char* wrong : {"/", "/a/../b", "../x", "system.slice:a:b"}) {
            bed.set("linux.cgroupsPath", wrong);
            QCOMPARE(bed.create(bed.id()), 1);
            QVERIFY2(contentOf(bed.path("errors")).contains("$.linux.cgroupsPath"), wrong);
        }
        QCOMPARE(bed.remains(), QString());
    }

    void hooksRunInTheirOrder() {
        RuntimeBed bed;
        setHooks(bed);
        QCOMPARE(bed.create(bed.id()), 0);
        QCOMPARE(notesOf(bed), QStringList({"prestart", "createRuntime", "createContainer"}));
        QCOMPARE(bed.run({"start", bed.id()}).code, 0);
        QCOMPARE(bed.waitForStatus(bed.id(), "stopped"), "stopped");
        QCOMPARE(bed.run({"delete", bed.id()}).code, 0);
        QCOMPARE(notesOf(bed), QStringList({"prestart", "createRuntime", "createContainer", "startContainer",
                                            "poststart", "poststop"}));
        const QByteArray all = contentOf(bed.bundle() + "/rootfs/notes");
        QCOMPARE(all.count("\"status\": \"creating\""), 4);
        QCOMPARE(all.count("\"status\": \"running\""), 1);
        QCOMPARE(all.count("\"status\": \"stopped\""), 1);
        QVERIFY(all.contains("\"id\": \"" + bed.id().toUtf8() + '"'));
        QCOMPARE(bed.remains(), QString());
    }

    void createContainerHooksAreInside() {
        RuntimeBed bed;
        const QString notes = bed.path("namespaces");
        const QString note = "readlink /proc/self/ns/mnt >> " + notes;
        bed.set("hooks", QJsonObject{{"createRuntime", shell(note)}, {"createContainer", shell(note)}});
        QCOMPARE(runIt(bed).code, 0);
        const auto lines = contentOf(notes).trimmed().split('\n');
        QCOMPARE(lines.size(), 2);
        QVERIFY(QFile::symLinkTarget("/proc/self/ns/mnt").endsWith(lines[0]));
        QVERIFY(lines[0] != lines[1]);
    }

    void aHookThatFailsEndsIt_data() {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"prestart", "createRuntime", "createContainer"})
            QTest::newRow(kind) << kind;
    }
    void aHookThatFailsEndsIt() {
        QFETCH(QString, kind);
        RuntimeBed bed;
        bed.set("hooks", QJsonObject{{kind, shell("exit 3")}});
        QCOMPARE(bed.create(bed.id()), 1);
        QVERIFY(contentOf(bed.path("errors")).contains("run the hook /bin/sh: it ended with exit code 3"));
        bed.set("hooks", QJsonObject{{kind, QJsonArray{QJsonObject{{"path", "/no/such/hook"}}}}});
        QCOMPARE(bed.create(bed.id()), 1);
        QVERIFY(
            contentOf(bed.path("errors")).contains("run the hook /no/such/hook: No such file or directory"));
        QCOMPARE(bed.remains(), QString());
    }

    void aHookThatHangsIsKilled() {
        RuntimeBed bed;
        QJsonObject slow = hook({"sh", "-c", "exec sleep 1000"});
        slow["timeout"] = 1;
        bed.set("hooks", QJsonObject{{"createRuntime", QJsonArray{slow}}});
        QCOMPARE(bed.create(bed.id()), 1);
        QVERIFY(contentOf(bed.path("errors")).contains("it took longer than 1 s and was killed"));
        QCOMPARE(bed.remains(), QString());
    }

    void laterHooksOnlyWarn() {
        RuntimeBed bed;
        bed.set("hooks", QJsonObject{{"poststart", shell("exit 3")}, {"poststop", shell("exit 4")}});
        const auto ran = runIt(bed);
        QCOMPARE(ran.code, 0);
        QVERIFY(ran.err.contains("warning: run the hook /bin/sh: it ended with exit code 3"));
        QVERIFY(ran.err.contains("warning: run the hook /bin/sh: it ended with exit code 4"));
        QCOMPARE(bed.remains(), QString());
    }

    void aStartContainerHookThatFailsFailsTheStart() {
        RuntimeBed bed;
        bed.set("hooks", QJsonObject{{"startContainer",
                                      QJsonArray{QJsonObject{{"path", "/guest"},
                                                             {"args", QJsonArray{"guest", "exit", "9"}}}}}});
        QCOMPARE(bed.create(bed.id()), 0);
        const auto started = bed.run({"start", bed.id()});
        QCOMPARE(started.code, 1);
        QVERIFY2(started.err.contains("run the hook /guest: it ended with exit code 9"),
                 started.err.constData());
        QCOMPARE(bed.run({"delete", "--force", bed.id()}).code, 0);
        QCOMPARE(bed.remains(), QString());
    }
};

QTEST_GUILESS_MAIN(TestRuntimeFields)
#include "tst_runtimefields.moc"
