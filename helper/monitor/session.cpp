// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/session.h"

#include "core/cgroup/cgroup.h"
#include "core/cgroup/delegation.h"
#include "core/engine/initprogram.h"
#include "core/model/diskimage.h"
#include "core/model/wider.h"
#include "core/probe/hostprobe.h"
#include "core/sys/memory.h"
#include "helper/monitor/clock.h"
#include "helper/monitor/tracejson.h"

#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <utility>

namespace vitrine::monitor {

namespace {

/// The step that failed; nothing if none was reached.
std::optional<std::size_t> failedStep(const Plan& plan, const engine::Trace& trace) {
    for (std::size_t i = 0; i < std::min(plan.steps.size(), trace.records.size()); ++i) {
        if (trace.records[i].state == StepState::Failed)
            return i;
    }
    return std::nullopt;
}

ContainerSpec withoutVolumes(ContainerSpec spec) {
    std::erase_if(spec.mounts, isOfHost);
    return spec;
}

/// What is started again is what was started: only limits, name and volumes can have been changed since. The
/// first two let it out of nothing, and of the directories each was attached while it ran, as it is now.
Result<> checkSame(const ContainerSpec& before, const ContainerSpec& now,
                   const std::vector<LiveVolume>& attached, std::uint32_t restarts) {
    const bool areKnown = std::ranges::all_of(bindsAdded(before, now), [&](const MountSpec& mount) {
        return std::ranges::any_of(attached, [&](const LiveVolume& live) {
            return live.volume.destination == mount.destination && live.volume.path == mount.source &&
                   (live.volume.fileSystem.empty() ? "bind" : live.volume.fileSystem) == mount.type &&
                   live.options == mount.options;
        });
    });
    if (restarts == 0 || (areKnown && widerIn(withoutVolumes(before), withoutVolumes(now)).empty()))
        return {};
    return failure(Error(ErrorKind::NotAuthorized, "start the container again", "",
                         "it isolates less than when it was started"));
}

} // namespace

void complain(const Error& error) {
    const std::string text = "vitrine-monitor: " + error.message() + '\n';
    static_cast<void>(!::write(STDERR_FILENO, text.data(), text.size()));
}

Session::Session(CommandLine line, EventLoop& loop, RunDirectory directory)
    : m_line(std::move(line))
    , m_loop(loop)
    , m_directory(std::move(directory))
    , m_server(
          loop, [this] { return hello(); }, [this](const Request& request) { return answer(request); })
    , m_refusals(loop) {
    m_refusals.onChanged = [this] { m_server.broadcast(RefusedChanged{m_refusals.total()}); };
}

int Session::run() {
    if (auto begun = begin(); !begun)
        return failStart(begun.error());
    serve();
    while (isToRestart()) {
        if (auto restarted = startAgain(); !restarted)
            return failStart(restarted.error());
        if (m_container)
            serve();
    }
    return finish();
}

void Session::serve() {
    sys::giveBackMemory();
    const auto served = m_loop.run();
    m_served = served.has_value();
    if (m_served)
        return;
    complain(served.error());
    if (m_container)
        killEverything();
}

Result<> Session::begin() {
    VITRINE_CHECK(watchSignals());
    VITRINE_CHECK(m_server.listen(m_directory.fd()));
    VITRINE_CHECK(checkAsked());
    m_bundle = VITRINE_TRY(openBundle(m_line));
    const HostFacts facts = VITRINE_TRY(takePlace());
    m_bootId = facts.bootId;
    m_cgroupFacts = facts.cgroup;
    m_facts = facts;
    if (m_line.controlFd >= 0)
        m_server.adopt(sys::UniqueFd(std::exchange(m_line.controlFd, -1)));
    if (m_directory.hasJournal())
        VITRINE_CHECK(engine::recover(m_cgroupFacts, m_directory.journalPath()));
    return start(facts);
}

/// Whoever asked for this run may have died while systemd was getting here. Its successor has found no run
/// directory and shows the container as stopped, so it must be; from here on there is one to be found.
Result<> Session::checkAsked() const {
    pollfd helper{m_line.controlFd, 0, 0};
    const bool hasDied =
        m_line.controlFd >= 0 && ::poll(&helper, 1, 0) > 0 && (helper.revents & POLLHUP) != 0;
    if (!hasDied)
        return {};
    return failure(
        Error(ErrorKind::Cancelled, "start the container", "", "the helper that asked for it has ended"));
}

/// What this machine can do, where this process is: in a unit of systemd it makes room for the container's
/// group, and as a user it has what was handed to it.
Result<HostFacts> Session::takePlace() const {
    HostFacts facts = VITRINE_TRY(probe::readHostFacts(m_line.privilege));
    const std::size_t slash = m_line.cgroup.rfind('/');
    if (slash == std::string::npos)
        return facts;
    if (m_line.privilege == Privilege::Rootless)
        VITRINE_CHECK(probe::useDelegatedGroup(facts, m_line.cgroup.substr(0, slash)));
    if (facts.cgroup.layout == CgroupLayout::V2)
        VITRINE_CHECK(cgroup::moveBeside(m_line.cgroup));
    return facts;
}

/// Blocked, not ignored: an ignored signal would stay ignored in the container, where execve(2) keeps that.
Result<> Session::watchSignals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGPIPE})
        sigaddset(&set, signal);
    if (::sigprocmask(SIG_BLOCK, &set, nullptr) != 0)
        return failure(Error::fromErrno("block signals", "", errno));
    sigdelset(&set, SIGHUP); // whoever hangs up: the container stays
    sigdelset(&set, SIGPIPE);
    m_signals = sys::UniqueFd(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!m_signals)
        return failure(Error::fromErrno("receive signals", "", errno));
    return m_loop.watch(m_signals.get(), EPOLLIN, [this](std::uint32_t) { onSignal(); });
}

Result<> Session::start(const HostFacts& facts) {
    Preparation ready = VITRINE_TRY(prepare(m_line, *m_bundle, facts));
    if (!m_console)
        m_console.emplace(m_loop, VITRINE_TRY(OutputLog::open(m_bundle->directory())));
    // Before the first side effect: whoever finds it without a monitor knows that a run was cut off.
    VITRINE_CHECK(m_bundle->writeRunning(m_bootId));
    VITRINE_CHECK(checkSame(m_spec, ready.spec, m_volumes, m_restarts));
    m_volumes.clear();            // of the run before
    if (m_joined && ready.joined) // whose mounts are its own business
        VITRINE_CHECK(
            checkSame(withoutVolumes(m_joined->spec), withoutVolumes(ready.joined->spec), {}, m_restarts));
    m_joined = std::move(ready.joined);
    engine::StartOptions options;
    options.journalPath = m_directory.journalPath();
    options.rootFd = ready.root.get(); // a folder's path belongs to its user, who can change what is there
    options.rows = m_size.rows;
    options.columns = m_size.columns;
    if (m_joined)
        options.joined = {m_joined->leader, m_joined->pidfd.get()};
    for (std::size_t i = 0; i < ready.volumes.size(); ++i)
        if (ready.volumes[i])
            options.sources.push_back({ready.record.volumes[i].destination, ready.volumes[i].get()});
    engine::StartOutcome outcome = engine::start(ready.plan, ready.context, options);
    m_exit.startedUs = realTimeUs();
    m_begun = std::chrono::steady_clock::now();
    if (outcome.result) {
        m_spec = std::move(ready.spec);
        VITRINE_CHECK(adoptContainer(std::move(*outcome.result)));
        m_server.broadcast(
            Started{m_container->init.key, m_exit.startedUs, outcome.trace.totalNs, m_restarts});
        VITRINE_CHECK(beginHealth());
        if (notesRefusals())
            m_server.broadcast(RefusedChanged{});
    }
    const auto steps = describe(ready.plan, ready.context);
    // A trace that cannot be kept is no reason to end a container.
    if (auto kept = m_bundle->writeTrace(traceJson(steps, outcome.trace)); !kept)
        complain(kept.error());
    if (outcome.result)
        return {};
    if (const auto failed = failedStep(ready.plan, outcome.trace)) {
        m_failed.step = steps[*failed].id;
        m_failed.programMissing = std::holds_alternative<step::Execute>(ready.plan.steps[*failed]) &&
                                  outcome.result.error().errnum() == ENOENT;
    }
    return failure(std::move(outcome.result).error());
}

Result<> Session::adoptContainer(engine::StartedContainer container) {
    m_container = std::move(container);
    m_state = ContainerState::Running;
    engine::StartedProcess& init = m_container->init;
    m_refusals.begin(m_spec.seccomp);
    if (init.refusals)
        VITRINE_CHECK(m_refusals.listen(*std::exchange(init.refusals, std::nullopt)));
    VITRINE_CHECK(m_console->open(std::exchange(init.console, {})));
    return m_loop.watch(init.pidfd.get(), EPOLLIN, [this](std::uint32_t) { onLeaderEnded(); });
}

int Session::failStart(const Error& error) {
    complain(error);
    if (m_container)
        killEverything();
    m_exit.startedUs = 0;
    m_exit.finishedUs = realTimeUs();
    m_exit.failure = error.message();
    m_exit.failureHint = error.hint();
    if (m_bundle)
        keepExit();
    if (m_line.controlFd >= 0) // not adopted yet
        m_server.adopt(sys::UniqueFd(std::exchange(m_line.controlFd, -1)));
    m_failed.message = error.message();
    m_failed.hint = error.hint();
    m_failed.errnum = error.errnum();
    m_server.broadcast(m_failed);
    m_directory.closeControl();
    // What could not be undone stays in the journal, for another attempt.
    Result<> cleaned = engine::recover(m_cgroupFacts, m_directory.journalPath());
    if (cleaned)
        cleaned = m_directory.remove();
    if (!cleaned)
        complain(cleaned.error());
    m_server.shutDown();
    if (m_bundle)
        m_bundle->syncExit();
    return 1;
}

Hello Session::hello() const {
    Hello hello;
    hello.id = m_line.id;
    hello.bootId = m_bootId;
    hello.state = m_state;
    hello.cgroup = m_line.cgroup;
    if (m_container) {
        hello.leader = m_container->init.key;
        hello.volumes = m_volumes;
        if (notesRefusals())
            hello.refused = m_refusals.total();
    }
    if (m_health)
        hello.health = m_health->report();
    if (m_state == ContainerState::Restarting)
        hello.restarting = m_restarting;
    return hello;
}

void Session::onSignal() {
    signalfd_siginfo info{};
    while (::read(m_signals.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
        if (info.ssi_signo == SIGCHLD)
            reapOthers();
        else if (auto stopped = interrupt(); !stopped)
            complain(stopped.error());
    }
}

Result<Reply> Session::interrupt() {
    m_interrupted = true;
    return perform(StopContainer{stopTimeoutOf(m_spec.life)});
}

/// Processes of engine::exec. The first process is left for onLeaderEnded().
void Session::reapOthers() const {
    for (;;) {
        siginfo_t info{};
        if (::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0)
            return;
        if (m_container && info.si_pid == m_container->init.key.pid)
            return;
        ::waitid(P_PID, static_cast<id_t>(info.si_pid), &info, WEXITED | WNOHANG);
    }
}

void Session::setState(ContainerState state) {
    if (std::exchange(m_state, state) != state)
        m_server.broadcast(StateChanged{state});
}

void Session::onLeaderEnded() {
    const auto pidfd = static_cast<id_t>(m_container->init.pidfd.get());
    siginfo_t info{};
    if (::waitid(P_PIDFD, pidfd, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0)
        return;
    const bool hadInit = m_spec.life.init == Init::Yes && info.si_code == CLD_EXITED;
    const int signal = hadInit ? engine::signalOfCommand(info.si_pid, info.si_status) : 0;
    if (::waitid(P_PIDFD, pidfd, &info, WEXITED | WNOHANG) != 0)
        return;
    m_loop.forget(m_container->init.pidfd.get());
    m_exit.finishedUs = realTimeUs();
    if (signal != 0)
        m_exit.signal = signal;
    else if (info.si_code == CLD_EXITED)
        m_exit.exitCode = info.si_status;
    else
        m_exit.signal = info.si_status;
    noteJoinedEnd();
    m_health.reset();
    m_loop.stop();
}

/// With the first process of a pid namespace all others of it end.
void Session::noteJoinedEnd() {
    if (m_joined && m_exit.signal == SIGKILL && m_exit.stop == StopRequest::None &&
        m_spec.namespaces.isJoined(NamespaceKind::Pid) && isEnding(m_joined->leader))
        m_exit.endedWith = m_joined->spec.name;
}

void Session::noteOutOfMemory() {
    if (!m_container->cgroup)
        return;
    // The group was made for this run: its counters began at zero.
    auto sampler = cgroup::Sampler::open(m_cgroupFacts, m_line.cgroup);
    if (!sampler)
        return;
    if (const auto sample = sampler->sample())
        m_exit.outOfMemory = sample->oomKills.value_or(0) > 0;
    // As it was in the end: it can have been changed while the container ran.
    if (const auto limits = m_container->cgroup->readLimits(); m_exit.outOfMemory && limits)
        m_exit.memoryLimit = limits->memoryMax.value_or(0);
}

void Session::killEverything() {
    Result<> killed = failure(Error(ErrorKind::NotSupported, "", "", ""));
    if (m_container->cgroup)
        killed = m_container->cgroup->killAll();
    // The first process of a pid namespace takes all others with it.
    if (!killed)
        killed = signalLeader(SIGKILL);
    if (!killed && killed.error().kind() != ErrorKind::NotFound)
        complain(killed.error());
}

int Session::finish() {
    if (m_container) {
        noteOutOfMemory();
        killEverything();
        m_console->drain();
    }
    keepExit();
    m_directory.closeControl();
    m_server.broadcast(Ended{m_exit});
    reapOthers();
    Result<> removed;
    if (m_container && m_container->cgroup)
        removed = m_container->cgroup->remove(removalTimeout);
    if (removed)
        removed = m_directory.remove();
    // Whoever waits for the end has it now. What is left to do waits for the disk.
    m_server.shutDown();
    m_bundle->syncExit();
    if (removed)
        return 0;
    complain(removed.error());
    return 1;
}

/// The record of how it ended must not be lost to a full disk: the older half of the log is given up for it.
void Session::keepExit() const {
    auto kept = m_bundle->writeExit(m_exit, sys::Durability::Cached);
    if (!kept) {
        ::unlinkat(m_bundle->directory(), "log.1", 0);
        kept = m_bundle->writeExit(m_exit, sys::Durability::Cached);
    }
    if (kept)
        kept = m_interrupted ? m_bundle->noteInterrupted() : m_bundle->writeRunning(std::nullopt);
    if (!kept)
        complain(kept.error());
}

} // namespace vitrine::monitor
