// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hoststate.h"
#include "testcontainer.h"

#include "core/engine/initprogram.h"
#include "core/init/initprogram.h"
#include "core/sys/pidfd.h"

#include <QTest>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>

using namespace vitrine;

namespace fs = std::filesystem;

namespace {

std::string procOf(pid_t pid, const char* name) {
    return "/proc/" + std::to_string(pid) + "/" + name;
}

std::string fieldOf(pid_t pid, const std::string& field) {
    const std::string status = readText(procOf(pid, "status"));
    const std::size_t at = status.find("\n" + field + ":\t");
    return at == std::string::npos ? "" : status.substr(at + 1, status.find('\n', at + 1) - at - 1);
}

struct Children {
    int zombies = 0;
    std::vector<pid_t> living;
};

Children childrenOf(pid_t parent) {
    Children found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const pid_t pid = std::atoi(entry.path().filename().c_str());
        if (pid <= 0 || fieldOf(pid, "PPid") != "PPid:\t" + std::to_string(parent))
            continue;
        if (fieldOf(pid, "State").contains("Z"))
            ++found.zombies;
        else
            found.living.push_back(pid);
    }
    return found;
}

siginfo_t endOf(TestContainer& container) {
    siginfo_t info{};
    ::waitid(P_PID, static_cast<id_t>(container.pid()), &info, WEXITED | WNOWAIT);
    return info;
}

} // namespace

/// Containers whose first process is Vitrine's init program.
class TestInit : public QObject {
    Q_OBJECT

    [[nodiscard]] ContainerSpec specOf(std::vector<std::string> words) const {
        ContainerSpec spec = m_bed->spec(std::move(words));
        spec.life.init = Init::Yes;
        return spec;
    }

    std::unique_ptr<TestBed> m_bed;
    HostState m_before;

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

    void isSmall() {
        QVERIFY(init::program().size() > 256);
        QVERIFY2(init::program().size() < 8192, std::to_string(init::program().size()).c_str());
    }

    /// And as little as the command it can do.
    void theCommandIsItsChild() {
        TestContainer container(*m_bed, specOf({"view", "wait"}));
        QVERIFY2(container.started(), container.error().c_str());
        const View view = container.view();
        QCOMPARE(view.value("pid"), std::string("2"));
        QCOMPARE(view.values("fd"), (std::vector<std::string>{"0", "1", "2"}));
        QCOMPARE(view.status("SigBlk"), std::string("0000000000000000"));
        QCOMPARE(view.status("SigIgn"), std::string("0000000000000000"));
        const pid_t first = container.pid();
        QCOMPARE(readText(procOf(first, "comm")), std::string("vitrine-init\n"));
        const Children children = childrenOf(first);
        QCOMPARE(children.living.size(), std::size_t{1});
        for (const char* field :
             {"Uid", "Gid", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp"}) {
            QVERIFY2(!fieldOf(first, field).empty(), field);
            QCOMPARE(fieldOf(first, field), fieldOf(children.living.front(), field));
        }
        for (const char* link : {"ns/pid", "ns/mnt", "ns/user", "ns/net", "root", "cwd"})
            QCOMPARE(fs::read_symlink(procOf(first, link)).string(),
                     fs::read_symlink(procOf(children.living.front(), link)).string());
        for (const auto& entry : fs::directory_iterator(procOf(first, "fd")))
            QVERIFY2(std::atoi(entry.path().filename().c_str()) <= 2, entry.path().c_str());
        for (const StepRecord& record : container.trace().records)
            QCOMPARE(record.state, StepState::Done);
        QVERIFY(container.finish());
    }

    /// Not even by the host's root (CVE-2019-5736).
    void nobodyCanChangeIt() {
        TestContainer container(*m_bed, specOf({"wait"}));
        QVERIFY2(container.started(), container.error().c_str());
        const std::string exe = procOf(container.pid(), "exe");
        const sys::UniqueFd reader(::open(exe.c_str(), O_RDONLY | O_CLOEXEC));
        QVERIFY(reader.get() >= 0);
        QCOMPARE(::fcntl(reader.get(), F_GET_SEALS),
                 F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
        const sys::UniqueFd writer(::open(exe.c_str(), O_RDWR | O_CLOEXEC));
        const bool refused = writer.get() < 0 || ::pwrite(writer.get(), "x", 1, 0) < 0;
        QVERIFY(refused);
        QVERIFY(container.finish());
    }

    void orphansAreWaitedFor_data() {
        QTest::addColumn<bool>("hasInit");
        QTest::addColumn<int>("zombies");
        QTest::newRow("with it") << true << 0;
        QTest::newRow("without") << false << 20;
    }
    void orphansAreWaitedFor() {
        QFETCH(const bool, hasInit);
        QFETCH(const int, zombies);
        ContainerSpec spec = specOf({"orphans", "20", "wait"});
        spec.life.init = hasInit ? Init::Yes : Init::No;
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        static_cast<void>(container.view());
        const std::size_t living = hasInit ? 1 : 0;
        QTRY_COMPARE(childrenOf(container.pid()).living.size(), living);
        QCOMPARE(childrenOf(container.pid()).zombies, zombies);
        QVERIFY(container.finish());
    }

    void signalsAreHandedOn() {
        TestContainer container(*m_bed, specOf({"handle-term", "wait"}));
        QVERIFY2(container.started(), container.error().c_str());
        static_cast<void>(container.view());
        QVERIFY(sys::pidfdSendSignal(container.container().init.pidfd.get(), SIGTERM));
        const siginfo_t info = endOf(container);
        QCOMPARE(info.si_code, CLD_EXITED);
        QCOMPARE(info.si_status, 9);
        QVERIFY(container.finish());
    }

    /// The command has no handler: as process 1 it would not be ended by this signal.
    void aSignalEndsTheCommand() {
        TestContainer container(*m_bed, specOf({"wait"}));
        QVERIFY2(container.started(), container.error().c_str());
        static_cast<void>(container.view());
        QVERIFY(sys::pidfdSendSignal(container.container().init.pidfd.get(), SIGUSR1));
        const siginfo_t info = endOf(container);
        QCOMPARE(info.si_code, CLD_EXITED);
        QCOMPARE(info.si_status, 128 + SIGUSR1);
        QCOMPARE(engine::signalOfCommand(container.pid(), info.si_status), SIGUSR1);
        QVERIFY(container.finish());
    }

    void endsAsTheCommandDoes_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("signal");
        QTest::newRow("0") << QStringList{"exit", "0"} << 0 << 0;
        QTest::newRow("7") << QStringList{"exit", "7"} << 7 << 0;
        QTest::newRow("137 by itself") << QStringList{"exit", "137"} << 137 << 0;
        QTest::newRow("255") << QStringList{"exit", "255"} << 255 << 0;
        QTest::newRow("killed") << QStringList{"kill-self", "9"} << 137 << SIGKILL;
        QTest::newRow("crashed") << QStringList{"kill-self", "11"} << 139 << SIGSEGV;
        QTest::newRow("last signal") << QStringList{"kill-self", "64"} << 192 << 64;
    }
    void endsAsTheCommandDoes() {
        QFETCH(const QStringList, words);
        QFETCH(const int, code);
        QFETCH(const int, signal);
        TestContainer container(*m_bed, specOf({words[0].toStdString(), words[1].toStdString()}));
        QVERIFY2(container.started(), container.error().c_str());
        const siginfo_t info = endOf(container);
        QCOMPARE(info.si_code, CLD_EXITED);
        QCOMPARE(info.si_status, code);
        QCOMPARE(engine::signalOfCommand(container.pid(), info.si_status), signal);
        QVERIFY(container.finish());
    }

    void aMissingProgramIsNamed() {
        ContainerSpec spec = specOf({});
        spec.process.args = {"nowhere", "x"};
        TestContainer container(*m_bed, spec);
        QVERIFY(!container.started());
        QVERIFY2(container.error().ends_with("execute nowhere: No such file or directory"),
                 container.error().c_str());
        QCOMPARE(container.trace().records.back().state, StepState::Failed);
        QCOMPARE(container.trace().records.back().errnum, ENOENT);
    }

    void aFilterThatForbidsItIsNamed() {
        ContainerSpec spec = specOf({"wait"});
        spec.seccomp = SeccompProfile::Custom;
        spec.seccompRules = SeccompRules{.defaultAction = "SCMP_ACT_ALLOW",
                                         .defaultErrnoRet = {},
                                         .architectures = {},
                                         .flags = {},
                                         .syscalls = {{{"execveat"}, "SCMP_ACT_ERRNO", EPERM, {}}}};
        TestContainer container(*m_bed, spec);
        QVERIFY(!container.started());
        QVERIFY2(container.error().contains("provide the init program"), container.error().c_str());
    }

    void theTerminalIsTheCommands() {
        ContainerSpec spec = specOf({"view", "terminal"});
        spec.process.terminal = Terminal::Yes;
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const View view = container.view();
        QCOMPARE(view.value("tty"), std::string("/dev/pts/0"));
        QCOMPARE(view.value("foreground"), std::string("yes"));
        QCOMPARE(view.value("sid"), std::string("2"));
        QCOMPARE(view.value("leader"), std::string("yes"));
        QVERIFY(container.finish());
    }

    /// Without a pid namespace of its own it is not process 1, and orphans come to it all the same.
    void orphansComeToItWithTheHostsProcesses() {
        ContainerSpec spec = specOf({"orphans", "5", "wait"});
        spec.namespaces[NamespaceKind::Pid] = Isolation::Host;
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        static_cast<void>(container.view());
        QTRY_COMPARE(childrenOf(container.pid()).living.size(), std::size_t{1});
        QCOMPARE(childrenOf(container.pid()).zombies, 0);
        // The command does not outlive it.
        const pid_t command = childrenOf(container.pid()).living.front();
        QVERIFY(sys::pidfdSendSignal(container.container().init.pidfd.get(), SIGKILL));
        QTRY_VERIFY(::kill(command, 0) != 0 || fieldOf(command, "State").contains("Z"));
        QVERIFY(container.finish());
    }
};

QTEST_GUILESS_MAIN(TestInit)
#include "tst_init.moc"
