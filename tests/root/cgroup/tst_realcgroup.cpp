// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/cgroup.h"

#include "groupchild.h"

#include <QTest>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

using namespace vitrine;
using namespace vitrine::cgroup;
using namespace std::chrono_literals;

namespace {

std::string readText(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

/// A counter that child processes share with the test.
class SharedCounter {
public:
    SharedCounter()
        : m_value(static_cast<volatile std::uint64_t*>(
              ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {}
    ~SharedCounter() { ::munmap(const_cast<std::uint64_t*>(m_value), 4096); }
    SharedCounter(const SharedCounter&) = delete;
    SharedCounter& operator=(const SharedCounter&) = delete;
    [[nodiscard]] volatile std::uint64_t* address() const { return m_value; }
    [[nodiscard]] std::uint64_t value() const { return *m_value; }
    /// Whether it moves within 100 ms.
    [[nodiscard]] bool moves() const {
        const std::uint64_t before = value();
        std::this_thread::sleep_for(100ms);
        return value() != before;
    }

private:
    volatile std::uint64_t* m_value;
};

int touchMemory(std::size_t bytes) {
    void* memory =
        ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (memory == MAP_FAILED)
        return 1;
    std::memset(memory, 1, bytes);
    return 0;
}

} // namespace

/// Runs on the machine's own hierarchies; where they are hybrid, also as if only the one or the other were
/// mounted.
class TestRealCgroup : public QObject {
    Q_OBJECT

    void layouts() {
        QTest::addColumn<int>("layout");
        const CgroupFacts facts = readFacts().value();
        QTest::newRow("as mounted") << static_cast<int>(facts.layout);
        if (facts.layout != CgroupLayout::Hybrid)
            return;
        QTest::newRow("v1 alone") << static_cast<int>(CgroupLayout::V1);
        QTest::newRow("v2 alone") << static_cast<int>(CgroupLayout::V2);
    }

    static CgroupFacts factsFor(int layout) {
        CgroupFacts facts = readFacts().value();
        const CgroupLayout mounted = facts.layout;
        facts.layout = static_cast<CgroupLayout>(layout);
        if (mounted == CgroupLayout::Hybrid && facts.layout == CgroupLayout::V1)
            facts.freezer = ControllerVersion::V1;
        if (mounted == CgroupLayout::Hybrid && facts.layout == CgroupLayout::V2)
            facts.cpu = facts.memory = facts.pids = facts.cpuset = facts.io = ControllerVersion::Absent;
        return facts;
    }

private slots:
    void initTestCase() {
        QCOMPARE(::geteuid(), 0U);
        QVERIFY(readFacts().value().layout != CgroupLayout::None);
    }

    void init() {
        m_before = test::traces();
        m_path = "vitrine-test-" + std::to_string(::getpid()) + "/one";
        QFETCH(const int, layout);
        m_facts = factsFor(layout);
        auto made = cgroup::open(m_facts, m_path, Create::MakeNew);
        QVERIFY2(made.has_value(), made ? "" : made.error().message().c_str());
        m_group = *std::move(made);
    }

    void cleanup() {
        QVERIFY(m_group->killAll());
        while (::waitpid(-1, nullptr, 0) > 0) {
        }
        const auto removed = m_group->remove(5s);
        QVERIFY2(removed.has_value(), removed ? "" : removed.error().message().c_str());
        m_group.reset();
        QCOMPARE(test::traces(), m_before);
    }

    void aChildIsInEveryHierarchy_data() { layouts(); }
    void aChildIsInEveryHierarchy() {
        const pid_t pid = test::spawnIn(*m_group, test::sleepForever);
        QVERIFY(pid > 0);
        const std::string membership = readText("/proc/" + std::to_string(pid) + "/cgroup");
        std::size_t count = 0;
        for (std::size_t at = membership.find(m_path); at != std::string::npos;
             at = membership.find(m_path, at + 1))
            ++count;
        const std::size_t used = m_group->joinFds().size() + (m_group->cloneFd() >= 0 ? 1 : 0);
        QVERIFY(used > 0);
        QCOMPARE(count, used);
        QCOMPARE(m_group->processes().value(), std::vector<pid_t>{pid});
        const auto again = cgroup::open(m_facts, m_path, Create::OpenExisting);
        QVERIFY(again.has_value());
        QCOMPARE((*again)->processes().value(), std::vector<pid_t>{pid});
        QCOMPARE((*again)->joinFds().size(), m_group->joinFds().size());
    }

    void makingItAgainIsRefusedAndLeavesIt_data() { layouts(); }
    void makingItAgainIsRefusedAndLeavesIt() {
        QCOMPARE(cgroup::open(m_facts, m_path, Create::MakeNew).error().kind(), ErrorKind::AlreadyExists);
        QVERIFY(cgroup::open(m_facts, m_path, Create::OpenExisting).has_value());
        const std::string other = m_path + "-not";
        QCOMPARE(cgroup::open(m_facts, other, Create::OpenExisting).error().kind(), ErrorKind::NotFound);
    }

    void limitsAreWhatTheKernelSays_data() { layouts(); }
    void limitsAreWhatTheKernelSays() {
        ResourceLimits limits = possible({CpuMax{25000, 50000}, 250, 100'000'001, 50'000'001, 20'000'000,
                                          33}); // memory is not whole pages
        const auto readbacks = m_group->setLimits(limits, UnsetLimits::Skip);
        QVERIFY2(readbacks.has_value(), readbacks ? "" : readbacks.error().message().c_str());
        for (const LimitReadback& readback : *readbacks)
            QCOMPARE(readback.effective + '\n', readText(readback.file));
        const ResourceLimits said = m_group->readLimits().value();
        QCOMPARE(said.cpuMax, limits.cpuMax);
        QCOMPARE(said.cpuWeight, limits.cpuWeight);
        QCOMPARE(said.pidsMax, limits.pidsMax);
        if (limits.memoryMax) {
            QCOMPARE(said.memoryMax, std::optional<std::uint64_t>(99'999'744));
            QCOMPARE(said.memoryHigh, std::optional<std::uint64_t>(49'999'872));
        }
        QVERIFY(m_group->setLimits({}, UnsetLimits::Reset).has_value());
        QCOMPARE(m_group->readLimits().value(), ResourceLimits());
    }

    void theOutermostValuesAreAccepted_data() { layouts(); }
    void theOutermostValuesAreAccepted() {
        constexpr std::uint64_t mib = 1ULL << 20U;
        for (const ResourceLimits& outermost :
             {ResourceLimits{CpuMax{1000, 1000}, 1, 512 * 1024, 512 * 1024, 0, 1},
              ResourceLimits{CpuMax{(1ULL << 44U) - 1, 1'000'000}, 10'000, 4096 * 1024 * mib * 1024,
                             4096 * 1024 * mib * 1024, 4096 * 1024 * mib, 4'194'304}}) {
            const ResourceLimits limits = possible(outermost);
            QVERIFY(validate(limits));
            const auto readbacks = m_group->setLimits(limits, UnsetLimits::Reset);
            QVERIFY2(readbacks.has_value(), readbacks ? "" : readbacks.error().message().c_str());
            QCOMPARE(m_group->readLimits().value(), limits);
        }
    }

    void memoryAndSwapMoveUpAndDown_data() { layouts(); }
    void memoryAndSwapMoveUpAndDown() {
        constexpr std::uint64_t mib = 1ULL << 20U;
        for (const auto& [memory, swap] : std::vector<std::pair<std::uint64_t, std::uint64_t>>{
                 {100, 50}, {300, 10}, {50, 0}, {51, 0}, {400, 400}, {10, 1}}) {
            const ResourceLimits limits = possible({{}, {}, memory * mib, {}, swap * mib, {}});
            const auto readbacks = m_group->setLimits(limits, UnsetLimits::Reset);
            QVERIFY2(readbacks.has_value(), readbacks ? "" : readbacks.error().message().c_str());
            QCOMPARE(m_group->readLimits().value(), limits);
        }
        const ResourceLimits withoutSwap = possible({{}, {}, 700 * mib, {}, {}, {}});
        QVERIFY(m_group->setLimits(withoutSwap, UnsetLimits::Reset).has_value());
        QCOMPARE(m_group->readLimits().value(), withoutSwap);
    }

    void processesAreLimited_data() { layouts(); }
    void processesAreLimited() {
        const ResourceLimits limits = possible({{}, {}, {}, {}, {}, 1});
        QVERIFY(m_group->setLimits(limits, UnsetLimits::Skip).has_value());
        const pid_t pid = test::spawnIn(*m_group, [] {
            const pid_t child = ::fork();
            if (child == 0)
                ::_exit(0);
            const int error = child < 0 ? errno : 0;
            ::waitpid(child, nullptr, 0);
            return error;
        });
        const int status = test::waitFor(pid);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), limits.pidsMax ? EAGAIN : 0);
    }

    void memoryIsLimited_data() { layouts(); }
    void memoryIsLimited() {
        const ResourceLimits limits = possible({{}, {}, 16 << 20, {}, 0, {}});
        QVERIFY(m_group->setLimits(limits, UnsetLimits::Skip).has_value());
        const int status = test::waitFor(test::spawnIn(*m_group, [] { return touchMemory(64 << 20); }));
        if (limits.memoryMax)
            QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        else
            QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }

    void aRefusedLimitPutsTheEarlierOnesBack_data() { layouts(); }
    void aRefusedLimitPutsTheEarlierOnesBack() {
        // Locked memory cannot be freed: v1 refuses the limit. v2 takes it and lets the OOM killer do it.
        if (m_facts.memory != ControllerVersion::V1)
            return;
        const pid_t pid = test::spawnIn(*m_group, [] {
            ::mlockall(MCL_CURRENT | MCL_FUTURE);
            return touchMemory(32 << 20) == 0 ? test::sleepForever() : 1;
        });
        QTRY_VERIFY(std::stoull(readText(m_group->directoryOf("memory") + "/memory.usage_in_bytes")) >
                    32 << 20);
        ResourceLimits limits = possible({CpuMax{30000, 100000}, {}, 100 << 20, {}, {}, 50});
        QVERIFY(m_group->setLimits(limits, UnsetLimits::Skip).has_value());
        limits = possible({CpuMax{10000, 100000}, 300, 1 << 20, {}, {}, 9});
        const auto refused = m_group->setLimits(limits, UnsetLimits::Skip);
        QCOMPARE(refused.error().kind(), ErrorKind::Busy);
        QVERIFY(!refused.error().hint().empty());
        QCOMPARE(m_group->readLimits().value(), possible({CpuMax{30000, 100000}, {}, 100 << 20, {}, {}, 50}));
        QCOMPARE(::kill(pid, 0), 0);
    }

    void freezesAndThaws_data() { layouts(); }
    void freezesAndThaws() {
        const SharedCounter counter;
        const pid_t pid = test::spawnIn(*m_group, [&]() -> int {
            for (;;) {
                *counter.address() = *counter.address() + 1;
                ::usleep(1000);
            }
        });
        QVERIFY(pid > 0);
        QTRY_VERIFY(counter.moves());
        QVERIFY(m_group->freeze(5s));
        QVERIFY(!counter.moves());
        QVERIFY(m_group->thaw());
        QTRY_VERIFY(counter.moves());
        QVERIFY(m_group->freeze(5s)); // cleanup() kills and removes a frozen group
    }

    void killsWhatForks_data() { layouts(); }
    void killsWhatForks() {
        // Bounded by a counter of its own, since not every layout has the pids controller.
        const SharedCounter forks;
        const auto forkOn = [&] {
            for (;;) {
                if (__atomic_add_fetch(forks.address(), 1, __ATOMIC_RELAXED) < 300 && ::fork() == 0)
                    continue; // the child forks as well
                while (::waitpid(-1, nullptr, WNOHANG) > 0) {
                }
                ::usleep(5000);
            }
            return 0;
        };
        QVERIFY(test::spawnIn(*m_group, forkOn) > 0);
        QTRY_VERIFY(m_group->processes().value().size() > 2);
        const auto killed = m_group->killAll();
        QVERIFY2(killed.has_value(), killed ? "" : killed.error().message().c_str());
        QTRY_VERIFY(m_group->processes().value().empty());
    }

    void aGroupInUseIsBusyAndRemovedWhenFree_data() { layouts(); }
    void aGroupInUseIsBusyAndRemovedWhenFree() {
        const pid_t pid = test::spawnIn(*m_group, test::sleepForever);
        QCOMPARE(m_group->remove(30ms).error().kind(), ErrorKind::Busy);
        QCOMPARE(m_group->processes().value(), std::vector<pid_t>{pid});
        std::thread ending([&] {
            std::this_thread::sleep_for(50ms);
            ::kill(pid, SIGKILL);
            ::waitpid(pid, nullptr, 0);
        });
        const auto removed = m_group->remove(5s);
        ending.join();
        QVERIFY2(removed.has_value(), removed ? "" : removed.error().message().c_str());
    }

    void groupsBelowGoToo_data() { layouts(); }
    void groupsBelowGoToo() {
        for (const char* controller : {"memory", "pids", "unified"}) {
            const std::string directory = m_group->directoryOf(controller);
            if (!directory.empty())
                std::filesystem::create_directories(directory + "/a/b/c");
        }
        QVERIFY(m_group->remove(0ms));
        QVERIFY(m_group->remove(0ms));
        QCOMPARE(cgroup::open(m_facts, m_path, Create::OpenExisting).error().kind(), ErrorKind::NotFound);
    }

    void halfAGroupCanBeRemoved_data() { layouts(); }
    void halfAGroupCanBeRemoved() {
        const std::string memory = m_group->directoryOf("memory");
        if (m_facts.layout == CgroupLayout::V2 || memory.empty())
            return;
        std::filesystem::remove(memory);
        std::filesystem::remove(std::filesystem::path(memory).parent_path());
        QCOMPARE(cgroup::open(m_facts, m_path, Create::MakeNew).error().kind(), ErrorKind::AlreadyExists);
        QVERIFY(!std::filesystem::exists(memory));
        const auto half = cgroup::open(m_facts, m_path, Create::OpenExisting);
        QVERIFY((*half)->remove(0ms));
    }

private:
    /// Of these limits, those for which the layout under test has a controller.
    [[nodiscard]] ResourceLimits possible(ResourceLimits limits) const {
        if (m_facts.cpu == ControllerVersion::Absent) {
            limits.cpuMax.reset();
            limits.cpuWeight.reset();
        }
        if (m_facts.memory == ControllerVersion::Absent) {
            limits.memoryMax.reset();
            limits.memoryHigh.reset();
        }
        if (m_facts.memory == ControllerVersion::Absent || !m_facts.swapAccounting)
            limits.swapMax.reset();
        if (m_facts.pids == ControllerVersion::Absent)
            limits.pidsMax.reset();
        return limits;
    }

    std::vector<std::string> m_before;
    std::string m_path;
    CgroupFacts m_facts;
    std::unique_ptr<Cgroup> m_group;
};

QTEST_GUILESS_MAIN(TestRealCgroup)
#include "tst_realcgroup.moc"
