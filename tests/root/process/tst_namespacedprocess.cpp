// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/process/processtree.h"

#include <QTest>

#include <fcntl.h>
#include <linux/sched.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

using namespace vitrine;
using namespace vitrine::process;

namespace {

constexpr std::uint32_t outsideBase = 700'000;

int openDescriptors() {
    int count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
        ++count;
    return count;
}

std::uint64_t inode(const std::string& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

/// A child in new user, pid, uts and ipc namespaces that does one thing for each byte it gets.
class NamespacedChild {
public:
    NamespacedChild() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
            return;
        clone_args args{};
        args.flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC;
        args.exit_signal = SIGCHLD;
        m_pid = static_cast<pid_t>(::syscall(SYS_clone3, &args, sizeof args));
        if (m_pid == 0)
            run(ends[0]);
        ::close(ends[0]);
        m_commands = sys::UniqueFd(ends[1]);
        const std::string directory = "/proc/" + std::to_string(m_pid);
        std::ofstream(directory + "/uid_map") << "0 " << outsideBase << " 65536";
        std::ofstream(directory + "/gid_map") << "0 " << outsideBase << " 65536";
    }
    ~NamespacedChild() {
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }
    NamespacedChild(const NamespacedChild&) = delete;
    NamespacedChild& operator=(const NamespacedChild&) = delete;
    [[nodiscard]] pid_t pid() const { return m_pid; }
    void tell(char command) const { QCOMPARE(::write(m_commands.get(), &command, 1), 1); }

private:
    [[noreturn]] static void run(int commands) {
        char command = 0;
        while (::read(commands, &command, 1) == 1) {
            if (command == 'r')
                static_cast<void>(::setuid(0));
            if (command == 'u')
                static_cast<void>(::setuid(33));
            if (command == 'n')
                static_cast<void>(::unshare(CLONE_NEWUTS));
            if (command == 'f' && ::fork() == 0)
                ::pause();
        }
        ::_exit(0);
    }
    pid_t m_pid = -1;
    sys::UniqueFd m_commands;
};

std::vector<pid_t> childrenOf(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/task/" + std::to_string(pid) + "/children");
    std::vector<pid_t> pids;
    for (pid_t child = 0; file >> child;)
        pids.push_back(child);
    return pids;
}

} // namespace

class TestNamespacedProcess : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QCOMPARE(::geteuid(), 0U); }
    void init() { m_before = openDescriptors(); }
    void cleanup() {
        QCOMPARE(openDescriptors(), m_before);
        QCOMPARE(::waitpid(-1, nullptr, WNOHANG), -1);
    }

    void pidsUidsAndNamespacesOfBothSides() {
        const NamespacedChild child;
        child.tell('r');
        child.tell('f');
        QTRY_COMPARE(childrenOf(child.pid()).size(), std::size_t(1));
        const pid_t grandchild = childrenOf(child.pid()).front();
        auto reader = ProcessReader::open().value();
        const std::vector<pid_t> pids{child.pid(), grandchild, ::getpid()};
        QTRY_COMPARE(reader.refresh(pids).value()->at(1).uidOutside, outsideBase);
        const std::vector<ProcessInfo> infos = *reader.refresh(pids).value();
        QCOMPARE(infos.size(), std::size_t(3));
        const ProcessInfo& first = infos[1]; // by pid: the test itself, the child, its child
        QCOMPARE(first.key.pid, child.pid());
        QCOMPARE(first.nestedPids, std::vector<pid_t>{1});
        QCOMPARE(first.uidInside, std::optional<std::uint32_t>(0));
        QCOMPARE(infos[2].nestedPids, std::vector<pid_t>{2});
        QCOMPARE(infos[2].parent, child.pid());
        QVERIFY(infos[0].nestedPids.empty());
        for (const NamespaceKind kind : allNamespaceKinds) {
            const auto index = static_cast<std::size_t>(kind);
            const std::string link =
                "/proc/" + std::to_string(child.pid()) + "/ns/" + std::string(procName(kind));
            QCOMPARE(first.namespaces[index], inode(link));
            const bool isNew = kind == NamespaceKind::Pid || kind == NamespaceKind::User ||
                               kind == NamespaceKind::Uts || kind == NamespaceKind::Ipc;
            QCOMPARE(first.namespaces[index] != infos[0].namespaces[index], isNew);
        }
    }

    void aChangeWithoutATraceInStatIsFoundInTurn() {
        const NamespacedChild child;
        child.tell('r');
        auto reader = ProcessReader::open().value();
        const std::vector<pid_t> pids{child.pid()};
        QTRY_COMPARE(reader.refresh(pids).value()->at(0).uidOutside, outsideBase);
        const auto before = reader.refresh(pids).value()->at(0).namespaces;
        child.tell('n');
        QTRY_VERIFY(reader.refresh(pids).value()->at(0).namespaces != before);
        child.tell('u');
        QTRY_COMPARE(reader.refresh(pids).value()->at(0).uidInside, std::optional<std::uint32_t>(33));
        QCOMPARE(reader.refresh(pids).value()->at(0).uidOutside, outsideBase + 33);
    }

    void anIdThatIsNotMappedIsEmpty() {
        clone_args args{};
        args.flags = CLONE_NEWUSER;
        args.exit_signal = SIGCHLD;
        const auto pid = static_cast<pid_t>(::syscall(SYS_clone3, &args, sizeof args));
        if (pid == 0) {
            ::pause();
            ::_exit(0);
        }
        auto reader = ProcessReader::open().value();
        const ProcessInfo info = reader.refresh(std::vector<pid_t>{pid}).value()->at(0);
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
        QCOMPARE(info.uidOutside, 0U);
        QVERIFY(!info.uidInside);
    }

    void aKernelThreadHasNoArguments() {
        const pid_t thread = 2; // kthreadd, unless this runs in a pid namespace of its own
        if (QByteArray::fromStdString(nameOfProcess2()) != "kthreadd")
            return;
        auto reader = ProcessReader::open().value();
        const ProcessInfo info = reader.refresh(std::vector<pid_t>{thread}).value()->at(0);
        QCOMPARE(info.name, std::string("kthreadd"));
        QCOMPARE(info.commandLine, std::string());
        QCOMPARE(info.residentBytes, std::uint64_t(0));
    }

private:
    static std::string nameOfProcess2() {
        std::string name;
        std::ifstream("/proc/2/comm") >> name;
        return name;
    }
    int m_before = 0;
};

QTEST_APPLESS_MAIN(TestNamespacedProcess)
#include "tst_namespacedprocess.moc"
