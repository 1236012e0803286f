// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hoststate.h"
#include "testcontainer.h"

#include "core/process/processtree.h"

#include <QTest>

#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstring>
#include <fstream>

using namespace vitrine;

namespace fs = std::filesystem;

/// Starts containers on the running kernel and asks the kernel, from outside and from inside, what they are.
class TestStart : public QObject {
    Q_OBJECT

    static void useHostIds(ContainerSpec& spec) {
        spec.namespaces[NamespaceKind::User] = Isolation::Host;
        spec.uidMappings.clear();
        spec.gidMappings.clear();
    }

private slots:
    void init() {
        m_bed = std::make_unique<TestBed>();
        m_before = readHostState(m_bed->cgroupName(), m_bed->directory());
    }

    void cleanup() {
        fs::remove(m_bed->root() + "/file");
        ::umount2(m_bed->root().c_str(), MNT_DETACH); // of the test that mounts it
        const HostState after = readHostState(m_bed->cgroupName(), m_bed->directory());
        QVERIFY2(after == m_before, difference(m_before, after).c_str());
        m_bed.reset();
    }

    void theHostSeesItIsolated() {
        TestContainer container(*m_bed, m_bed->spec({"wait"}));
        QVERIFY2(container.started(), container.error().c_str());
        const auto ours = process::namespacesOf(::getpid()).value();
        const auto theirs = process::namespacesOf(container.pid()).value();
        for (const NamespaceKind kind : allNamespaceKinds) {
            const auto number = static_cast<std::size_t>(kind);
            QVERIFY2(theirs[number] != 0 && theirs[number] != ours[number], procName(kind).data());
        }
        const std::string proc = "/proc/" + std::to_string(container.pid());
        const std::string status = readText(proc + "/status");
        QVERIFY(status.contains("NSpid:\t" + std::to_string(container.pid()) + "\t1\n"));
        QVERIFY(status.contains("Uid:\t1700000000\t1700000000\t1700000000\t1700000000\n"));
        QVERIFY(status.contains("Groups:\t \n"));
        QVERIFY(status.contains("NoNewPrivs:\t1\n"));
        QVERIFY(status.contains("Seccomp:\t2\n"));
        for (const char* map : {"/uid_map", "/gid_map"})
            QCOMPARE(View(readText(proc + map)).text(), std::string("         0 1700000000      65536\n"));
        const std::string groups = readText(proc + "/cgroup");
        QVERIFY2(groups.contains(":memory:/" + m_bed->cgroupName() + "\n") ||
                     groups.contains("0::/" + m_bed->cgroupName() + "\n"),
                 groups.c_str());
        QVERIFY(groups.contains("0::/" + m_bed->cgroupName() + "\n") ||
                m_bed->cgroupFacts().layout == CgroupLayout::V1);
        const auto limits = container.container().cgroup->readLimits();
        QVERIFY(limits);
        QCOMPARE(limits->memoryMax, std::optional<std::uint64_t>(1U << 30U));
        QCOMPARE(limits->pidsMax, std::optional<std::uint64_t>(4096));
        QVERIFY(container.finish());
    }

    void nothingOfTheHostIsLeftInside() {
        TestContainer container(*m_bed, m_bed->spec({"view"}));
        QVERIFY2(container.started(), container.error().c_str());
        const View view = container.view();
        QCOMPARE(view.values("fd"), (std::vector<std::string>{"0", "1", "2"}));
        QCOMPARE(view.value("pid"), std::string("1"));
        QCOMPARE(view.value("ids"), std::string("0 0"));
        QCOMPARE(view.value("sid"), std::string("1"));
        QCOMPARE(view.value("cwd"), std::string("/"));
        QCOMPARE(view.value("hostname"), std::string("bob"));
        QCOMPARE(view.value("lo"), std::string("up"));
        QCOMPARE(view.value("umask"), std::string("022"));
        QCOMPARE(view.status("SigIgn"), std::string("0000000000000000"));
        QCOMPARE(view.status("SigBlk"), std::string("0000000000000000"));
        QVERIFY(view.values("cgroup").front().ends_with(":/"));
        QCOMPARE(view.values("env").size(), std::size_t{3});
        // The old root is gone: every mount is below the new one, whose parent nobody here can name.
        for (const std::string& mount : view.values("mount")) {
            QVERIFY2(!mount.contains(" shared:") && !mount.contains(" master:"), mount.c_str());
            QVERIFY2(!mount.contains(m_bed->directory()) || mount.contains("/root / "), mount.c_str());
        }
        QVERIFY(container.finish());
    }

    void kernelFilesAreCoveredAndReadOnly() {
        TestContainer container(
            *m_bed, m_bed->spec({"view", "read", "/proc/kcore", "read", "/proc/keys", "write",
                                 "/proc/sys/kernel/hostname", "write", "/proc/sysrq-trigger", "write",
                                 "/sys/kernel/x", "write", "/dev/null", "write", "/file"}));
        QVERIFY2(container.started(), container.error().c_str());
        const View view = container.view();
        QVERIFY(view.mountAt("/proc/keys").contains(" /null /proc/keys "));
        QVERIFY(view.mountAt("/sys/firmware").contains(" ro,"));
        QVERIFY(view.mountAt("/proc/sys").contains(" ro,"));
        QVERIFY(view.mountAt("/sys").contains(" ro,"));
        QVERIFY(view.mountAt("/dev/null").contains(" /null "));
        QVERIFY(view.values("read").back() == "/proc/keys 0");
        const auto writes = view.values("write");
        QVERIFY(!writes[0].ends_with("ok"));
        QVERIFY(!writes[1].ends_with("ok"));
        QVERIFY(!writes[2].ends_with("ok"));
        QCOMPARE(writes[3], std::string("/dev/null ok"));
        QCOMPARE(writes[4], std::string("/file ok"));
        // Through the id-mapped mount its owner on disk is root, not the container's range.
        struct stat status{};
        QCOMPARE(::stat((m_bed->root() + "/file").c_str(), &status), 0);
        QCOMPARE(status.st_uid, 0U);
        QVERIFY(container.finish());
    }

    void capabilitiesAreTheDefaultOnes() {
        TestContainer container(*m_bed, m_bed->spec({"view"}));
        QVERIFY2(container.started(), container.error().c_str());
        const View view = container.view();
        const std::string eleven = "00000000800405fb";
        QCOMPARE(view.status("CapBnd"), eleven);
        QCOMPARE(view.status("CapEff"), eleven);
        QCOMPARE(view.status("CapPrm"), eleven);
        QCOMPARE(view.status("CapInh"), std::string("0000000000000000"));
        QCOMPARE(view.status("CapAmb"), std::string("0000000000000000"));
        QVERIFY(container.finish());
    }

    void anOrdinaryUserInsideHasNoCapabilities() {
        ContainerSpec spec = m_bed->spec({"view", "write", "/dev/stdout", "write", "/proc/self/fd/1"});
        spec.process.user = {1000, 1001, {2000, 2001}, 0077};
        spec.process.cwd = "/tmp/work";
        fs::create_directories(m_bed->root() + "/tmp/work");
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const View view = container.view();
        QCOMPARE(view.value("ids"), std::string("1000 1001"));
        QCOMPARE(view.status("Groups"), std::string("2000 2001 "));
        QCOMPARE(view.status("CapEff"), std::string("0000000000000000"));
        QCOMPARE(view.value("umask"), std::string("077"));
        QCOMPARE(view.value("cwd"), std::string("/tmp/work"));
        QVERIFY2(view.text().contains("write /dev/stdout ok"), view.text().c_str());
        QVERIFY(container.finish());
    }

    void aTerminalIsTheControllingOneAndTheConsole() {
        ContainerSpec spec = m_bed->spec({"view"});
        spec.process.terminal = Terminal::Yes;
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const View view = container.view();
        QCOMPARE(view.value("tty"), std::string("/dev/pts/0"));
        QCOMPARE(view.value("console"), std::string("char"));
        QVERIFY(view.mountAt("/dev/console").contains(" - devpts "));
        QCOMPARE(view.values("fd"), (std::vector<std::string>{"0", "1", "2"}));
        QVERIFY(container.finish());
    }

    void itsClocksAreMoved() {
        ContainerSpec spec = m_bed->spec({"wait"});
        spec.timeOffsets = {.monotonic = {3600, 5}, .boottime = {86400, 0}};
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const std::string proc = "/proc/" + std::to_string(container.pid());
        const QString offsets = QString::fromStdString(readText(proc + "/timens_offsets")).simplified();
        QCOMPARE(offsets, QStringLiteral("monotonic 3600 5 boottime 86400 0"));
        // It is in the namespace itself, and not only its children are.
        QCOMPARE(fs::read_symlink(proc + "/ns/time"), fs::read_symlink(proc + "/ns/time_for_children"));
        QVERIFY(fs::read_symlink(proc + "/ns/time") != fs::read_symlink("/proc/self/ns/time"));
        QVERIFY(container.finish());
    }

    void aClockBeforeZeroIsRefused() {
        ContainerSpec spec = m_bed->spec({"wait"});
        spec.timeOffsets.boottime.seconds = -4'000'000'000;
        const TestContainer container(*m_bed, spec);
        QVERIFY(!container.started());
        QVERIFY2(container.hint().contains("before zero"), container.hint().c_str());
    }

    void aFilterOfItsOwnRefusesWhatItSays() {
        ContainerSpec spec = m_bed->spec({"calls"});
        spec.seccomp = SeccompProfile::Custom;
        spec.seccompRules =
            SeccompRules{.defaultAction = "SCMP_ACT_ALLOW",
                         .defaultErrnoRet = {},
                         .architectures = {},
                         .flags = {},
                         .syscalls = {{{"io_uring_setup", "keyctl"}, "SCMP_ACT_ERRNO", ENOTNAM, {}}}};
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const std::string text = container.view().text();
        const std::string refusal = ::strerror(ENOTNAM);
        QVERIFY2(text.contains("call keyctl " + refusal), text.c_str());
        QVERIFY2(text.contains("call io_uring_setup " + refusal), text.c_str());
        QVERIFY2(text.contains("call socket-alg ") && !text.contains("call unshare " + refusal),
                 text.c_str());
        QVERIFY(container.finish());
    }

    void aReadOnlyRootCannotBeWritten() {
        ContainerSpec spec = m_bed->spec({"write", "/file", "write", "/run/file"});
        spec.rootAccess = RootAccess::ReadOnly;
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const auto writes = container.view().values("write");
        QCOMPARE(writes[0], std::string("/file Read-only file system"));
        QCOMPARE(writes[1], std::string("/run/file ok"));
        QVERIFY(container.finish());
    }

    void withTheHostsUsersRootIsRoot() {
        ContainerSpec spec = m_bed->spec({"view"});
        useHostIds(spec);
        spec.process.noNewPrivileges = NoNewPrivileges::No; // the filter must then be loaded before the drop
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const View view = container.view();
        QVERIFY(readText("/proc/" + std::to_string(container.pid()) + "/uid_map").contains("4294967295") ||
                view.value("ids") == "0 0");
        QCOMPARE(view.status("CapEff"), std::string("00000000800405fb"));
        QCOMPARE(view.status("NoNewPrivs"), std::string("0"));
        QCOMPARE(view.status("Seccomp"), std::string("2"));
        QVERIFY(container.finish());
    }

    void mountsDoNotReachASharedParent() {
        // As on a machine with systemd, where "/" is shared: what is mounted in a copy of a shared mount
        // appears in all its peers.
        QCOMPARE(::mount(m_bed->root().c_str(), m_bed->root().c_str(), nullptr, MS_BIND, nullptr), 0);
        QCOMPARE(::mount(nullptr, m_bed->root().c_str(), nullptr, MS_SHARED, nullptr), 0);
        const std::string before = readText("/proc/self/mountinfo");
        for (const Isolation users : {Isolation::New, Isolation::Host}) {
            ContainerSpec spec = m_bed->spec({"wait"});
            if (users == Isolation::Host)
                useHostIds(spec);
            TestContainer container(*m_bed, spec);
            QVERIFY2(container.started(), container.error().c_str());
            static_cast<void>(container.view());
            QCOMPARE(readText("/proc/self/mountinfo"), before);
            QVERIFY(container.finish());
        }
    }

    void theWayOutOfChrootEndsInside_data() {
        QTest::addColumn<bool>("pivot");
        QTest::newRow("pivot_root") << true;
        QTest::newRow("chroot, the unsafe lesson") << false;
    }
    void theWayOutOfChrootEndsInside() {
        QFETCH(bool, pivot);
        const std::string canary = m_bed->directory() + "/canary";
        std::ofstream(canary) << "x";
        ContainerSpec spec = m_bed->spec({"escape", canary});
        useHostIds(spec); // the strongest form: real root inside
        spec.rootMode = pivot ? RootMode::PivotRoot : RootMode::Chroot;
        {
            TestContainer container(*m_bed, spec);
            QVERIFY2(container.started(), container.error().c_str());
            const View view = container.view();
            QVERIFY2(view.values("escape").empty(), view.text().c_str());
            QCOMPARE(view.value("canary"), std::string(pivot ? "unreachable" : "reached"));
            QVERIFY(container.finish());
        }
        fs::remove(canary);
    }

    void theTraceTellsEveryStep() {
        TestContainer container(*m_bed, m_bed->spec({"wait"}));
        QVERIFY2(container.started(), container.error().c_str());
        const auto& records = container.trace().records;
        QCOMPARE(records.size(), container.plan().steps.size());
        std::uint64_t last = 0;
        for (const StepRecord& record : records) {
            QCOMPARE(record.state, StepState::Done);
            QVERIFY(record.startNs >= last && record.durationNs > 0);
            last = record.startNs;
        }
        QVERIFY(container.trace().totalNs >= last);
        QVERIFY(container.finish());
    }

    void aMissingProgramIsNamed() {
        ContainerSpec spec = m_bed->spec({});
        spec.process.args = {"nowhere", "x"};
        TestContainer container(*m_bed, spec);
        QVERIFY(!container.started());
        QVERIFY2(container.error().ends_with("execute nowhere: No such file or directory"),
                 container.error().c_str());
        QCOMPARE(container.trace().records.back().state, StepState::Failed);
        QCOMPARE(container.trace().records.back().errnum, ENOENT);
    }

    void aBareNameIsLookedUpInItsPath() {
        ContainerSpec spec = m_bed->spec({});
        spec.process.args = {"payload", "exit", "7"};
        spec.process.env = {"PATH=/nowhere:/"};
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        siginfo_t info{};
        QCOMPARE(::waitid(P_PID, static_cast<id_t>(container.pid()), &info, WEXITED | WNOWAIT), 0);
        QCOMPARE(info.si_status, 7);
        QVERIFY(container.finish());
    }

    void aWorkingDirectoryOfTheHostIsRefused_data() {
        QTest::addColumn<int>("number");
        for (int number = 0; number < 30; ++number)
            QTest::addRow("%d", number) << number;
    }
    void aWorkingDirectoryOfTheHostIsRefused() {
        QFETCH(int, number);
        // CVE-2024-21626: a descriptor of the host's that is still open would do as a directory.
        ContainerSpec spec = m_bed->spec({"view"});
        spec.process.cwd = "/proc/self/fd/" + std::to_string(number);
        TestContainer container(*m_bed, spec);
        QVERIFY(!container.started());
    }

private:
    std::unique_ptr<TestBed> m_bed;
    HostState m_before;
};

QTEST_APPLESS_MAIN(TestStart)
#include "tst_start.moc"
