// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/healthrunner.h"

#include "helper/monitor/clock.h"
#include "helper/monitor/jsonfields.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace vitrine::monitor {

namespace {

using Clock = std::chrono::steady_clock;

/// Beside its time: to set it up, and to kill it.
constexpr std::chrono::seconds overdue{15};
/// A result is smaller: bytes of its output that are not UTF-8 become three, control characters six.
constexpr std::size_t maximumReport = 64 * 1024;

HealthResult problem(std::string text) {
    HealthResult result;
    result.problem = std::move(text);
    result.finishedUs = realTimeUs();
    return result;
}

HealthResult resultFrom(const std::string& text) {
    const auto read = [&]() -> Result<HealthResult> {
        const Json json = VITRINE_TRY(parseObject(text));
        return healthResultFrom(Fields(json));
    };
    const auto result = read();
    return result ? *result : problem("the process that runs it was killed");
}

} // namespace

HealthRunner::HealthRunner(EventLoop& loop, const HealthSpec& spec, Probe probe, Changed changed)
    : m_loop(loop)
    , m_spec(spec)
    , m_probe(std::move(probe))
    , m_changed(std::move(changed))
    , m_watch(spec, Clock::now()) {
}

HealthRunner::~HealthRunner() {
    giveUp();
    if (m_timer)
        m_loop.forget(m_timer.get());
}

Result<> HealthRunner::begin() {
    m_timer = sys::UniqueFd(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    if (!m_timer)
        return failure(Error::fromErrno("make a timer", "", errno));
    setTimer(m_watch.due().value_or(Clock::now()));
    return m_loop.watch(m_timer.get(), EPOLLIN, [this](std::uint32_t) { onTimer(); });
}

/// CLOCK_MONOTONIC is what steady_clock is.
void HealthRunner::setTimer(HealthWatch::Time when) {
    const auto left =
        std::max<std::chrono::nanoseconds>(when - Clock::now(), std::chrono::nanoseconds(1)); // 0 disarms
    itimerspec time{};
    time.it_value.tv_sec = std::chrono::duration_cast<std::chrono::seconds>(left).count();
    time.it_value.tv_nsec = (left % std::chrono::seconds(1)).count();
    ::timerfd_settime(m_timer.get(), 0, &time, nullptr); // fails for times that do not exist
}

void HealthRunner::suspend() {
    giveUp();
    m_watch.suspend();
    const itimerspec never{};
    ::timerfd_settime(m_timer.get(), 0, &never, nullptr);
}

void HealthRunner::resume() {
    m_watch.resume(Clock::now());
    setTimer(*m_watch.due());
}

void HealthRunner::onTimer() {
    std::uint64_t times = 0;
    if (::read(m_timer.get(), &times, sizeof times) < 0)
        return; // set anew meanwhile
    if (m_report) {
        giveUp();
        return finish(problem("the process that runs it does not answer"));
    }
    if (auto begun = run(); !begun)
        finish(problem(begun.error().message()));
}

Result<> HealthRunner::run() {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return failure(Error::fromErrno("pipe2", "", errno));
    sys::UniqueFd reader(ends[0]);
    const sys::UniqueFd writer(ends[1]);
    if (::fcntl(reader.get(), F_SETFL, O_RDONLY | O_NONBLOCK) != 0)
        return failure(Error::fromErrno("fcntl", "", errno));
    const pid_t pid = ::fork();
    if (pid < 0)
        return failure(Error::fromErrno("fork", "", errno));
    if (pid == 0) {
        reader.reset(); // so that the writer hears when nobody reads
        m_probe(writer.get());
        ::_exit(1);
    }
    VITRINE_CHECK(m_loop.watch(reader.get(), EPOLLIN, [this](std::uint32_t) { onReport(); }));
    m_report = std::move(reader);
    m_text.clear();
    m_watch.begin();
    setTimer(Clock::now() + std::chrono::seconds(m_spec.timeout) + overdue);
    return {};
}

void HealthRunner::onReport() {
    std::array<char, 4096> buffer{};
    const ssize_t count = ::read(m_report.get(), buffer.data(), buffer.size());
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count > 0) {
        m_text.append(buffer.data(), static_cast<std::size_t>(count));
        if (m_text.size() <= maximumReport)
            return;
    }
    giveUp();
    finish(resultFrom(m_text));
}

/// Whoever runs the command sees that nobody reads its result any more.
void HealthRunner::giveUp() {
    if (m_report)
        m_loop.forget(m_report.get());
    m_report.reset();
}

void HealthRunner::finish(HealthResult result) {
    const bool turned = m_watch.finish(Clock::now(), std::move(result));
    setTimer(*m_watch.due());
    m_changed(turned ? Turn::Unhealthy : Turn::None);
}

} // namespace vitrine::monitor
