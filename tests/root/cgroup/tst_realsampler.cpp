// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/cgroup.h"

#include "groupchild.h"

#include <QTest>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

using namespace vitrine;
using namespace vitrine::cgroup;
using namespace std::chrono_literals;

class TestRealSampler : public QObject {
    Q_OBJECT

    static int burn() {
        volatile std::uint64_t work = 0;
        for (;;)
            work = work + 1;
    }
    static int hold(std::size_t bytes) {
        void* memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        std::memset(memory, 1, bytes);
        return test::sleepForever();
    }

private slots:
    void init() {
        m_before = test::traces();
        m_path = "vitrine-test-" + std::to_string(::getpid()) + "/sampled";
        m_facts = readFacts().value();
        m_group = cgroup::open(m_facts, m_path, Create::MakeNew).value();
    }
    void cleanup() {
        QVERIFY(m_group->killAll());
        while (::waitpid(-1, nullptr, 0) > 0) {
        }
        QVERIFY(m_group->remove(5s));
        m_group.reset();
        QCOMPARE(test::traces(), m_before);
    }

    void anEmptyGroupHasUsedNothing() {
        auto sampler = Sampler::open(m_facts, m_path);
        const Sample sample = sampler->sample().value();
        QCOMPARE(sample.cpuUsageUs, std::optional<std::uint64_t>(0));
        QCOMPARE(sample.memoryBytes, std::optional<std::uint64_t>(0));
        QCOMPARE(sample.pids, std::optional<std::uint64_t>(0));
        QCOMPARE(sample.oomKills, std::optional<std::uint64_t>(0));
        QCOMPARE(sample.throttledUs, std::optional<std::uint64_t>(0));
    }

    void cpuTimeAndThrottlingAreCounted() {
        QVERIFY(
            m_group->setLimits({CpuMax{10000, 100000}, {}, {}, {}, {}, {}}, UnsetLimits::Skip).has_value());
        auto sampler = Sampler::open(m_facts, m_path);
        const Sample before = sampler->sample().value();
        QVERIFY(test::spawnIn(*m_group, burn) > 0);
        QTest::qWait(600);
        QTRY_VERIFY_WITH_TIMEOUT(sampler->sample()->cpuUsageUs > *before.cpuUsageUs + 10'000 &&
                                     sampler->sample()->throttledUs > 0,
                                 30'000);
        const DetailedSample after = sampler->sampleDetailed().value();
        const auto used = *after.basic.cpuUsageUs - *before.cpuUsageUs;
        const auto wall = (after.basic.timeNs - before.timeNs) / 1000;
        QVERIFY2(used < wall / 3, std::to_string(used).c_str());
        QVERIFY(*after.basic.throttledPeriods > 0);
        QCOMPARE(after.basic.pids, std::optional<std::uint64_t>(1));
        if (m_facts.pressure)
            QVERIFY(after.cpuPressure && after.memoryPressure && after.ioPressure);
    }

    void memoryIsCounted() {
        constexpr std::uint64_t held = 32ULL << 20U;
        QVERIFY(test::spawnIn(*m_group, [] { return hold(held); }) > 0);
        auto sampler = Sampler::open(m_facts, m_path);
        QTRY_VERIFY(*sampler->sample()->memoryBytes >= held);
        // memory.stat is brought up to date by the kernel every two seconds.
        QTRY_VERIFY(*sampler->sampleDetailed()->anonBytes >= held * 9 / 10);
        QVERIFY(*sampler->sample()->memoryBytes < 2 * held);
    }

    void oomKillsAreCounted() {
        ResourceLimits limits;
        limits.memoryMax = 16ULL << 20U;
        if (m_facts.swapAccounting) // not 0: Linux 6.18 counts no failure of the v1 sum of memory and swap
            limits.swapMax = 16ULL << 20U;
        QVERIFY(m_group->setLimits(limits, UnsetLimits::Skip).has_value());
        auto sampler = Sampler::open(m_facts, m_path);
        const int status = test::waitFor(test::spawnIn(*m_group, [] { return hold(64ULL << 20U); }));
        QVERIFY(WIFSIGNALED(status));
        QCOMPARE(sampler->sampleDetailed()->basic.oomKills, std::optional<std::uint64_t>(1));
        QVERIFY(*sampler->sampleDetailed()->memoryMaxEvents > 0);
    }

    void aRemovedGroupIsNotFoundEvenIfItsNameComesBack() {
        auto sampler = Sampler::open(m_facts, m_path);
        QVERIFY(sampler->sample().has_value());
        QVERIFY(m_group->remove(1s));
        QCOMPARE(sampler->sample().error().kind(), ErrorKind::NotFound);
        m_group = cgroup::open(m_facts, m_path, Create::MakeNew).value();
        QCOMPARE(sampler->sample().error().kind(), ErrorKind::NotFound);
        QCOMPARE(sampler->sampleDetailed().error().kind(), ErrorKind::NotFound);
    }

private:
    std::vector<std::string> m_before;
    std::string m_path;
    CgroupFacts m_facts;
    std::unique_ptr<Cgroup> m_group;
};

QTEST_GUILESS_MAIN(TestRealSampler)
#include "tst_realsampler.moc"
