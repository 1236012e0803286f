// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "core/process/processtree.h"
#include "monitored.h"

#include <QFile>
#include <QTest>

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <format>
#include <string>

using namespace vitrine;
using namespace vitrine::monitor;
using namespace std::chrono_literals;

namespace {

sys::UniqueFd attach(int socket) {
    Answered answered = ask(socket, AttachConsole{});
    return answered.fds.empty() ? sys::UniqueFd() : std::move(answered.fds.front());
}

std::string callLine(long number) {
    return std::format("call {}\n", number);
}

std::string answerLine(long number, int errnum) {
    return std::format("call {}: -1 {}\r\n", number, errnum);
}

/// The refused calls of that name; none: count 0.
RefusedRow rowOf(int socket, const std::string& call) {
    const Answered answered = ask(socket, ReadRefused{});
    if (!answered.refused)
        return {};
    const auto& rows = answered.refused->rows;
    const auto found = std::ranges::find(rows, call, &RefusedRow::call);
    return found == rows.end() ? RefusedRow{} : *found;
}

double cpuSecondsOf(pid_t pid) {
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray text = file.readAll();
    const auto fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    return (fields.at(11).toDouble() + fields.at(12).toDouble()) /
           static_cast<double>(::sysconf(_SC_CLK_TCK));
}

} // namespace

/// Containers whose refused system calls are noted, run by the real vitrine-monitor.
class TestRefusedCalls : public QObject {
    Q_OBJECT

private slots:
    void refusedCallsAreCounted() {
        Monitored container;
        container.spec.refusedCalls = RefusedCalls::Noted;
        container.store();
        const auto socket = container.start();
        QVERIFY(socket);
        QCOMPARE(nextEvent<RefusedChanged>(socket.get())->total, std::uint64_t{0});
        const auto console = attach(socket.get());
        QVERIFY(sees(console.get(), "ready"));
        for (int i = 0; i < 3; ++i)
            type(console.get(), callLine(SYS_mount));
        type(console.get(), callLine(SYS_clone3));
        QVERIFY(sees(console.get(), answerLine(SYS_clone3, ENOSYS)));
        const RefusedRow mount = rowOf(socket.get(), "mount");
        QCOMPARE(mount.count, std::uint64_t{3});
        QCOMPARE(mount.errnum, EPERM);
        QCOMPARE(mount.program, std::string("guest"));
        QCOMPARE(mount.capability, std::string("CAP_SYS_ADMIN"));
        QVERIFY(mount.firstUs > 0 && mount.lastUs >= mount.firstUs);
        const RefusedRow clone = rowOf(socket.get(), "clone3");
        QCOMPARE(clone.errnum, ENOSYS);
        QCOMPARE(clone.capability, std::string("CAP_SYS_ADMIN"));
        QCOMPARE(rowOf(socket.get(), "getpid").count, std::uint64_t{0});
        QVERIFY(nextEvent<RefusedChanged>(socket.get())->total >= 4);
        // Whoever comes later is told, too.
        QVERIFY(nextEvent<Hello>(container.connect().get())->refused.value_or(0) >= 4);
        QVERIFY(!ask(socket.get(), StopContainer{0}).error);
        QCOMPARE(container.waitForMonitor(), std::optional(0));
        QCOMPARE(container.remains(), std::vector<std::string>());
    }

    /// With the switch and without it a program is told the same.
    void theAnswersStayTheSame() {
        for (const RefusedCalls refused : {RefusedCalls::Forgotten, RefusedCalls::Noted}) {
            Monitored container;
            container.spec.refusedCalls = refused;
            container.store();
            const auto socket = container.start();
            QVERIFY(socket);
            const auto console = attach(socket.get());
            QVERIFY(sees(console.get(), "ready"));
            for (const long number : {SYS_mount, SYS_clone3, SYS_unshare, SYS_keyctl, SYS_bpf, SYS_reboot}) {
                type(console.get(), callLine(number));
                QVERIFY(sees(console.get(), answerLine(number, number == SYS_clone3 ? ENOSYS : EPERM)));
            }
            const bool isNoted = ask(socket.get(), ReadRefused{}).refused.has_value();
            QCOMPARE(isNoted, refused == RefusedCalls::Noted);
            type(console.get(), "exit 0\n");
            QCOMPARE(container.waitForMonitor(), std::optional(0));
        }
    }

    /// A further process has the same filter, and a listener of its own.
    void processesThatAreAddedAreNotedToo() {
        Monitored container;
        container.spec.refusedCalls = RefusedCalls::Noted;
        container.store();
        const auto socket = container.start();
        QVERIFY(socket);
        Answered added = ask(socket.get(), ExecProcess{writeProcess(container.spec.process), 24, 80});
        QVERIFY2(!added.error, added.error ? added.error->message().c_str() : "");
        QVERIFY(sees(added.fds[0].get(), "ready"));
        type(added.fds[0].get(), callLine(SYS_swapoff));
        QVERIFY(sees(added.fds[0].get(), answerLine(SYS_swapoff, EPERM)));
        QCOMPARE(rowOf(socket.get(), "swapoff").count, std::uint64_t{1});
        type(added.fds[0].get(), "exit 0\n");
        QTRY_VERIFY(!process::keyOf(added.started->pid));
        const auto console = attach(socket.get());
        type(console.get(), callLine(SYS_swapoff));
        QVERIFY(sees(console.get(), answerLine(SYS_swapoff, EPERM)));
        QCOMPARE(rowOf(socket.get(), "swapoff").count, std::uint64_t{2});
    }

    /// Eight processes that do nothing else: requests are answered at once, and the monitor takes little of
    /// the CPU time that the container would not get.
    void aFloodHoldsNobodyUp() {
        Monitored container;
        container.spec.refusedCalls = RefusedCalls::Noted;
        container.store();
        const auto socket = container.start();
        QVERIFY(socket);
        const auto console = attach(socket.get());
        QVERIFY(sees(console.get(), "ready"));
        type(console.get(), std::format("flood {}\n", long{SYS_swapoff}));
        QVERIFY(sees(console.get(), "flooding"));
        const double before = cpuSecondsOf(container.monitorPid());
        const auto begin = std::chrono::steady_clock::now();
        std::uint64_t count = 0;
        for (int i = 0; i < 20; ++i) {
            const auto asked = std::chrono::steady_clock::now();
            count = rowOf(socket.get(), "swapoff").count;
            QVERIFY(std::chrono::steady_clock::now() - asked < 2s);
            QTest::qWait(100);
        }
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        const double used = cpuSecondsOf(container.monitorPid()) - before;
        qInfo("answered %llu calls in %.1f s with %.2f s of CPU time", static_cast<unsigned long long>(count),
              took.count(), used);
        QVERIFY(count > 100);
        QVERIFY(static_cast<double>(count) < 6000 * (took.count() + 2)); // 500 in 100 ms
        QVERIFY(used < took.count() / 2);
        QVERIFY(!ask(socket.get(), StopContainer{0}).error);
        QVERIFY(nextEvent<Ended>(socket.get()).has_value());
        QCOMPARE(container.waitForMonitor(), std::optional(0));
        QCOMPARE(container.remains(), std::vector<std::string>());
    }

    /// Nobody answers then: the calls fail, and no program inside can take the place of who did.
    void withoutTheMonitorNothingMoreIsAllowed() {
        Monitored container;
        container.spec.refusedCalls = RefusedCalls::Noted;
        container.store();
        const auto socket = container.start();
        QVERIFY(socket);
        const auto console = attach(socket.get());
        QVERIFY(sees(console.get(), "ready"));
        type(console.get(), "overrule\n");
        QVERIFY(sees(console.get(), std::format("listener refused {}", EBUSY)));
        const auto started = nextEvent<Hello>(container.connect().get());
        // A process of the container that goes on without console: it says what it is told in a file.
        Answered added = ask(socket.get(), ExecProcess{writeProcess([&] {
                                                           ProcessSpec process = container.spec.process;
                                                           process.terminal = Terminal::No;
                                                           process.args = {"/guest", "alone"};
                                                           return process;
                                                       }()),
                                                       24, 80});
        QVERIFY2(!added.error, added.error ? added.error->message().c_str() : "");
        QCOMPARE(added.fds.size(), std::size_t{3});
        QVERIFY(sees(added.fds[1].get(), "ready"));
        QCOMPARE(::kill(container.monitorPid(), SIGKILL), 0);
        QCOMPARE(container.waitForMonitor(), std::optional(-SIGKILL));
        type(added.fds[0].get(), callLine(SYS_swapoff));
        QVERIFY(sees(added.fds[1].get(), std::format("call {}: -1 {}", long{SYS_swapoff}, ENOSYS)));
        type(added.fds[0].get(), "overrule\n");
        QVERIFY(sees(added.fds[1].get(), std::format("listener refused {}", EBUSY)));
        type(added.fds[0].get(), callLine(SYS_swapoff));
        QVERIFY(sees(added.fds[1].get(), std::format("call {}: -1 {}", long{SYS_swapoff}, ENOSYS)));
        QVERIFY(started.has_value());
        QCOMPARE(container.recover(), 0);
        QCOMPARE(container.remains(), std::vector<std::string>());
    }

    void aNewRunBeginsAtZero() {
        Monitored container;
        container.spec.refusedCalls = RefusedCalls::Noted;
        container.spec.life.restart = RestartPolicy::Always;
        container.store();
        const auto socket = container.start();
        QVERIFY(socket);
        const auto console = attach(socket.get());
        QVERIFY(sees(console.get(), "ready"));
        type(console.get(), callLine(SYS_swapoff));
        QVERIFY(sees(console.get(), answerLine(SYS_swapoff, EPERM)));
        type(console.get(), "exit 1\n");
        QVERIFY(nextEvent<Started>(socket.get(), 20s).has_value());
        QCOMPARE(rowOf(socket.get(), "swapoff").count, std::uint64_t{0});
        type(console.get(), callLine(SYS_swapoff));
        QTRY_COMPARE(rowOf(socket.get(), "swapoff").count, std::uint64_t{1});
        QVERIFY(!ask(socket.get(), StopContainer{0}).error);
        QCOMPARE(container.waitForMonitor(), std::optional(0));
    }
};

QTEST_GUILESS_MAIN(TestRefusedCalls)
#include "tst_refusedcalls.moc"
