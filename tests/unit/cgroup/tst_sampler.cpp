// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/cgroup.h"

#include "treefixture.h"

#include <QTest>

#include <random>

using namespace vitrine;
using namespace vitrine::cgroup;

namespace {

using Number = std::optional<std::uint64_t>;

void writeV2(const test::TreeFixture& tree) {
    tree.write("/proc/self/mountinfo", "25 1 0:22 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    tree.write("/sys/fs/cgroup/cgroup.controllers", "cpu memory pids\n");
    const std::string group = "/sys/fs/cgroup/vitrine/one/";
    tree.write(group + "cpu.stat", "usage_usec 1500\nuser_usec 1000\nsystem_usec 500\nnr_periods 10\n"
                                   "nr_throttled 3\nthrottled_usec 77\n");
    tree.write(group + "memory.current", "8192\n");
    tree.write(group + "memory.swap.current", "4096\n");
    tree.write(group + "memory.events", "low 0\nhigh 5\nmax 6\noom 1\noom_kill 2\noom_group_kill 0\n");
    tree.write(group + "memory.stat", "anon 100\nfile 200\nkernel 300\nkernel_stack 1\n");
    tree.write(group + "pids.current", "4\n");
    for (const char* file : {"cpu.pressure", "memory.pressure", "io.pressure"}) {
        tree.write(group + file, "some avg10=1.50 avg60=0.00 avg300=0.00 total=15263\n"
                                 "full avg10=0.25 avg60=0.00 avg300=0.00 total=2898\n");
    }
}

} // namespace

class TestSampler : public QObject {
    Q_OBJECT

private slots:
    void init() { m_before = test::openDescriptors(); }
    void cleanup() { QCOMPARE(test::openDescriptors(), m_before); }

    void v2Counters() {
        const test::TreeFixture tree;
        writeV2(tree);
        auto sampler = Sampler::open(readFacts(tree.root()).value(), "vitrine/one", tree.root());
        const Sample sample = sampler->sample().value();
        QVERIFY(sample.timeNs > 0);
        QCOMPARE(sample.cpuUsageUs, Number(1500));
        QCOMPARE(sample.throttledUs, Number(77));
        QCOMPARE(sample.throttledPeriods, Number(3));
        QCOMPARE(sample.memoryBytes, Number(8192));
        QCOMPARE(sample.swapBytes, Number(4096));
        QCOMPARE(sample.oomKills, Number(2));
        QCOMPARE(sample.pids, Number(4));
        const DetailedSample detailed = sampler->sampleDetailed().value();
        QCOMPARE(detailed.anonBytes, Number(100));
        QCOMPARE(detailed.fileBytes, Number(200));
        QCOMPARE(detailed.kernelBytes, Number(300));
        QCOMPARE(detailed.memoryHighEvents, Number(5));
        QCOMPARE(detailed.memoryMaxEvents, Number(6));
        QCOMPARE(detailed.ioPressure->someAvg10, 1.5);
        QCOMPARE(detailed.ioPressure->fullAvg10, 0.25);
        QCOMPARE(detailed.cpuPressure->someTotalUs, std::uint64_t(15263));
        QCOMPARE(detailed.memoryPressure->fullTotalUs, std::uint64_t(2898));
    }

    void v1Counters() {
        const test::TreeFixture tree;
        tree.write("/proc/self/mountinfo",
                   "1 2 0:1 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
                   "1 2 0:2 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
                   "1 2 0:3 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n");
        const std::string cpu = "/sys/fs/cgroup/cpu,cpuacct/x/";
        const std::string memory = "/sys/fs/cgroup/memory/x/";
        tree.write(cpu + "cpuacct.usage", "1500000\n");
        tree.write(cpu + "cpu.stat", "nr_periods 9\nnr_throttled 3\nthrottled_time 77000\n");
        tree.write(memory + "memory.usage_in_bytes", "8192\n");
        tree.write(memory + "memory.memsw.usage_in_bytes", "12288\n");
        tree.write(memory + "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
        tree.write(memory + "memory.stat", "rss 1\ncache 2\ntotal_cache 200\ntotal_rss 100\n");
        tree.write(memory + "memory.failcnt", "6\n");
        tree.write(memory + "memory.kmem.usage_in_bytes", "300\n");
        tree.write("/sys/fs/cgroup/pids/x/pids.current", "4\n");
        auto sampler = Sampler::open(readFacts(tree.root()).value(), "x", tree.root());
        const DetailedSample detailed = sampler->sampleDetailed().value();
        QCOMPARE(detailed.basic.cpuUsageUs, Number(1500));
        QCOMPARE(detailed.basic.throttledUs, Number(77));
        QCOMPARE(detailed.basic.throttledPeriods, Number(3));
        QCOMPARE(detailed.basic.memoryBytes, Number(8192));
        QCOMPARE(detailed.basic.swapBytes, Number(4096));
        QCOMPARE(detailed.basic.oomKills, Number(2));
        QCOMPARE(detailed.basic.pids, Number(4));
        QCOMPARE(detailed.anonBytes, Number(100));
        QCOMPARE(detailed.fileBytes, Number(200));
        QCOMPARE(detailed.kernelBytes, Number(300));
        QCOMPARE(detailed.memoryMaxEvents, Number(6));
        QVERIFY(!detailed.memoryHighEvents);
        QVERIFY(!detailed.cpuPressure);
    }

    void slowCountersComeAtTheLatestEveryEighthTime() {
        const test::TreeFixture tree;
        writeV2(tree);
        const std::string group = "/sys/fs/cgroup/vitrine/one/";
        auto sampler = Sampler::open(readFacts(tree.root()).value(), "vitrine/one", tree.root());
        QCOMPARE(sampler->sample()->oomKills, Number(2));
        tree.write(group + "memory.events", "oom_kill 3\n");
        for (int i = 0; i < 20; ++i) // no CPU time used: nothing can have happened
            QCOMPARE(sampler->sample()->oomKills, Number(2));
        tree.write(group + "cpu.stat", "usage_usec 1600\n");
        for (int i = 0; i < 7; ++i)
            static_cast<void>(sampler->sample());
        QCOMPARE(sampler->sample()->oomKills, Number(3));
    }

    void whatIsMissingStaysEmpty() {
        const test::TreeFixture tree;
        tree.write("/proc/self/mountinfo", "25 1 0:22 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        tree.write("/sys/fs/cgroup/cgroup.controllers", "cpu memory pids\n");
        tree.makeDirectory("/sys/fs/cgroup/vitrine/one");
        const CgroupFacts facts = readFacts(tree.root()).value();
        auto sampler = Sampler::open(facts, "vitrine/one", tree.root());
        const DetailedSample detailed = sampler->sampleDetailed().value();
        QVERIFY(!detailed.basic.cpuUsageUs && !detailed.basic.memoryBytes && !detailed.basic.pids);
        QVERIFY(!detailed.basic.oomKills && !detailed.basic.swapBytes && !detailed.basic.throttledUs);
        QVERIFY(!detailed.cpuPressure && !detailed.anonBytes && !detailed.memoryMaxEvents);
        QCOMPARE(Sampler::open(facts, "vitrine/two", tree.root()).error().kind(), ErrorKind::NotFound);
        QCOMPARE(Sampler::open(facts, "../one", tree.root()).error().kind(), ErrorKind::InvalidArgument);
    }

    void anyBytesAreSurvived() {
        const test::TreeFixture tree;
        writeV2(tree);
        const CgroupFacts facts = readFacts(tree.root()).value();
        std::mt19937 random(20260102); // NOLINT(cert-msc51-cpp): the same bytes in every run
        for (int round = 0; round < 15; ++round) {
            for (const char* file : {"cpu.stat", "memory.current", "memory.swap.current", "memory.events",
                                     "memory.stat", "pids.current", "cpu.pressure", "io.pressure"}) {
                const std::string path = std::string("/sys/fs/cgroup/vitrine/one/") + file;
                std::string bytes = tree.read(path).substr(0, random() % 200);
                for (int i = 0; i < 3 && !bytes.empty(); ++i)
                    bytes[random() % bytes.size()] = static_cast<char>(random());
                tree.write(path, bytes);
            }
            auto sampler = Sampler::open(facts, "vitrine/one", tree.root());
            QVERIFY(sampler->sample().has_value());
            QVERIFY(sampler->sampleDetailed().has_value());
            writeV2(tree);
        }
    }

private:
    int m_before = 0;
};

QTEST_APPLESS_MAIN(TestSampler)
#include "tst_sampler.moc"
