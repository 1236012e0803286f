// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "../engine/hoststate.h"
#include "observation.h"
#include "scriptrun.h"

#include "core/cgroup/cgroup.h"
#include "core/plan/script.h"
#include "core/security/seccomp.h"

#include <QTest>

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>

using namespace vitrine;

namespace fs = std::filesystem;

namespace {

using Change = std::function<void(ContainerSpec&, const TestBed&)>;

void useHostIds(ContainerSpec& spec) {
    spec.namespaces[NamespaceKind::User] = Isolation::Host;
    spec.uidMappings.clear();
    spec.gidMappings.clear();
}

/// What can be without a mount namespace: the classroom's first lesson.
void useHostMounts(ContainerSpec& spec) {
    spec.namespaces[NamespaceKind::Mount] = Isolation::Host;
    spec.rootMode = RootMode::Chroot;
    spec.mounts.clear();
    spec.maskedPaths.clear();
    spec.readonlyPaths.clear();
}

void becomeUser(ContainerSpec& spec) {
    spec.process.user = {.uid = 1000, .gid = 100, .additionalGids = {4, 24}, .umask = 027};
    spec.process.cwd = "/srv/deep";
}

/// As the helper gives them.
ScriptExtras extrasOf(const ContainerSpec& spec) {
    ScriptExtras extras;
    const auto filter = security::compileSeccomp(spec.seccomp, spec.process.capabilities.bounding).value();
    extras.filter.assign(reinterpret_cast<const char*>(filter.program.data()),
                         filter.program.size() * sizeof(sock_filter));
    return extras;
}

/// Since util-linux 2.41.
bool setprivLoadsFilters() {
    int status = 0;
    return outputOf({"setpriv", "--help"}, status).contains("--seccomp-filter");
}

std::vector<std::string> workplaces() {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator("/tmp")) {
        if (entry.path().filename().string().starts_with("by-hand-"))
            found.push_back(entry.path());
    }
    return found;
}

} // namespace

Q_DECLARE_METATYPE(Change)

/// Scripts by hand, really run, beside the containers that the engine makes of the same plans.
class TestByHand : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_bed = std::make_unique<TestBed>();
        fs::create_directories(m_bed->root() + "/srv/deep");
        fs::create_directories(m_bed->root() + "/data");
        fs::create_directories(m_bed->directory() + "/shared/inner");
        std::ofstream(m_bed->directory() + "/shared/file") << "text\n";
        m_before = readHostState(m_bed->cgroupName(), m_bed->directory());
        m_workplaces = workplaces();
    }

    void cleanup() {
        for (const char* made : {"/data/note", "/etc/name"})
            fs::remove(m_bed->root() + made);
        const HostState after = readHostState(m_bed->cgroupName(), m_bed->directory());
        QVERIFY2(after == m_before, difference(m_before, after).c_str());
        QCOMPARE(workplaces(), m_workplaces);
        m_bed.reset();
    }

    void theSameContainer_data();
    void theSameContainer();
    void theFilterIsTheSame();
    void theUnifiedHierarchy();
    void twoAtOnce();
    void aGroupHasLimitsOfItsOwn();
    void theTerminalIsHandedOn();
    void theExitStatusIsTheCommands_data();
    void theExitStatusIsTheCommands();
    void aSignalTakesEverythingBack();
    void aFailureTakesEverythingBack();
    void hostileValuesAreValues();
    void linksOfTheRootDoNotLeadOut();
    void oneUserIsEnough();
    void anotherShellDoesIt();

private:
    /// sh -n and shellcheck have nothing to say.
    void check(const std::string& script);
    Observation seenInEngine(const ContainerSpec& spec, const PlanContext& context, const Plan& plan);

    std::unique_ptr<TestBed> m_bed;
    HostState m_before;
    std::vector<std::string> m_workplaces;
};

void TestByHand::check(const std::string& script) {
    const std::string file = m_bed->directory() + "/checked.sh";
    std::ofstream(file) << script;
    int status = -1;
    for (const char* shell : {"sh", "bash"}) {
        const std::string said = outputOf({shell, "-n", file}, status);
        QVERIFY2(status == 0, said.c_str());
    }
    // Not every machine has it; where it is missing the other tests say as much.
    if (fs::exists("/usr/bin/shellcheck")) {
        const std::string said = outputOf({"shellcheck", "--shell=sh", file}, status);
        QVERIFY2(status == 0, said.c_str());
    }
    fs::remove(file);
}

Observation TestByHand::seenInEngine(const ContainerSpec& spec, const PlanContext& context,
                                     const Plan& plan) {
    TestContainer container(*m_bed, spec, context, m_bed->options());
    if (!container.started())
        return {{"error", container.error()}};
    const View view = container.view();
    Observation seen = observe(container.pid(), view, plan, context);
    return container.finish() ? seen : Observation{};
}

void TestByHand::theSameContainer_data() {
    QTest::addColumn<Change>("change");
    const auto row = [](const char* name, const Change& change) { QTest::newRow(name) << change; };
    row("default", [](ContainerSpec&, const TestBed&) {});
    row("no user namespace", [](ContainerSpec& spec, const TestBed&) { useHostIds(spec); });
    for (const NamespaceKind kind : {NamespaceKind::Pid, NamespaceKind::Network, NamespaceKind::Uts,
                                     NamespaceKind::Ipc, NamespaceKind::Cgroup, NamespaceKind::Time}) {
        const std::string name(procName(kind));
        row(("of the host: " + name).c_str(),
            [kind](ContainerSpec& spec, const TestBed&) { spec.namespaces[kind] = Isolation::Host; });
        row(("of the host: user and " + name).c_str(), [kind](ContainerSpec& spec, const TestBed&) {
            useHostIds(spec);
            spec.namespaces[kind] = Isolation::Host;
        });
    }
    row("of the host: mnt", [](ContainerSpec& spec, const TestBed&) {
        useHostIds(spec);
        useHostMounts(spec);
    });
    row("of the host: mnt, with users", [](ContainerSpec& spec, const TestBed&) { useHostMounts(spec); });
    row("nothing but chroot", [](ContainerSpec& spec, const TestBed&) {
        useHostIds(spec);
        useHostMounts(spec);
        for (const NamespaceKind kind : allNamespaceKinds)
            spec.namespaces[kind] = Isolation::Host;
    });
    row("chroot with mounts", [](ContainerSpec& spec, const TestBed&) { spec.rootMode = RootMode::Chroot; });
    row("chroot with mounts, no users, another user", [](ContainerSpec& spec, const TestBed&) {
        useHostIds(spec);
        becomeUser(spec);
        spec.rootMode = RootMode::Chroot;
    });
    row("limits", [](ContainerSpec& spec, const TestBed&) {
        spec.limits.cpuMax = CpuMax{50'000, 100'000};
        spec.limits.cpuWeight = 250;
        spec.limits.memoryMax = 256ULL << 20U;
        spec.limits.pidsMax = 64;
    });
    row("no limits", [](ContainerSpec& spec, const TestBed&) { spec.limits = {}; });
    row("read-only root",
        [](ContainerSpec& spec, const TestBed&) { spec.rootAccess = RootAccess::ReadOnly; });
    row("read-only root without users", [](ContainerSpec& spec, const TestBed&) {
        useHostIds(spec);
        spec.rootAccess = RootAccess::ReadOnly;
    });
    row("mounts of every kind", [](ContainerSpec& spec, const TestBed& bed) {
        const std::string shared = bed.directory() + "/shared";
        spec.mounts.push_back({"/data", "bind", shared, {"rbind", "ro", "nosuid"}});
        spec.mounts.push_back(
            {"/new/place", "bind", shared + "/inner", {"bind", "noexec", "nodev", "rslave"}});
        spec.mounts.push_back({"/etc/name", "bind", shared + "/file", {"bind", "ro"}});
        spec.mounts.push_back({"/tmp", "tmpfs", "-o suid", {"mode=1777", "size=1m", "nosuid", "noatime"}});
        spec.mounts.push_back({"/sys/fs/cgroup", "cgroup", "cgroup", {"nosuid", "noexec", "nodev", "ro"}});
    });
    row("times of access", [](ContainerSpec& spec, const TestBed& bed) {
        useHostIds(spec);
        spec.mounts.push_back({"/data", "bind", bed.directory() + "/shared", {"bind", "noatime"}});
    });
    row("limits of processes", [](ContainerSpec& spec, const TestBed&) {
        spec.process.rlimits = {{"RLIMIT_NOFILE", 100, 200},
                                {"RLIMIT_CORE", 0, 0},
                                {"RLIMIT_STACK", 1 << 20, ~std::uint64_t{0}},
                                {"RLIMIT_NPROC", 50, 60}};
    });
    row("no capabilities", [](ContainerSpec& spec, const TestBed&) { spec.process.capabilities = {}; });
    row("more capabilities", [](ContainerSpec& spec, const TestBed&) {
        for (auto* set : {&spec.process.capabilities.bounding, &spec.process.capabilities.permitted,
                          &spec.process.capabilities.effective})
            set->insert(set->end(), {"CAP_NET_RAW", "CAP_SYS_ADMIN", "CAP_CHECKPOINT_RESTORE"});
        spec.process.capabilities.inheritable = {"CAP_NET_RAW"};
    });
    row("another user", [](ContainerSpec& spec, const TestBed&) { becomeUser(spec); });
    row("another user of the host", [](ContainerSpec& spec, const TestBed&) {
        useHostIds(spec);
        becomeUser(spec);
    });
    row("another user with capabilities", [](ContainerSpec& spec, const TestBed&) {
        becomeUser(spec);
        spec.process.capabilities.inheritable = {"CAP_NET_BIND_SERVICE", "CAP_CHOWN"};
        spec.process.capabilities.ambient = {"CAP_NET_BIND_SERVICE"};
    });
    row("new privileges are allowed", [](ContainerSpec& spec, const TestBed&) {
        spec.process.noNewPrivileges = NoNewPrivileges::No;
        spec.seccomp = SeccompProfile::Unconfined;
    });
    row("new privileges are allowed, and calls are refused",
        [](ContainerSpec& spec, const TestBed&) { spec.process.noNewPrivileges = NoNewPrivileges::No; });
    row("no environment", [](ContainerSpec& spec, const TestBed&) { spec.process.env.clear(); });
    row("no masks", [](ContainerSpec& spec, const TestBed&) {
        spec.maskedPaths.clear();
        spec.readonlyPaths.clear();
    });
    row("two ranges of ids", [](ContainerSpec& spec, const TestBed&) {
        spec.uidMappings = {{0, 1'700'000'000, 1000}, {1000, 1'700'100'000, 1000}};
        spec.gidMappings = {{0, 1'700'000'000, 65536}};
    });
}

void TestByHand::theSameContainer() {
    QFETCH(const Change, change);
    ContainerSpec spec = m_bed->spec({"view", "wait"});
    change(spec, *m_bed);
    PlanContext context = m_bed->context(spec);
    if (!spec.namespaces.isNew(NamespaceKind::Mount))
        context.rootMappings.clear();
    const auto plan = makePlan(spec, context);
    QVERIFY2(plan, plan ? "" : plan.error().message().c_str());
    const std::string script = makeScript(*plan, context, spec.name, extrasOf(spec));
    check(script);

    const Observation engine = seenInEngine(spec, context, *plan);
    QVERIFY2(!engine.contains("error"), engine.contains("error") ? engine.at("error").c_str() : "");
    QVERIFY(!engine.empty());

    ScriptRun run(script, m_bed->directory());
    const View view = run.view();
    const pid_t pid = run.containerPid();
    QVERIFY2(pid > 0, (view.text() + run.errors()).c_str());
    const Observation byHand = observe(pid, view, *plan, context);
    const std::string status = readText("/proc/" + std::to_string(pid) + "/status");
    ::kill(pid, SIGKILL);
    QVERIFY(run.wait() != 0);
    const std::string different = difference(engine, byHand);
    QVERIFY2(different.empty(), (different + run.errors()).c_str());
    const bool filtered = spec.seccomp != SeccompProfile::Unconfined;
    const bool loads = filtered && spec.rootMode == RootMode::PivotRoot &&
                       spec.process.noNewPrivileges == NoNewPrivileges::Yes && setprivLoadsFilters();
    QVERIFY2(status.contains(loads ? "Seccomp:\t2\n" : "Seccomp:\t0\n"), status.c_str());
    // What a shell cannot do, or not everywhere, the script says.
    QCOMPARE(script.contains("filter of system calls (seccomp)"), filtered);
}

/// What is refused is what the engine's container is refused.
void TestByHand::theFilterIsTheSame() {
    ContainerSpec spec = m_bed->spec({"calls", "wait"});
    for (auto* set : {&spec.process.capabilities.bounding, &spec.process.capabilities.permitted,
                      &spec.process.capabilities.effective})
        set->emplace_back("CAP_SYS_ADMIN");
    const PlanContext context = m_bed->context(spec);
    const auto plan = makePlan(spec, context);
    std::string engine;
    {
        TestContainer container(*m_bed, spec, context, m_bed->options());
        QVERIFY2(container.started(), container.error().c_str());
        engine = container.view().text();
        QVERIFY(container.finish());
    }
    ScriptRun run(makeScript(*plan, context, spec.name, extrasOf(spec)), m_bed->directory());
    const std::string byHand = run.view().text();
    const pid_t pid = run.containerPid();
    QVERIFY2(pid > 0, run.errors().c_str());
    ::kill(pid, SIGKILL);
    run.wait();
    QVERIFY(engine.contains("call socket-vsock Operation not permitted\n"));
    if (setprivLoadsFilters())
        QCOMPARE(byHand, engine);
    else
        QVERIFY(run.errors().contains("no system call is refused"));
}

/// As on a machine that has nothing but cgroup2: birth in the group, and a group that is handed over.
void TestByHand::theUnifiedHierarchy() {
    ContainerSpec spec = m_bed->spec({"view", "wait"});
    spec.limits = {};
    spec.mounts.push_back({"/sys/fs/cgroup", "cgroup", "cgroup", {"nosuid", "noexec", "nodev"}});
    PlanContext context = m_bed->context(spec);
    const auto& mounts = m_bed->cgroupFacts().mounts;
    const auto unified = std::ranges::find(mounts, ControllerVersion::V2, &CgroupMount::version);
    QVERIFY(unified != mounts.end());
    if (m_bed->cgroupFacts().layout != CgroupLayout::V2) {
        context.facts.cgroup = {};
        context.facts.cgroup.layout = CgroupLayout::V2;
        context.facts.cgroup.mounts = {*unified};
    }
    context.cgroupPath = m_bed->cgroupName() + "-parent/" + m_bed->cgroupName();
    const auto plan = makePlan(spec, context);
    QVERIFY2(plan, plan ? "" : plan.error().message().c_str());
    const std::string script = makeScript(*plan, context, spec.name, extrasOf(spec));
    check(script);
    QVERIFY(script.contains("CLONE_INTO_CGROUP") && script.contains("chown 1700000000:1700000000 "));
    const std::string group = unified->mountPoint + '/' + context.cgroupPath;
    const auto look = [&](pid_t pid, const View& view) {
        Observation seen = observe(pid, view, *plan, context);
        for (const char* file : {"cgroup.max.descendants", "cgroup.max.depth"})
            seen[file] = readText(group + '/' + file);
        for (const char* file : {"", "/cgroup.procs", "/cgroup.subtree_control", "/memory.max"}) {
            struct stat status{};
            seen[std::string("owner ") + file] =
                ::stat((group + file).c_str(), &status) == 0 ? std::to_string(status.st_uid) : "none";
        }
        return seen;
    };
    Observation engine;
    {
        TestContainer container(*m_bed, spec, context, m_bed->options());
        QVERIFY2(container.started(), container.error().c_str());
        const View view = container.view();
        engine = look(container.pid(), view);
        QVERIFY(container.finish());
    }
    fs::remove(unified->mountPoint + '/' + m_bed->cgroupName() + "-parent");
    ScriptRun run(script, m_bed->directory());
    const View view = run.view();
    const pid_t pid = run.containerPid();
    QVERIFY2(pid > 0, (view.text() + run.errors()).c_str());
    const Observation byHand = look(pid, view);
    ::kill(pid, SIGKILL);
    run.wait();
    QVERIFY2(difference(engine, byHand).empty(), difference(engine, byHand).c_str());
    QCOMPARE(byHand.at("owner /cgroup.procs"), std::string("1700000000"));
}

/// Two of one parent group: each takes back what is its own.
void TestByHand::twoAtOnce() {
    const ContainerSpec spec = m_bed->spec({"wait"});
    PlanContext one = m_bed->context(spec);
    PlanContext other = one;
    one.cgroupPath = m_bed->cgroupName() + "-parent/one";
    other.cgroupPath = m_bed->cgroupName() + "-parent/other";
    const std::string second = m_bed->directory() + "/second";
    fs::create_directory(second);
    {
        ScriptRun first(makeScript(*makePlan(spec, one), one, "one"), m_bed->directory());
        ScriptRun last(makeScript(*makePlan(spec, other), other, "other"), second);
        static_cast<void>(first.view());
        static_cast<void>(last.view());
        first.signal(SIGTERM);
        QCOMPARE(first.wait(), 143);
        QVERIFY2(last.containerPid() > 0, last.errors().c_str());
        last.signal(SIGINT);
        QCOMPARE(last.wait(), 130);
    }
    fs::remove_all(second);
}

/// Its limits are above those of the containers in it, and it goes with the last of them.
void TestByHand::aGroupHasLimitsOfItsOwn() {
    ContainerSpec spec = m_bed->spec({"view", "wait"});
    spec.limits.pidsMax = 20;
    PlanContext one = m_bed->context(spec);
    one.group.name = "shop";
    one.group.path = m_bed->cgroupName() + "-parent/group-shop";
    one.group.limits.pidsMax = 50;
    one.group.limits.memoryMax = 64ULL << 20U;
    one.group.limits.cpuMax = CpuMax{150'000, 100'000};
    PlanContext other = one;
    one.cgroupPath = one.group.path + "/one";
    other.cgroupPath = one.group.path + "/other";
    const auto plan = makePlan(spec, one);
    QVERIFY2(plan, plan ? "" : plan.error().message().c_str());
    const auto last = makePlan(spec, other);
    const std::string script = makeScript(*plan, one, "one", extrasOf(spec));
    check(script);

    const Observation engine = seenInEngine(spec, one, *plan);
    QVERIFY(!engine.contains("error") && !engine.empty());
    const auto left = cgroup::open(m_bed->cgroupFacts(), one.group.path, cgroup::Create::OpenExisting);
    QVERIFY2(left, left ? "" : left.error().message().c_str());
    const auto removed = (*left)->remove(std::chrono::seconds(5));
    QVERIFY2(removed, removed ? "" : removed.error().message().c_str());

    const std::string second = m_bed->directory() + "/second";
    fs::create_directory(second);
    {
        ScriptRun first(script, m_bed->directory());
        const View view = first.view();
        QVERIFY2(first.containerPid() > 0, (view.text() + first.errors()).c_str());
        const Observation byHand = observe(first.containerPid(), view, *plan, one);
        QVERIFY2(difference(engine, byHand).empty(), difference(engine, byHand).c_str());
        QCOMPARE(byHand.at("limit of the group pids.max"), std::string("50\n"));
        QCOMPARE(byHand.at("limit pids.max"), std::string("20\n"));
        QVERIFY(byHand.at("cgroup").contains('/' + one.cgroupPath + '\n'));
        // A second one joins what the first has made, and the first leaves it to the second.
        ScriptRun further(makeScript(*last, other, "other", extrasOf(spec)), second);
        static_cast<void>(further.view());
        QVERIFY2(further.containerPid() > 0, further.errors().c_str());
        const auto group = cgroup::open(m_bed->cgroupFacts(), one.group.path, cgroup::Create::OpenExisting);
        QVERIFY(group);
        QCOMPARE((*group)->processes()->size(), 2U);
        first.signal(SIGTERM);
        QCOMPARE(first.wait(), 143);
        QVERIFY(further.containerPid() > 0);
        QCOMPARE((*group)->processes()->size(), 1U);
        QCOMPARE((*group)->readLimits()->memoryMax, one.group.limits.memoryMax);
        further.signal(SIGTERM);
        QCOMPARE(further.wait(), 143);
    }
    fs::remove_all(second); // cleanup() sees that the group is gone
}

/// As from a person's terminal, which becomes the container's console.
void TestByHand::theTerminalIsHandedOn() {
    ContainerSpec spec = m_bed->spec({"view", "wait"});
    spec.process.terminal = Terminal::Yes;
    const PlanContext context = m_bed->context(spec);
    const std::string script = makeScript(*makePlan(spec, context), context, spec.name, extrasOf(spec));
    check(script);
    ScriptRun run(script, m_bed->directory(), "sh", {}, ScriptRun::Streams::Terminal);
    const View view = run.view();
    QVERIFY2(run.containerPid() > 0, view.text().c_str());
    QCOMPARE(view.value("console"), std::string("char"));
    QVERIFY(view.value("tty") != "none");
    QVERIFY(view.value("cwd") == "/" && view.value("pid") == "1");
    run.type("\003"); // Ctrl-C
    QCOMPARE(run.wait(), 130);
}

void TestByHand::theExitStatusIsTheCommands_data() {
    QTest::addColumn<int>("status");
    QTest::newRow("0") << 0;
    QTest::newRow("42") << 42;
}

void TestByHand::theExitStatusIsTheCommands() {
    QFETCH(const int, status);
    const ContainerSpec spec = m_bed->spec({"exit", std::to_string(status)});
    const PlanContext context = m_bed->context(spec);
    ScriptRun run(makeScript(*makePlan(spec, context), context, spec.name, extrasOf(spec)),
                  m_bed->directory());
    QCOMPARE(run.wait(), status);
    QCOMPARE(run.errors(), std::string());
}

void TestByHand::aSignalTakesEverythingBack() {
    const ContainerSpec spec = m_bed->spec({"wait"});
    const PlanContext context = m_bed->context(spec);
    ScriptRun run(makeScript(*makePlan(spec, context), context, spec.name, extrasOf(spec)),
                  m_bed->directory());
    static_cast<void>(run.view());
    QVERIFY(run.containerPid() > 0);
    run.signal(SIGTERM);
    QCOMPARE(run.wait(), 143);
}

void TestByHand::aFailureTakesEverythingBack() {
    ContainerSpec spec = m_bed->spec({"wait"});
    spec.mounts.push_back({"/data", "bind", "/there is/no such/directory", {"bind"}});
    const PlanContext context = m_bed->context(spec);
    ScriptRun run(makeScript(*makePlan(spec, context), context, spec.name, extrasOf(spec)),
                  m_bed->directory());
    QVERIFY(run.wait() > 0);
    QVERIFY2(run.errors().contains("no such/directory"), run.errors().c_str());
}

void TestByHand::hostileValuesAreValues() {
    const std::string canary = m_bed->directory() + "/canary";
    const std::string touch = "touch " + canary;
    const std::vector<std::string> attacks{
        "$(" + touch + ")",  "`" + touch + "`",           "'; " + touch + "; '",     "\"; " + touch + "; \"",
        "\n" + touch + "\n", "\r" + touch + "\r",         "'\\''\n" + touch + "\n#", "-- " + touch + " &",
        "\\\n" + touch,      "EOF\n" + touch + "\nEOF\n", "$IFS|" + touch + ";#"};
    ContainerSpec spec = m_bed->spec({"view", "wait"});
    PlanContext context = m_bed->context(spec);
    for (const std::string& attack : attacks) {
        spec.process.args.push_back(attack);
        spec.process.env.push_back("HOSTILE_" + std::to_string(spec.process.env.size()) + "=" + attack);
    }
    // Names and paths hold no control characters (a specification with them is refused).
    const std::string path = "/data/$(" + touch + ")'; " + touch + "; '\"`" + touch + "`";
    const std::string source = m_bed->directory() + "/shared/-o $(touch canary)'\"`touch canary`";
    fs::create_directories(source);
    spec.mounts.push_back({path, "bind", source, {"bind", "ro"}});
    spec.mounts.push_back({"/data/--bind", "tmpfs", "--help';" + touch + ";'", {"size=1m"}});
    spec.maskedPaths.push_back(path);
    spec.readonlyPaths.push_back(path);
    spec.process.cwd = path;
    spec.process.env.emplace_back("LD_PRELOAD=" + canary);
    const std::string name = "bob\n" + touch + "\n$(" + touch + ")";
    const auto plan = makePlan(spec, context);
    QVERIFY2(plan, plan ? "" : plan.error().message().c_str());
    const std::string script = makeScript(*plan, context, name, extrasOf(spec));
    check(script);
    const Observation engine = seenInEngine(spec, context, *plan);
    for (const char* shell : {"sh", "bash"}) {
        ScriptRun run(script, m_bed->directory(), shell);
        const View view = run.view();
        const pid_t pid = run.containerPid();
        QVERIFY2(pid > 0, (view.text() + run.errors()).c_str());
        const Observation byHand = observe(pid, view, *plan, context);
        ::kill(pid, SIGKILL);
        run.wait();
        QVERIFY2(difference(engine, byHand).empty(), difference(engine, byHand).c_str());
        QVERIFY(!fs::exists(canary));
    }
    fs::remove_all(source);
    fs::remove_all(m_bed->root() + "/data");
}

void TestByHand::linksOfTheRootDoNotLeadOut() {
    const std::string outside = m_bed->directory() + "/shared";
    fs::create_symlink(outside, m_bed->root() + "/out");
    fs::create_symlink("/../../../data", m_bed->root() + "/up");
    ContainerSpec spec = m_bed->spec({"view", "wait"});
    spec.mounts.push_back({"/up/made", "tmpfs", "tmpfs", {"size=1m"}});
    spec.maskedPaths.push_back("/out/file");
    const PlanContext context = m_bed->context(spec);
    const auto plan = makePlan(spec, context);
    {
        ScriptRun run(makeScript(*plan, context, spec.name, extrasOf(spec)), m_bed->directory());
        const View view = run.view();
        QVERIFY2(run.containerPid() > 0, run.errors().c_str());
        QVERIFY(!view.mountAt("/data/made").empty());
        ::kill(run.containerPid(), SIGKILL);
        run.wait();
    }
    // What would be made outside is made inside, where the link leads to if "/" is the container's.
    spec.mounts.push_back({"/out/made", "tmpfs", "tmpfs", {"size=1m"}});
    const auto second = makePlan(spec, context);
    {
        ScriptRun run(makeScript(*second, context, spec.name, extrasOf(spec)), m_bed->directory());
        const View view = run.view();
        QVERIFY2(!view.mountAt(outside + "/made").empty(), (view.text() + run.errors()).c_str());
        QVERIFY(!fs::exists(outside + "/made"));
        ::kill(run.containerPid(), SIGKILL);
        run.wait();
    }
    for (const char* link : {"/proc", "/dev"}) {
        fs::remove_all(m_bed->root() + link);
        fs::create_symlink("/data", m_bed->root() + link);
        ScriptRun run(makeScript(*plan, context, spec.name, extrasOf(spec)), m_bed->directory());
        QVERIFY(run.wait() > 0);
        QVERIFY2(run.errors().contains("a symbolic link is in the way"), run.errors().c_str());
        fs::remove(m_bed->root() + link);
    }
    for (const char* made : {"/out", "/up"})
        fs::remove(m_bed->root() + made);
}

void TestByHand::oneUserIsEnough() {
    constexpr uid_t ordinaryUser = 64321;
    TestBed bed(Privilege::Rootless);
    for (const std::string& path : {bed.directory(), bed.root()})
        QCOMPARE(::chown(path.c_str(), ordinaryUser, ordinaryUser), 0);
    ContainerSpec spec = bed.spec({"view", "wait"});
    spec.uidMappings = {{0, ordinaryUser, 1}};
    spec.gidMappings = {{0, ordinaryUser, 1}};
    const PlanContext context = bed.context(spec);
    const auto plan = makePlan(spec, context);
    QVERIFY2(plan, plan ? "" : plan.error().message().c_str());
    const std::string script = makeScript(*plan, context, spec.name, extrasOf(spec));
    check(script);
    ScriptRun run(script, bed.directory(), "sh", ordinaryUser);
    const View view = run.view();
    const pid_t pid = run.containerPid();
    QVERIFY2(pid > 0, (view.text() + run.errors()).c_str());
    const std::string proc = "/proc/" + std::to_string(pid);
    QCOMPARE(view.value("ids"), std::string("0 0"));
    QCOMPARE(view.value("hostname"), std::string("bob"));
    QCOMPARE(view.value("lo"), std::string("up"));
    QCOMPARE(view.status("CapEff"), std::string("00000000800405fb"));
    QVERIFY(!view.mountAt("/proc").empty() && !view.mountAt("/dev/null").empty());
    QVERIFY(readText(proc + "/uid_map").contains("64321          1"));
    QCOMPARE(readText(proc + "/setgroups"), std::string("deny\n"));
    for (const NamespaceKind kind : allNamespaceKinds) {
        const std::string file = "/ns/" + std::string(procName(kind));
        QVERIFY(fs::read_symlink(proc + file) != fs::read_symlink("/proc/self" + file));
    }
    ::kill(pid, SIGKILL);
    run.wait();
}

void TestByHand::anotherShellDoesIt() {
    ContainerSpec spec = m_bed->spec({"view", "wait"});
    becomeUser(spec);
    const PlanContext context = m_bed->context(spec);
    const auto plan = makePlan(spec, context);
    const Observation engine = seenInEngine(spec, context, *plan);
    ScriptRun run(makeScript(*plan, context, spec.name, extrasOf(spec)), m_bed->directory(), "bash");
    const View view = run.view();
    const pid_t pid = run.containerPid();
    QVERIFY2(pid > 0, run.errors().c_str());
    const Observation byHand = observe(pid, view, *plan, context);
    ::kill(pid, SIGKILL);
    run.wait();
    QVERIFY2(difference(engine, byHand).empty(), difference(engine, byHand).c_str());
}

QTEST_GUILESS_MAIN(TestByHand)
#include "tst_byhand.moc"
