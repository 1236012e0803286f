// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hoststate.h"
#include "testcontainer.h"

#include "core/engine/journal.h"

#include <QTest>

#include <fcntl.h>
#include <signal.h>
#include <sys/fanotify.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <random>

using namespace vitrine;

namespace fs = std::filesystem;

/// Whatever fails and whoever is killed, the host is as it was.
class TestFaults : public QObject {
    Q_OBJECT

    using When = engine::StartOptions::Fault::When;

    void compareWith(const HostState& before) const {
        const HostState after = readHostState(m_bed->cgroupName(), m_bed->directory());
        QVERIFY2(after == before, difference(before, after).c_str());
    }

    void failEachStep(const ContainerSpec& spec) const {
        const PlanContext context = m_bed->context(spec);
        const Plan plan = makePlan(spec, context).value();
        const HostState before = readHostState(m_bed->cgroupName(), m_bed->directory());
        QVERIFY(plan.steps.size() > 40);
        for (std::size_t step = 0; step < plan.steps.size(); ++step) {
            for (const When when : {When::Before, When::After}) {
                engine::StartOptions options = m_bed->options();
                options.fault = {step, when};
                const auto outcome = engine::start(plan, context, options);
                const std::string where = "step " + std::to_string(step);
                QVERIFY2(!outcome.result, where.c_str());
                QCOMPARE(outcome.result.error().errnum(), EIO);
                QCOMPARE(outcome.trace.records[step].state, StepState::Failed);
                for (std::size_t index = 0; index < plan.steps.size(); ++index) {
                    const StepState expected = index < step ? StepState::Undone : StepState::Pending;
                    if (index != step)
                        QVERIFY2(outcome.trace.records[index].state == expected, where.c_str());
                }
                compareWith(before);
                if (QTest::currentTestFailed())
                    QFAIL(where.c_str());
            }
        }
    }

    /// A process that starts a container, is killed after `delay`, and cannot clean up.
    void killAfter(std::chrono::microseconds delay, const ContainerSpec& spec, const Plan& plan) const {
        const pid_t executing = ::fork();
        if (executing == 0) {
            const auto outcome = engine::start(plan, m_bed->context(spec), m_bed->options());
            ::pause();
            ::_exit(outcome.result ? 0 : 1);
        }
        ::usleep(static_cast<useconds_t>(delay.count()));
        ::kill(executing, SIGKILL);
        ::waitpid(executing, nullptr, 0);
        const auto recovered = engine::recover(m_bed->cgroupFacts(), m_bed->journal());
        QVERIFY2(recovered, recovered ? "" : recovered.error().message().c_str());
    }

    /// The container's processes are reaped by init, whenever it gets to it.
    void awaitHostState(const HostState& before) const {
        for (int round = 0; round < 2000; ++round) {
            if (readHostState(m_bed->cgroupName(), m_bed->directory()) == before)
                return;
            ::usleep(10'000);
        }
        compareWith(before);
    }

private slots:
    void init() { m_bed = std::make_unique<TestBed>(); }
    void cleanup() { m_bed.reset(); }

    void everyStepThatFailsIsTakenBack() {
        ContainerSpec spec = m_bed->spec({"wait"});
        spec.process.terminal = Terminal::Yes;
        spec.rootAccess = RootAccess::ReadOnly;
        failEachStep(spec);
    }

    void everyStepThatFailsIsTakenBackWithoutUserNamespace() {
        ContainerSpec spec = m_bed->spec({"wait"});
        spec.namespaces[NamespaceKind::User] = Isolation::Host;
        spec.uidMappings.clear();
        spec.gidMappings.clear();
        failEachStep(spec);
    }

    void killedAtAnyMomentItIsRecovered() {
        const ContainerSpec spec = m_bed->spec({"wait"});
        const Plan plan = makePlan(spec, m_bed->context(spec)).value();
        const HostState before = readHostState(m_bed->cgroupName(), m_bed->directory());
        std::uint64_t duration = 0;
        {
            TestContainer container(*m_bed, spec);
            QVERIFY2(container.started(), container.error().c_str());
            duration = container.trace().totalNs / 1000;
            QVERIFY(container.finish());
        }
        std::minstd_rand random(4711);
        std::uniform_int_distribution<std::uint64_t> moment(0, duration * 3 / 2);
        for (int round = 0; round < 120; ++round) {
            const std::chrono::microseconds delay(moment(random));
            killAfter(delay, spec, plan);
            awaitHostState(before);
            if (QTest::currentTestFailed())
                QFAIL(("killed after µs: " + std::to_string(delay.count())).c_str());
        }
    }

    void aRunningContainerIsRecoveredAndASecondTimeIsSuccess() {
        const ContainerSpec spec = m_bed->spec({"wait"});
        const Plan plan = makePlan(spec, m_bed->context(spec)).value();
        const HostState before = readHostState(m_bed->cgroupName(), m_bed->directory());
        killAfter(std::chrono::milliseconds(300), spec, plan);
        awaitHostState(before);
        QVERIFY(engine::recover(m_bed->cgroupFacts(), m_bed->journal()));
    }

    void aJournalThatWasNotRecoveredStopsTheNextStart() {
        std::ofstream(m_bed->journal()) << "vitrine-journal 1 \n";
        TestContainer container(*m_bed, m_bed->spec({"wait"}));
        QVERIFY(!container.started());
        QVERIFY2(container.error().contains("journal"), container.error().c_str());
        QVERIFY(engine::recover(m_bed->cgroupFacts(), m_bed->journal()));
        QVERIFY(!fs::exists(m_bed->journal()));
    }

    void aJournalOfAnotherBootKillsNobody() {
        const pid_t innocent = ::fork();
        if (innocent == 0) {
            ::pause();
            ::_exit(0);
        }
        const auto key = process::keyOf(innocent).value();
        std::ofstream(m_bed->journal())
            << "vitrine-journal 1 00000000-0000-0000-0000-000000000000\n"
            << "intent 0 clone\nprocess " << key.pid << ' ' << key.startTicks << '\n';
        QVERIFY(engine::recover(m_bed->cgroupFacts(), m_bed->journal()));
        QCOMPARE(::waitpid(innocent, nullptr, WNOHANG), 0);
        // Nor does one whose pid belongs to a younger process.
        std::ofstream(m_bed->journal())
            << "vitrine-journal 1 \nintent 0 clone\nprocess " << key.pid << ' ' << key.startTicks - 1 << '\n';
        QVERIFY(engine::recover(m_bed->cgroupFacts(), m_bed->journal()));
        QCOMPARE(::waitpid(innocent, nullptr, WNOHANG), 0);
        ::kill(innocent, SIGKILL);
        ::waitpid(innocent, nullptr, 0);
    }

    void aChildKilledDuringItsStepsIsSaidToBe() {
        // A limit that is too small for the child's own steps: the kernel kills it.
        ContainerSpec spec = m_bed->spec({"wait"});
        spec.process.rlimits = {{"RLIMIT_CPU", 0, 0}, {"RLIMIT_NOFILE", 64, 64}};
        const HostState before = readHostState(m_bed->cgroupName(), m_bed->directory());
        {
            TestContainer container(*m_bed, spec);
            if (!container.started())
                QVERIFY2(!container.error().empty(), container.error().c_str());
        }
        compareWith(before);
    }

    /// A disk that does not answer execve(2), here: fanotify(7), with nobody who decides.
    void anExecutionThatNeverReturnsIsGivenUp() {
        const ContainerSpec spec = m_bed->spec({"wait"});
        const HostState before = readHostState(m_bed->cgroupName(), m_bed->directory());
        {
            const sys::UniqueFd watch(
                ::fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC | FAN_NONBLOCK, O_RDONLY | O_CLOEXEC));
            QVERIFY(watch);
            const std::string program = m_bed->root() + spec.process.args.front();
            QCOMPARE(
                ::fanotify_mark(watch.get(), FAN_MARK_ADD, FAN_OPEN_EXEC_PERM, AT_FDCWD, program.c_str()), 0);
            engine::StartOptions options = m_bed->options();
            options.patience = std::chrono::milliseconds(500);
            TestContainer container(*m_bed, spec, m_bed->context(spec), options);
            QVERIFY(!container.started());
            QVERIFY2(container.error().contains("it took longer than 500 ms"), container.error().c_str());
            QVERIFY(!container.hint().empty());
            // What it was at is what failed, and all before was taken back.
            QCOMPARE(container.trace().records.back().state, StepState::Failed);
            QCOMPARE(container.trace().records.front().state, StepState::Undone);
        }
        compareWith(before);
        TestContainer again(*m_bed, spec);
        QVERIFY2(again.started(), again.error().c_str());
        QVERIFY(again.finish());
    }

private:
    std::unique_ptr<TestBed> m_bed;
};

QTEST_APPLESS_MAIN(TestFaults)
#include "tst_faults.moc"
