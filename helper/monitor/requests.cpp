// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "core/sys/pidfd.h"
#include "helper/monitor/session.h"
#include "helper/monitor/streamsof.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>

#include <cerrno>
#include <chrono>
#include <utility>

/// The verbs of the protocol: the part of Session that answers requests.
namespace vitrine::monitor {

namespace {

/// How long the console may stand still for a freeze.
constexpr std::chrono::milliseconds freezeTimeout{1000};

Error wrongState(const char* operation, const char* reason) {
    return {ErrorKind::WrongState, operation, "", reason};
}

Error withoutCgroup(const char* operation) {
    return {ErrorKind::NotSupported, operation, "", "the container has no control group on this machine"};
}

} // namespace

Reply Session::answer(const Request& request) {
    auto reply = std::visit([this](const auto& verb) { return perform(verb); }, request.verb);
    if (reply)
        return std::move(*reply);
    Reply refusal;
    refusal.answer.error = std::move(reply).error();
    return refusal;
}

Result<Reply> Session::perform(const ExecProcess& verb) {
    // In a frozen group the new process would stop before it says that it was executed.
    if (m_state == ContainerState::Paused)
        return failure(
            wrongState("start a process", "the container is paused").withHint("Resume the container first."));
    if (m_state != ContainerState::Running)
        return failure(wrongState("start a process", "the container is not running"));
    engine::ExecRequest request{.process = VITRINE_TRY(parseProcess(verb.processJson)),
                                .outside = verb.outside,
                                .rows = verb.rows,
                                .columns = verb.columns};
    VITRINE_CHECK(m_refusals.checkRoom());
    engine::StartedProcess process = VITRINE_TRY(engine::exec(*m_container, m_spec, request));
    if (process.refusals)
        VITRINE_CHECK(m_refusals.listen(*std::exchange(process.refusals, std::nullopt)));
    Reply reply;
    reply.answer.started = process.key;
    reply.fds = streamsOf(process);
    return reply;
}

Result<Reply> Session::perform(const AttachConsole& /*verb*/) {
    Reply reply;
    reply.fds.push_back(VITRINE_TRY(m_console->attach()));
    return reply;
}

Result<Reply> Session::perform(const ResizeConsole& verb) {
    VITRINE_CHECK(m_console->resize(verb.rows, verb.columns));
    m_size = verb;
    return Reply{};
}

Result<Reply> Session::perform(const SignalLeader& verb) {
    if (!m_container && verb.signal == SIGKILL)
        return stopBetween(); // it has just ended, perhaps of this very signal
    if (!m_container)
        return failure(wrongState("send a signal", "the container is not running"));
    VITRINE_CHECK(signalLeader(verb.signal));
    if (verb.signal == SIGKILL)
        m_exit.stop = StopRequest::Kill;
    return Reply{};
}

Result<Reply> Session::perform(const StopContainer& verb) {
    if (!m_container)
        return stopBetween();
    const bool paused = m_state == ContainerState::Paused;
    setState(ContainerState::Stopping);
    if (m_health)
        m_health->suspend();
    m_exit.stop = verb.timeoutMs == 0 ? StopRequest::Kill : StopRequest::Heeded;
    if (verb.timeoutMs == 0) {
        killEverything();
        return Reply{};
    }
    VITRINE_CHECK(killAfter(verb.timeoutMs));
    VITRINE_CHECK(askToEnd());
    if (paused && m_container->cgroup)
        VITRINE_CHECK(m_container->cgroup->thaw());
    return Reply{};
}

Result<> Session::askToEnd() const {
    if (m_spec.life.stopSignal)
        return signalLeader(*m_spec.life.stopSignal);
    VITRINE_CHECK(signalLeader(SIGTERM));
    // An interactive shell ignores SIGTERM, but ends when its terminal is hung up (bash(1), SIGNALS).
    if (m_spec.process.terminal == Terminal::Yes)
        VITRINE_CHECK(signalLeader(SIGHUP));
    return {};
}

/// Nothing runs: what is stopped is the waiting.
Result<Reply> Session::stopBetween() {
    if (!m_interrupted)
        m_exit.restartEnd = RestartEnd::Asked;
    m_loop.stop();
    return Reply{};
}

Result<Reply> Session::perform(const Freeze& /*verb*/) {
    if (m_state != ContainerState::Running && m_state != ContainerState::Paused)
        return failure(wrongState("pause the container", "it is not running"));
    if (!m_container->cgroup)
        return failure(withoutCgroup("pause the container"));
    // With the older freezer a frozen process cannot be killed, and the first process of the container that
    // is joined ends only after all others (cgroups(7), "freezer").
    if (m_spec.namespaces.isJoined(NamespaceKind::Pid) && m_cgroupFacts.layout != CgroupLayout::V2)
        return failure(Error(ErrorKind::NotSupported, "pause the container", "",
                             "it shares the processes of another container, which could not end meanwhile"));
    const bool isWatched = m_health && m_state == ContainerState::Running;
    if (isWatched)
        m_health->suspend();
    if (auto frozen = m_container->cgroup->freeze(freezeTimeout); !frozen) {
        static_cast<void>(m_container->cgroup->thaw()); // half frozen is worse than the error that is told
        if (isWatched)
            m_health->resume();
        return failure(std::move(frozen).error());
    }
    setState(ContainerState::Paused);
    return Reply{};
}

Result<Reply> Session::perform(const Thaw& /*verb*/) {
    if (m_state != ContainerState::Running && m_state != ContainerState::Paused)
        return failure(wrongState("resume the container", "it is not running"));
    if (!m_container->cgroup)
        return failure(withoutCgroup("resume the container"));
    VITRINE_CHECK(m_container->cgroup->thaw());
    if (m_health && m_state == ContainerState::Paused)
        m_health->resume();
    setState(ContainerState::Running);
    return Reply{};
}

Result<Reply> Session::perform(const ReadRefused& /*verb*/) {
    if (!m_container || !notesRefusals())
        return failure(wrongState("read the refused system calls",
                                  m_container ? "they are not noted" : "the container is not running"));
    Reply reply;
    reply.answer.refused = m_refusals.report();
    return reply;
}

Result<> Session::signalLeader(int signal) const {
    return sys::pidfdSendSignal(m_container->init.pidfd.get(), signal);
}

/// A second stop sets the time anew.
Result<> Session::killAfter(std::uint32_t timeoutMs) {
    if (!m_timer) {
        sys::UniqueFd timer(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
        if (!timer)
            return failure(Error::fromErrno("make a timer", "", errno));
        VITRINE_CHECK(m_loop.watch(timer.get(), EPOLLIN, [this](std::uint32_t) {
            m_loop.forget(m_timer.get());
            m_timer.reset();
            if (m_exit.stop != StopRequest::None) // else its health is why
                m_exit.stop = StopRequest::Late;
            killEverything();
        }));
        m_timer = std::move(timer);
    }
    itimerspec when{};
    when.it_value.tv_sec = timeoutMs / 1000;
    when.it_value.tv_nsec = static_cast<long>(timeoutMs % 1000) * 1'000'000;
    if (::timerfd_settime(m_timer.get(), 0, &when, nullptr) != 0)
        return failure(Error::fromErrno("set a timer", "", errno));
    return {};
}

} // namespace vitrine::monitor
