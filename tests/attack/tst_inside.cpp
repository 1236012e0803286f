// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "canary.h"
#include "hoststate.h"
#include "testcontainer.h"

#include <QTest>

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <memory>

using namespace vitrine;

namespace fs = std::filesystem;

/// Root in a container against the host and against other containers, with the rights it has by default, and
/// with all that a container with a user namespace of its own can be given.
class TestInside : public QObject {
    Q_OBJECT

    void copyAttacker(const TestBed& bed) const {
        fs::copy_file(ATTACKER, bed.root() + "/attacker");
        fs::permissions(bed.root() + "/attacker", fs::perms(0755));
    }
    [[nodiscard]] ContainerSpec attack(std::vector<std::string> words) const {
        ContainerSpec spec = m_bed->spec({});
        words.insert(words.begin(), "/attacker");
        spec.process.args = std::move(words);
        return spec;
    }
    /// All capabilities (of its user namespace), no filter, nothing covered.
    static void widen(ContainerSpec& spec) {
        const std::vector<std::string> all{
            "CAP_CHOWN",     "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER",       "CAP_FSETID",
            "CAP_KILL",      "CAP_SETGID",       "CAP_SETUID",          "CAP_SETPCAP",      "CAP_NET_ADMIN",
            "CAP_NET_RAW",   "CAP_SYS_MODULE",   "CAP_SYS_RAWIO",       "CAP_SYS_CHROOT",   "CAP_SYS_PTRACE",
            "CAP_SYS_ADMIN", "CAP_SYS_BOOT",     "CAP_SYS_NICE",        "CAP_SYS_RESOURCE", "CAP_SYS_TIME",
            "CAP_MKNOD",     "CAP_SYSLOG"};
        spec.process.capabilities = {
            .bounding = all, .effective = all, .permitted = all, .inheritable = {}, .ambient = {}};
        spec.process.noNewPrivileges = NoNewPrivileges::No;
        spec.seccomp = SeccompProfile::Unconfined;
        spec.maskedPaths.clear();
        spec.readonlyPaths.clear();
    }
    /// What the attacker says on the host itself, with nothing in its way.
    static View onTheHost(const std::vector<std::string>& words);
    static int triedOf(const View& view) { return std::stoi("0" + view.value("tried")); }

private slots:
    void init();
    void cleanup();
    void theAttacksWorkWhereNothingDefends_data();
    void theAttacksWorkWhereNothingDefends();
    void byDefaultNothingWorks_data();
    void byDefaultNothingWorks();
    void withAllRightsTheHostStaysWhole_data();
    void withAllRightsTheHostStaysWhole();
    void whatProtectsCannotBeTakenOff();
    void oneContainerCannotTouchAnother_data();
    void oneContainerCannotTouchAnother();
    void theHostsProcessesCannotBeTouched_data();
    void theHostsProcessesCannotBeTouched();

private:
    std::unique_ptr<TestBed> m_bed;
    std::unique_ptr<Canary> m_canary;
    HostState m_before;
};

void TestInside::init() {
    m_bed = std::make_unique<TestBed>();
    copyAttacker(*m_bed);
    m_canary = std::make_unique<Canary>(m_bed->directory());
    m_before = readHostState(m_bed->cgroupName(), m_bed->directory());
}

void TestInside::cleanup() {
    const std::string harm = m_canary->harm();
    QVERIFY2(harm.empty(), harm.c_str());
    const HostState after = readHostState(m_bed->cgroupName(), m_bed->directory());
    QVERIFY2(after == m_before, difference(m_before, after).c_str());
    m_canary.reset();
    m_bed.reset();
}

View TestInside::onTheHost(const std::vector<std::string>& words) {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return {};
    const pid_t pid = ::fork();
    if (pid == 0) {
        std::vector<char*> arguments{const_cast<char*>(ATTACKER)};
        for (const std::string& word : words)
            arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        ::dup2(ends[1], STDOUT_FILENO);
        ::execv(ATTACKER, arguments.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    std::string text;
    std::array<char, 4096> buffer;
    for (ssize_t count = 0; (count = ::read(ends[0], buffer.data(), buffer.size())) > 0;)
        text.append(buffer.data(), static_cast<std::size_t>(count));
    ::close(ends[0]);
    ::waitpid(pid, nullptr, 0);
    return View(text);
}

/// Otherwise the tests below could not fail.
void TestInside::theAttacksWorkWhereNothingDefends_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("least");
    QTest::newRow("kernel files") << "kernel-files" << 6;
    QTest::newRow("covered files") << "covered-files" << 2;
    QTest::newRow("neighbour") << "neighbour" << 10;
}

void TestInside::theAttacksWorkWhereNothingDefends() {
    QFETCH(QString, what);
    QFETCH(int, least);
    const View view = onTheHost({what.toStdString(), std::to_string(m_canary->pid())});
    QVERIFY2(static_cast<int>(view.values("broke").size()) >= least, view.text().c_str());
}

void TestInside::byDefaultNothingWorks_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<bool>("users");
    for (const char* what : {"kernel-files", "covered-files", "devices", "mounts", "uncover", "nested"}) {
        QTest::addRow("%s, users of its own", what) << what << true;
        QTest::addRow("%s, the host's users", what) << what << false;
    }
}

void TestInside::byDefaultNothingWorks() {
    QFETCH(QString, what);
    QFETCH(bool, users);
    ContainerSpec spec = attack({what.toStdString()});
    if (!users) {
        spec.namespaces[NamespaceKind::User] = Isolation::Host;
        spec.uidMappings.clear();
        spec.gidMappings.clear();
    }
    TestContainer container(*m_bed, spec);
    QVERIFY2(container.started(), container.error().c_str());
    const View view = container.view();
    QVERIFY2(triedOf(view) > 0, view.text().c_str());
    QVERIFY2(view.values("broke").empty(), view.text().c_str());
    QVERIFY(container.finish());
}

void TestInside::withAllRightsTheHostStaysWhole_data() {
    QTest::addColumn<QString>("what");
    for (const char* what : {"kernel-files", "devices", "mounts", "uncover", "nested"})
        QTest::newRow(what) << what;
}

void TestInside::withAllRightsTheHostStaysWhole() {
    QFETCH(QString, what);
    ContainerSpec spec = attack({what.toStdString()});
    widen(spec);
    TestContainer container(*m_bed, spec);
    QVERIFY2(container.started(), container.error().c_str());
    const View view = container.view();
    QVERIFY2(triedOf(view) > 0, view.text().c_str());
    for (const std::string& broken : view.values("broke")) {
        // With all rights over its own mounts it may rearrange them, and have a user namespace below its own.
        const bool isItsOwn =
            broken.starts_with("umount ") || broken.starts_with("move ") || broken.starts_with("unshare ");
        QVERIFY2(isItsOwn, broken.c_str());
    }
    QVERIFY(container.finish());
}

/// CAP_SYS_ADMIN and no filter, but the covers are on: in a user namespace of its own below they are one with
/// what is under them.
void TestInside::whatProtectsCannotBeTakenOff() {
    ContainerSpec spec = attack({"nested", "kernel-files", "covered-files"});
    spec.seccomp = SeccompProfile::Unconfined;
    TestContainer container(*m_bed, spec);
    QVERIFY2(container.started(), container.error().c_str());
    const View view = container.view();
    QVERIFY2(triedOf(view) > 10, view.text().c_str());
    QCOMPARE(view.values("broke"), std::vector<std::string>{"unshare user"});
    QVERIFY(container.finish());
}

void TestInside::oneContainerCannotTouchAnother_data() {
    QTest::addColumn<bool>("wide");
    QTest::newRow("by default") << false;
    QTest::newRow("with all rights") << true;
}

void TestInside::oneContainerCannotTouchAnother() {
    QFETCH(bool, wide);
    TestContainer victim(*m_bed, m_bed->spec({"wait"}));
    QVERIFY2(victim.started(), victim.error().c_str());
    static_cast<void>(victim.view());
    // Its own pid namespace would hide the victim; so it is given the host's.
    const auto other = std::make_unique<TestBed>();
    copyAttacker(*other);
    ContainerSpec spec = attack({"neighbour", std::to_string(victim.pid())});
    spec.namespaces[NamespaceKind::Pid] = Isolation::Host;
    spec.limits = {};
    for (auto* mappings : {&spec.uidMappings, &spec.gidMappings})
        mappings->front().outside += 65536;
    if (wide)
        widen(spec);
    PlanContext context = other->context(spec);
    context.cgroupPath.clear();
    TestContainer container(*other, spec, context, other->options());
    QVERIFY2(container.started(), container.error().c_str());
    const View view = container.view();
    QCOMPARE(view.value("visible"), std::string("yes"));
    QVERIFY2(view.values("broke").empty(), view.text().c_str());
    QVERIFY(container.finish());
    QVERIFY(victim.finish());
}

void TestInside::theHostsProcessesCannotBeTouched_data() {
    oneContainerCannotTouchAnother_data();
}

void TestInside::theHostsProcessesCannotBeTouched() {
    QFETCH(bool, wide);
    for (const pid_t pid : {m_canary->pid(), ::getpid(), 1}) {
        ContainerSpec spec = attack({"neighbour", std::to_string(pid)});
        spec.namespaces[NamespaceKind::Pid] = Isolation::Host;
        if (wide)
            widen(spec);
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const View view = container.view();
        QCOMPARE(view.value("visible"), std::string("yes"));
        QVERIFY2(view.values("broke").empty(), view.text().c_str());
        QVERIFY(container.finish());
    }
}

QTEST_GUILESS_MAIN(TestInside)
#include "tst_inside.moc"
