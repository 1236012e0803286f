// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/cgroup.h"
#include "core/process/processtree.h"
#include "core/sys/pidfd.h"
#include "helper/monitorlink/monitorlink.h"
#include "helper/verbs/common.h"
#include "helper/verbs/verbs.h"

#include <algorithm>
#include <csignal>

namespace vitrine::helper {

namespace {

/// Sends a request to the monitor and passes its answer on.
void relay(const Granted& granted, MonitorLink::Verb verb) {
    granted.container->link->request(std::move(verb),
                                     [reply = granted.reply](const Result<MonitorAnswer>& answer) {
                                         if (!answer)
                                             return reply->fail(answer.error());
                                         reply->send();
                                     });
}

Intent relayed(const MonitorLink::Verb& verb) {
    return {.act = [verb](const Granted& granted) {
        if (auto running = checkRunning(*granted.container); !running)
            return granted.reply->fail(running.error());
        relay(granted, verb);
    }};
}

/// Somebody kills the first process: its monitor is not to start it again. Without an answer to wait for,
/// because the monitor may hang.
void announceKill(const Container& container) {
    container.link->request(monitor::SignalLeader{SIGKILL}, [](const Result<MonitorAnswer>&) {});
}

Error noSuchProcess(pid_t pid) {
    return {
        ErrorKind::NotFound, {}, "process " + std::to_string(pid), "has ended, or is not in this container"};
}

/// Is it a member, now? Without control groups: in the container's own pid namespace.
bool isMember(const HostFacts& facts, const Container& container, pid_t pid) {
    if (!container.cgroup.empty()) {
        const auto group = cgroup::open(facts.cgroup, container.cgroup, cgroup::Create::OpenExisting);
        const auto members = group ? (*group)->processes() : failure(group.error());
        return members && std::ranges::find(*members, pid) != members->end();
    }
    constexpr auto pidNamespace = static_cast<std::size_t>(NamespaceKind::Pid);
    const auto own = process::namespacesOf(pid);
    return container.spec.namespaces.isNew(NamespaceKind::Pid) && own && own->at(pidNamespace) != 0 &&
           own->at(pidNamespace) == container.run.namespaces.at(pidNamespace);
}

Result<> signalProcess(const HostFacts& facts, const Container& container, const process::ProcessKey& key,
                       int signal) {
    // The descriptor first: what is checked after it is open is checked of this very process.
    const auto pidfd = process::openPidfd(key);
    if (!pidfd || !isMember(facts, container, key.pid))
        return failure(noSuchProcess(key.pid));
    if (!process::openPidfd(key))
        return failure(noSuchProcess(key.pid));
    return sys::pidfdSendSignal(pidfd->get(), signal);
}

} // namespace

// Safe because: the monitor signals its own child by pidfd; where it does not answer the helper does, by the
// pid and start time that the monitor said.
Result<Intent> prepareKill(Context&, const Call& call) {
    const auto signal = argument<int>(call, 0);
    VITRINE_CHECK(checkSignal(signal));
    VITRINE_CHECK(checkRunning(*call.container));
    if (signal != SIGKILL)
        return relayed(monitor::SignalLeader{signal});
    return Intent{.act = [](const Granted& granted) {
        if (auto running = checkRunning(*granted.container); !running)
            return granted.reply->fail(running.error());
        // The kernel needs no monitor for this signal, which no process can wait with.
        const auto pidfd = process::openPidfd(granted.container->run.leader);
        announceKill(*granted.container);
        const auto sent = pidfd ? sys::pidfdSendSignal(pidfd->get(), SIGKILL) : failure(pidfd.error());
        const bool isGone =
            pidfd && !sent && sent.error().kind() == ErrorKind::NotFound; // the monitor was quicker
        if (!sent && !isGone)
            return granted.reply->fail(sent.error());
        granted.reply->send();
    }};
}

// Safe because: pid and start time name one process for ever; it is signalled through a descriptor that was
// opened before it was found to be a member of the container's control group.
Result<Intent> prepareSignalProcess(Context&, const Call& call) {
    const process::ProcessKey key{argument<int>(call, 0), argument<qulonglong>(call, 1)};
    const auto signal = argument<int>(call, 2);
    if (key.pid < 1)
        return failure(Error::invalid("pid", "must be the pid of a process on the host"));
    VITRINE_CHECK(checkSignal(signal));
    VITRINE_CHECK(checkRunning(*call.container));
    return Intent{.act = [key, signal](const Granted& granted) {
        auto sent = checkRunning(*granted.container);
        if (sent && signal == SIGKILL && key == granted.container->run.leader)
            announceKill(*granted.container);
        if (sent)
            sent = signalProcess(granted.context.facts, *granted.container, key, signal);
        if (!sent)
            return granted.reply->fail(sent.error());
        granted.reply->send();
    }};
}

// Safe because: it freezes the container's own control group.
Result<Intent> preparePause(Context&, const Call& call) {
    VITRINE_CHECK(checkNotPaused(*call.container));
    return relayed(monitor::Freeze{});
}

// Safe because: it thaws the container's own control group.
Result<Intent> prepareResume(Context&, const Call& call) {
    VITRINE_CHECK(checkRunning(*call.container));
    if (call.container->state != ContainerState::Paused)
        return failure(Error(ErrorKind::WrongState, {}, call.container->spec.name, "is not paused"));
    return relayed(monitor::Thaw{});
}

} // namespace vitrine::helper
