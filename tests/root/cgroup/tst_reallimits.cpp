// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/cgroup.h"
#include "core/cgroup/disks.h"

#include "groupchild.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>
#include <vector>

using namespace vitrine;
using namespace vitrine::cgroup;
using namespace std::chrono_literals;

namespace {

std::string readText(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

/// The CPUs that the calling process may run on.
NumberList affinity() {
    cpu_set_t set;
    CPU_ZERO(&set);
    NumberList cpus;
    if (::sched_getaffinity(0, sizeof set, &set) != 0)
        return cpus;
    for (std::uint32_t cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
        if (CPU_ISSET(cpu, &set))
            cpus.push_back(cpu);
    }
    return cpus;
}

/// Writes past the page cache, so that the device is waited for. 0, or an errno.
int writeDirectly(const char* path, std::size_t bytes) {
    constexpr std::size_t block = 256UL * 1024;
    void* memory = std::aligned_alloc(4096, block);
    const int file = ::open(path, O_WRONLY | O_CREAT | O_DIRECT, 0600);
    for (std::size_t written = 0; file >= 0 && written < bytes; written += block) {
        if (::write(file, memory, block) != static_cast<ssize_t>(block))
            return errno;
    }
    return file < 0 ? errno : 0;
}

} // namespace

/// CPUs, memory nodes and disks on the machine's own hierarchies, against the kernel's files and against what
/// they do to processes.
class TestRealLimits : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_before = test::traces();
        m_facts = readFacts().value();
        m_path = "vitrine-test-" + std::to_string(::getpid()) + "/limits";
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

    void aNewGroupHasAllCpus() {
        const pid_t pid = test::spawnIn(*m_group, [this] { return affinity() == m_facts.cpus ? 0 : 1; });
        const int status = test::waitFor(pid);
        QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        QVERIFY(m_group->readLimits().value().cpus.empty());
    }

    void processesStayOnTheirCpus() {
        if (m_facts.cpuset == ControllerVersion::Absent)
            return;
        ResourceLimits limits;
        limits.cpus = {m_facts.cpus.back()};
        limits.memoryNodes = {m_facts.memoryNodes.front()};
        const auto readbacks = m_group->setLimits(limits, UnsetLimits::Skip);
        QVERIFY2(readbacks.has_value(), readbacks ? "" : readbacks.error().message().c_str());
        QCOMPARE(readbacks->size(), 2U);
        QCOMPARE(readbacks->front().effective, std::to_string(m_facts.cpus.back()));
        QCOMPARE(readbacks->front().effective + '\n', readText(readbacks->front().file));
        const ResourceLimits said = m_group->readLimits().value();
        QCOMPARE(said.cpus, m_facts.cpus.size() > 1 ? limits.cpus : NumberList());
        const pid_t pid = test::spawnIn(*m_group, [&] { return affinity() == limits.cpus ? 0 : 1; });
        const int status = test::waitFor(pid);
        QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }

    void aRunningProcessIsMovedAndMovesBack() {
        if (m_facts.cpuset == ControllerVersion::Absent)
            return;
        const pid_t pid = test::spawnIn(*m_group, test::sleepForever);
        const auto cpusOf = [pid] {
            cpu_set_t set;
            CPU_ZERO(&set);
            ::sched_getaffinity(pid, sizeof set, &set);
            return CPU_COUNT(&set);
        };
        ResourceLimits limits;
        limits.cpus = {m_facts.cpus.front()};
        QVERIFY(m_group->setLimits(limits, UnsetLimits::Reset).has_value());
        QCOMPARE(cpusOf(), 1);
        const auto reset = m_group->setLimits({}, UnsetLimits::Reset);
        QVERIFY2(reset.has_value(), reset ? "" : reset.error().message().c_str());
        QCOMPARE(cpusOf(), static_cast<int>(m_facts.cpus.size()));
        QCOMPARE(m_group->readLimits().value(), ResourceLimits());
    }

    /// The first containers after a boot: the directory above them is made, filled and removed again while
    /// others are at it. An empty cpuset takes no processes.
    void theFirstGroupsAreMadeAtTheSameTime() {
        const std::string above = "vitrine-test-" + std::to_string(::getpid()) + "-first/";
        std::mutex mutex;
        std::string problem;
        const auto work = [&](int number) {
            for (int round = 0; round < 1000; ++round) {
                auto group = cgroup::open(m_facts, above + "group" + std::to_string(number), Create::MakeNew);
                const auto removed = group ? (*group)->remove(5s) : Result<>(failure(group.error()));
                const std::lock_guard lock(mutex);
                if (!removed && problem.empty())
                    problem = removed.error().message();
            }
        };
        {
            std::vector<std::jthread> threads;
            for (int number = 0; number < 6; ++number)
                threads.emplace_back(work, number);
        }
        QVERIFY2(problem.empty(), problem.c_str());
    }

    void cpusThatAreNotThereAreNamed() {
        if (m_facts.cpuset == ControllerVersion::Absent)
            return;
        // The group itself asks the one above, whatever was known when the facts were read.
        const auto refused = m_group->writeLimit({"cpuset", "cpuset.cpus", "0,8000"});
        QCOMPARE(refused.error().kind(), ErrorKind::InvalidArgument);
        QCOMPARE(refused.error().subject(), std::string("cpus"));
        QVERIFY(refused.error().reason().ends_with(textOf(m_facts.cpus)));
        ResourceLimits limits;
        limits.memoryNodes = {1000};
        QCOMPARE(m_group->setLimits(limits, UnsetLimits::Skip).error().subject(), std::string("memoryNodes"));
    }

    void diskLimitsAreWhatTheKernelSays() {
        const std::vector<Disk> disks = listDisks().value();
        if (m_facts.io == ControllerVersion::Absent || disks.empty())
            return;
        ResourceLimits limits;
        limits.ioMax = {{disks.front().device, 1 << 20, 2 << 20, 100, 200}};
        if (!m_facts.ioWeightFile.empty())
            limits.ioWeight = 210; // BFQ's 110
        const auto readbacks = m_group->setLimits(limits, UnsetLimits::Reset);
        QVERIFY2(readbacks.has_value(), readbacks ? "" : readbacks.error().message().c_str());
        QCOMPARE(m_group->readLimits().value(), limits);
        // Fewer speeds, and then none: nothing of the earlier stays.
        limits.ioMax = {{.device = disks.front().device, .writeOps = 77}};
        QVERIFY(m_group->setLimits(limits, UnsetLimits::Reset).has_value());
        QCOMPARE(m_group->readLimits().value(), limits);
        QVERIFY(m_group->setLimits({}, UnsetLimits::Reset).has_value());
        QCOMPARE(m_group->readLimits().value(), ResourceLimits());
    }

    void aDiskThatIsNotThereIsNamedAndTheRestPutBack() {
        const std::vector<Disk> disks = listDisks().value();
        if (m_facts.io == ControllerVersion::Absent || disks.empty())
            return;
        ResourceLimits before;
        before.pidsMax = 40;
        before.ioMax = {{.device = disks.front().device, .readBytes = 5 << 20}};
        QVERIFY(m_group->setLimits(before, UnsetLimits::Reset).has_value());
        ResourceLimits limits;
        limits.pidsMax = 50;
        limits.ioMax = {{.device = disks.front().device, .readBytes = 1 << 20},
                        {.device = {4000, 77}, .readBytes = 1 << 20}};
        const auto refused = m_group->setLimits(limits, UnsetLimits::Reset);
        QCOMPARE(refused.error().kind(), ErrorKind::InvalidArgument);
        QCOMPARE(refused.error().subject(), std::string("ioMax"));
        QVERIFY2(refused.error().reason().starts_with("4000:77 is no disk") &&
                     refused.error().reason().contains(disks.front().name),
                 refused.error().reason().c_str());
        QCOMPARE(m_group->readLimits().value(), before);
    }

    void writingIsSlowedDown() {
        // On the disk of this folder, if it is on one. The limit is a floor of the time: no machine can be
        // too slow or too fast for it.
        const QTemporaryDir folder(QStringLiteral("/var/tmp/vitrine-test-XXXXXX"));
        struct stat status{};
        QCOMPARE(::stat(folder.path().toLocal8Bit().constData(), &status), 0);
        const DeviceNumber device{::major(status.st_dev), ::minor(status.st_dev)};
        const auto disks = listDisks().value();
        if (m_facts.io == ControllerVersion::Absent || !std::ranges::contains(disks, device, &Disk::device))
            return;
        ResourceLimits limits;
        limits.ioMax = {{.device = device, .writeBytes = 2 << 20}};
        QVERIFY(m_group->setLimits(limits, UnsetLimits::Skip).has_value());
        const std::string file = folder.path().toStdString() + "/file";
        const auto start = std::chrono::steady_clock::now();
        const pid_t pid = test::spawnIn(*m_group, [&] { return writeDirectly(file.c_str(), 4 << 20); });
        int result = 0;
        QCOMPARE(::waitpid(pid, &result, 0), pid);
        const auto took = std::chrono::steady_clock::now() - start;
        QVERIFY(WIFEXITED(result) && WEXITSTATUS(result) == 0);
        QVERIFY2(took > 1500ms, qPrintable(QString::number(took / 1ms)));
    }

private:
    std::vector<std::string> m_before;
    std::string m_path;
    CgroupFacts m_facts;
    std::unique_ptr<Cgroup> m_group;
};

QTEST_GUILESS_MAIN(TestRealLimits)
#include "tst_reallimits.moc"
