// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/healthrunner.h"
#include "helper/monitor/jsonfields.h"
#include "pump.h"

#include <QTemporaryDir>
#include <QTest>

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include <optional>

using namespace vitrine;
using namespace vitrine::monitor;

namespace {

HealthSpec everySecond() {
    HealthSpec spec;
    spec.command = {"x"};
    spec.interval = 1;
    spec.timeout = 1;
    spec.retries = 2;
    return spec;
}

/// What runHealthProbe() would write.
void tell(int report, int code, std::string output = {}) {
    HealthResult result;
    result.exitCode = code;
    result.output = std::move(output);
    static_cast<void>(sys::writeAll(report, textOf(toJson(result))));
    ::_exit(0);
}

/// As runHealthProbe() notices it.
void waitForNobodyToRead(int report) {
    pollfd reader{report, 0, 0};
    ::poll(&reader, 1, 60'000);
    ::_exit((reader.revents & POLLERR) != 0 ? 7 : 8);
}

} // namespace

/// When the monitor runs a health command, and what it does with results that come late, broken, or not.
class TestHealthRunner : public QObject {
    Q_OBJECT

    std::optional<EventLoop> m_loop;
    int m_changes = 0;
    int m_turns = 0;

    HealthRunner::Changed counting() {
        return [this](HealthRunner::Turn turn) {
            ++m_changes;
            m_turns += turn == HealthRunner::Turn::Unhealthy ? 1 : 0;
        };
    }

private slots:
    void init() {
        m_loop.emplace(EventLoop::create().value());
        m_changes = m_turns = 0;
    }
    void cleanup() {
        while (::waitpid(-1, nullptr, 0) > 0) { // who writes to nobody ends a little later
        }
    }

    void asksAgainAndAgain() {
        const std::size_t before = openDescriptors();
        {
            HealthRunner runner(
                *m_loop, everySecond(), [](int report) { tell(report, 0, "fine"); }, counting());
            QVERIFY(runner.begin());
            QVERIFY(pump(*m_loop, [&] { return m_changes == 2; }));
            QCOMPARE(runner.report().status, HealthStatus::Healthy);
            QCOMPARE(runner.report().last->output, std::string("fine"));
        }
        QCOMPARE(openDescriptors(), before);
        QCOMPARE(m_turns, 0);
    }
    void turnsOnce() {
        HealthRunner runner(*m_loop, everySecond(), [](int report) { tell(report, 3); }, counting());
        QVERIFY(runner.begin());
        QVERIFY(pump(*m_loop, [&] { return m_changes == 3; }));
        QCOMPARE(m_turns, 1);
        QCOMPARE(runner.report().failures, 3U);
        QCOMPARE(runner.report().last->exitCode, std::optional(3));
    }
    void brokenResultsAreFailures_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("half") << QByteArray("{\"finishedUs\": 1");
        QTest::newRow("other") << QByteArray("[1]");
        QTest::newRow("huge") << QByteArray(1 << 20, 'x');
    }
    void brokenResultsAreFailures() {
        QFETCH(const QByteArray, text);
        HealthRunner runner(
            *m_loop, everySecond(),
            [&text](int report) {
                ::signal(SIGPIPE, SIG_IGN);
                static_cast<void>(
                    sys::writeAll(report, {text.constData(), static_cast<std::size_t>(text.size())}));
                ::_exit(0);
            },
            counting());
        QVERIFY(runner.begin());
        QVERIFY(pump(*m_loop, [&] { return m_changes == 1; }));
        QVERIFY(!runner.report().last->problem.empty());
        QCOMPARE(runner.report().failures, 1U);
    }
    /// Whoever runs the command is told by the pipe, so that the command goes, too.
    void isGivenUpWithTheContainer_data() {
        QTest::addColumn<bool>("paused");
        QTest::newRow("ended") << false;
        QTest::newRow("paused") << true;
    }
    void isGivenUpWithTheContainer() {
        QFETCH(const bool, paused);
        std::optional<HealthRunner> runner;
        runner.emplace(*m_loop, everySecond(), waitForNobodyToRead, counting());
        QVERIFY(runner->begin());
        const auto isWorking = [] {
            siginfo_t info{};
            return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
        };
        QVERIFY(pump(*m_loop, isWorking));
        if (paused)
            runner->suspend();
        else
            runner.reset();
        int status = 0;
        QVERIFY(::waitpid(-1, &status, 0) > 0);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 7);
        QCOMPARE(m_changes, 0);
    }
    void aPauseEndsWithAnInterval() {
        HealthRunner runner(*m_loop, everySecond(), [](int report) { tell(report, 0); }, counting());
        QVERIFY(runner.begin());
        runner.suspend();
        QVERIFY(!pump(*m_loop, [&] { return m_changes != 0; }, std::chrono::milliseconds(1500)));
        runner.resume();
        QVERIFY(pump(*m_loop, [&] { return m_changes == 1; }));
        QCOMPARE(runner.report().status, HealthStatus::Healthy);
    }
};

QTEST_GUILESS_MAIN(TestHealthRunner)
#include "tst_healthrunner.moc"
