// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/executor.h"

#include "core/engine/child.h"
#include "core/engine/hearing.h"
#include "core/engine/leader.h"
#include "core/engine/namespaceflags.h"
#include "core/engine/streams.h"
#include "core/plan/execplan.h"
#include "core/sys/file.h"
#include "core/sys/pidfd.h"
#include "core/sys/process.h"
#include "core/sys/socket.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <format>
#include <string>
#include <utility>

namespace vitrine::engine {

namespace {

bool hasDevpts(const ContainerSpec& spec) {
    return std::ranges::any_of(spec.mounts, [](const MountSpec& mount) {
        return mount.type == "devpts" && mount.destination == "/dev/pts";
    });
}

/// What the kernel would refuse, or would keep when the container ends.
Result<> checkOutside(const StartedContainer& container, const NamespaceSet& own,
                      const std::vector<NamespaceKind>& outside) {
    const auto stays = [&](NamespaceKind kind) {
        return !own.isHosts(kind) && std::ranges::contains(outside, kind);
    };
    if (stays(NamespaceKind::User) && ::geteuid() != 0 && !enteredKinds(own, outside).empty())
        return failure(Error(ErrorKind::NotSupported, "enter the container", "",
                             "without root its other namespaces are entered through its user namespace")
                           .withHint("Enter the user namespace, too."));
    // With a pid namespace the last process goes when the first one does; else only the control group finds
    // it.
    if (stays(NamespaceKind::Pid) && !container.cgroup)
        return failure(Error(ErrorKind::NotSupported, "enter the container", "",
                             "it has no control group, so a process outside of its process namespace would "
                             "outlive it")
                           .withHint("Enter the process namespace, too."));
    return {};
}

/// One exec on the host's side. Used once.
class ExecRun {
public:
    ExecRun(const StartedContainer& container, const ContainerSpec& spec, const ExecRequest& request,
            SharedTrace& trace, const Plan& plan)
        : m_container(container)
        , m_spec(spec)
        , m_request(request)
        , m_trace(trace)
        , m_plan(plan) {}

    [[nodiscard]] Result<StartedProcess> execute();

private:
    [[nodiscard]] Result<> prepare();
    [[nodiscard]] Result<> prepareTerminal();
    [[nodiscard]] Result<> enterContainer();
    [[nodiscard]] Result<sys::Cloned> cloneIntermediate();
    [[noreturn]] void runIntermediate();
    [[nodiscard]] Result<> hear();
    [[nodiscard]] Error giveUp(int intermediate, Error error);
    [[nodiscard]] Result<StartedProcess> finish();
    /// Its root is then the host's, whatever the container's is.
    [[nodiscard]] bool staysWithHostsFiles() const {
        return m_spec.namespaces.isNew(NamespaceKind::Mount) && !enters(NamespaceKind::Mount);
    }
    /// The container's namespace of this kind, and not the host's.
    [[nodiscard]] bool enters(NamespaceKind kind) const {
        return !m_spec.namespaces.isHosts(kind) && !std::ranges::contains(m_request.outside, kind);
    }

    const StartedContainer& m_container;
    const ContainerSpec& m_spec;
    const ExecRequest& m_request;
    SharedTrace& m_trace;
    const Plan& m_plan;
    ChildSetup m_setup;
    PipeStreams m_streams;
    sys::UniqueFd m_containerRoot; ///< chroot mode: the root is not that of the mount namespace
    sys::UniqueFd m_socket;
    sys::UniqueFd m_master;
    sys::UniqueFd m_pidfd;
    std::optional<security::CallListener> m_refusals;
};

Result<> ExecRun::prepareTerminal() {
    m_setup.terminalSize = {m_request.rows, m_request.columns};
    if (m_request.process.terminal == Terminal::No) {
        if (m_request.extras != nullptr && m_request.extras->inheritsStreams)
            return {};
        std::uint32_t owner = m_request.process.user.uid;
        if (enters(NamespaceKind::User))
            owner = hostIdOf(m_spec.uidMappings, owner);
        auto pipes = VITRINE_TRY(makePipes(::geteuid() == 0 ? std::optional(owner) : std::nullopt));
        m_streams = std::move(pipes.parent);
        m_setup.standardStreams = std::move(pipes.child);
    } else if (!hasDevpts(m_spec) || staysWithHostsFiles()) {
        const sys::UniqueFd hostRoot = VITRINE_TRY(sys::openDirectory(AT_FDCWD, "/"));
        m_setup.terminal = VITRINE_TRY(openTerminal(hostRoot.get(), "/dev/ptmx", m_setup.terminalSize));
    }
    return {};
}

Result<> ExecRun::prepare() {
    m_setup.plan = &m_plan;
    m_setup.firstStep = 1; // the one before it is enterContainer()
    m_setup.trace = &m_trace;
    m_setup.sources.resize(m_plan.steps.size());
    m_setup.ignoredSignals = VITRINE_TRY(ignoredSignals());
    m_setup.extras = m_request.extras;
    m_setup.privileges = VITRINE_TRY(makePrivilegePlan(m_plan.steps, m_request.extras));
    m_setup.procfs = VITRINE_TRY(procfsFor(m_plan));
    m_setup.exec.emplace(std::get<step::Execute>(m_plan.steps.back()));
    VITRINE_CHECK(prepareTerminal());
    if (m_spec.rootMode == RootMode::Chroot && !staysWithHostsFiles()) {
        m_containerRoot = VITRINE_TRY(sys::openAt(
            AT_FDCWD, "/proc/" + std::to_string(m_container.init.key.pid) + "/root", O_PATH | O_DIRECTORY));
    }
    if (m_container.cgroup)
        m_setup.joinFds = m_container.cgroup->joinFds();
    auto [mine, childs] = VITRINE_TRY(sys::socketPair());
    m_socket = std::move(mine);
    m_setup.socket = std::move(childs);
    return sys::limitWaiting(m_socket.get(), m_request.patience);
}

// AFTER FORK
Result<> ExecRun::enterContainer() {
    // The container's root must not trace this process, nor reach its descriptors through /proc, while it
    // has the host's memory and rights.
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return failure(Error::fromErrno("prctl", "PR_SET_DUMPABLE", errno));
    if (m_request.extras != nullptr)
        VITRINE_CHECK(applyBeforeEntering(*m_request.extras));
    for (const int tasks : m_setup.joinFds) {
        if (::write(tasks, "0", 1) != 1)
            return failure(Error::fromErrno("join the control group", m_container.cgroup->path(), errno));
    }
    int types = 0;
    for (const NamespaceKind kind : allNamespaceKinds)
        types |= enters(kind) ? namespaceFlag(kind) : 0;
    if (types != 0)
        VITRINE_CHECK(sys::setns(m_container.init.pidfd.get(), types));
    if (m_containerRoot && (::fchdir(m_containerRoot.get()) != 0 || ::chroot(".") != 0))
        return failure(Error::fromErrno("chroot", "", errno));
    return {};
}

// AFTER FORK. A pid namespace is entered by children only (setns(2)), so the program is a child again, but
// of the monitor (CLONE_PARENT), which alone can wait for it.
void ExecRun::runIntermediate() {
    m_socket.reset();
    const auto run = [this]() -> Result<> {
        VITRINE_CHECK(enterContainer());
        sys::UniqueFd root = VITRINE_TRY(sys::openDirectory(AT_FDCWD, "/"));
        const sys::Cloned child = VITRINE_TRY(sys::clone3(CLONE_PARENT));
        if (child.pid == 0)
            runChild(m_setup, std::move(root), {});
        m_trace.setNumber(child.pid);
        return sys::sendDescriptor(m_setup.socket.get(), processMessage, child.pidfd.get());
    };
    if (auto done = run(); !done)
        m_trace.fail(0, done.error());
    ::_exit(0);
}

Result<> ExecRun::hear() {
    const auto& noting = m_setup.privileges.noting;
    Hearing hearing(m_socket.get(), m_request.patience,
                    noting ? noting->refusing : std::vector<sock_filter>());
    for (;;) {
        auto message = VITRINE_TRY(hearing.next());
        if (!message) {
            m_refusals = hearing.takeListener();
            return {};
        }
        if (message->byte == consoleMessage)
            m_master = std::move(message->fd);
        else if (message->byte == processMessage)
            m_pidfd = std::move(message->fd);
    }
}

/// The caller's only thread must not wait for a process that root inside has stopped.
Error ExecRun::giveUp(int intermediate, Error error) {
    static_cast<void>(sys::pidfdSendSignal(intermediate, SIGKILL));
    if (!m_pidfd && m_trace.number() > 0) {
        if (auto opened = sys::pidfdOpen(static_cast<pid_t>(m_trace.number())))
            m_pidfd = std::move(*opened);
    }
    if (m_pidfd) {
        static_cast<void>(sys::pidfdSendSignal(m_pidfd.get(), SIGKILL));
        static_cast<void>(sys::waitPidfd(m_pidfd.get(), WEXITED));
    }
    static_cast<void>(sys::waitPidfd(intermediate, WEXITED));
    if (error.errnum() != EAGAIN)
        return error;
    return Error(ErrorKind::Failed, "set the process up", "",
                 std::format("it took longer than {} ms", m_request.patience.count()))
        .withHint("A process inside has stopped it, or the container gets too little CPU time.");
}

Result<StartedProcess> ExecRun::finish() {
    const std::size_t last = m_plan.steps.size() - 1;
    if (!m_trace.failedStep() && m_pidfd && m_trace.stateOf(last) == StepState::Running) {
        const auto pid = static_cast<pid_t>(m_trace.number());
        StartedProcess started;
        started.key = VITRINE_TRY(process::keyOf(pid));
        started.pidfd = std::move(m_pidfd);
        started.refusals = std::move(m_refusals);
        if (m_setup.terminal)
            started.console = std::move(m_setup.terminal->master);
        else if (m_master)
            started.console = std::move(m_master);
        else
            started.console = std::move(m_streams);
        return started;
    }
    if (m_pidfd)
        VITRINE_CHECK(sys::waitPidfd(m_pidfd.get(), WEXITED));
    if (m_trace.failedStep())
        return failure(m_trace.failureOfChild());
    return failure(
        Error(ErrorKind::Failed, "set the process up", "", "it was killed before it could be executed"));
}

/// Into the container's group; or, where its root has made groups in it and so keeps it from taking
/// processes itself, into the one that its first process is in.
Result<sys::Cloned> ExecRun::cloneIntermediate() {
    if (!m_container.cgroup)
        return sys::clone3(0, -1);
    auto child = sys::clone3(0, m_container.cgroup->cloneFd());
    // EOPNOTSUPP: a group below it is a threaded one.
    if (child || (child.error().errnum() != EBUSY && child.error().errnum() != EOPNOTSUPP))
        return child;
    const auto inner = m_container.cgroup->openGroupOf(m_container.init.key.pid);
    return inner ? sys::clone3(0, inner->get()) : std::move(child);
}

Result<StartedProcess> ExecRun::execute() {
    VITRINE_CHECK(prepare());
    const sys::Cloned intermediate = VITRINE_TRY(cloneIntermediate());
    if (intermediate.pid == 0)
        runIntermediate();
    m_setup.socket.reset();
    m_setup.standardStreams = {};
    if (auto heard = hear(); !heard)
        return failure(giveUp(intermediate.pidfd.get(), std::move(heard).error()));
    VITRINE_CHECK(sys::waitPidfd(intermediate.pidfd.get(), WEXITED));
    return finish();
}

} // namespace

Result<StartedProcess> exec(const StartedContainer& container, const ContainerSpec& spec,
                            const ExecRequest& request) {
    if (request.process.args.empty())
        return failure(Error::invalid("$.process.args", "at least the program to run"));
    VITRINE_CHECK(checkOutside(container, spec.namespaces, request.outside));
    VITRINE_CHECK(verifyLeader(container.init.key, enteredKinds(spec.namespaces, {}), "enter the container"));
    const Plan plan = makeExecPlan(spec, request.process, {container.init.key.pid, request.outside});
    SharedTrace trace = VITRINE_TRY(SharedTrace::create(plan.steps.size()));
    return ExecRun(container, spec, request, trace, plan).execute();
}

} // namespace vitrine::engine
