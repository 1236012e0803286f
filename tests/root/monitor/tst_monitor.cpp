// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/hierarchies.h"
#include "core/model/ociconfig.h"
#include "core/sys/file.h"
#include "helper/monitor/outputlog.h"
#include "monitored.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

using namespace vitrine;
using namespace vitrine::monitor;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> none() {
    return {};
}

/// Value in kB of a line of /proc/PID/status.
long statusOf(pid_t pid, const QByteArray& key) {
    QFile file(QStringLiteral("/proc/%1/status").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.startsWith(key + ':'))
            return line.mid(key.size() + 1).simplified().split(' ').first().toLong();
    }
    return -1;
}

bool isZombie(pid_t pid) {
    QFile file(QStringLiteral("/proc/%1/status").arg(pid));
    return !file.open(QIODevice::ReadOnly) || file.readAll().contains("State:\tZ");
}

sys::UniqueFd attach(int socket) {
    Answered answered = ask(socket, AttachConsole{});
    return answered.fds.empty() ? sys::UniqueFd() : std::move(answered.fds.front());
}

QJsonArray traceOf(const Monitored& container) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(container.bundle().readTrace().value())).array();
}

} // namespace

/// The real vitrine-monitor with real containers.
class TestMonitor : public QObject {
    Q_OBJECT

private slots:
    void startsNothingForADeadHelper() {
        Monitored container;
        container.spawnForTheDead();
        QCOMPARE(container.waitForMonitor().value_or(-100), 1);
        QCOMPARE(container.remains(), none());
        // The container is as if nobody had asked.
        QVERIFY(!container.bundle().readRunning()->has_value());
        QVERIFY(!container.bundle().readExit()->has_value());
        const auto socket = container.start();
        QVERIFY(socket.isValid());
        QVERIFY(!ask(socket.get(), StopContainer{0}).error);
        QCOMPARE(container.waitForMonitor(), std::optional(0));
    }

    void runsFromStartToEnd() {
        Monitored container;
        auto socket = container.spawn();
        const auto hello = nextEvent<Hello>(socket.get());
        QVERIFY(hello.has_value());
        QCOMPARE(hello->id, container.record.id);
        QCOMPARE(hello->state, ContainerState::Starting);
        QCOMPARE(hello->version, protocolVersion);
        const auto started = nextEvent<Started>(socket.get());
        QVERIFY(started.has_value());
        QVERIFY(process::keyOf(started->leader.pid).value() == started->leader);
        QVERIFY(started->totalNs > 0);
        QCOMPARE(container.bundle().readRunning().value(), std::optional(hello->bootId));
        const auto console = attach(socket.get());
        QVERIFY(sees(console.get(), "ready"));
        type(console.get(), "exit 7\n");
        const auto ended = nextEvent<Ended>(socket.get());
        QVERIFY(ended.has_value());
        QCOMPARE(ended->record.exitCode, std::optional(7));
        QCOMPARE(ended->record.startedUs, started->startedUs);
        QVERIFY(ended->record.finishedUs >= started->startedUs);
        QVERIFY(!ended->record.signal && !ended->record.outOfMemory);
        QCOMPARE(container.bundle().readExit().value(), std::optional(ended->record));
        QCOMPARE(container.waitForMonitor(), std::optional(0));
        QCOMPARE(container.remains(), none());
        const QJsonArray trace = traceOf(container);
        QVERIFY(trace.size() > 10);
        for (const QJsonValue& step : trace) {
            QCOMPARE(step[QStringLiteral("state")].toString(), QStringLiteral("done"));
            QVERIFY(!step[QStringLiteral("id")].toString().isEmpty());
            QVERIFY(!step[QStringLiteral("systemCall")].toString().isEmpty());
        }
    }

    void staysSmall() {
        Monitored container;
        const auto socket = container.start();
        const auto console = attach(socket.get());
        QVERIFY(sees(console.get(), "ready"));
        type(console.get(), "hello\n");
        QVERIFY(sees(console.get(), "heard hello"));
        QCOMPARE(statusOf(container.monitorPid(), "Threads"), 1);
        const long resident = statusOf(container.monitorPid(), "VmRSS");
        qInfo("VmRSS of the monitor: %ld kB", resident);
        QVERIFY(resident > 0);
#ifndef __SANITIZE_ADDRESS__ // its shadow memory is larger than any monitor
        QVERIFY2(resident < 2048, std::to_string(resident).c_str());
#endif
    }

    void theConsoleIsATerminal() {
        Monitored container;
        const auto socket = container.start();
        const auto console = attach(socket.get());
        QVERIFY(sees(console.get(), "ready"));
        type(console.get(), "abc\n");
        QVERIFY(sees(console.get(), "abc\r\nheard abc\r\n")); // echo, then answer
        QVERIFY(!ask(socket.get(), ResizeConsole{31, 97}).error);
        type(console.get(), "size\n");
        QVERIFY(sees(console.get(), "size 31 97"));
        const auto late = attach(socket.get());
        QVERIFY(sees(late.get(), "size 31 97")); // what was before is shown
        type(late.get(), "from late\n");
        QVERIFY(sees(console.get(), "heard from late"));
    }

    void nothingOfTheMonitorReachesTheContainer() {
        Monitored container;
        const auto socket = container.start();
        const auto console = attach(socket.get());
        type(console.get(), "fds\n");
        QVERIFY(sees(console.get(), "fds 0 1 2 end"));
        const auto hello = nextEvent<Hello>(container.connect().get());
        QFile status(QStringLiteral("/proc/%1/status").arg(hello->leader.pid));
        QVERIFY(status.open(QIODevice::ReadOnly));
        const QByteArray text = status.readAll();
        QVERIFY(text.contains("SigBlk:\t0000000000000000"));
        QVERIFY(text.contains("SigIgn:\t0000000000000000"));
    }

    /// cgroups(7): the files of a group are for everybody to read, and so is the way to them. What the
    /// monitor writes itself is root's alone.
    void theGroupIsForAllToReadAndTheFilesAreNot() {
        Monitored container;
        const auto socket = container.start();
        QVERIFY(socket);
        const auto hierarchies = cgroup::readHierarchies("/").value();
        int groups = 0;
        for (const cgroup::Hierarchy& hierarchy : hierarchies) {
            struct stat status{};
            const std::string directory = hierarchy.mountPoint + '/' + container.group();
            if (::stat(directory.c_str(), &status) != 0)
                continue;
            ++groups;
            QCOMPARE(status.st_mode & 07777, 0755U);
        }
        QVERIFY(groups > 0);
        const std::string id = container.record.id;
        for (const std::string& folder :
             {container.path("run/" + id), container.path("state/containers/" + id)}) {
            int files = 0;
            QDirIterator all(QString::fromStdString(folder), QDir::Files | QDir::System | QDir::Hidden);
            while (all.hasNext()) {
                struct stat status{};
                QCOMPARE(::lstat(qPrintable(all.next()), &status), 0);
                QVERIFY2((status.st_mode & 0077) == 0, qPrintable(all.filePath()));
                ++files;
            }
            QVERIFY(files > 2);
        }
    }

    void withoutATerminalThereArePipes() {
        Monitored container;
        container.spec.process.terminal = Terminal::No;
        container.store();
        const auto socket = container.start();
        const auto console = attach(socket.get());
        QVERIFY(sees(console.get(), "ready\n"));
        type(console.get(), "size\n");
        QVERIFY(sees(console.get(), "no terminal"));
        QCOMPARE(ask(socket.get(), ResizeConsole{}).error->kind(), ErrorKind::WrongState);
    }

    void processesAreAdded() {
        Monitored container;
        const auto socket = container.start();
        ProcessSpec process = container.spec.process;
        Answered answered = ask(socket.get(), ExecProcess{writeProcess(process), 33, 99});
        QVERIFY2(!answered.error, answered.error ? answered.error->message().c_str() : "");
        QCOMPARE(answered.fds.size(), 1U);
        QVERIFY(sees(answered.fds[0].get(), "ready"));
        type(answered.fds[0].get(), "size\n");
        QVERIFY(sees(answered.fds[0].get(), "size 33 99"));
        QVERIFY(process::keyOf(answered.started->pid).value() == *answered.started);
        type(answered.fds[0].get(), "exit 0\n");

        process.terminal = Terminal::No;
        Answered piped = ask(socket.get(), ExecProcess{writeProcess(process), 24, 80});
        QVERIFY(!piped.error);
        QCOMPARE(piped.fds.size(), 3U);
        QVERIFY(sees(piped.fds[1].get(), "ready"));
        type(piped.fds[0].get(), "exit 0\n");
        // Both are reaped.
        QTRY_VERIFY(!process::keyOf(answered.started->pid) && !process::keyOf(piped.started->pid));

        process.args = {"/no-such-program"};
        QVERIFY(ask(socket.get(), ExecProcess{writeProcess(process), 24, 80}).error);
        QCOMPARE(ask(socket.get(), ExecProcess{"{}", 24, 80}).error->kind(), ErrorKind::InvalidArgument);
        QVERIFY(!ask(socket.get(), ResizeConsole{}).error); // all the same it goes on
    }

    void manyRunsLeaveNothing() {
        constexpr int rounds = 30;
        Monitored container;
        const auto entries = [](const std::string& folder) {
            return QDir(QString::fromStdString(folder))
                .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
        };
        const std::string bundle = container.path("state/containers/" + container.record.id);
        QStringList descriptors;
        QStringList files;
        for (int round = 0; round < rounds; ++round) {
            {
                const auto socket = container.start();
                QVERIFY(socket);
                QVERIFY(!ask(socket.get(), SignalLeader{SIGKILL}).error);
                QVERIFY(nextEvent<Ended>(socket.get()));
                QCOMPARE(container.waitForMonitor(), std::optional(0));
            }
            QCOMPARE(container.remains(), none());
            if (round == 0) {
                descriptors = entries("/proc/self/fd");
                files = entries(bundle);
            }
        }
        QCOMPARE(entries("/proc/self/fd"), descriptors);
        QCOMPARE(entries(bundle), files);
    }

    void signalsAreDelivered() {
        Monitored container({"term"});
        const auto socket = container.start();
        QVERIFY(sees(attach(socket.get()).get(), "ready"));
        QVERIFY(!ask(socket.get(), SignalLeader{SIGTERM}).error);
        QCOMPARE(nextEvent<Ended>(socket.get())->record.exitCode, std::optional(3));
        QCOMPARE(container.waitForMonitor(), std::optional(0));
    }

    void theEndBySignalIsRecorded_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("killed") << SIGKILL;
        QTest::newRow("crashed") << SIGSEGV;
    }

    void theEndBySignalIsRecorded() {
        QFETCH(int, signal);
        Monitored container;
        const auto socket = container.start();
        if (signal == SIGKILL)
            QVERIFY(!ask(socket.get(), SignalLeader{signal}).error);
        else
            type(attach(socket.get()).get(), "crash\n");
        const auto ended = nextEvent<Ended>(socket.get());
        QVERIFY(ended.has_value());
        QCOMPARE(ended->record.signal, std::optional(signal));
        QVERIFY(!ended->record.exitCode && !ended->record.outOfMemory);
        QCOMPARE(container.waitForMonitor(), std::optional(0));
        QCOMPARE(container.remains(), none());
    }

    void stoppingIsGentle() {
        Monitored container({"term"});
        const auto socket = container.start();
        QVERIFY(sees(attach(socket.get()).get(), "ready"));
        QVERIFY(!ask(socket.get(), StopContainer{60'000}).error);
        QCOMPARE(nextEvent<Ended>(socket.get(), 30s)->record.exitCode, std::optional(3));
        QCOMPARE(container.waitForMonitor(), std::optional(0));
        QCOMPARE(container.remains(), none());
    }

    void whoDoesNotStopIsKilled() {
        Monitored container({"ignore"});
        const auto socket = container.start();
        QVERIFY(sees(attach(socket.get()).get(), "ready"));
        const auto begin = std::chrono::steady_clock::now();
        QVERIFY(!ask(socket.get(), StopContainer{400}).error);
        const auto second = container.connect();
        QCOMPARE(nextEvent<Hello>(second.get())->state, ContainerState::Stopping);
        QCOMPARE(nextEvent<Ended>(socket.get())->record.signal, std::optional(SIGKILL));
        QVERIFY(std::chrono::steady_clock::now() - begin >= 400ms);
        QCOMPARE(container.waitForMonitor(), std::optional(0));
        QCOMPARE(container.remains(), none());
    }

    void zeroKillsAtOnce() {
        Monitored container({"ignore"});
        const auto socket = container.start();
        QVERIFY(!ask(socket.get(), StopContainer{0}).error);
        QCOMPARE(nextEvent<Ended>(socket.get())->record.signal, std::optional(SIGKILL));
        QCOMPARE(container.waitForMonitor(), std::optional(0));
    }

    void terminatingTheMonitorStopsTheContainer() {
        Monitored container({"term"});
        const auto socket = container.start();
        QVERIFY(sees(attach(socket.get()).get(), "ready"));
        ::kill(container.monitorPid(), SIGTERM);
        QCOMPARE(nextEvent<Ended>(socket.get())->record.exitCode, std::optional(3));
        QCOMPARE(container.waitForMonitor(), std::optional(0));
        QCOMPARE(container.remains(), none());
    }

    void theContainersOwnSignalStopsIt() {
        Monitored container({"term"});
        container.spec.life.stopSignal = SIGKILL;
        container.store();
        const auto socket = container.start();
        QVERIFY(sees(attach(socket.get()).get(), "ready"));
        QVERIFY(!ask(socket.get(), StopContainer{60'000}).error);
        const auto ended = nextEvent<Ended>(socket.get(), 30s);
        QCOMPARE(ended->record.signal, std::optional(SIGKILL)); // and not the 3 of SIGTERM, nor so late
        QVERIFY(ended->record.stop == StopRequest::Heeded);
    }

    void whatFailsIsStartedAgain() {
        Monitored container;
        container.spec.life.restart = RestartPolicy::OnFailure;
        container.spec.life.restartMaximum = 2;
        container.store();
        const auto socket = container.start();
        const auto console = attach(socket.get()); // stays, whatever ends
        for (std::uint32_t number = 1; number <= 2; ++number) {
            QVERIFY(sees(console.get(), "ready"));
            type(console.get(), "exit 7\n");
            const auto restarting = nextEvent<Restarting>(socket.get());
            QVERIFY(restarting.has_value());
            QCOMPARE(restarting->number, number);
            QCOMPARE(restarting->record.exitCode, std::optional(7));
            QVERIFY(restarting->dueUs > restarting->record.finishedUs);
            QCOMPARE(container.bundle().readExit().value()->exitCode, std::optional(7));
            const auto started = nextEvent<Started>(socket.get());
            QVERIFY(started.has_value());
            QCOMPARE(started->restarts, number);
        }
        QVERIFY(sees(console.get(), "ready"));
        type(console.get(), "exit 7\n");
        const auto ended = nextEvent<Ended>(socket.get());
        QVERIFY(ended.has_value());
        QVERIFY(ended->record.restartEnd == RestartEnd::GaveUp);
        QCOMPARE(ended->record.restarts, 2U);
        QCOMPARE(container.waitForMonitor(), std::optional(0));
        QCOMPARE(container.remains(), none());
        QVERIFY(!container.bundle().readRunning()->has_value());
    }

    void stoppingEndsTheWait_data() {
        QTest::addColumn<bool>("byHelper");
        QTest::newRow("the helper") << true;
        QTest::newRow("the machine") << false;
    }
    void stoppingEndsTheWait() {
        QFETCH(const bool, byHelper);
        Monitored container({"term"});
        container.spec.life.restart = RestartPolicy::Always;
        container.store();
        const auto socket = container.start();
        const auto console = attach(socket.get());
        for (std::uint32_t number = 1; number <= 5; ++number) { // the fifth wait is a long one
            QVERIFY(sees(console.get(), "ready"));
            type(console.get(), "exit 0\n");
            const auto restarting = nextEvent<Restarting>(socket.get());
            QVERIFY(restarting.has_value());
            QCOMPARE(restarting->number, number);
        }
        const auto another = container.connect();
        const auto hello = nextEvent<Hello>(another.get());
        QVERIFY(hello.has_value());
        // A machine may be so slow that the wait is over.
        const bool waits = hello->state == ContainerState::Restarting;
        QCOMPARE(hello->restarting.has_value(), waits);
        QCOMPARE(hello->leader.pid == 0, waits);
        if (byHelper)
            QVERIFY(!ask(socket.get(), StopContainer{60'000}).error);
        else
            ::kill(container.monitorPid(), SIGTERM);
        const auto ended = nextEvent<Ended>(socket.get(), 30s);
        QVERIFY(ended.has_value());
        const ExitRecord& record = ended->record;
        QVERIFY(record.restartEnd == RestartEnd::Asked || record.stop == StopRequest::Heeded || !byHelper);
        QCOMPARE(container.waitForMonitor(), std::optional(0));
        QCOMPARE(container.remains(), none());
        QCOMPARE(container.bundle().readInterrupted()->has_value(), !byHelper);
    }

    /// The file is root's. If it says something else all the same, nobody was asked about that.
    void whatBecameWiderIsNotStartedAgain() {
        Monitored container;
        container.spec.life.restart = RestartPolicy::Always;
        container.store();
        const auto socket = container.start();
        const auto console = attach(socket.get());
        QVERIFY(sees(console.get(), "ready"));
        container.spec.seccomp = SeccompProfile::Unconfined;
        container.store();
        type(console.get(), "exit 0\n");
        const auto failed = nextEvent<StartFailed>(socket.get());
        QVERIFY(failed.has_value());
        QVERIFY2(failed->message.find("isolates less") != std::string::npos, failed->message.c_str());
        QCOMPARE(container.waitForMonitor(), std::optional(1));
        QCOMPARE(container.remains(), none());
    }

    void runningOutOfMemoryIsRecorded() {
        Monitored container;
        container.spec.limits.memoryMax = std::uint64_t{8} * 1024 * 1024;
        container.spec.limits.swapMax.reset();
        container.store();
        const auto socket = container.start();
        type(attach(socket.get()).get(), "eat\n");
        const auto ended = nextEvent<Ended>(socket.get(), 30s);
        QVERIFY(ended.has_value());
        QCOMPARE(ended->record.signal, std::optional(SIGKILL));
        QVERIFY(ended->record.outOfMemory);
        QCOMPARE(ended->record.memoryLimit, std::uint64_t{8} * 1024 * 1024);
        QVERIFY(container.bundle().readExit().value()->outOfMemory);
    }

    void pausingStopsTime() {
        Monitored container;
        const auto socket = container.start();
        const auto console = attach(socket.get());
        QVERIFY(sees(console.get(), "ready"));
        QVERIFY(!ask(socket.get(), Freeze{}).error);
        const auto other = container.connect();
        QCOMPARE(nextEvent<Hello>(other.get())->state, ContainerState::Paused);
        type(console.get(), "pid\n");
        QVERIFY(sees(console.get(), "pid\r\n")); // the terminal's echo
        QCOMPARE(ask(socket.get(), ExecProcess{writeProcess(container.spec.process)}).error->kind(),
                 ErrorKind::WrongState);
        char more = 0;
        QCOMPARE(::recv(console.get(), &more, 1, MSG_DONTWAIT), ssize_t{-1}); // and nothing more
        QVERIFY(!ask(socket.get(), Thaw{}).error);
        QCOMPARE(nextEvent<StateChanged>(other.get())->state, ContainerState::Running);
        QVERIFY(sees(console.get(), "pid 1"));
    }

    void whatIsPausedCanBeStopped() {
        Monitored container({"term"});
        const auto socket = container.start();
        QVERIFY(sees(attach(socket.get()).get(), "ready"));
        QVERIFY(!ask(socket.get(), Freeze{}).error);
        QVERIFY(!ask(socket.get(), StopContainer{5000}).error);
        QCOMPARE(nextEvent<Ended>(socket.get())->record.exitCode, std::optional(3));
        QCOMPARE(container.waitForMonitor(), std::optional(0));
        QCOMPARE(container.remains(), none());
    }

    void theLogSpansRuns() {
        Monitored container;
        for (int run = 1; run <= 2; ++run) {
            const auto socket = container.start();
            const auto console = attach(socket.get());
            type(console.get(), "run " + std::to_string(run) + "\nexit 0\n");
            QVERIFY(nextEvent<Ended>(socket.get()).has_value());
            QCOMPARE(container.waitForMonitor(), std::optional(0));
        }
        const auto log = readLog(container.bundle().directory(), 0, 65536);
        const std::size_t first = log->data.find("heard run 1\r\n");
        const std::size_t second = log->data.find("heard run 2\r\n");
        QVERIFY(first != std::string::npos && second != std::string::npos && first < second);
    }

    /// kill -9 of the helper: the container goes on, and the next helper finds it.
    void helpersComeAndGo() {
        Monitored container;
        auto socket = container.start();
        const pid_t helper = ::fork();
        if (helper == 0) {
            const auto mine = container.connect();
            const auto console = attach(mine.get());
            type(console.get(), "typed by the first\n");
            static_cast<void>(sees(console.get(), "heard"));
            ::raise(SIGKILL);
        }
        int status = 0;
        ::waitpid(helper, &status, 0);
        QVERIFY(WIFSIGNALED(status));
        socket.reset(); // and the one that started it
        socket = container.connect();
        const auto hello = nextEvent<Hello>(socket.get());
        QCOMPARE(hello->state, ContainerState::Running);
        QVERIFY(process::keyOf(hello->leader.pid).value() == hello->leader);
        const auto console = attach(socket.get());
        QVERIFY(sees(console.get(), "heard typed by the first"));
        type(console.get(), "exit 5\n");
        QCOMPARE(nextEvent<Ended>(socket.get())->record.exitCode, std::optional(5));
        QCOMPARE(container.waitForMonitor(), std::optional(0));
    }

    void theEndIsKeptWithNobodyConnected() {
        Monitored container;
        auto socket = container.start();
        type(attach(socket.get()).get(), "exit 9\n");
        socket.reset();
        QCOMPARE(container.waitForMonitor(), std::optional(0));
        QCOMPARE(container.bundle().readExit().value()->exitCode, std::optional(9));
        QCOMPARE(container.remains(), none());
    }

    void aKilledMonitorIsCleanedUpAfter() {
        Monitored container({"ignore"});
        auto socket = container.start();
        QVERIFY(sees(attach(socket.get()).get(), "ready"));
        QCOMPARE(container.recover(), 1); // Busy: it lives
        ::kill(container.monitorPid(), SIGKILL);
        QCOMPARE(container.waitForMonitor(), std::optional(-SIGKILL));
        QVERIFY(!container.remains().empty());
        QCOMPARE(container.recover(), 0);
        QTRY_COMPARE(container.remains(), none());
        QCOMPARE(container.bundle().readExit().value()->signal, std::optional(SIGKILL));
        QCOMPARE(container.recover(), 0); // and again
        QCOMPARE(container.remains(), none());
    }

    void theLockOfADyingMonitorIsWaitedFor() {
        Monitored container({"ignore"});
        auto socket = container.start();
        QVERIFY(sees(attach(socket.get()).get(), "ready"));
        ::kill(container.monitorPid(), SIGKILL);
        QCOMPARE(container.waitForMonitor(), std::optional(-SIGKILL));
        // The kernel closes a dying process's descriptors one after the other; here it takes its time.
        auto lock = sys::openAt(AT_FDCWD, container.path("run/" + container.record.id + "/lock"), O_RDWR);
        QVERIFY(lock);
        QCOMPARE(::flock(lock->get(), LOCK_EX | LOCK_NB), 0);
        std::thread dying([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            lock->reset();
        });
        const int code = container.recover();
        dying.join();
        QCOMPARE(code, 0);
        QTRY_COMPARE(container.remains(), none());
    }

    void theNextRunCleansUpAsWell() {
        Monitored container({"ignore"});
        auto socket = container.start();
        const auto first = nextEvent<Hello>(container.connect().get());
        ::kill(container.monitorPid(), SIGKILL);
        QCOMPARE(container.waitForMonitor(), std::optional(-SIGKILL));
        socket = container.start();
        QVERIFY(socket.isValid());
        // Dead; whoever adopts orphans here reaps it in its own time.
        const auto old = process::keyOf(first->leader.pid);
        QTRY_VERIFY(!old || *old != first->leader || isZombie(first->leader.pid));
        QVERIFY(!ask(socket.get(), StopContainer{0}).error);
        QCOMPARE(container.waitForMonitor(), std::optional(0));
        QCOMPARE(container.remains(), none());
    }

    void aMissingProgramIsTold() {
        Monitored container;
        container.spec.process.args = {"/no-such-program"};
        container.store();
        auto socket = container.spawn();
        const auto failed = nextEvent<StartFailed>(socket.get());
        QVERIFY(failed.has_value());
        QVERIFY2(failed->message.find("/no-such-program") != std::string::npos, failed->message.c_str());
        QVERIFY(!failed->step.empty());
        QCOMPARE(failed->errnum, ENOENT);
        QVERIFY(failed->programMissing);
        QCOMPARE(container.waitForMonitor(), std::optional(1));
        QCOMPARE(container.remains(), none());
        const auto record = container.bundle().readExit().value();
        QCOMPARE(record->failure, failed->message);
        QVERIFY(!record->exitCode && !record->signal);
        const QJsonArray trace = traceOf(container);
        QCOMPARE(trace.last()[QStringLiteral("state")].toString(), QStringLiteral("failed"));
        QCOMPARE(trace.last()[QStringLiteral("id")].toString().toStdString(), failed->step);
    }

    void aBadBundleIsTold_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("newer") << QByteArray("vitrine.json") << QByteArray("{\"version\":99}")
                               << QByteArray("a newer Vitrine wrote it");
        QTest::newRow("corrupt") << QByteArray("vitrine.json") << QByteArray("{")
                                 << QByteArray("vitrine.json");
        QTest::newRow("no config") << QByteArray("config.json") << QByteArray("[]")
                                   << QByteArray("config.json");
    }

    void aBadBundleIsTold() {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, message);
        Monitored container;
        QVERIFY(sys::replaceFileAt(container.bundle().directory(), file.toStdString(), content.toStdString(),
                                   0600, sys::Durability::Cached));
        auto socket = container.spawn();
        const auto failed = nextEvent<StartFailed>(socket.get());
        QVERIFY(failed.has_value());
        QVERIFY2(failed->message.find(message.toStdString()) != std::string::npos, failed->message.c_str());
        QCOMPARE(container.waitForMonitor(), std::optional(1));
        QCOMPARE(container.remains(), none());
    }

    void aHalfMadeContainerIsNotStarted() {
        Monitored container;
        container.record.stage = Stage::Creating;
        container.store();
        auto socket = container.spawn();
        QVERIFY(nextEvent<StartFailed>(socket.get())->message.find("not completely made") !=
                std::string::npos);
        QCOMPARE(container.waitForMonitor(), std::optional(1));
        QCOMPARE(container.remains(), none());
    }

    void aSecondMonitorChangesNothing() {
        Monitored container;
        const auto socket = container.start();
        const auto exitBefore = container.bundle().readExit().value();
        const pid_t first = container.monitorPid();
        {
            const auto second = container.spawn();
            const auto failed = nextEvent<StartFailed>(second.get());
            QVERIFY(failed.has_value());
            QVERIFY(failed->message.find("another monitor") != std::string::npos);
            QCOMPARE(container.waitForMonitor(), std::optional(1));
        }
        QCOMPARE(container.bundle().readExit().value(), exitBefore);
        const auto console = attach(socket.get());
        type(console.get(), "exit 4\n");
        QCOMPARE(nextEvent<Ended>(socket.get())->record.exitCode, std::optional(4));
        int status = 0;
        QCOMPARE(::waitpid(first, &status, 0), first);
        QCOMPARE(container.remains(), none());
    }

    /// What a container writes in a user's folder is the user's, whoever wrote it inside.
    void aFolderKeepsItsOwner() {
        Monitored container({}, Monitored::Root::Folder);
        const auto socket = container.start();
        QVERIFY(socket.isValid());
        const auto console = attach(socket.get());
        type(console.get(), "file\n");
        QVERIFY(sees(console.get(), "file made"));
        struct stat status{};
        QCOMPARE(::stat((container.folder() + "/made-inside").c_str(), &status), 0);
        QCOMPARE(status.st_uid, 1234U);
        QCOMPARE(status.st_gid, 2345U);
        type(console.get(), "exit 0\n");
        QCOMPARE(container.waitForMonitor(), std::optional(0));
        QVERIFY(QFile::exists(QString::fromStdString(container.folder() + "/guest")));
    }

    void aFolderThatWasSwappedIsNotUsed() {
        Monitored container({}, Monitored::Root::Folder);
        QVERIFY(QFile::rename(QString::fromStdString(container.folder()),
                              QString::fromStdString(container.path("away"))));
        QCOMPARE(::symlink("/", container.folder().c_str()), 0);
        auto socket = container.spawn();
        const auto failed = nextEvent<StartFailed>(socket.get());
        QVERIFY(failed->message.find(container.folder()) != std::string::npos);
        QVERIFY(!failed->hint.empty());
        QCOMPARE(container.waitForMonitor(), std::optional(1));
        QCOMPARE(container.remains(), none());
    }
};

QTEST_GUILESS_MAIN(TestMonitor)
#include "tst_monitor.moc"
