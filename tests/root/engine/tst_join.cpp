// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hoststate.h"
#include "testcontainer.h"

#include "core/process/processtree.h"
#include "core/sys/pidfd.h"

#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include <memory>

using namespace vitrine;

/// Containers that are born in the namespaces of another one.
class TestJoin : public QObject {
    Q_OBJECT

    static std::string namespaceOf(pid_t pid, const char* name) {
        return std::filesystem::read_symlink("/proc/" + std::to_string(pid) + "/ns/" + name);
    }

    [[nodiscard]] ContainerSpec joining(std::vector<std::string> words) const {
        ContainerSpec spec = m_bed->spec(std::move(words));
        spec.joinedId = "0123456789abcdef0123456789abcdef";
        for (const NamespaceKind kind : joinableKinds)
            spec.namespaces[kind] = Isolation::Joined;
        spec.namespaces[NamespaceKind::User] = Isolation::Joined;
        return spec;
    }

    /// A control group of its own, beside the other's.
    [[nodiscard]] PlanContext contextOf(const ContainerSpec& spec, pid_t leader) const {
        PlanContext context = m_bed->context(spec);
        context.cgroupPath += "-side";
        context.rootMappings = spec.uidMappings;
        context.joined = {"web", leader};
        return context;
    }

    [[nodiscard]] std::unique_ptr<TestContainer> join(const ContainerSpec& spec,
                                                      const process::ProcessKey& leader, int pidfd) const {
        engine::StartOptions options = m_bed->options();
        options.journalPath += "-side";
        std::filesystem::remove(options.journalPath); // of the run before
        options.joined = {leader, pidfd};
        return std::make_unique<TestContainer>(*m_bed, spec, contextOf(spec, leader.pid), options);
    }
    [[nodiscard]] std::unique_ptr<TestContainer> join(const ContainerSpec& spec, TestContainer& web) const {
        const engine::StartedProcess& init = web.container().init;
        return join(spec, init.key, init.pidfd.get());
    }

    std::unique_ptr<TestBed> m_bed;
    HostState m_before;

private slots:
    void init() {
        m_bed = std::make_unique<TestBed>();
        m_before = readHostState(m_bed->cgroupName(), m_bed->directory());
    }
    void cleanup() {
        std::filesystem::remove(m_bed->journal() + "-side");
        const HostState after = readHostState(m_bed->cgroupName(), m_bed->directory());
        QVERIFY2(after == m_before, difference(m_before, after).c_str());
        m_bed.reset();
    }

    void isInTheOthersNamespaces() {
        TestContainer web(*m_bed, m_bed->spec({"wait"}));
        QVERIFY2(web.started(), web.error().c_str());
        const auto side = join(joining({"view", "wait"}), web);
        QVERIFY2(side->started(), side->error().c_str());
        for (const char* kind : {"pid", "net", "uts", "ipc", "user"})
            QCOMPARE(namespaceOf(side->pid(), kind), namespaceOf(web.pid(), kind));
        for (const char* kind : {"mnt", "cgroup", "time"})
            QVERIFY2(namespaceOf(side->pid(), kind) != namespaceOf(web.pid(), kind), kind);
        const View view = side->view();
        for (const auto& [field, value] :
             {std::pair("CapEff", "00000000800405fb"), std::pair("CapPrm", "00000000800405fb"),
              std::pair("CapBnd", "00000000800405fb"), std::pair("CapInh", "0000000000000000"),
              std::pair("CapAmb", "0000000000000000"), std::pair("NoNewPrivs", "1"),
              std::pair("Seccomp", "2")})
            QVERIFY2(view.status(field) == value, view.text().c_str());
        for (const StepRecord& record : side->trace().records)
            QCOMPARE(record.state, StepState::Done);
        QVERIFY(side->finish());
        QVERIFY(web.finish());
    }

    /// Number and start time make a process; and a process of the host's is none of a container's.
    void onlyThatVeryProcessIsJoined() {
        TestContainer web(*m_bed, m_bed->spec({"wait"}));
        QVERIFY2(web.started(), web.error().c_str());
        const process::ProcessKey leader = web.container().init.key;
        const int pidfd = web.container().init.pidfd.get();
        const ContainerSpec spec = joining({"wait"});
        const auto another = join(spec, {leader.pid, leader.startTicks + 1}, pidfd);
        QVERIFY(!another->started());
        QVERIFY2(another->error().contains("has ended"), another->error().c_str());
        const auto self = sys::pidfdOpen(::getpid());
        const auto hosts = join(spec, process::keyOf(::getpid()).value(), self->get());
        QVERIFY(!hosts->started());
        QVERIFY2(hosts->error().contains("is in the host's"), hosts->error().c_str());
        // A right key beside another process's descriptor: it is the descriptor that is entered.
        const auto mixed = join(spec, leader, self->get());
        QVERIFY(!mixed->started());
        ContainerSpec otherUsers = spec;
        otherUsers.uidMappings = otherUsers.gidMappings = {{0, 1'600'000'000, 65536}};
        const auto moved = join(otherUsers, web);
        QVERIFY(!moved->started());
        QVERIFY2(moved->error().contains("has other users"), moved->error().c_str());
        engine::StartOptions options = m_bed->options();
        options.journalPath += "-side";
        TestContainer nobody(*m_bed, spec, contextOf(spec, leader.pid), options);
        QVERIFY(!nobody.started());
        QVERIFY(web.finish());
        const auto late = join(spec, leader, self->get());
        QVERIFY(!late->started());
        QVERIFY2(late->error().contains("has ended"), late->error().c_str());
    }

    /// Between setns(2) and execve(2) it has the host's program and descriptors, and is seen by the other
    /// one.
    void whoJoinsCannotBeLookedInto() {
        ContainerSpec curious = m_bed->spec({"spy"});
        CapabilitySets& sets = curious.process.capabilities;
        for (auto* set : {&sets.bounding, &sets.permitted, &sets.effective})
            set->emplace_back("CAP_SYS_PTRACE"); // over all processes of its users
        TestContainer web(*m_bed, curious);
        QVERIFY2(web.started(), web.error().c_str());
        for (int joined = 0; joined < 10; ++joined) {
            const auto side = join(joining({"exit", "0"}), web);
            QVERIFY2(side->started(), side->error().c_str());
            QVERIFY(side->finish());
        }
        QVERIFY(sys::pidfdSendSignal(web.container().init.pidfd.get(), SIGTERM));
        const View view = web.view();
        QVERIFY2(view.values("leak").empty(), view.text().c_str());
        QVERIFY2(view.value("refused") != "0" && !view.value("refused").empty(), view.text().c_str());
        QVERIFY(web.finish());
    }

    void endsWithTheFirstProcessOfAll() {
        TestContainer web(*m_bed, m_bed->spec({"wait"}));
        const auto side = join(joining({"wait"}), web);
        QVERIFY2(side->started(), side->error().c_str());
        QVERIFY(sys::pidfdSendSignal(web.container().init.pidfd.get(), SIGKILL));
        const int status = reap(side->container().init);
        QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        QVERIFY(side->finish());
        QVERIFY(web.finish());
    }
};

QTEST_GUILESS_MAIN(TestJoin)
#include "tst_join.moc"
