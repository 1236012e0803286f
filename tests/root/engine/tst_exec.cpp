// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hoststate.h"
#include "testcontainer.h"

#include "core/plan/execplan.h"
#include "core/process/processtree.h"
#include "core/sys/pidfd.h"

#include <QProcess>
#include <QTest>

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <sstream>
#include <utility>

using namespace vitrine;

/// Further processes in running containers.
class TestExec : public QObject {
    Q_OBJECT

    static engine::ExecRequest request(const ContainerSpec& spec, std::vector<std::string> words) {
        engine::ExecRequest made;
        made.process = spec.process;
        words.insert(words.begin(), "/payload");
        made.process.args = std::move(words);
        return made;
    }

    static std::vector<std::string> namespaceLinks(pid_t pid) {
        std::vector<std::string> links;
        for (const char* name : {"pid", "mnt", "net", "uts", "ipc", "user", "cgroup", "time"}) {
            links.push_back(std::filesystem::read_symlink("/proc/" + std::to_string(pid) + "/ns/" + name));
        }
        return links;
    }

    static std::vector<NamespaceKind> kindsOf(const QStringList& names) {
        std::vector<NamespaceKind> kinds;
        for (const NamespaceKind kind : allNamespaceKinds) {
            if (names.contains(QString::fromStdString(std::string(procName(kind)))))
                kinds.push_back(kind);
        }
        return kinds;
    }

    /// The payload as one who is nobody on the host can execute it.
    [[nodiscard]] std::string reachablePayload() const {
        std::filesystem::permissions(m_bed->directory(), std::filesystem::perms(0711));
        return m_bed->root() + "/payload";
    }

    static View statusOf(pid_t pid) {
        std::string text;
        std::istringstream lines(readText("/proc/" + std::to_string(pid) + "/status"));
        for (std::string line; std::getline(lines, line);)
            text += "status " + line + '\n';
        return View(text);
    }

    /// Three pipes and nothing else is open; root and working directory are those of `like`.
    static void checkNothingLeaked(pid_t pid, pid_t like) {
        const std::filesystem::path proc = "/proc/" + std::to_string(pid);
        std::vector<std::string> open;
        for (const auto& entry : std::filesystem::directory_iterator(proc / "fd")) {
            open.push_back(entry.path().filename());
            QVERIFY(std::filesystem::read_symlink(entry).string().starts_with("pipe:"));
        }
        std::ranges::sort(open);
        QCOMPARE(open, (std::vector<std::string>{"0", "1", "2"}));
        const std::filesystem::path root = "/proc/" + std::to_string(like) + "/root/.";
        for (const char* name : {"root", "cwd"}) {
            struct stat theirs{};
            struct stat expected{};
            QCOMPARE(::stat((proc / name / ".").c_str(), &theirs), 0);
            QCOMPARE(::stat(root.c_str(), &expected), 0);
            QCOMPARE(theirs.st_dev, expected.st_dev);
            QCOMPARE(theirs.st_ino, expected.st_ino);
        }
    }

private slots:
    void init() {
        m_bed = std::make_unique<TestBed>();
        m_before = readHostState(m_bed->cgroupName(), m_bed->directory());
    }

    void cleanup() {
        const HostState after = readHostState(m_bed->cgroupName(), m_bed->directory());
        QVERIFY2(after == m_before, difference(m_before, after).c_str());
        m_bed.reset();
    }

    void itIsWhereTheFirstProcessIs_data() {
        QTest::addColumn<bool>("ownUsers");
        QTest::addColumn<bool>("pivot");
        QTest::newRow("user namespace") << true << true;
        QTest::newRow("host's users") << false << true;
        QTest::newRow("chroot") << false << false;
    }
    void itIsWhereTheFirstProcessIs() {
        QFETCH(bool, ownUsers);
        QFETCH(bool, pivot);
        ContainerSpec spec = m_bed->spec({"wait"});
        if (!ownUsers) {
            spec.namespaces[NamespaceKind::User] = Isolation::Host;
            spec.uidMappings.clear();
            spec.gidMappings.clear();
        }
        spec.rootMode = pivot ? RootMode::PivotRoot : RootMode::Chroot;
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        auto started = engine::exec(container.container(), spec, request(spec, {"view", "wait"}));
        QVERIFY2(started, started ? "" : started.error().message().c_str());
        const View view = readView(*started);
        QCOMPARE(view.values("ns"), namespaceLinks(container.pid()));
        QCOMPARE(namespaceLinks(started->key.pid), namespaceLinks(container.pid()));
        QCOMPARE(readText("/proc/" + std::to_string(started->key.pid) + "/cgroup"),
                 readText("/proc/" + std::to_string(container.pid()) + "/cgroup"));
        QCOMPARE(view.values("fd"), (std::vector<std::string>{"0", "1", "2"}));
        QCOMPARE(view.value("hostname"), std::string("bob"));
        QCOMPARE(view.value("ids"), std::string("0 0"));
        QCOMPARE(view.value("cwd"), std::string("/"));
        QVERIFY(view.value("pid") != "1");
        QCOMPARE(view.status("Groups"), std::string(" "));
        for (const char* set : {"CapBnd", "CapEff", "CapPrm"})
            QCOMPARE(view.status(set), std::string("00000000800405fb"));
        for (const char* set : {"CapInh", "CapAmb"})
            QCOMPARE(view.status(set), std::string("0000000000000000"));
        QCOMPARE(view.status("NoNewPrivs"), std::string("1"));
        QCOMPARE(view.status("Seccomp"), std::string("2"));
        QCOMPARE(std::filesystem::read_symlink("/proc/" + std::to_string(started->key.pid) + "/root"),
                 std::filesystem::read_symlink("/proc/" + std::to_string(container.pid()) + "/root"));
        ::kill(started->key.pid, SIGKILL);
        reap(*started);
        QVERIFY(container.finish());
    }

    void itsExitIsHeardHere() {
        const ContainerSpec spec = m_bed->spec({"wait"});
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const auto started = engine::exec(container.container(), spec, request(spec, {"exit", "42"}));
        QVERIFY2(started, started ? "" : started.error().message().c_str());
        const int status = reap(*started);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 42);
        QVERIFY(container.finish());
    }

    void itHasATerminalOfTheContainers() {
        ContainerSpec spec = m_bed->spec({"wait"});
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        auto asked = request(spec, {"view"});
        asked.process.terminal = Terminal::Yes;
        asked.rows = 33;
        asked.columns = 101;
        auto started = engine::exec(container.container(), spec, asked);
        QVERIFY2(started, started ? "" : started.error().message().c_str());
        winsize size{};
        const int master = std::get<sys::UniqueFd>(started->console).get();
        QCOMPARE(::ioctl(master, TIOCGWINSZ, &size), 0);
        QCOMPARE(size.ws_row, 33);
        QCOMPARE(size.ws_col, 101);
        const View view = readView(*started);
        QCOMPARE(view.value("tty"), std::string("/dev/pts/0"));
        QCOMPARE(view.value("sid"), view.value("pid"));
        QCOMPARE(view.values("fd"), (std::vector<std::string>{"0", "1", "2"}));
        reap(*started);
        QVERIFY(container.finish());
    }

    void itGetsNoMoreThanTheContainer() {
        ContainerSpec spec = m_bed->spec({"wait"});
        std::erase(spec.process.capabilities.bounding, "CAP_NET_BIND_SERVICE");
        std::erase(spec.process.capabilities.effective, "CAP_NET_BIND_SERVICE");
        std::erase(spec.process.capabilities.permitted, "CAP_NET_BIND_SERVICE");
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        auto asked = request(spec, {"view"});
        for (auto* set : {&asked.process.capabilities.bounding, &asked.process.capabilities.effective,
                          &asked.process.capabilities.permitted})
            *set = {"CAP_SYS_ADMIN", "CAP_NET_BIND_SERVICE", "CAP_CHOWN"};
        asked.process.noNewPrivileges = NoNewPrivileges::No;
        asked.process.user = {1000, 1000, {}, std::nullopt};
        auto started = engine::exec(container.container(), spec, asked);
        QVERIFY2(started, started ? "" : started.error().message().c_str());
        const View view = readView(*started);
        QCOMPARE(view.status("CapBnd"), std::string("0000000000000001"));
        QCOMPARE(view.status("CapEff"), std::string("0000000000000000"));
        QCOMPARE(view.status("NoNewPrivs"), std::string("1"));
        QCOMPARE(view.value("ids"), std::string("1000 1000"));
        reap(*started);
        QVERIFY(container.finish());
    }

    void anotherProcessThanTheFirstIsRefused() {
        const ContainerSpec spec = m_bed->spec({"wait"});
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        auto& key = container.container().init.key;
        const auto right = key;
        key.startTicks += 1; // the pid, used again by a younger process
        QVERIFY(!engine::exec(container.container(), spec, request(spec, {"view"})));
        key = process::keyOf(::getpid()).value(); // one in the host's namespaces
        const auto refused = engine::exec(container.container(), spec, request(spec, {"view"}));
        QVERIFY(!refused);
        QVERIFY2(refused.error().message().contains("host's"), refused.error().message().c_str());
        key = right;
        QVERIFY(container.finish());
    }

    void whatIsLeftOutStaysTheHosts_data() {
        QTest::addColumn<QStringList>("left");
        for (const NamespaceKind kind : allNamespaceKinds) {
            const QString name = QString::fromStdString(std::string(procName(kind)));
            QTest::addRow("all but %s", qPrintable(name)) << QStringList{name};
        }
        QTest::newRow("files and users") << QStringList{"mnt", "user"};
        QTest::newRow("only files") << QStringList{"pid", "net", "uts", "ipc", "user", "cgroup", "time"};
        QTest::newRow("only users") << QStringList{"pid", "mnt", "net", "uts", "ipc", "cgroup", "time"};
        QTest::newRow("none") << QStringList{"pid", "mnt", "net", "uts", "ipc", "user", "cgroup", "time"};
    }
    void whatIsLeftOutStaysTheHosts() {
        QFETCH(QStringList, left);
        const ContainerSpec spec = m_bed->spec({"wait"});
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        auto asked = request(spec, {"wait"});
        asked.process.env = {"ONLY=this"};
        asked.outside = kindsOf(left);
        const bool hostsFiles = left.contains("mnt");
        if (hostsFiles)
            asked.process.args.front() = reachablePayload();
        auto started = engine::exec(container.container(), spec, asked);
        QVERIFY2(started, started ? "" : started.error().message().c_str());
        QVERIFY(readView(*started).text().contains("end"));
        const pid_t pid = started->key.pid;
        // Told by the kernel, from outside: what is in /proc inside is not always about this process.
        const auto theirs = namespaceLinks(pid);
        const auto inside = namespaceLinks(container.pid());
        const auto ours = namespaceLinks(::getpid());
        for (const NamespaceKind kind : allNamespaceKinds) {
            const auto number = static_cast<std::size_t>(kind);
            QCOMPARE(theirs[number],
                     std::ranges::contains(asked.outside, kind) ? ours[number] : inside[number]);
            QVERIFY(ours[number] != inside[number]);
        }
        checkNothingLeaked(pid, hostsFiles ? ::getpid() : container.pid());
        const std::string proc = "/proc/" + std::to_string(pid);
        QCOMPARE(readText(proc + "/cgroup"),
                 readText("/proc/" + std::to_string(container.pid()) + "/cgroup"));
        QCOMPARE(readText(proc + "/environ"), std::string("ONLY=this") + '\0');
        const View status = statusOf(pid);
        QCOMPARE(status.status("Uid"),
                 left.contains("user") ? std::string("0\t0\t0\t0") : statusOf(container.pid()).status("Uid"));
        for (const char* field : {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp"})
            QCOMPARE(status.status(field), statusOf(container.pid()).status(field));
        // Whatever namespace of processes it is in, the container's end is its own.
        QVERIFY(container.container().cgroup->killAll());
        const int ended = reap(*started);
        QVERIFY(WIFSIGNALED(ended));
        QVERIFY(container.finish());
    }

    void withTheHostsFilesTheTerminalIsTheHosts() {
        const ContainerSpec spec = m_bed->spec({"wait"});
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        auto asked = request(spec, {"view"});
        asked.process.args.front() = reachablePayload();
        asked.process.terminal = Terminal::Yes;
        asked.outside = {NamespaceKind::Mount};
        auto started = engine::exec(container.container(), spec, asked);
        QVERIFY2(started, started ? "" : started.error().message().c_str());
        const View view = readView(*started);
        QVERIFY2(view.value("tty").starts_with("/dev/pts/"), view.text().c_str());
        QCOMPARE(view.values("fd"), (std::vector<std::string>{"0", "1", "2"}));
        QCOMPARE(view.value("cwd"), std::string("/"));
        reap(*started);
        QVERIFY(container.finish());
    }

    void aChoiceThatCannotBeIsRefused() {
        const ContainerSpec spec = m_bed->spec({"wait"});
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        auto asked = request(spec, {"wait"});
        asked.outside = {NamespaceKind::Pid};
        auto& group = container.container().cgroup;
        auto kept = std::exchange(group, nullptr);
        const auto refused = engine::exec(container.container(), spec, asked);
        group = std::move(kept);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind(), ErrorKind::NotSupported);
        // Nor does leaving all out make another process of the host's one of the container's.
        asked.outside.assign(allNamespaceKinds.begin(), allNamespaceKinds.end());
        auto& key = container.container().init.key;
        const auto right = std::exchange(key, process::keyOf(::getpid()).value());
        QVERIFY(!engine::exec(container.container(), spec, asked));
        key = right;
        key.startTicks += 1;
        QVERIFY(!engine::exec(container.container(), spec, asked));
        key = right;
        QVERIFY(container.finish());
    }

    /// The command by hand that the window shows leads to the same place.
    void nsenterComesToTheSamePlace_data() {
        QTest::addColumn<QStringList>("left");
        QTest::newRow("all") << QStringList{};
        QTest::newRow("all but the network") << QStringList{"net"};
        QTest::newRow("all but names and shared memory") << QStringList{"uts", "ipc"};
    }
    void nsenterComesToTheSamePlace() {
        QFETCH(QStringList, left);
        const ContainerSpec spec = m_bed->spec({"wait"});
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        auto asked = request(spec, {"view"});
        asked.process.cwd = "/dev";
        asked.process.env = {"PATH=/usr/bin:/bin", "WORDS=two 'words'"};
        asked.process.user = {7, 8, {}, std::nullopt};
        asked.outside = kindsOf(left);
        auto started = engine::exec(container.container(), spec, asked);
        QVERIFY2(started, started ? "" : started.error().message().c_str());
        const View ours = readView(*started);
        reap(*started);
        QProcess shell;
        shell.start("sh", {"-c", QString::fromStdString(
                                     execByHand(spec, asked.process, {container.pid(), asked.outside}, {}))});
        QVERIFY(shell.waitForFinished());
        const View byHand(shell.readAllStandardOutput().toStdString());
        QVERIFY2(byHand.text().contains("end"), shell.readAllStandardError().constData());
        for (const char* key : {"ids", "ns", "cwd", "env", "hostname", "lo"})
            QCOMPARE(byHand.values(key), ours.values(key));
        QVERIFY(container.finish());
    }

    void whoEntersCannotBeLookedInto_data() {
        QTest::addColumn<bool>("ownUsers");
        QTest::newRow("all namespaces") << true;
        QTest::newRow("the host's users") << false;
    }
    void whoEntersCannotBeLookedInto() {
        QFETCH(bool, ownUsers);
        // Between setns(2) and execve(2) the entering process still has the host's program and descriptors.
        const ContainerSpec spec = m_bed->spec({"spy"});
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        for (int entered = 0; entered < 40; ++entered) {
            auto asked = request(spec, {"exit", "0"});
            if (!ownUsers)
                asked.outside = {NamespaceKind::User};
            const auto started = engine::exec(container.container(), spec, asked);
            QVERIFY2(started, started ? "" : started.error().message().c_str());
            reap(*started);
        }
        QVERIFY(sys::pidfdSendSignal(container.container().init.pidfd.get(), SIGTERM));
        const View view = container.view();
        QVERIFY2(view.values("leak").empty(), view.text().c_str());
        QVERIFY2(view.value("refused") != "0" && !view.value("refused").empty(), view.text().c_str());
        QVERIFY(container.finish());
    }

    void anEndedContainerIsRefused() {
        const ContainerSpec spec = m_bed->spec({"wait"});
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        ::kill(container.pid(), SIGKILL);
        siginfo_t info{};
        QCOMPARE(::waitid(P_PID, static_cast<id_t>(container.pid()), &info, WEXITED | WNOWAIT), 0);
        const auto refused = engine::exec(container.container(), spec, request(spec, {"view"}));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind(), ErrorKind::NotFound);
        QVERIFY(container.finish());
    }

    void aContainerThatStopsTheNewcomerDoesNotHoldTheCaller() {
        const ContainerSpec spec = m_bed->spec({"stop-others"});
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        static_cast<void>(container.view());
        auto asked = request(spec, {"exit", "0"});
        asked.patience = std::chrono::milliseconds(500);
        Result<engine::StartedProcess> started = engine::exec(container.container(), spec, asked);
        for (int attempt = 0; started && attempt < 20; ++attempt) {
            // It was executed before it was stopped.
            QCOMPARE(::kill(started->key.pid, SIGKILL), 0);
            reap(*started);
            started = engine::exec(container.container(), spec, asked);
        }
        QVERIFY(!started);
        QVERIFY2(started.error().message().contains("500 ms"), started.error().message().c_str());
        ::kill(container.pid(), SIGKILL);
        siginfo_t info{};
        QCOMPARE(::waitid(P_PID, static_cast<id_t>(container.pid()), &info, WEXITED | WNOWAIT), 0);
        QVERIFY(container.finish());
        QCOMPARE(::waitid(P_ALL, 0, &info, WEXITED | WNOHANG), -1); // nothing is left of it
        QCOMPARE(errno, ECHILD);
    }

    void whatFailsIsTold() {
        const ContainerSpec spec = m_bed->spec({"wait"});
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        auto asked = request(spec, {});
        asked.process.args = {"/nowhere"};
        const auto missing = engine::exec(container.container(), spec, asked);
        QVERIFY(!missing);
        QCOMPARE(missing.error().message(), std::string("execute /nowhere: No such file or directory"));
        asked.process.args = {"/payload"};
        for (int number = 3; number < 24; ++number) {
            asked.process.cwd = "/proc/self/fd/" + std::to_string(number);
            QVERIFY(!engine::exec(container.container(), spec, asked));
        }
        asked.process.args.clear();
        QCOMPARE(engine::exec(container.container(), spec, asked).error().kind(), ErrorKind::InvalidArgument);
        QVERIFY(container.finish());
    }

    void aForgedTerminalMultiplexerIsRefused() {
        // Root inside may put anything at /dev/pts/ptmx; here its devpts is missing and a FIFO waits.
        ContainerSpec spec = m_bed->spec({"wait"});
        std::erase_if(spec.mounts,
                      [](const MountSpec& mount) { return mount.destination.starts_with("/dev"); });
        std::filesystem::create_directories(m_bed->root() + "/dev/pts");
        QCOMPARE(::mkfifo((m_bed->root() + "/dev/pts/ptmx").c_str(), 0666), 0);
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        ContainerSpec claimed = spec;
        claimed.mounts = m_bed->spec({}).mounts;
        auto asked = request(claimed, {"view"});
        asked.process.terminal = Terminal::Yes;
        const auto refused = engine::exec(container.container(), claimed, asked);
        QVERIFY(!refused);
        QVERIFY2(refused.error().message().contains("multiplexer"), refused.error().message().c_str());
        // And where the container has none, the host's serves.
        auto started = engine::exec(container.container(), spec, asked);
        QVERIFY2(started, started ? "" : started.error().message().c_str());
        QVERIFY(readView(*started).text().contains("end"));
        reap(*started);
        QVERIFY(container.finish());
        std::filesystem::remove(m_bed->root() + "/dev/pts/ptmx");
    }

private:
    std::unique_ptr<TestBed> m_bed;
    HostState m_before;
};

QTEST_APPLESS_MAIN(TestExec)
#include "tst_exec.moc"
