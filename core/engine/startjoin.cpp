// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The birth of the child: directly, or inside the namespaces of another container.

#include "core/engine/leader.h"
#include "core/engine/namespaceflags.h"
#include "core/engine/startrun.h"
#include "core/sys/pidfd.h"
#include "core/sys/socket.h"

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace vitrine::engine {

namespace {

constexpr const char* joining = "join the other container";

} // namespace

Result<> StartRun::on(const step::JoinNamespaces& step) {
    if (!m_options.joined || step.kinds.empty())
        return failure(Error(ErrorKind::InvalidArgument, joining, step.container, "it was not looked for"));
    const process::ProcessKey& leader = m_options.joined->key;
    VITRINE_CHECK(verifyLeader(leader, step.kinds, joining));
    VITRINE_CHECK(verifyMaps(leader, step.uidMappings, step.gidMappings, joining));
    // What was looked at was that very process: the descriptor was opened before, and names it still.
    VITRINE_CHECK(process::openPidfd(leader));
    for (const NamespaceKind kind : step.kinds)
        m_joinTypes |= namespaceFlag(kind);
    return {};
}

Result<sys::Cloned> StartRun::cloneChild(std::uint64_t flags, int cgroupFd) {
    if (m_joinTypes != 0)
        return cloneInside(flags, cgroupFd);
    sys::Cloned child = VITRINE_TRY(sys::clone3(flags, cgroupFd));
    if (child.pid == 0)
        beChild();
    m_setup.socket.reset();
    return child;
}

// AFTER FORK. Waits for its maps; a parent that dies before has journaled nothing, so it ends too.
void StartRun::beChild() {
    m_socket.reset();
    auto go = sys::receiveDescriptor(m_setup.socket.get());
    if (!go || !*go)
        ::_exit(1);
    runChild(m_setup, {}, std::move((*go)->fd));
}

// AFTER FORK. A pid namespace is entered by children only (setns(2)), so the child is born of this process,
// but as one of the monitor's (CLONE_PARENT), which alone can wait for it.
void StartRun::runIntermediate(std::uint64_t flags, int cgroupFd) {
    m_socket.reset();
    const auto run = [&]() -> Result<> {
        // Root of the container that is joined must not trace this process or the child, nor reach their
        // descriptors through /proc, while they have the host's memory; the child inherits it.
        if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
            return failure(Error::fromErrno("prctl", "PR_SET_DUMPABLE", errno));
        VITRINE_CHECK(sys::setns(m_options.joined->pidfd, m_joinTypes));
        const sys::Cloned child = VITRINE_TRY(sys::clone3(flags | CLONE_PARENT, cgroupFd));
        if (child.pid == 0)
            beChild();
        m_trace.setNumber(child.pid);
        return sys::sendDescriptor(m_setup.socket.get(), processMessage, child.pidfd.get());
    };
    if (auto done = run(); !done)
        m_trace.fail(m_current, done.error());
    ::_exit(0);
}

Result<sys::Cloned> StartRun::cloneInside(std::uint64_t flags, int cgroupFd) {
    const sys::Cloned intermediate = VITRINE_TRY(sys::clone3(0));
    if (intermediate.pid == 0)
        runIntermediate(flags, cgroupFd);
    m_setup.socket.reset();
    const auto hear = [&]() -> Result<sys::Cloned> {
        VITRINE_CHECK(sys::limitWaiting(m_socket.get(), m_options.patience));
        auto message = VITRINE_TRY(sys::receiveDescriptor(m_socket.get()));
        if (message && message->byte == processMessage)
            return sys::Cloned{static_cast<pid_t>(m_trace.number()), std::move(message->fd)};
        if (m_trace.failedStep())
            return failure(m_trace.failureOfChild());
        return failure(Error(ErrorKind::Failed, joining, "", "the process that does it was killed"));
    };
    auto child = hear();
    if (!child)
        static_cast<void>(sys::pidfdSendSignal(intermediate.pidfd.get(), SIGKILL));
    VITRINE_CHECK(sys::waitPidfd(intermediate.pidfd.get(), WEXITED));
    return child;
}

} // namespace vitrine::engine
