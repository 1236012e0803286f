// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/lifecycle.h"
#include "helper/containers/panicstop.h"
#include "helper/jobs/tasks.h"
#include "helper/monitorlink/monitorlink.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/socket.h>

#include <csignal>

using namespace vitrine;
using namespace vitrine::helper;

namespace {

/// Gives the helper one end of a socket pair; the test is the monitor at the other.
class FakeSpawner : public MonitorSpawner {
public:
    [[nodiscard]] std::string cgroupOf(const std::string& id, const std::string& group) const override {
        return group.empty() ? "test/" + id : cgroupOfGroup(group) + '/' + id;
    }
    [[nodiscard]] std::string cgroupOfGroup(const std::string& group) const override {
        return "test/group-" + group;
    }
    void limitGroup(const GroupSpec& /*group*/, Recovered told) override { told({}); }
    void forgetGroup(const std::string& /*group*/) override {}
    void spawn(const std::string& /*id*/, const RunNeeds& given, Spawned spawned) override {
        needs = given;
        std::array<int, 2> ends{-1, -1};
        QCOMPARE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()), 0);
        monitorEnd = sys::UniqueFd(ends[1]);
        spawned(sys::UniqueFd(ends[0]));
    }
    void enter(const process::ProcessKey& /*target*/, Spawned spawned) override {
        spawned(failure(Error(ErrorKind::NotSupported, "enter", "", "")));
    }
    void recover(const std::string& /*id*/, Recovered recovered) override {
        ++recoveries;
        recovered({});
    }
    void say(const monitor::Event& event) const { QVERIFY(monitor::send(monitorEnd.get(), event)); }

    sys::UniqueFd monitorEnd;
    std::optional<RunNeeds> needs;
    int recoveries = 0;
};

Options optionsIn(const QTemporaryDir& folder) {
    Options options;
    options.stateDir = folder.filePath(QStringLiteral("state")).toStdString();
    options.runDir = folder.filePath(QStringLiteral("run")).toStdString();
    return options;
}

} // namespace

/// What the helper makes of the words of a monitor.
class TestLifecycle : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void startsAndEnds();
    void devicesAreClosedUnlessBound_data();
    void devicesAreClosedUnlessBound();
    void strangersAreRefused_data();
    void strangersAreRefused();
    void failedStartKeepsItsReason();
    void waitsAndStartsAgain();
    void waitingMonitorThatVanishes();
    void whoeverWantsMoreIsCalledOnce();
    void stopTimeIsToldToTheSpawner();
    void vanishedMonitorIsClearedUp();
    void startsInItsGroupOrNotAtAll();
    void panicStopEndsWhatRuns();
    void cleanup();

private:
    struct Parts {
        QTemporaryDir folder;
        Options options = optionsIn(folder);
        ContainerStore store{Directories::open(options).value(), options.stateDir};
        GroupStore groups{store.directories().groups.get()};
        Jobs jobs{QDBusConnection(QStringLiteral("nowhere"))};
        Tasks tasks;
        FakeSpawner spawner;
        HostFacts facts;
        Lifecycle lifecycle{store, groups, jobs, tasks, spawner, facts};
    };
    [[nodiscard]] monitor::Hello hello(ContainerState state = ContainerState::Starting) const {
        monitor::Hello hello;
        hello.id = m_container->id();
        hello.bootId = m_parts->facts.bootId;
        hello.state = state;
        return hello;
    }
    [[nodiscard]] bool isIdle() const { return m_container->occupation.operation == Operation::None; }

    std::unique_ptr<Parts> m_parts;
    ContainerStore::Pointer m_container;
    std::shared_ptr<Job> m_job;
};

void TestLifecycle::init() {
    m_parts = std::make_unique<Parts>();
    m_parts->facts.bootId = "this-boot";
    m_container = std::make_shared<Container>();
    m_container->record.id = randomId().value();
    m_container->spec.name = "one";
    m_container->spec.process.args = {"/no-such-program"};
    m_parts->store.add(m_container);
    m_job = m_parts->jobs
                .start({QStringLiteral(":1.7"), 1000, Interactive::No}, QStringLiteral("t"),
                       QStringLiteral("start"), QStringLiteral("/"))
                .value();
    m_parts->lifecycle.start(m_container, m_job);
    QCOMPARE(m_container->state, ContainerState::Starting);
    QVERIFY(m_container->occupation.operation == Operation::Start);
}

void TestLifecycle::startsAndEnds() {
    m_parts->spawner.say(hello());
    m_parts->spawner.say(monitor::Started{{::getpid(), 1}, 5, 6});
    QTRY_COMPARE(m_container->state, ContainerState::Running);
    QVERIFY(m_job->success);
    QVERIFY(isIdle());
    ExitRecord record;
    record.finishedUs = 7;
    record.exitCode = 3;
    m_parts->spawner.say(monitor::Ended{record});
    QTRY_COMPARE(m_container->state, ContainerState::Stopping);
    m_parts->spawner.monitorEnd.reset();
    QTRY_COMPARE(m_container->state, ContainerState::Stopped);
    QCOMPARE(m_container->exit->exitCode, std::optional(3));
    QCOMPARE(m_parts->spawner.recoveries, 0);
}

void TestLifecycle::startsInItsGroupOrNotAtAll() {
    const auto other = std::make_shared<Container>();
    other->record.id = randomId().value();
    other->spec.name = "other";
    other->spec.process.args = {"/no-such-program"};
    other->spec.groupId = randomId().value();
    m_parts->store.add(other);
    m_parts->lifecycle.start(other, nullptr);
    QCOMPARE(other->state, ContainerState::Stopped);
    QVERIFY2(other->reason.contains("group"), other->reason.c_str());
    const auto group = std::make_shared<Group>();
    group->spec.id = other->spec.groupId;
    m_parts->groups.add(group);
    m_parts->lifecycle.start(other, nullptr);
    QCOMPARE(other->state, ContainerState::Starting);
    QCOMPARE(m_parts->spawner.needs->group->id, group->spec.id);
    QCOMPARE(other->cgroup, "test/group-" + group->spec.id + '/' + other->id());
}

/// The monitor is told before anything is killed; one that was to be started by itself is not any more.
void TestLifecycle::panicStopEndsWhatRuns() {
    m_parts->spawner.say(hello());
    m_parts->spawner.say(monitor::Started{{::getpid(), ~0ULL}, 5, 6});
    QTRY_COMPARE(m_container->state, ContainerState::Running);
    const auto group = std::make_shared<Group>();
    group->spec.id = randomId().value();
    m_parts->groups.add(group);
    m_container->spec.groupId = group->spec.id;
    const std::uint64_t revision = m_container->revision;
    PanicStop panic(m_parts->store, m_parts->groups, m_parts->lifecycle, m_parts->tasks, m_parts->facts);
    int ended = 0;
    const auto done = [&ended](const Result<>& stopped) { ended += stopped ? 1 : 100; };
    panic.stop(group, done);
    panic.stop(group, done); // joins the first
    QVERIFY(group->isStopping);
    QVERIFY(m_container->isHalted);
    QVERIFY(m_container->revision > revision);
    auto packet = monitor::receive(m_parts->spawner.monitorEnd.get());
    QVERIFY(packet);
    const auto* request = std::get_if<monitor::Request>(&packet->message);
    QVERIFY(request != nullptr);
    const auto* stop = std::get_if<monitor::StopContainer>(&request->verb);
    QVERIFY(stop != nullptr && stop->timeoutMs == 0);
    QCOMPARE(ended, 0);
    ExitRecord record;
    record.finishedUs = 7;
    record.signal = SIGKILL;
    m_parts->spawner.say(monitor::Ended{record});
    m_parts->spawner.monitorEnd.reset();
    QTRY_COMPARE(ended, 2);
    QCOMPARE(m_container->state, ContainerState::Stopped);
    QVERIFY(!group->isStopping);
}

void TestLifecycle::devicesAreClosedUnlessBound_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("option");
    QTest::addColumn<bool>("areAll");
    QTest::newRow("tmpfs") << "tmpfs" << "/dev" << "rw" << false;
    QTest::newRow("another folder") << "bind" << "/srv/dev" << "ro" << false;
    QTest::newRow("a name that begins so") << "bind" << "/device" << "ro" << false;
    QTest::newRow("/dev") << "bind" << "/dev" << "ro" << true;
    QTest::newRow("in it") << "none" << "/dev/dri" << "rbind" << true;
    QTest::newRow("above it") << "bind" << "/" << "ro" << true;
    QTest::newRow("a way there") << "bind" << "/srv/..//dev/dri/" << "ro" << true;
}

void TestLifecycle::devicesAreClosedUnlessBound() {
    QFETCH(const QString, type);
    QFETCH(const QString, source);
    QFETCH(const QString, option);
    QFETCH(const bool, areAll);
    QVERIFY(m_parts->spawner.needs->devices == Devices::Usual); // of init()
    const auto other = std::make_shared<Container>();
    other->record.id = randomId().value();
    other->spec.mounts = {{"/x", type.toStdString(), source.toStdString(), {option.toStdString()}}};
    m_parts->store.add(other);
    m_parts->lifecycle.start(other, nullptr);
    QCOMPARE(m_parts->spawner.needs->devices == Devices::All, areAll);
}

void TestLifecycle::strangersAreRefused_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("reason");
    QTest::newRow("another container") << QStringLiteral("id") << QStringLiteral("another container");
    QTest::newRow("another boot") << QStringLiteral("boot") << QStringLiteral("before the machine");
    QTest::newRow("newer") << QStringLiteral("version") << QStringLiteral("newer Vitrine");
}

void TestLifecycle::strangersAreRefused() {
    QFETCH(const QString, field);
    QFETCH(const QString, reason);
    monitor::Hello stranger = hello(ContainerState::Running);
    stranger.leader = {::getpid(), 1};
    if (field == QLatin1String("id"))
        stranger.id = std::string(32, '0');
    else if (field == QLatin1String("boot"))
        stranger.bootId = "another-boot";
    else
        stranger.version = monitor::protocolVersion + 1;
    m_parts->spawner.say(stranger);
    m_parts->spawner.say(monitor::Started{{::getpid(), 1}, 5, 6}); // not listened to any more
    QTRY_COMPARE(m_container->state, ContainerState::Broken);
    QVERIFY2(m_container->reason.contains(reason.toStdString()), m_container->reason.c_str());
    QVERIFY(!m_container->hint.empty());
    QVERIFY(m_job->finished && !m_job->success);
    QVERIFY(m_job->errorText.contains(reason));
    QVERIFY(isIdle());
    QTRY_VERIFY(::send(m_parts->spawner.monitorEnd.get(), "", 0, MSG_NOSIGNAL) < 0); // hung up
    QCOMPARE(m_container->state, ContainerState::Broken);
    QCOMPARE(m_parts->spawner.recoveries, 0);
}

void TestLifecycle::failedStartKeepsItsReason() {
    m_parts->spawner.say(hello());
    m_parts->spawner.say(monitor::StartFailed{"no such program", "look", "execute", ENOENT, true});
    m_parts->spawner.monitorEnd.reset();
    QTRY_COMPARE(m_container->state, ContainerState::Stopped);
    QTRY_VERIFY(m_job->finished); // explained in a thread
    QVERIFY(!m_job->success);
    QVERIFY(m_job->errorText.startsWith(QStringLiteral("no such program\nlook")));
    QVERIFY(m_container->reason.contains("no such program"));
    QCOMPARE(m_container->hint, std::string("look"));
    QVERIFY(isIdle());
    QCOMPARE(m_parts->spawner.recoveries, 0);
}

void TestLifecycle::waitsAndStartsAgain() {
    m_parts->spawner.say(hello());
    m_parts->spawner.say(monitor::Started{{::getpid(), 1}, 5, 6});
    QTRY_COMPARE(m_container->state, ContainerState::Running);
    ExitRecord record;
    record.finishedUs = 7;
    record.exitCode = 3;
    m_parts->spawner.say(monitor::Restarting{record, 123, 1});
    QTRY_COMPARE(m_container->state, ContainerState::Restarting);
    QCOMPARE(m_container->restarts, 1U);
    QCOMPARE(m_container->restartAtUs, std::uint64_t{123});
    QCOMPARE(m_container->run.leader.pid, 0);
    QCOMPARE(m_container->reason, std::string("exited with 3"));
    QVERIFY(isIdle());
    m_parts->spawner.say(monitor::Started{{::getpid(), 1}, 8, 9, 1});
    QTRY_COMPARE(m_container->state, ContainerState::Running);
    QCOMPARE(m_container->restartAtUs, std::uint64_t{0});
    QVERIFY(!m_container->exit);
    QVERIFY(m_container->reason.empty());
    m_parts->spawner.say(monitor::Restarting{record, 124, 2});
    QTRY_COMPARE(m_container->restarts, 2U);
    m_parts->spawner.say(monitor::Restarting{record, 125, 3, "web"});
    QTRY_COMPARE(m_container->restarts, 3U);
    QCOMPARE(m_container->reason,
             std::string("exited with 3; it waits for the container web, which it joins, to run"));
    // A start that fails ends the row.
    m_parts->spawner.say(monitor::StartFailed{"the folder is gone", "look", "", 0, false});
    m_parts->spawner.monitorEnd.reset();
    QTRY_COMPARE(m_container->state, ContainerState::Stopped);
    QVERIFY(m_container->reason.contains("the folder is gone"));
    QCOMPARE(m_container->restarts, 0U);
}

void TestLifecycle::waitingMonitorThatVanishes() {
    monitor::Hello waiting = hello(ContainerState::Restarting);
    waiting.restarting = monitor::Restarting{{}, 123, 4};
    waiting.restarting->record.finishedUs = 7;
    waiting.restarting->record.exitCode = 1;
    m_parts->spawner.say(waiting); // found again by another helper
    QTRY_COMPARE(m_container->state, ContainerState::Restarting);
    QCOMPARE(m_container->restarts, 4U);
    QVERIFY(isIdle());
    m_parts->spawner.monitorEnd.reset();
    QTRY_COMPARE(m_container->state, ContainerState::Stopped);
    QVERIFY2(m_container->reason.contains("monitor"), m_container->reason.c_str());
    QCOMPARE(m_parts->spawner.recoveries, 1);
}

void TestLifecycle::whoeverWantsMoreIsCalledOnce() {
    int calls = 0;
    m_container->whenStopped = [&] { ++calls; };
    m_parts->spawner.say(hello());
    m_parts->spawner.say(monitor::Started{{::getpid(), 1}, 5, 6});
    QTRY_COMPARE(m_container->state, ContainerState::Running);
    ExitRecord record;
    record.finishedUs = 7;
    record.signal = SIGKILL;
    m_parts->spawner.say(monitor::Ended{record});
    m_parts->spawner.monitorEnd.reset();
    QTRY_COMPARE(calls, 1);
    QCOMPARE(m_container->state, ContainerState::Stopped);
    QVERIFY(!m_container->whenStopped);
}

void TestLifecycle::stopTimeIsToldToTheSpawner() {
    QCOMPARE(m_parts->spawner.needs->stopTimeout.count(), 10'000); // of init()
    const auto other = std::make_shared<Container>();
    other->record.id = randomId().value();
    other->spec.life.stopTimeoutMs = 90'000;
    m_parts->store.add(other);
    m_parts->lifecycle.start(other, nullptr);
    QCOMPARE(m_parts->spawner.needs->stopTimeout.count(), 90'000);
}

void TestLifecycle::vanishedMonitorIsClearedUp() {
    m_parts->spawner.say(hello());
    m_parts->spawner.say(monitor::Started{{::getpid(), 1}, 5, 6});
    QTRY_COMPARE(m_container->state, ContainerState::Running);
    // A rename is under way: the recovery takes over, and its end is the end of both.
    OperationGuard rename(m_container, Operation::Rename);
    m_parts->spawner.monitorEnd.reset();
    QTRY_COMPARE(m_container->state, ContainerState::Stopped);
    QCOMPARE(m_parts->spawner.recoveries, 1);
    rename.end();
    QVERIFY(isIdle());
    QVERIFY2(m_container->reason.contains("monitor"), m_container->reason.c_str());
}

void TestLifecycle::cleanup() {
    QVERIFY(m_parts->tasks.wait(std::chrono::seconds(20)));
    m_container.reset();
    m_job.reset();
    m_parts.reset();
}

QTEST_GUILESS_MAIN(TestLifecycle)
#include "tst_lifecycle.moc"
