// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/startrun.h"

#include "core/cgroup/devices.h"
#include "core/engine/hearing.h"
#include "core/engine/idmap.h"
#include "core/engine/image.h"
#include "core/engine/namespaceflags.h"
#include "core/engine/streams.h"
#include "core/model/diskimage.h"
#include "core/sys/file.h"
#include "core/sys/mount.h"
#include "core/sys/pidfd.h"
#include "core/sys/socket.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <format>
#include <utility>

namespace vitrine::engine {

namespace {

/// CLONE_NEW* of the namespaces that are had at birth (all but the cgroup namespace).
std::uint64_t cloneFlags(const NamespaceSet& namespaces) {
    std::uint64_t flags = 0;
    for (const NamespaceKind kind : allNamespaceKinds) {
        if (kind != NamespaceKind::Cgroup && namespaces.isNew(kind))
            flags |= static_cast<std::uint64_t>(namespaceFlag(kind));
    }
    return flags;
}

/// What the journal says of a step.
std::string journalText(const Step& step) {
    if (const auto* made = std::get_if<step::CreateCgroup>(&step))
        return "cgroup " + made->path;
    if (const auto* limit = std::get_if<step::WriteLimit>(&step))
        return "limit " + limit->limit.file;
    if (std::holds_alternative<step::CloneProcess>(step))
        return "clone";
    if (std::holds_alternative<step::WriteIdMap>(step))
        return "idmap";
    return "step";
}

template <typename Wanted>
const Wanted* findStep(const Plan& plan) {
    for (const Step& step : plan.steps) {
        if (const auto* found = std::get_if<Wanted>(&step))
            return found;
    }
    return nullptr;
}

} // namespace

Result<StartedContainer> StartRun::execute() {
    auto journal = Journal::create(m_options.journalPath, m_context.facts.bootId);
    if (!journal)
        return failure(std::move(journal).error().within("make the journal"));
    m_journal = std::move(*journal);
    if (auto done = runAll(); !done) {
        m_trace.fail(m_current, done.error());
        return failure(takeBack(std::move(done).error()));
    }
    StartedContainer started;
    started.init = {m_key, std::move(m_pidfd), std::monostate{}, std::move(m_refusals)};
    if (m_master)
        started.init.console = std::move(m_master);
    else if (m_streams.input)
        started.init.console = std::move(m_streams);
    started.cgroup = std::move(m_cgroup);
    started.volumes = std::move(m_volumes);
    return started;
}

Result<> StartRun::runAll() {
    std::size_t index = 0;
    for (; index < m_plan.steps.size() && sideOf(m_plan.steps[index]) == StepSide::Host; ++index)
        VITRINE_CHECK(runHostStep(index));
    m_current = index;
    if (!m_pidfd || index == m_plan.steps.size())
        return failure(
            Error(ErrorKind::InvalidArgument, "run the plan", "", "it has no process or nothing to execute"));
    VITRINE_CHECK(releaseChild());
    return awaitExecution();
}

bool StartRun::faultAt(std::size_t index, StartOptions::Fault::When when) const {
    return m_options.fault && m_options.fault->step == index && m_options.fault->when == when;
}

Result<> StartRun::runHostStep(std::size_t index) {
    using When = StartOptions::Fault::When;
    const Step& step = m_plan.steps[index];
    m_current = index;
    m_trace.begin(index);
    // Only groups and processes outlive this process, so only they must be on record before they are there.
    if (std::holds_alternative<step::CreateCgroup>(step) || std::holds_alternative<step::CloneProcess>(step))
        VITRINE_CHECK(m_journal->intent(index, journalText(step)));
    else
        m_journal->note(index, journalText(step));
    if (faultAt(index, When::Before))
        return failure(Error::fromErrno("fault", "", EIO));
    VITRINE_CHECK(apply(step));
    m_journal->done(index);
    m_current = index;
    m_trace.finish(index);
    if (faultAt(index, When::After))
        return failure(Error::fromErrno("fault", "", EIO));
    return {};
}

Result<> StartRun::apply(const Step& step) {
    return std::visit([this](const auto& known) { return on(known); }, step);
}

Result<> StartRun::on(const step::CreateGroup& step) {
    using cgroup::Create;
    m_group =
        VITRINE_TRY(cgroup::open(m_context.facts.cgroup, step.path, Create::MakeMissing, m_options.root));
    return {};
}

Result<> StartRun::on(const step::LimitGroup& step) {
    if (!m_group)
        return failure(Error(ErrorKind::InvalidArgument, "set the limit", step.limit.file,
                             "there is no group around the container"));
    if (auto written = m_group->writeLimit(step.limit); !written)
        return failure(std::move(written).error());
    return {};
}

Result<> StartRun::on(const step::CreateCgroup& step) {
    m_cgroup =
        VITRINE_TRY(cgroup::open(m_context.facts.cgroup, step.path, cgroup::Create::MakeNew, m_options.root));
    return {};
}

Result<> StartRun::on(const step::WriteLimit& step) {
    if (!m_cgroup)
        return failure(
            Error(ErrorKind::InvalidArgument, "set the limit", step.limit.file, "there is no control group"));
    if (auto written = m_cgroup->writeLimit(step.limit); !written)
        return failure(std::move(written).error());
    return {};
}

Result<> StartRun::on(const step::DelegateCgroup& step) {
    if (!m_cgroup)
        return failure(
            Error(ErrorKind::InvalidArgument, "hand over", step.path, "there is no control group"));
    return m_cgroup->delegate(step.uid, step.gid);
}

Result<> StartRun::on(const step::RestrictDevices& step) {
    if (!m_cgroup)
        return failure(
            Error(ErrorKind::InvalidArgument, "restrict devices", step.path, "there is no control group"));
    return cgroup::restrictDevices(*m_cgroup, step.rules);
}

Result<sys::UniqueFd> StartRun::openRoot(const std::string& path) const {
    if (m_options.rootFd >= 0)
        return sys::openAt(m_options.rootFd, ".", O_PATH | O_DIRECTORY);
    return sys::openAt(AT_FDCWD, path, O_PATH | O_DIRECTORY | O_NOFOLLOW);
}

bool StartRun::mapsLikeContainer(const step::PrepareIdMappedRoot& step) const {
    const auto& gidMappings = step.gidMappings.empty() ? step.mappings : step.gidMappings;
    int same = 0;
    for (const Step& other : m_plan.steps) {
        if (const auto* map = std::get_if<step::WriteIdMap>(&other))
            same += map->mappings == (map->kind == step::IdKind::User ? step.mappings : gidMappings) ? 1 : 0;
    }
    return same == 2;
}

Result<> StartRun::on(const step::PrepareIdMappedRoot& step) {
    sys::UniqueFd space;
    if (m_proc && mapsLikeContainer(step)) {
        space = VITRINE_TRY(sys::openAt(m_proc.get(), "ns/user", O_RDONLY));
    } else {
        const auto& groups = step.gidMappings.empty() ? step.mappings : step.gidMappings;
        m_maps.emplace(VITRINE_TRY(makeMapNamespace(step.mappings, groups)));
    }
    m_idMappedRoot =
        VITRINE_TRY(detachIdMapped(m_options.rootFd, step.path, m_maps ? m_maps->get() : space.get()));
    return {};
}

Result<> StartRun::on(const step::WriteIdMap& step) {
    if (!m_proc)
        return failure(Error(ErrorKind::InvalidArgument, "write the id map", "", "there is no process"));
    return writeIdMap(m_proc.get(), m_key.pid, step, m_context.facts.privilege);
}

Result<> StartRun::prepareSource(std::size_t index) {
    // Rootless, the child opens these itself: in its namespaces it has the right to, and the same user.
    if (m_context.facts.privilege == Privilege::Rootless)
        return {};
    const Step& step = m_plan.steps[index];
    sys::UniqueFd& source = m_setup.sources[index];
    if (const auto* root = std::get_if<step::MountRoot>(&step);
        root != nullptr && root->source == step::RootSource::BindDirectory) {
        const sys::UniqueFd directory = VITRINE_TRY(openRoot(root->path));
        source = VITRINE_TRY(detachDirectory(directory.get(), root->path));
    } else if (const auto* mount = std::get_if<step::MountFilesystem>(&step);
               mount != nullptr && ((mount->flags & MS_BIND) != 0 || isImage(mount->mount))) {
        const auto opened = std::ranges::find(m_options.sources, mount->mount.destination,
                                              &StartOptions::OpenedSource::destination);
        const int fd = opened == m_options.sources.end() ? -1 : opened->fd;
        source = VITRINE_TRY(isImage(mount->mount) ? mountImage(*mount, fd) : detachSource(*mount, fd));
    } else if (const auto* change = std::get_if<step::ChangeRoot>(&step);
               change != nullptr && findStep<step::MountRoot>(m_plan) == nullptr) {
        source = VITRINE_TRY(openRoot(change->path));
    }
    return {};
}

Result<> StartRun::prepareStreams() {
    const bool inherits = m_options.extras != nullptr && m_options.extras->inheritsStreams;
    if (inherits || findStep<step::OpenConsole>(m_plan) != nullptr)
        return {};
    std::uint32_t owner = 0;
    if (const auto* user = findStep<step::SetUser>(m_plan))
        owner = user->user.uid;
    for (const Step& step : m_plan.steps) {
        if (const auto* map = std::get_if<step::WriteIdMap>(&step);
            map != nullptr && map->kind == step::IdKind::User)
            owner = hostIdOf(map->mappings, owner);
        else if (const auto* joined = std::get_if<step::JoinNamespaces>(&step))
            owner = hostIdOf(joined->uidMappings, owner);
    }
    const bool privileged = m_context.facts.privilege == Privilege::Root;
    auto pipes = VITRINE_TRY(makePipes(privileged ? std::optional(owner) : std::nullopt));
    m_streams = std::move(pipes.parent);
    m_setup.standardStreams = std::move(pipes.child);
    return {};
}

Result<> StartRun::prepareChild() {
    const std::size_t cloneStep = m_current;
    m_setup.plan = &m_plan;
    m_setup.trace = &m_trace;
    m_setup.fault = m_options.fault;
    m_setup.terminalSize = {m_options.rows, m_options.columns};
    m_setup.bindsConsole = std::ranges::any_of(m_plan.steps, [](const Step& step) {
        const auto* mount = std::get_if<step::MountFilesystem>(&step);
        return mount != nullptr && mount->mount.destination == "/dev";
    });
    m_setup.ignoredSignals = VITRINE_TRY(ignoredSignals());
    m_setup.sources.resize(m_plan.steps.size());
    for (std::size_t index = 0; index < m_plan.steps.size(); ++index) {
        m_current = index; // what is missing belongs to the step that needs it
        VITRINE_CHECK(prepareSource(index));
        if (sideOf(m_plan.steps[index]) == StepSide::Host)
            m_setup.firstStep = index + 1;
        if (const auto* execute = std::get_if<step::Execute>(&m_plan.steps[index]))
            m_setup.exec.emplace(*execute);
        if (std::holds_alternative<step::ProvideInit>(m_plan.steps[index]))
            m_setup.init = VITRINE_TRY(InitProgram::prepare(*findStep<step::Execute>(m_plan)));
    }
    m_current = cloneStep;
    m_setup.extras = m_options.extras;
    m_setup.privileges = VITRINE_TRY(makePrivilegePlan(m_plan.steps, m_options.extras));
    m_setup.procfs = VITRINE_TRY(procfsFor(m_plan));
    VITRINE_CHECK(prepareStreams());
    auto [mine, childs] = VITRINE_TRY(sys::socketPair());
    m_socket = std::move(mine);
    m_setup.socket = std::move(childs);
    return {};
}

Result<> StartRun::on(const step::CloneProcess& step) {
    VITRINE_CHECK(prepareChild());
    int cgroupFd = -1;
    if (step.placement != step::Placement::None) {
        if (!m_cgroup)
            return failure(
                Error(ErrorKind::InvalidArgument, "clone", "", "there is no control group to clone into"));
        cgroupFd = m_cgroup->cloneFd();
        m_setup.joinFds = m_cgroup->joinFds();
    }
    sys::Cloned child = VITRINE_TRY(cloneChild(cloneFlags(step.namespaces), cgroupFd));
    m_setup.standardStreams = {};
    m_pidfd = std::move(child.pidfd);
    m_key.pid = child.pid;
    m_key = VITRINE_TRY(process::keyOf(child.pid));
    VITRINE_CHECK(m_journal->process(m_key));
    m_proc = VITRINE_TRY(sys::openAt(AT_FDCWD, "/proc/" + std::to_string(m_key.pid), O_PATH | O_DIRECTORY));
    VITRINE_CHECK(adjustOomScore());
    return raiseRlimits();
}

/// Lowering it takes a right of the host's root (proc_pid_oom_score_adj(5)).
Result<> StartRun::adjustOomScore() const {
    if (m_options.extras == nullptr || !m_options.extras->oomScoreAdjustment)
        return {};
    return sys::writeKernelFileAt(m_proc.get(), "oom_score_adj",
                                  std::to_string(*m_options.extras->oomScoreAdjustment));
}

Result<> StartRun::raiseRlimits() {
    if (m_context.facts.privilege == Privilege::Rootless)
        return {};
    // Root of a user namespace may only lower hard limits, so the ones above the monitor's are raised here.
    for (const Step& step : m_plan.steps) {
        const auto* wanted = std::get_if<step::SetRlimit>(&step);
        if (wanted == nullptr)
            continue;
        const auto number = static_cast<__rlimit_resource>(VITRINE_TRY(rlimitNumber(wanted->rlimit.type)));
        rlimit current{};
        if (::prlimit(0, number, nullptr, &current) != 0)
            return failure(Error::fromErrno("read", wanted->rlimit.type, errno));
        if (wanted->rlimit.hard <= current.rlim_max)
            continue;
        current.rlim_max = wanted->rlimit.hard;
        if (::prlimit(m_key.pid, number, &current, nullptr) != 0)
            return failure(Error::fromErrno("raise", wanted->rlimit.type, errno));
    }
    return {};
}

/// The child attaches the same mounts through descriptors of its own.
void StartRun::keepVolumes() {
    for (std::size_t index = 0; index < m_setup.sources.size(); ++index) {
        const auto* mount = std::get_if<step::MountFilesystem>(&m_plan.steps[index]);
        if (mount != nullptr && m_setup.sources[index] &&
            std::ranges::contains(m_options.sources, mount->mount.destination,
                                  &StartOptions::OpenedSource::destination))
            m_volumes.push_back({mount->mount.destination, std::move(m_setup.sources[index])});
    }
}

Result<> StartRun::releaseChild() {
    if (m_options.extras != nullptr)
        m_trace.setNumber(m_key.pid);
    const auto sent = sys::sendDescriptor(m_socket.get(), goMessage, m_idMappedRoot.get());
    m_idMappedRoot.reset();
    m_proc.reset();
    keepVolumes();
    m_setup.sources.clear();
    if (!sent && sent.error().errnum() != EPIPE) // EPIPE: it died, and awaitExecution() says how
        return failure(sent.error());
    return {};
}

/// The hooks of an OCI bundle that run on the host's side; then the child goes on.
Result<> StartRun::runHooks() {
    VITRINE_CHECK(m_options.extras->beforePivot(m_key.pid, m_cgroup.get()));
    return sys::sendDescriptor(m_socket.get(), goMessage, -1);
}

/// Until the child has closed its end of the socket, which execve(2) does, or waits at its gate.
Result<> StartRun::hearChild() {
    VITRINE_CHECK(sys::limitWaiting(m_socket.get(), m_options.patience));
    const auto& noting = m_setup.privileges.noting;
    Hearing hearing(m_socket.get(), m_options.patience,
                    noting ? noting->refusing : std::vector<sock_filter>());
    for (;;) {
        auto message = hearing.next();
        if (!message && message.error().errnum() == EAGAIN) {
            findReachedStep();
            return failure(
                Error(ErrorKind::Failed, "set the process up", "",
                      std::format("it took longer than {} ms", m_options.patience.count()))
                    .withHint("The disk that holds the root does not answer, or the container gets "
                              "no CPU time."));
        }
        if (!message)
            return failure(std::move(message).error());
        if (!*message || (*message)->byte == readyMessage) {
            m_refusals = hearing.takeListener();
            return {};
        }
        if ((*message)->byte == consoleMessage)
            m_master = std::move((*message)->fd);
        else if ((*message)->byte == hookMessage)
            VITRINE_CHECK(runHooks());
    }
}

Result<> StartRun::awaitExecution() {
    const std::size_t last = m_plan.steps.size() - 1;
    VITRINE_CHECK(hearChild());
    if (const auto failed = m_trace.failedStep()) {
        m_current = *failed;
        return failure(m_trace.failureOfChild());
    }
    if (m_trace.stateOf(last) != StepState::Running)
        return failure(errorOfDeadChild());
    m_current = last;
    m_trace.finish(last);
    if (faultAt(last, StartOptions::Fault::When::After))
        return failure(Error::fromErrno("fault", "", EIO));
    return {};
}

void StartRun::findReachedStep() {
    for (m_current = m_setup.firstStep; m_current + 1 < m_plan.steps.size(); ++m_current) {
        if (m_trace.stateOf(m_current) != StepState::Done)
            break;
    }
}

Error StartRun::errorOfDeadChild() {
    findReachedStep();
    std::string reason = "the process ended";
    if (const auto ended = sys::waitPidfd(m_pidfd.get(), WEXITED | WNOWAIT);
        ended && ended->si_code != CLD_EXITED)
        reason = std::string("the process was killed by ") + ::strsignal(ended->si_status);
    return {ErrorKind::Failed, "set the process up", "", reason};
}

} // namespace vitrine::engine
