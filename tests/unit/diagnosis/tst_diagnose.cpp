// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/diagnosis/diagnose.h"

#include <QtTest>

#include <algorithm>
#include <functional>

using namespace vitrine;
using namespace vitrine::diagnosis;

namespace {

/// A desktop on which all is well.
Facts healthy() {
    Facts facts;
    facts.computer = {.distribution = Distribution::Debian,
                      .kernelRelease = "6.12.1",
                      .missingCalls = {},
                      .missingNamespaces = {},
                      .seccompFilters = true,
                      .maxUserNamespaces = 65536,
                      .layout = CgroupLayout::V2,
                      .controllers = {{"cpu", ControllerVersion::V2},
                                      {"memory", ControllerVersion::V2},
                                      {"pids", ControllerVersion::V2},
                                      {"io", ControllerVersion::V2}},
                      .pressure = true,
                      .terminals = true,
                      .systemd = true,
                      .userManager = true,
                      .delegated = {"cpu", "memory", "pids"},
                      .userId = 1000,
                      .userName = "alice",
                      .subordinateUsers = 65536,
                      .subordinateGroups = 65536,
                      .mapPrograms = true};
    facts.helper = {.mode = Privilege::Root,
                    .answer = HelperAnswer::Answers,
                    .version = "0.1.0",
                    .details = {},
                    .unit = {},
                    .program = {}};
    facts.polkit = {.answer = PolkitAnswer::Answers,
                    .version = "126",
                    .details = {},
                    .unknownActions = std::vector<std::string>(),
                    .agent = AgentAnswer::Present,
                    .permissions = {{"manage", "auth"}, {"exec", "yes"}, {"widen", "no"}}};
    facts.ownVersion = "0.1.0";
    facts.packaged = true;
    return facts;
}

using Change = std::function<void(Facts&)>;

struct Row {
    const char* name;
    Change change;
    const char* id;
    FindingState state;
    const char* sentence; ///< a part of it
    const char* cause;
    const char* command;
};

const Finding* find(const std::vector<Finding>& findings, std::string_view id) {
    const auto found =
        std::ranges::find_if(findings, [&](const Finding& finding) { return finding.id == id; });
    return found == findings.end() ? nullptr : &*found;
}

constexpr FindingState ok = FindingState::Ok;
constexpr FindingState note = FindingState::Note;
constexpr FindingState problem = FindingState::Problem;

ComputerFacts& computer(Facts& facts) {
    return facts.computer;
}
Change answering(HelperAnswer answer) {
    return [answer](Facts& f) { f.helper.answer = answer; };
}
Change rootless(HelperAnswer answer, const char* program) {
    return [answer, program](Facts& f) {
        f.helper.mode = Privilege::Rootless;
        f.helper.answer = answer;
        f.helper.program = program;
    };
}

std::vector<Row> computerRows() {
    return {
        {"old kernel", [](Facts& f) { computer(f).missingCalls = {"openat2", "close_range"}; }, "kernel",
         problem, "does not know the system calls openat2, close_range", "Linux 5.12", "apt full-upgrade"},
        {"old kernel on Fedora",
         [](Facts& f) {
             computer(f).missingCalls = {"clone3"};
             computer(f).distribution = Distribution::Fedora;
         },
         "kernel", problem, "clone3", "sandbox", "dnf upgrade"},
        {"no time namespaces", [](Facts& f) { computer(f).missingNamespaces = {"time"}; }, "namespaces", note,
         "time namespaces", "5.6", "apt"},
        {"no user namespaces", [](Facts& f) { computer(f).missingNamespaces = {"user", "time"}; },
         "namespaces", problem, "user, time", "CONFIG_NAMESPACES", "apt"},
        {"switched off", [](Facts& f) { computer(f).maxUserNamespaces = 0; }, "user-namespaces", problem,
         "switched off", "user.max_user_namespaces is 0", "user.max_user_namespaces = 65536"},
        {"no such setting", [](Facts& f) { computer(f).maxUserNamespaces.reset(); }, "user-namespaces", ok,
         "Everybody", "", ""},
        {"Debian's setting", [](Facts& f) { computer(f).cloneRefused = true; }, "user-namespaces", note,
         "Only root", "kernel.unprivileged_userns_clone is 0", "kernel.unprivileged_userns_clone = 1"},
        {"Ubuntu's AppArmor", [](Facts& f) { computer(f).appArmorRefuses = true; }, "user-namespaces", note,
         "Only root", "AppArmor", "kernel.apparmor_restrict_unprivileged_userns = 0"},
        {"Ubuntu's AppArmor, rootless",
         [](Facts& f) {
             computer(f).appArmorRefuses = true;
             f.helper.mode = Privilege::Rootless;
         },
         "user-namespaces", problem, "Only root", "rootless mode does not", "sysctl --system"},
        {"no filters", [](Facts& f) { computer(f).seccompFilters = false; }, "seccomp", problem,
         "cannot filter", "CONFIG_SECCOMP_FILTER", "apt"},
        {"no terminals", [](Facts& f) { computer(f).terminals = false; }, "terminals", note, "no /dev/ptmx",
         "devpts", "mount -t devpts"},
    };
}

std::vector<Row> cgroupRows() {
    return {
        {"hybrid", [](Facts& f) { computer(f).layout = CgroupLayout::Hybrid; }, "cgroups", note, "hybrid",
         "rootless", "systemd.unified_cgroup_hierarchy=1"},
        {"v1 without systemd",
         [](Facts& f) {
             computer(f).layout = CgroupLayout::V1;
             computer(f).systemd = false;
         },
         "cgroups", note, "version 1.", "started so", ""},
        {"no cgroups", [](Facts& f) { computer(f).layout = CgroupLayout::None; }, "cgroups", note,
         "No control group", "limited", "mount -t cgroup2"},
        {"v1 controllers", [](Facts& f) { computer(f).controllers[1].version = ControllerVersion::V1; },
         "controllers", ok, "cpu (v2), memory (v1), pids (v2), io (v2)", "", ""},
        {"no memory controller",
         [](Facts& f) { computer(f).controllers[1].version = ControllerVersion::Absent; }, "controllers",
         note, "not offer the controllers memory", "cgroup_enable=memory", "cgroup_enable=memory"},
        {"no pids controller",
         [](Facts& f) { computer(f).controllers[2].version = ControllerVersion::Absent; }, "controllers",
         note, "pids", "without them", "apt"},
        {"no io controller", [](Facts& f) { computer(f).controllers[3].version = ControllerVersion::Absent; },
         "controllers", ok, "cpu (v2), memory (v2), pids (v2).", "", ""},
        {"no PSI", [](Facts& f) { computer(f).pressure = false; }, "pressure", note, "pressure",
         "switched off", "psi=1"},
        {"no PSI on Fedora",
         [](Facts& f) {
             computer(f).pressure = false;
             computer(f).distribution = Distribution::Fedora;
         },
         "pressure", note, "pressure", "charts", "grubby --update-kernel=ALL --args=psi=1"},
    };
}

std::vector<Row> helperRows() {
    return {
        {"helper answers", [](Facts&) {}, "helper", ok, "The helper answers", "", ""},
        {"no bus", answering(HelperAnswer::NoBus), "helper", problem, "no system message bus", "bus said",
         "systemctl start dbus"},
        {"not installed, package", answering(HelperAnswer::NotInstalled), "helper", problem, "not installed",
         "needs root", "sudo apt install vitrine-helper"},
        {"not installed, clone",
         [](Facts& f) {
             f.helper.answer = HelperAnswer::NotInstalled;
             f.packaged = false;
         },
         "helper", problem, "not installed", "needs root", "sudo packaging/run.sh"},
        {"unit failed",
         [](Facts& f) {
             f.helper.answer = HelperAnswer::StartFailed;
             f.helper.details = "Spawn.ChildExited";
             f.helper.unit = "failed, exit-code";
         },
         "helper", problem, "does not start", "systemd says about its unit: failed, exit-code.",
         "systemctl restart vitrine-helper.service"},
        {"unit failed, bus waits",
         [](Facts& f) {
             f.helper.answer = HelperAnswer::Silent;
             f.helper.unit = "failed, exit-code";
         },
         "helper", problem, "does not start", "failed, exit-code", "restart vitrine-helper.service"},
        {"program fails without systemd",
         [](Facts& f) {
             f.helper.answer = HelperAnswer::StartFailed;
             f.helper.details = "Spawn.ChildExited";
             computer(f).systemd = false;
         },
         "helper", problem, "does not start", "The message bus said: Spawn.ChildExited.", "--reinstall"},
        {"masked",
         [](Facts& f) {
             f.helper.answer = HelperAnswer::StartFailed;
             f.helper.details = "Unit vitrine-helper.service is masked";
         },
         "helper", problem, "does not start", "masked", "sudo systemctl unmask vitrine-helper.service; "},
        {"refused by the bus", answering(HelperAnswer::NotAllowed), "helper", problem, "does not let you",
         "org.vitrine.Manager1.conf", "--reinstall vitrine-helper"},
        {"silent", answering(HelperAnswer::Silent), "helper", problem, "does not answer", "bus said",
         "restart"},
        {"silent without systemd",
         [](Facts& f) {
             f.helper.answer = HelperAnswer::Silent;
             computer(f).systemd = false;
         },
         "helper", problem, "does not answer", "", "pkill -x vitrine-helper"},
        {"another protocol", answering(HelperAnswer::AnotherProtocol), "helper", problem, "another protocol",
         "different versions", "vitrine-helper"},
        {"another version", [](Facts& f) { f.helper.version = "0.0.9"; }, "helper-version", note,
         "The window is version 0.1.0, the helper 0.0.9", "upgraded alone", "vitrine-helper"},
        {"rootless, can be started", rootless(HelperAnswer::NotInstalled, "/opt/vitrine-helper"), "helper",
         note, "does not run yet", "window starts it", "/opt/vitrine-helper --session"},
        {"rootless, no program", rootless(HelperAnswer::NotInstalled, ""), "helper", problem, "not installed",
         "PATH", "apt install vitrine-helper"},
        {"rootless, no bus", rootless(HelperAnswer::NoBus, ""), "helper", problem, "no session message bus",
         "login session", "dbus-run-session vitrine --bus session"},
        {"rootless, fails", rootless(HelperAnswer::StartFailed, ""), "helper", problem, "does not answer", "",
         "vitrine-helper --session"},
    };
}

std::vector<Row> polkitRows() {
    const auto asRoot = [](Facts& f) {
        computer(f).userId = 0;
        f.polkit.answer = PolkitAnswer::NotInstalled;
    };
    return {
        {"polkit answers", [](Facts&) {}, "polkit", ok, "polkit 126 answers", "", ""},
        {"no polkit", [](Facts& f) { f.polkit.answer = PolkitAnswer::NotInstalled; }, "polkit", problem,
         "not installed", "only root may", "sudo apt install polkitd"},
        {"no polkit, as root", asRoot, "polkit", note, "not installed", "only root may", "polkitd"},
        {"polkit fails",
         [](Facts& f) {
             f.polkit.answer = PolkitAnswer::StartFailed;
             f.polkit.details = "it said so";
         },
         "polkit", problem, "does not answer", "it said so", "restart polkit.service"},
        {"actions unknown",
         [](Facts& f) { f.polkit.unknownActions = std::vector<std::string>{"org.vitrine.manage"}; },
         "polkit-actions", problem, "org.vitrine.manage", "org.vitrine.policy", "--reinstall vitrine-helper"},
        {"permissions", [](Facts&) {}, "permissions", ok,
         "without a password: exec; after one: manage; not at all: widen", "", ""},
        {"everything allowed", [](Facts& f) { f.polkit.permissions = {{"manage", "yes"}}; }, "permissions",
         ok, "everything without a password", "", ""},
        {"nothing allowed", [](Facts& f) { f.polkit.permissions["manage"] = "no"; }, "permissions", problem,
         "not at all: manage, widen", "administrator", "classroom.rules"},
        {"no shells", [](Facts& f) { f.polkit.permissions["exec"] = "no"; }, "permissions", note,
         "not at all: exec, widen", "administrator", "usermod -aG students alice"},
        {"agent", [](Facts&) {}, "agent", ok, "asks for passwords", "", ""},
        {"no agent", [](Facts& f) { f.polkit.agent = AgentAnswer::Absent; }, "agent", note,
         "No program of this session", "Vitrine offers its own", "apt install mate-polkit"},
        {"no agent needed",
         [](Facts& f) {
             f.polkit.agent = AgentAnswer::Absent;
             f.polkit.permissions = {{"manage", "yes"}};
         },
         "agent", ok, "No password is asked of you", "", ""},
        {"agent unknown", [](Facts& f) { f.polkit.agent = AgentAnswer::Unknown; }, "agent", note, "not known",
         "did not tell", "mate-polkit"},
    };
}

std::vector<Row> rootlessRows() {
    return {
        {"delegated", [](Facts&) {}, "delegation", ok, "cpu, memory, pids", "", ""},
        {"cpu is not delegated", [](Facts& f) { computer(f).delegated = {"memory", "pids"}; }, "delegation",
         note, "not hand you the controllers cpu", "next login", "user@.service.d/delegate.conf"},
        {"no user manager",
         [](Facts& f) {
             computer(f).delegated.clear();
             computer(f).userManager = false;
         },
         "delegation", note, "no manager", "logged in", "loginctl enable-linger alice"},
        {"rootless on v1",
         [](Facts& f) {
             computer(f).layout = CgroupLayout::V1;
             f.helper.mode = Privilege::Rootless;
         },
         "delegation", note, "no limits", "unified hierarchy", ""},
        {"subordinate ids", [](Facts&) {}, "subordinate-ids", ok, "65536", "", ""},
        {"no subordinate ids", [](Facts& f) { computer(f).subordinateGroups = 0; }, "subordinate-ids", note,
         "/etc/subuid", "one user",
         "usermod --add-subuids 333971456-334036991 --add-subgids 333971456-334036991 alice"},
        {"no map programs", [](Facts& f) { computer(f).mapPrograms = false; }, "subordinate-ids", note,
         "newuidmap", "one user", "apt install uidmap"},
    };
}

} // namespace

class TestDiagnose : public QObject {
    Q_OBJECT
    std::vector<Row> m_rows;

private slots:
    void finds_data();
    void finds();
    void allIsWell();
    void everyCommandIsOneLine();
    void leavesOutWhatDoesNotCount();
    void fillsPatterns();
};

void TestDiagnose::finds_data() {
    QTest::addColumn<std::size_t>("index");
    for (const auto& rows : {computerRows(), cgroupRows(), helperRows(), polkitRows(), rootlessRows()})
        m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        QTest::newRow(m_rows[i].name) << i;
}

void TestDiagnose::finds() {
    QFETCH(const std::size_t, index);
    const Row& row = m_rows[index];
    Facts facts = healthy();
    row.change(facts);
    const std::vector<Finding> findings = diagnose(facts);
    const Finding* finding = find(findings, row.id);
    QVERIFY(finding);
    QCOMPARE(finding->state, row.state);
    const std::string sentence = filled(finding->sentence);
    QVERIFY2(sentence.contains(row.sentence), sentence.c_str());
    QVERIFY2(sentence.ends_with('.') && !sentence.contains('%'), sentence.c_str());
    const std::string cause = filled(finding->cause);
    QVERIFY2(cause.contains(row.cause), cause.c_str());
    QCOMPARE(cause.empty(), row.state == ok);
    QVERIFY2(finding->command.contains(row.command), finding->command.c_str());
    QVERIFY2(finding->command.empty() == (*row.command == '\0'), finding->command.c_str());
    // One change, one finding: everything else stays as well as it was.
    for (const Finding& other : findings)
        if (row.state != ok && std::string_view(other.id) != row.id && other.state != ok)
            QVERIFY2(other.state == note, other.id);
}

void TestDiagnose::allIsWell() {
    const auto findings = diagnose(healthy());
    QCOMPARE(countOf(findings, ok), findings.size());
    QCOMPARE(countOf(findings, problem), std::size_t{0});
    for (const char* id : {"kernel", "namespaces", "user-namespaces", "seccomp", "terminals", "cgroups",
                           "controllers", "pressure", "helper", "helper-version", "polkit", "polkit-actions",
                           "permissions", "agent", "delegation", "subordinate-ids"})
        QVERIFY2(find(findings, id), id);
}

/// A command is pasted as it is: nothing in it may start a second one unseen.
void TestDiagnose::everyCommandIsOneLine() {
    for (const auto& rows : {computerRows(), cgroupRows(), helperRows(), polkitRows(), rootlessRows()})
        for (const Row& row : rows) {
            Facts facts = healthy();
            row.change(facts);
            for (const Finding& finding : diagnose(facts))
                QVERIFY2(!finding.command.contains('\n'), finding.id);
        }
}

void TestDiagnose::leavesOutWhatDoesNotCount() {
    Facts facts = healthy();
    facts.helper.mode = Privilege::Rootless;
    facts.polkit.answer = PolkitAnswer::NotInstalled;
    QVERIFY(!find(diagnose(facts), "polkit"));
    facts = healthy();
    facts.polkit.unknownActions.reset();
    QVERIFY(!find(diagnose(facts), "polkit-actions"));
    facts = healthy();
    computer(facts).userId = 0;
    QVERIFY(!find(diagnose(facts), "subordinate-ids"));
    facts = healthy();
    facts.helper.answer = HelperAnswer::NoBus; // polkit cannot have been asked
    QVERIFY(!find(diagnose(facts), "polkit"));
    QVERIFY(!find(diagnose(facts), "helper-version"));
}

void TestDiagnose::fillsPatterns() {
    QCOMPARE(filled({"%1 and %2, %1", {"a", "b"}}), std::string("a and b, a"));
    QCOMPARE(filled({"100 % of %3", {"a"}}), std::string("100 % of %3"));
    QCOMPARE(filled({"%1", {"%2"}}), std::string("%2"));
}

QTEST_GUILESS_MAIN(TestDiagnose)
#include "tst_diagnose.moc"
