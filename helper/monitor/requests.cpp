// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "core/sys/pidfd.h"
#include "helper/monitor/session.h"

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

std::vector<sys::UniqueFd> streamsOf(engine::StartedProcess& process) {
    std::vector<sys::UniqueFd> fds;
    if (auto* terminal = std::get_if<sys::UniqueFd>(&process.console)) {
        fds.push_back(std::move(*terminal));
    } else if (auto* pipes = std::get_if<engine::PipeStreams>(&process.console)) {
        fds.push_back(std::move(pipes->input));
        fds.push_back(std::move(pipes->output));
        fds.push_back(std::move(pipes->error));
    }
    return fds;
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
        return failure(wrongState("start a process", "the container is ending"));
    engine::ExecRequest request{VITRINE_TRY(parseProcess(verb.processJson)), verb.rows, verb.columns};
    engine::StartedProcess process = VITRINE_TRY(engine::exec(*m_container, m_spec, request));
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
    return Reply{};
}

Result<Reply> Session::perform(const SignalLeader& verb) {
    VITRINE_CHECK(signalLeader(verb.signal));
    if (verb.signal == SIGKILL)
        m_exit.stop = StopRequest::Kill;
    return Reply{};
}

Result<Reply> Session::perform(const StopContainer& verb) {
    const bool paused = m_state == ContainerState::Paused;
    setState(ContainerState::Stopping);
    m_exit.stop = verb.timeoutMs == 0 ? StopRequest::Kill : StopRequest::Heeded;
    if (verb.timeoutMs == 0) {
        killEverything();
        return Reply{};
    }
    VITRINE_CHECK(killAfter(verb.timeoutMs));
    VITRINE_CHECK(signalLeader(SIGTERM));
    // An interactive shell ignores SIGTERM, but ends when its terminal is hung up (bash(1), SIGNALS).
    if (m_spec.process.terminal == Terminal::Yes)
        VITRINE_CHECK(signalLeader(SIGHUP));
    if (paused && m_container->cgroup)
        VITRINE_CHECK(m_container->cgroup->thaw());
    return Reply{};
}

Result<Reply> Session::perform(const Freeze& /*verb*/) {
    if (m_state != ContainerState::Running && m_state != ContainerState::Paused)
        return failure(wrongState("pause the container", "it is ending"));
    if (!m_container->cgroup)
        return failure(withoutCgroup("pause the container"));
    if (auto frozen = m_container->cgroup->freeze(freezeTimeout); !frozen) {
        static_cast<void>(m_container->cgroup->thaw()); // half frozen is worse than the error that is told
        return failure(std::move(frozen).error());
    }
    setState(ContainerState::Paused);
    return Reply{};
}

Result<Reply> Session::perform(const Thaw& /*verb*/) {
    if (m_state != ContainerState::Running && m_state != ContainerState::Paused)
        return failure(wrongState("resume the container", "it is ending"));
    if (!m_container->cgroup)
        return failure(withoutCgroup("resume the container"));
    VITRINE_CHECK(m_container->cgroup->thaw());
    setState(ContainerState::Running);
    return Reply{};
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
