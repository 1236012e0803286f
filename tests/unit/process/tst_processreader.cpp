// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/process/processtree.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>

using namespace vitrine;
using namespace vitrine::process;

namespace {

int openDescriptors() {
    int count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
        ++count;
    return count;
}

/// A child that sleeps until it is told by a byte to execute `arguments`, or for ever.
class Child {
public:
    explicit Child(std::vector<std::string> arguments = {}) {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
            return;
        m_pid = ::fork();
        if (m_pid == 0) {
            char byte = 0;
            ::close(ends[1]);
            if (::read(ends[0], &byte, 1) != 1 || arguments.empty())
                ::_exit(0);
            std::vector<char*> pointers;
            pointers.reserve(arguments.size() + 1);
            for (std::string& argument : arguments)
                pointers.push_back(argument.data());
            pointers.push_back(nullptr);
            ::execv(pointers[0], pointers.data());
            ::_exit(127);
        }
        ::close(ends[0]);
        m_go = sys::UniqueFd(ends[1]);
    }
    ~Child() { end(); }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    [[nodiscard]] pid_t pid() const { return m_pid; }
    void execute() const { static_cast<void>(::write(m_go.get(), "x", 1)); }
    void kill() const { ::kill(m_pid, SIGKILL); }
    void end() {
        if (m_pid <= 0)
            return;
        kill();
        ::waitpid(m_pid, nullptr, 0);
        m_pid = -1;
    }

private:
    pid_t m_pid = -1;
    sys::UniqueFd m_go;
};

const ProcessInfo* find(const std::vector<ProcessInfo>& infos, pid_t pid) {
    const auto found =
        std::ranges::find_if(infos, [&](const ProcessInfo& info) { return info.key.pid == pid; });
    return found == infos.end() ? nullptr : &*found;
}

} // namespace

class TestProcessReader : public QObject {
    Q_OBJECT

private slots:
    void init() { m_before = openDescriptors(); }
    void cleanup() {
        QCOMPARE(openDescriptors(), m_before);
        QCOMPARE(::waitpid(-1, nullptr, WNOHANG), -1);
    }

    void readsItself() {
        auto reader = ProcessReader::open().value();
        const std::vector<pid_t> pids{::getpid()};
        const ProcessInfo info = reader.refresh(pids).value()->at(0);
        QCOMPARE(info.key, keyOf(::getpid()).value());
        QCOMPARE(info.parent, ::getppid());
        QCOMPARE(info.uidOutside, ::geteuid());
        QCOMPARE(info.uidInside, std::optional<std::uint32_t>(::geteuid()));
        QCOMPARE(info.state, 'R');
        QVERIFY(info.threads >= 1);
        QVERIFY(info.residentBytes > 1 << 20);
        QCOMPARE(info.name, std::string("tst_processread")); // 15 characters, as the kernel keeps them
        QVERIFY(info.commandLine.find("tst_processreader") != std::string::npos);
        QCOMPARE(info.namespaces, namespacesOf(::getpid()).value());
        for (const NamespaceKind kind : allNamespaceKinds) {
            // A kernel built without a kind has no such file.
            struct stat status{};
            const std::string link = "/proc/self/ns/" + std::string(procName(kind));
            const std::uint64_t inode = ::stat(link.c_str(), &status) == 0 ? status.st_ino : 0;
            QCOMPARE(info.namespaces[static_cast<std::size_t>(kind)], inode);
        }
    }

    void theSetIsSortedUniqueAndWithoutTheDead() {
        const Child first;
        Child second;
        const Child third;
        auto reader = ProcessReader::open().value();
        const std::vector<pid_t> pids{third.pid(), first.pid(), second.pid(), first.pid(), 0, -4, 2147483647};
        const auto* infos = reader.refresh(pids).value();
        QCOMPARE(infos->size(), std::size_t(3));
        QVERIFY(std::ranges::is_sorted(*infos, {}, &ProcessInfo::key));
        const std::uint64_t ended = second.pid();
        second.end();
        infos = reader.refresh(pids).value();
        QCOMPARE(infos->size(), std::size_t(2));
        QVERIFY(!find(*infos, static_cast<pid_t>(ended)));
        QCOMPARE(reader.refresh(std::vector<pid_t>{first.pid()}).value()->size(), std::size_t(1));
        QVERIFY(reader.refresh({}).value()->empty());
    }

    void anExecutedProgramIsNoticed() {
        const Child child({"/bin/sleep", "1000"});
        const std::vector<pid_t> pids{child.pid()};
        auto reader = ProcessReader::open().value();
        const ProcessInfo before = reader.refresh(pids).value()->at(0);
        QCOMPARE(before.name, std::string("tst_processread"));
        child.execute();
        QTRY_COMPARE(reader.refresh(pids).value()->at(0).name, std::string("sleep"));
        // execve(2) names the process before it has put the arguments into its memory.
        QTRY_COMPARE(reader.refresh(pids).value()->at(0).commandLine, std::string("/bin/sleep 1000"));
        QCOMPARE(reader.refresh(pids).value()->at(0).key, before.key);
    }

    void aZombieIsMarked() {
        Child child;
        const std::vector<pid_t> pids{child.pid()};
        auto reader = ProcessReader::open().value();
        const ProcessInfo alive = reader.refresh(pids).value()->at(0);
        child.kill();
        QTRY_COMPARE(reader.refresh(pids).value()->at(0).state, 'Z');
        for (int i = 0; i < 3; ++i) {
            const ProcessInfo zombie = reader.refresh(pids).value()->at(0);
            QCOMPARE(zombie.commandLine, alive.commandLine);
            QCOMPARE(zombie.namespaces, alive.namespaces);
        }
        auto late = ProcessReader::open().value();
        QCOMPARE(late.refresh(pids).value()->at(0).commandLine, std::string());
        child.end();
        QVERIFY(reader.refresh(pids).value()->empty());
    }

    void aFewDescriptorsAreEnough() {
        std::vector<std::unique_ptr<Child>> children;
        std::vector<pid_t> pids;
        constexpr int count = 40;
        pids.reserve(count);
        for (int i = 0; i < count; ++i)
            pids.push_back(children.emplace_back(std::make_unique<Child>())->pid());
        auto reader = ProcessReader::open().value();
        QCOMPARE(reader.refresh(pids).value()->size(), pids.size());
        rlimit limit{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
        const rlim_t soft = limit.rlim_cur;
        // Fewer than are kept already; and then none to spare at all.
        limit.rlim_cur = static_cast<rlim_t>(openDescriptors() - 20);
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
        std::vector<std::vector<ProcessInfo>> results;
        for (int i = 0; i < 5; ++i) {
            if (const auto infos = reader.refresh(pids))
                results.push_back(**infos);
        }
        auto second = reader.refresh(pids);
        limit.rlim_cur = soft;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
        QVERIFY(second.has_value());
        QCOMPARE(results.size(), std::size_t(5));
        for (const auto& infos : results)
            QCOMPARE(infos.size(), pids.size());
    }

    void aFullTableIsAnErrorAndNoLoss() {
        const Child child;
        const std::vector<pid_t> pids{child.pid()};
        auto reader = ProcessReader::open().value();
        rlimit limit{};
        ::getrlimit(RLIMIT_NOFILE, &limit);
        const rlim_t soft = limit.rlim_cur;
        limit.rlim_cur = 0;
        ::setrlimit(RLIMIT_NOFILE, &limit);
        const auto full = reader.refresh(pids);
        limit.rlim_cur = soft;
        ::setrlimit(RLIMIT_NOFILE, &limit);
        QCOMPARE(full.error().kind(), ErrorKind::LimitExceeded);
        QCOMPARE(reader.refresh(pids).value()->size(), std::size_t(1));
    }

    void aPidThatIsUsedAgainIsAnotherProcess() {
        // A tree of ordinary files shows what the kernel does after a wrap-around of pids.
        QTemporaryDir directory;
        const std::string proc = directory.path().toStdString();
        const auto write = [&](const std::string& name, const std::string& text) {
            std::filesystem::create_directories(proc + "/7");
            std::filesystem::remove(proc + "/7/" + name);
            std::ofstream(proc + "/7/" + name) << text;
        };
        const auto stat = [](const std::string& comm, int start) {
            return "7 (" + comm + ") S 1 0 0 0 0 0 0 0 0 0 1 2 0 0 20 0 1 0 " + std::to_string(start) +
                   " 0 5 0 0 0 0\n";
        };
        write("stat", stat("old", 100));
        write("cmdline", std::string("old\0x\0", 6));
        write("status", "Uid:\t5\t6\t7\t8\nNSpid:\t7\t2\n");
        write("uid_map", "0 6 1\n");
        const std::vector<pid_t> pids{7};
        auto reader = ProcessReader::open(proc).value();
        const ProcessInfo old = reader.refresh(pids).value()->at(0);
        QCOMPARE(old.key, (ProcessKey{7, 100}));
        QCOMPARE(old.commandLine, std::string("old x"));
        QCOMPARE(old.uidOutside, 6U);
        QCOMPARE(old.uidInside, std::optional<std::uint32_t>(0));
        QCOMPARE(old.nestedPids, std::vector<pid_t>{2});
        QCOMPARE(old.cpuTimeUs, 3 * (1'000'000 / static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK))));
        // Emptying the file that is kept open is what the kernel's ESRCH comes closest to.
        std::filesystem::resize_file(proc + "/7/stat", 0);
        write("stat", stat("new", 200));
        write("cmdline", "");
        const ProcessInfo now = reader.refresh(pids).value()->at(0);
        QCOMPARE(now.key, (ProcessKey{7, 200}));
        QCOMPARE(now.name, std::string("new"));
        QCOMPARE(now.commandLine, std::string());
    }

    void aProcessThatIsEndingKeepsItsCommandLine() {
        QTemporaryDir directory;
        const std::string proc = directory.path().toStdString();
        std::filesystem::create_directories(proc + "/7");
        const auto write = [&](const std::string& name, const std::string& text) {
            std::ofstream(proc + "/7/" + name) << text;
        };
        const auto stat = [](int memory) {
            const std::string where = std::to_string(memory);
            return "7 (x) R 1 0 0 0 0 0 0 0 0 0 1 2 0 0 20 0 1 0 100 0 5 0 " + where + " " + where + " " +
                   where + "\n";
        };
        write("stat", stat(77));
        write("cmdline", std::string("x\0y\0", 4));
        auto reader = ProcessReader::open(proc).value();
        QCOMPARE(reader.refresh(std::vector<pid_t>{7}).value()->at(0).commandLine, std::string("x y"));
        // Between exit_mm() and the zombie: the state is still R, the memory is gone.
        write("stat", stat(0));
        write("cmdline", "");
        const ProcessInfo ending = reader.refresh(std::vector<pid_t>{7}).value()->at(0);
        QCOMPARE(ending.state, 'R');
        QCOMPARE(ending.commandLine, std::string("x y"));
    }

    void garbageIsNoProcess() {
        QTemporaryDir directory;
        const std::string proc = directory.path().toStdString();
        std::filesystem::create_directories(proc + "/7");
        std::ofstream(proc + "/7/stat") << "garbage";
        std::filesystem::create_directories(proc + "/8");
        auto reader = ProcessReader::open(proc).value();
        QVERIFY(reader.refresh(std::vector<pid_t>{7, 8, 9}).value()->empty());
        QCOMPARE(keyOf(7, proc).error().kind(), ErrorKind::Corrupt);
        QCOMPARE(keyOf(8, proc).error().kind(), ErrorKind::NotFound);
        QCOMPARE(ProcessReader::open(proc + "/none").error().kind(), ErrorKind::NotFound);
    }

    void aPidfdIsOfThatProcessOnly() {
        Child child;
        ProcessKey key = keyOf(child.pid()).value();
        QVERIFY(openPidfd(key).value().isValid());
        QCOMPARE(openPidfd({key.pid, key.startTicks + 1}).error().kind(), ErrorKind::NotFound);
        child.end();
        QCOMPARE(openPidfd(key).error().kind(), ErrorKind::NotFound);
        QCOMPARE(openPidfd({0, 0}).error().kind(), ErrorKind::NotFound);
        QCOMPARE(keyOf(key.pid).error().kind(), ErrorKind::NotFound);
        QCOMPARE(namespacesOf(key.pid).error().kind(), ErrorKind::NotFound);
    }

private:
    int m_before = 0;
};

QTEST_APPLESS_MAIN(TestProcessReader)
#include "tst_processreader.moc"
