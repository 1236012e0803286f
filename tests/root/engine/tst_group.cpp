// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hoststate.h"
#include "testcontainer.h"

#include <QTest>

#include <chrono>
#include <memory>

using namespace vitrine;

/// Containers in a group: a control group around theirs.
class TestGroup : public QObject {
    Q_OBJECT

    static constexpr const char* id = "0123456789abcdef0123456789abcdef";

    [[nodiscard]] PlanContext contextOf(const ContainerSpec& spec, const std::string& name,
                                        const ResourceLimits& limits) const {
        PlanContext context = m_bed->context(spec);
        const std::string above = context.cgroupPath.substr(0, context.cgroupPath.rfind('/'));
        const std::string own = context.cgroupPath.substr(context.cgroupPath.rfind('/') + 1);
        context.group = {"shop", above + "/group-" + own, limits};
        context.cgroupPath = context.group.path + '/' + name;
        return context;
    }
    [[nodiscard]] std::unique_ptr<TestContainer> start(const std::string& name,
                                                       const ResourceLimits& limits) {
        const ContainerSpec spec = m_bed->spec({"wait"});
        const PlanContext context = contextOf(spec, name, limits);
        m_path = context.group.path;
        engine::StartOptions options = m_bed->options();
        options.journalPath += name;
        m_journals.push_back(options.journalPath);
        return std::make_unique<TestContainer>(*m_bed, spec, context, options);
    }
    [[nodiscard]] std::unique_ptr<cgroup::Cgroup> group() const {
        auto opened = cgroup::open(m_bed->cgroupFacts(), m_path, cgroup::Create::OpenExisting);
        return opened ? std::move(*opened) : nullptr;
    }
    [[nodiscard]] std::string fileOf(const char* controller, const char* file) const {
        return readText(group()->directoryOf(controller) + '/' + file);
    }

    std::unique_ptr<TestBed> m_bed;
    std::vector<std::string> m_journals;
    std::string m_path;
    HostState m_before;

private slots:
    void init() {
        m_bed = std::make_unique<TestBed>();
        m_before = readHostState(m_bed->cgroupName(), m_bed->directory());
    }
    void cleanup() {
        if (const auto left = group())
            QVERIFY(left->remove(std::chrono::seconds(5)));
        for (const std::string& journal : std::exchange(m_journals, {}))
            std::filesystem::remove(journal);
        const HostState after = readHostState(m_bed->cgroupName(), m_bed->directory());
        QVERIFY2(after == m_before, difference(m_before, after).c_str());
        m_bed.reset();
    }

    void isMadeOnceAndStays() {
        ResourceLimits limits;
        limits.pidsMax = 50;
        limits.memoryMax = 64ULL << 20U;
        const auto first = start("one", limits);
        QVERIFY2(first->started(), first->error().c_str());
        QCOMPARE(fileOf("pids", "pids.max"), std::string("50\n"));
        QCOMPARE(group()->readLimits()->memoryMax, limits.memoryMax);
        const auto second = start("two", limits);
        QVERIFY2(second->started(), second->error().c_str());
        QCOMPARE(group()->processes()->size(), 2U);
        for (const StepRecord& record : second->trace().records)
            QCOMPARE(record.state, StepState::Done);
        // The end of one is none of the other's.
        QVERIFY(first->finish());
        QCOMPARE(group()->processes()->size(), 1U);
        QVERIFY(second->finish());
        QVERIFY(group() != nullptr); // whoever knows that nothing is about to start in it removes it
    }

    /// What one uses the other has no more; tst_groups.cpp has the kernel refuse it.
    void bothAreCountedTogether() {
        ResourceLimits limits;
        limits.pidsMax = 8;
        const auto first = start("one", limits);
        QVERIFY2(first->started(), first->error().c_str());
        QCOMPARE(fileOf("pids", "pids.current"), std::string("1\n"));
        const auto second = start("two", limits);
        QVERIFY2(second->started(), second->error().c_str());
        QCOMPARE(fileOf("pids", "pids.current"), std::string("2\n"));
        // The limits are those of the last one to start: whoever changes them writes them for all.
        limits.pidsMax = 9;
        const auto third = start("three", limits);
        QVERIFY2(third->started(), third->error().c_str());
        QCOMPARE(fileOf("pids", "pids.max"), std::string("9\n"));
        QVERIFY(first->finish());
        QVERIFY(second->finish());
        QVERIFY(third->finish());
    }

    /// Of v1's cpuset a group takes no less than what is below it has: its limits come first.
    void cpusAreNarrowedBeforeTheContainers() {
        if (m_bed->cgroupFacts().cpuset == ControllerVersion::Absent)
            QSKIP("this machine has no cpuset controller");
        ResourceLimits limits;
        limits.cpus = {m_bed->cgroupFacts().cpus.empty() ? 0U : m_bed->cgroupFacts().cpus.front()};
        const auto first = start("one", limits);
        QVERIFY2(first->started(), first->error().c_str());
        const auto second = start("two", limits);
        QVERIFY2(second->started(), second->error().c_str());
        QCOMPARE(group()->readFiles()->empty(), false);
        QCOMPARE(fileOf("cpuset", "cpuset.cpus"), std::to_string(limits.cpus.front()) + "\n");
        QVERIFY(readText("/proc/" + std::to_string(second->pid()) + "/status")
                    .contains("Cpus_allowed_list:\t" + std::to_string(limits.cpus.front()) + "\n"));
        QVERIFY(first->finish());
        QVERIFY(second->finish());
    }

    void oneKillEndsAllOfThem() {
        const auto first = start("one", {});
        const auto second = start("two", {});
        QVERIFY(first->started() && second->started());
        QVERIFY(group()->killAll());
        QTRY_VERIFY(group()->processes()->empty());
        QVERIFY(first->finish());
        QVERIFY(second->finish());
    }

    void aLimitThatIsNotTakenIsNamed() {
        ResourceLimits limits;
        limits.ioMax = {{{4095, 1'048'575}, 1, 0, 0, 0}};
        if (m_bed->cgroupFacts().io == ControllerVersion::Absent)
            QSKIP("this machine has no controller for disks");
        const auto container = start("one", limits);
        QVERIFY(!container->started());
        QVERIFY2(container->error().contains("of the group"), container->error().c_str());
    }
};

QTEST_GUILESS_MAIN(TestGroup)
#include "tst_group.moc"
