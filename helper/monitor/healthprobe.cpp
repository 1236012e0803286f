// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/healthprobe.h"

#include "core/cgroup/cgroup.h"
#include "core/engine/executor.h"
#include "core/sys/file.h"
#include "core/sys/pidfd.h"
#include "core/sys/process.h"
#include "helper/monitor/clock.h"
#include "helper/monitor/jsonfields.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <utility>
#include <variant>

namespace vitrine::monitor {

namespace {

using Clock = std::chrono::steady_clock;

/// To set the process up: it takes a few milliseconds, but a process inside can hinder it.
constexpr std::chrono::milliseconds patience{5000};
constexpr std::chrono::milliseconds leaderPatience{1000};

Result<> closeAllBut(int one, int other) {
    const auto [low, high] = std::minmax(one, other);
    if (low > 3)
        VITRINE_CHECK(sys::closeRange(3, static_cast<unsigned>(low) - 1));
    if (high > low + 1)
        VITRINE_CHECK(sys::closeRange(static_cast<unsigned>(low) + 1, static_cast<unsigned>(high) - 1));
    return sys::closeRange(static_cast<unsigned>(high) + 1, ~0U);
}

/// What the command writes; only its end is kept.
class Output {
public:
    explicit Output(engine::PipeStreams streams)
        : m_pipes{std::move(streams.output), std::move(streams.error)} {
        for (const sys::UniqueFd& pipe : m_pipes)
            ::fcntl(pipe.get(), F_SETFL, O_RDONLY | O_NONBLOCK);
    }
    [[nodiscard]] int fd(std::size_t number) const {
        return m_pipes.at(number).get();
    } // -1: poll(2) ignores it
    /// What is there now, at most so much that a command that never stops writing does not keep it here.
    void read(std::size_t number) {
        std::array<char, 4096> buffer{};
        for (int round = 0; round < 16 && m_pipes.at(number); ++round) {
            const ssize_t count = ::read(m_pipes.at(number).get(), buffer.data(), buffer.size());
            if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR))
                m_pipes.at(number).reset();
            if (count <= 0)
                return;
            m_text.append(buffer.data(), static_cast<std::size_t>(count));
            if (m_text.size() > maximumHealthOutput)
                m_text.erase(0, m_text.size() - maximumHealthOutput);
        }
    }
    [[nodiscard]] const std::string& text() const { return m_text; }

private:
    std::array<sys::UniqueFd, 2> m_pipes;
    std::string m_text;
};

/// It is the leader of its session (step StartSession): what it started goes with it.
void killCommand(const engine::StartedProcess& command) {
    ::kill(-command.key.pid, SIGKILL); // not reaped yet, so the number is still its own
    static_cast<void>(sys::pidfdSendSignal(command.pidfd.get(), SIGKILL));
}

enum class CommandEnd { ByItself, TooLate, Unread };

/// Until it ends, its time is over, or nobody wants to know any more.
CommandEnd await(const engine::StartedProcess& command, Output& output, int report,
                 Clock::time_point deadline) {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0)
            return CommandEnd::TooLate;
        std::array<pollfd, 4> ready{{{command.pidfd.get(), POLLIN, 0},
                                     {output.fd(0), POLLIN, 0},
                                     {output.fd(1), POLLIN, 0},
                                     {report, 0, 0}}};
        if (::poll(ready.data(), ready.size(), static_cast<int>(left)) < 0 && errno != EINTR)
            return CommandEnd::Unread;
        for (const std::size_t number : {0U, 1U})
            if (ready.at(number + 1).revents != 0)
                output.read(number);
        if (ready[3].revents != 0)
            return CommandEnd::Unread;
        if (ready[0].revents != 0)
            return CommandEnd::ByItself;
    }
}

/// Somebody else has killed it: most likely the kernel, because the container's first process ends, which it
/// does only after all others. The monitor should see that first.
void letLeaderEnd(int leader) {
    pollfd ended{leader, POLLIN, 0};
    ::poll(&ended, 1, static_cast<int>(leaderPatience.count()));
}

Result<HealthResult> watch(engine::StartedProcess command, const HealthProbe& probe, int report) {
    const std::uint32_t seconds = probe.spec->life.health->timeout;
    auto* streams = std::get_if<engine::PipeStreams>(&command.console);
    if (streams == nullptr)
        return failure(Error(ErrorKind::Failed, "read its output", "", "it has none"));
    Output output(std::move(*streams));
    const CommandEnd how = await(command, output, report, Clock::now() + std::chrono::seconds(seconds));
    if (how != CommandEnd::ByItself)
        killCommand(command);
    const siginfo_t info = VITRINE_TRY(sys::waitPidfd(command.pidfd.get(), WEXITED));
    if (how == CommandEnd::Unread)
        ::_exit(0);
    if (how == CommandEnd::ByItself && info.si_code != CLD_EXITED && info.si_status == SIGKILL)
        letLeaderEnd(probe.pidfd);
    output.read(0);
    output.read(1);
    HealthResult result;
    result.timedOut = how == CommandEnd::TooLate;
    if (info.si_code == CLD_EXITED)
        result.exitCode = info.si_status;
    else
        result.signal = info.si_status;
    result.output = output.text();
    return result;
}

Result<HealthResult> run(const HealthProbe& probe, int report) {
    const HealthSpec& health = *probe.spec->life.health;
    engine::StartedContainer container;
    container.init.key = probe.leader;
    container.init.pidfd = sys::UniqueFd(probe.pidfd);
    if (!probe.cgroup.empty())
        container.cgroup =
            VITRINE_TRY(cgroup::open(*probe.cgroups, probe.cgroup, cgroup::Create::OpenExisting));
    engine::ExecRequest request{.process = probe.spec->process};
    request.process.args = health.command;
    request.process.terminal = Terminal::No;
    request.patience = patience;
    return watch(VITRINE_TRY(engine::exec(container, *probe.spec, request)), probe, report);
}

} // namespace

// AFTER FORK
void runHealthProbe(const HealthProbe& probe, int report) {
    auto result = closeAllBut(probe.pidfd, report).and_then([&] { return run(probe, report); });
    HealthResult told;
    if (result)
        told = std::move(*result);
    else
        told.problem = result.error().message();
    told.finishedUs = realTimeUs();
    static_cast<void>(sys::writeAll(report, textOf(toJson(told))));
    ::_exit(0);
}

} // namespace vitrine::monitor
