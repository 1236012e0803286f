// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/clock.h"
#include "helper/monitor/session.h"

#include <sys/epoll.h>
#include <sys/timerfd.h>

#include <cerrno>
#include <utility>

/// What lies between two runs: the part of Session that starts a container again. It is done here, and not in
/// the helper, because this process lives as long as the container does.
namespace vitrine::monitor {

namespace {

bool hasFailed(const ExitRecord& record) {
    return record.signal.has_value() || record.exitCode.value_or(0) != 0 || record.healthFailures != 0;
}

} // namespace

/// Asked at the end of a run, and of a wait.
bool Session::isToRestart() {
    const bool isEnded = m_interrupted || !m_served || m_exit.stop != StopRequest::None ||
                         m_exit.restartEnd != RestartEnd::None;
    const LifeSpec& life = m_spec.life;
    const bool isWanted = life.restart == RestartPolicy::Always ||
                          (life.restart == RestartPolicy::OnFailure && hasFailed(m_exit));
    if (isEnded || !isWanted)
        return false;
    if (m_state == ContainerState::Restarting)
        return true;
    if (std::chrono::steady_clock::now() - m_begun >= steadyRun)
        m_restarts = 0;
    m_exit.restarts = m_restarts;
    if (hasRestartLeft())
        return true;
    m_exit.restartEnd = RestartEnd::GaveUp;
    return false;
}

bool Session::hasRestartLeft() const {
    return m_spec.life.restartMaximum == 0 || m_restarts < m_spec.life.restartMaximum;
}

/// The name of the container that this one joins, if that is itself between two runs; else what keeps this
/// one from being started, if anything does, is said by the start.
std::string Session::awaitedJoin() const {
    const auto record = m_bundle->readRecord();
    if (!record)
        return {};
    const auto joined = findJoined(m_line, *record, m_spec, m_bootId);
    return joined || joined.error().kind() != ErrorKind::Busy ? std::string() : joined.error().subject();
}

/// Takes back all of the run that ended. What is kept: its record, and whoever is attached to the console.
Result<> Session::clearRun() {
    noteOutOfMemory();
    if (m_timer) // of a stop that its health was the reason for
        m_loop.forget(m_timer.get());
    m_timer.reset();
    killEverything();
    m_console->drain();
    m_console->close();
    if (m_container->cgroup)
        VITRINE_CHECK(m_container->cgroup->remove(removalTimeout));
    m_container.reset();
    reapOthers();
    VITRINE_CHECK(engine::recover(m_cgroupFacts, m_directory.journalPath()));
    return m_bundle->writeExit(m_exit, sys::Durability::Cached);
}

Result<> Session::awaitRestart(const std::string& awaited) {
    const sys::UniqueFd timer(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    if (!timer)
        return failure(Error::fromErrno("make a timer", "", errno));
    const auto delay = restartDelay(m_restarts);
    itimerspec when{};
    when.it_value.tv_sec = delay.count() / 1000;
    when.it_value.tv_nsec = static_cast<long>(delay.count() % 1000) * 1'000'000;
    if (::timerfd_settime(timer.get(), 0, &when, nullptr) != 0)
        return failure(Error::fromErrno("set a timer", "", errno));
    VITRINE_CHECK(m_loop.watch(timer.get(), EPOLLIN, [this](std::uint32_t) { m_loop.stop(); }));
    m_restarting = {m_exit, realTimeUs() + static_cast<std::uint64_t>(delay.count()) * 1000, m_restarts,
                    awaited};
    m_state = ContainerState::Restarting;
    m_server.broadcast(m_restarting);
    serve();
    m_loop.forget(timer.get());
    return {};
}

/// Waits, and starts; without a container, and without an error, when the waiting was ended. A try that finds
/// the container that this one joins between two runs is one of the row: the next one comes after twice as
/// long.
Result<> Session::startAgain() {
    VITRINE_CHECK(clearRun());
    std::string awaited;
    do {
        if (!hasRestartLeft()) {
            m_exit.restarts = m_restarts;
            m_exit.restartEnd = RestartEnd::GaveUp;
            return {};
        }
        ++m_restarts;
        VITRINE_CHECK(awaitRestart(awaited));
        if (!isToRestart())
            return {};
        awaited = awaitedJoin();
    } while (!awaited.empty());
    m_exit = {};
    m_exit.restarts = m_restarts;
    m_state = ContainerState::Starting;
    return start(m_facts);
}

} // namespace vitrine::monitor
