// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hoststate.h"
#include "testcontainer.h"

#include <QTest>

#include <fcntl.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <functional>

using namespace vitrine;

namespace {

constexpr uid_t ordinaryUser = 64321;

/// Runs `action` in a process that is an ordinary user, and returns what it returns.
std::string asOrdinaryUser(const std::function<std::string()>& action) {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return "no pipe";
    const pid_t user = ::fork();
    if (user == 0) {
        ::close(ends[0]);
        std::string said = "could not become an ordinary user";
        if (::setgroups(0, nullptr) == 0 && ::setresgid(ordinaryUser, ordinaryUser, ordinaryUser) == 0 &&
            ::setresuid(ordinaryUser, ordinaryUser, ordinaryUser) == 0 && ::prctl(PR_SET_DUMPABLE, 1) == 0)
            said = action();
        static_cast<void>(!::write(ends[1], said.data(), said.size()));
        ::_exit(0);
    }
    ::close(ends[1]);
    std::string said;
    std::array<char, 4096> buffer;
    for (ssize_t count = 0; (count = ::read(ends[0], buffer.data(), buffer.size())) > 0;)
        said.append(buffer.data(), static_cast<std::size_t>(count));
    ::close(ends[0]);
    ::waitpid(user, nullptr, 0);
    return said;
}

} // namespace

/// Containers of an ordinary user: one id, no control group.
class TestRootless : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_bed = std::make_unique<TestBed>(Privilege::Rootless);
        for (const std::string& path : {m_bed->directory(), m_bed->root()})
            QCOMPARE(::chown(path.c_str(), ordinaryUser, ordinaryUser), 0);
        m_before = readHostState(m_bed->cgroupName(), m_bed->directory());
    }

    void cleanup() {
        const HostState after = readHostState(m_bed->cgroupName(), m_bed->directory());
        QVERIFY2(after == m_before, difference(m_before, after).c_str());
        m_bed.reset();
    }

    void oneIdIsEnough() {
        const View view(asOrdinaryUser([this] {
            ContainerSpec spec = m_bed->spec({"view", "wait"});
            TestContainer container(*m_bed, spec);
            if (!container.started())
                return container.error() + container.hint();
            std::string said = container.view().text();
            said += readText("/proc/" + std::to_string(container.pid()) + "/uid_map");
            said += readText("/proc/" + std::to_string(container.pid()) + "/setgroups");
            return said;
        }));
        QVERIFY2(view.value("ids") == "0 0", view.text().c_str());
        QVERIFY(view.text().contains("\n         0      64321          1\ndeny\n"));
        QCOMPARE(view.value("pid"), std::string("1"));
        QCOMPARE(view.value("hostname"), std::string("bob"));
        QCOMPARE(view.value("lo"), std::string("up"));
        QCOMPARE(view.values("fd"), (std::vector<std::string>{"0", "1", "2"}));
        QCOMPARE(view.status("CapEff"), std::string("00000000800405fb"));
        QCOMPARE(view.status("Seccomp"), std::string("2"));
        QVERIFY(!view.mountAt("/proc").empty() && !view.mountAt("/sys").empty());
    }

    void anotherOneCanBeJoined() {
        const View view(asOrdinaryUser([this] {
            TestContainer web(*m_bed, m_bed->spec({"wait"}));
            if (!web.started())
                return web.error() + web.hint();
            ContainerSpec spec = m_bed->spec({"view", "wait"});
            spec.hostname = "side";
            spec.joinedId = "0123456789abcdef0123456789abcdef";
            for (const NamespaceKind kind : {NamespaceKind::User, NamespaceKind::Network, NamespaceKind::Uts})
                spec.namespaces[kind] = Isolation::Joined;
            engine::StartOptions options = m_bed->options();
            options.journalPath += "-side";
            const engine::StartedProcess& init = web.container().init;
            options.joined = {init.key, init.pidfd.get()};
            TestContainer side(*m_bed, spec, m_bed->context(spec), options);
            std::string said = side.started() ? side.view().text() : side.error() + side.hint();
            std::filesystem::remove(options.journalPath);
            // Without a control group nobody would find its processes when it ends.
            spec.namespaces[NamespaceKind::Pid] = Isolation::Joined;
            const auto refused = makePlan(spec, m_bed->context(spec));
            return said + (refused ? "no error" : refused.error().message());
        }));
        QVERIFY2(view.value("ids") == "0 0", view.text().c_str());
        QCOMPARE(view.value("hostname"), std::string("bob")); // the other's
        QCOMPARE(view.value("lo"), std::string("up"));
        QCOMPARE(view.status("CapEff"), std::string("00000000800405fb"));
        QVERIFY2(view.text().contains("cannot be shared without a control group"), view.text().c_str());
    }

    void itCanBeEntered() {
        const View view(asOrdinaryUser([this] {
            ContainerSpec spec = m_bed->spec({"wait"});
            spec.process.terminal = Terminal::Yes;
            TestContainer container(*m_bed, spec);
            if (!container.started())
                return container.error() + container.hint();
            engine::ExecRequest request;
            request.process = spec.process;
            request.process.args = {"/payload", "view"};
            auto started = engine::exec(container.container(), spec, request);
            if (!started)
                return started.error().message();
            std::string said = readView(*started).text();
            reap(*started);
            return said;
        }));
        QVERIFY2(view.value("ids") == "0 0", view.text().c_str());
        QCOMPARE(view.value("hostname"), std::string("bob"));
        QVERIFY(view.value("tty").starts_with("/dev/pts/"));
    }

    void failuresAreTakenBack() {
        const std::string said = asOrdinaryUser([this] {
            const ContainerSpec spec = m_bed->spec({"wait"});
            const PlanContext context = m_bed->context(spec);
            const Plan plan = makePlan(spec, context).value();
            for (std::size_t step = 0; step < plan.steps.size(); ++step) {
                engine::StartOptions options = m_bed->options();
                options.fault = {step, engine::StartOptions::Fault::When::After};
                const auto outcome = engine::start(plan, context, options);
                if (outcome.result || outcome.result.error().errnum() != EIO)
                    return "step " + std::to_string(step);
            }
            return std::string("done");
        });
        QCOMPARE(said, std::string("done"));
    }

    void moreIdsNeedTheMapPrograms() {
        const std::string said = asOrdinaryUser([this] {
            ContainerSpec spec = m_bed->spec({"wait"});
            spec.uidMappings = {{0, ordinaryUser, 1}, {1, 3'000'000'000, 65535}}; // no range is granted
            spec.gidMappings = spec.uidMappings;
            TestContainer container(*m_bed, spec);
            return container.started() ? std::string("started") : container.error() + "|" + container.hint();
        });
        QVERIFY2(said.contains("/usr/bin/newuidmap"), said.c_str());
        QVERIFY2(said.contains("/etc/subuid"), said.c_str());
    }

private:
    std::unique_ptr<TestBed> m_bed;
    HostState m_before;
};

QTEST_APPLESS_MAIN(TestRootless)
#include "tst_rootless.moc"
