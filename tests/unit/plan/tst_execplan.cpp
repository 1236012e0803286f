// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/plan/execplan.h"

#include <QTest>

using namespace vitrine;

/// What a further process of a running container goes through, and the words for it.
class TestExecPlan : public QObject {
    Q_OBJECT

    static ContainerSpec spec() { return defaultSpec("bob", {"/bin/sh"}); }

    template <typename Wanted>
    static const Wanted* find(const Plan& plan) {
        for (const Step& step : plan.steps) {
            if (const auto* found = std::get_if<Wanted>(&step))
                return found;
        }
        return nullptr;
    }

private slots:
    void itEntersAllByItself() {
        const Plan plan = makeExecPlan(spec(), spec().process, {.target = 7, .outside = {}});
        const auto* enter = std::get_if<step::EnterNamespaces>(&plan.steps.front());
        QVERIFY(enter != nullptr);
        QCOMPARE(enter->target, 7);
        QCOMPARE(enter->kinds,
                 (std::vector<NamespaceKind>{allNamespaceKinds.begin(), allNamespaceKinds.end()}));
        QVERIFY(find<step::BecomeRoot>(plan) != nullptr);
        QVERIFY(find<step::LoadSeccomp>(plan) != nullptr);
        QVERIFY(std::holds_alternative<step::Execute>(plan.steps.back()));
    }

    void whatIsLeftOutIsNotEntered() {
        const Plan plan =
            makeExecPlan(spec(), spec().process, {7, {NamespaceKind::User, NamespaceKind::Network}});
        const auto& kinds = std::get<step::EnterNamespaces>(plan.steps.front()).kinds;
        QCOMPARE(kinds.size(), allNamespaceKinds.size() - 2);
        QVERIFY(find<step::BecomeRoot>(plan) == nullptr); // it is root of the host already
        const Plan hosts = makeExecPlan(spec(), spec().process, {7, {NamespaceKind::Mount}});
        QVERIFY(find<step::OpenConsole>(plan)->source == step::ConsoleSource::ContainerDevpts);
        QVERIFY(find<step::OpenConsole>(hosts)->source == step::ConsoleSource::HostDevpts);
        // What limits it stays.
        QVERIFY(find<step::LimitCapabilities>(plan) != nullptr && find<step::LoadSeccomp>(plan) != nullptr);
        QVERIFY(find<step::SetNoNewPrivileges>(plan) != nullptr);
    }

    void capabilitiesAreAtMostTheContainers() {
        ContainerSpec container = spec();
        container.process.capabilities.bounding = {"CAP_CHOWN"};
        ProcessSpec process = container.process;
        process.capabilities.bounding = {"CAP_CHOWN", "CAP_SYS_ADMIN"};
        process.capabilities.ambient = {"CAP_SYS_ADMIN"};
        const Plan plan = makeExecPlan(container, process, {7, {NamespaceKind::User}});
        const auto* limit = find<step::LimitCapabilities>(plan);
        QVERIFY(limit != nullptr);
        QCOMPARE(limit->sets.bounding, (std::vector<std::string>{"CAP_CHOWN"}));
        QVERIFY(limit->sets.ambient.empty());
    }

    void ambientCapabilitiesAreThoseTheKernelCanHave() {
        ContainerSpec container = spec();
        container.process.capabilities.inheritable = {"CAP_KILL"};
        container.process.capabilities.ambient = {"CAP_CHOWN", "CAP_KILL"};
        const Plan plan = makeExecPlan(container, container.process, {7, {NamespaceKind::User}});
        QCOMPARE(find<step::LimitCapabilities>(plan)->sets.ambient, std::vector<std::string>{"CAP_KILL"});
    }

    void theFilterIsTheContainers() {
        ContainerSpec container = spec();
        container.seccomp = SeccompProfile::Custom;
        container.seccompRules.emplace().defaultAction = "SCMP_ACT_ERRNO";
        const Plan plan = makeExecPlan(container, container.process, {7, {NamespaceKind::User}});
        const auto* load = find<step::LoadSeccomp>(plan);
        QVERIFY(load != nullptr && load->profile == SeccompProfile::Custom && load->rules.has_value());
        QCOMPARE(load->rules->defaultAction, std::string("SCMP_ACT_ERRNO"));
        container.seccomp = SeccompProfile::Unconfined;
        QVERIFY(find<step::LoadSeccomp>(makeExecPlan(container, container.process, {7, {}})) == nullptr);
    }

    void namesAreChecked() {
        ContainerSpec container = spec();
        container.namespaces[NamespaceKind::Time] = Isolation::Host;
        const auto& own = container.namespaces;
        QVERIFY(outsideOf(own, {"cgroup", "user", "ipc", "uts", "net", "mnt", "pid"})->empty());
        QCOMPARE(outsideOf(own, {"cgroup", "user", "ipc", "uts", "mnt", "pid"}).value(),
                 (std::vector<NamespaceKind>{NamespaceKind::Network}));
        QCOMPARE(outsideOf(own, {})->size(), 7U); // the host's own is not one that is left out
        for (const std::vector<std::string>& bad :
             std::vector<std::vector<std::string>>{{"time"}, {"net", "net"}, {"mount"}, {""}, {"pid,mnt"}}) {
            const auto refused = outsideOf(own, bad);
            QVERIFY(!refused);
            QCOMPARE(refused.error().subject(), std::string("namespaces"));
        }
    }

    void itIsSaidInWords() {
        const Plan plan = makeExecPlan(spec(), spec().process, {7, {NamespaceKind::Network}});
        const StepDescription said = describe(plan.steps.front(), {});
        QCOMPARE(said.id, std::string("enter"));
        QCOMPARE(said.title,
                 std::string("Enter namespaces of process 7: pid, mnt, uts, ipc, user, cgroup, time"));
        QVERIFY(
            said.systemCall.starts_with("setns(pidfd_open(7, 0), CLONE_NEWPID|CLONE_NEWNS|CLONE_NEWUTS|"));
        QVERIFY(!said.systemCall.contains("CLONE_NEWNET"));
        QCOMPARE(said.byHand,
                 std::string("nsenter --target 7 --pid --mount --uts --ipc --user --cgroup --time sh"));
        QVERIFY(!said.explanation.empty() && !said.undo.empty());
    }

    void theCommandByHand() {
        ContainerSpec container = spec();
        ProcessSpec process = container.process;
        process.args = {"echo", "a b", "$(touch /evil)"};
        process.env = {"A=it's"};
        process.user = {5, 6, {}, std::nullopt};
        process.cwd = "/my dir";
        const std::string text =
            execByHand(container, process, {7, {NamespaceKind::Mount}}, {"/sys/fs/cgroup/vitrine/bob"});
        QCOMPARE(text,
                 std::string("echo $$ > /sys/fs/cgroup/vitrine/bob/cgroup.procs\n"
                             "# nsenter loads no system call filter and takes no capabilities away; "
                             "Vitrine does.\n"
                             "exec env -i 'A=it'\\''s' nsenter --target 7 --pid --net --uts --ipc --user "
                             "--cgroup --time --setuid=5 --setgid=6 '--wdns=/my dir' -- echo 'a b' "
                             "'$(touch /evil)'\n"));
        container.rootMode = RootMode::Chroot;
        QVERIFY(execByHand(container, process, {7, {}}, {}).contains(" --root "));
        QVERIFY(!execByHand(container, process, {7, {NamespaceKind::Mount}}, {}).contains(" --root "));
    }
};

QTEST_APPLESS_MAIN(TestExecPlan)
#include "tst_execplan.moc"
