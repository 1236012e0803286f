// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/lifecycle.h"

#include "core/cgroup/cgroup.h"
#include "core/model/diskimage.h"
#include "core/model/validation.h"
#include "core/rootfs/dependencytree.h"
#include "helper/containers/forcedend.h"
#include "helper/monitorlink/monitorlink.h"

#include <QTimer>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <utility>

namespace vitrine::helper {

namespace {

constexpr std::chrono::milliseconds retryDelay{100};

/// What runs can be left for the main loop to delete: the link may be the one that is calling.
void retire(Container& container) {
    if (container.link)
        container.link.release()->deleteLater();
}

QMap<QString, QString> directoriesOf(const HostFacts& facts, const std::string& path) {
    QMap<QString, QString> directories;
    if (path.empty())
        return directories;
    const auto group = cgroup::open(facts.cgroup, path, cgroup::Create::OpenExisting);
    if (!group)
        return directories;
    for (const char* controller : {"cpu", "memory", "pids", "cpuset", "io", "blkio"})
        if (const std::string directory = (*group)->directoryOf(controller); !directory.empty())
            directories.insert(QString::fromLatin1(controller), QString::fromStdString(directory));
    return directories;
}

/// Value of NAME in "NAME=value" lines.
std::string valueOf(const std::vector<std::string>& environment, std::string_view name) {
    for (const std::string& entry : environment)
        if (entry.starts_with(name) && entry.size() > name.size() && entry[name.size()] == '=')
            return entry.substr(name.size() + 1);
    return {};
}

/// Why the program could not be executed, or empty.
std::string problemOf(int containers, const monitor::BundleRecord& record, const ProcessSpec& process) {
    const auto bundle = monitor::Bundle::open(containers, record.id);
    const auto root = bundle ? bundle->openRoot(record) : failure(bundle.error());
    if (!root)
        return {};
    const auto problem =
        rootfs::findStartProblem(root->get(), process.args.front(), valueOf(process.env, "PATH"));
    return problem && *problem ? (*problem)->sentence : std::string();
}

/// Its monitor was there to the end.
bool saidHowItEnded(const Container& container) {
    return container.exit && container.exit->finishedUs != 0 && container.run.leader.pid == 0;
}

std::string lostReason(Container::MonitorEnd end) {
    switch (end) {
    case Container::MonitorEnd::ItsOwn:
        break;
    case Container::MonitorEnd::Forced:
        return "it was stopped past its monitor, which did not answer";
    case Container::MonitorEnd::Cancelled:
        return "its start was cancelled";
    }
    return "its monitor ended unexpectedly";
}

/// The host's /dev, or a part of it, or what it is a part of, is bound into the container; or its monitor has
/// to make a loop device; or it has devices of its own, or a list of them, which its own control group then
/// holds it to.
Devices devicesOf(const ContainerSpec& spec) {
    if (!spec.devices.empty() || !spec.deviceRules.empty())
        return Devices::All;
    const bool hasThem = std::ranges::any_of(spec.mounts, [](const MountSpec& mount) {
        const std::string source = std::filesystem::path(mount.source).lexically_normal();
        const bool isDevices = source == "/" || source == "/dev" || source.starts_with("/dev/");
        return isImage(mount) || (isBind(mount) && isDevices);
    });
    return hasThem ? Devices::All : Devices::Usual;
}

/// What the job of a start is told whose monitor is gone.
Error lostStart(Container::MonitorEnd end) {
    if (end == Container::MonitorEnd::Cancelled)
        return {ErrorKind::Cancelled, {}, "the start", "was cancelled"};
    return {ErrorKind::Failed, {}, "the container's monitor", "ended unexpectedly"};
}

/// Something of a run is still to be taken back: a monitor that ends by itself removes its journal last.
bool hasJournal(int runDirectory, const std::string& id) {
    return ::faccessat(runDirectory, (id + '/' + monitor::journalName).c_str(), F_OK, AT_SYMLINK_NOFOLLOW) ==
           0;
}

} // namespace

Lifecycle::Lifecycle(ContainerStore& store, GroupStore& groups, Jobs& jobs, Tasks& tasks,
                     MonitorSpawner& spawner, const HostFacts& facts)
    : m_store(store)
    , m_groups(groups)
    , m_jobs(jobs)
    , m_tasks(tasks)
    , m_spawner(spawner)
    , m_facts(facts) {
}

void Lifecycle::start(const ContainerStore::Pointer& container, const std::shared_ptr<Job>& job) {
    const auto group = groupToStartIn(m_groups, *container);
    if (!group)
        return refuseStart(container, job, group.error());
    container->monitorWork = OperationGuard(container, Operation::Start);
    container->startJob = job;
    container->exit.reset();
    container->cgroup = cgroupOf(container->id(), container->spec.groupId);
    m_store.setState(*container, ContainerState::Starting);
    RunNeeds needs{devicesOf(container->spec),
                   std::chrono::milliseconds(stopTimeoutOf(container->spec.life))};
    if (*group)
        needs.group = (*group)->spec;
    m_spawner.spawn(container->id(), needs, [this, container](Result<sys::UniqueFd> socket) {
        if (!socket)
            return failStart(*container, socket.error());
        attach(*container, std::move(*socket));
    });
}

void Lifecycle::refuseStart(const ContainerStore::Pointer& container, const std::shared_ptr<Job>& job,
                            const Error& error) {
    container->startJob = job;
    failStart(*container, error);
}

void Lifecycle::attach(Container& container, sys::UniqueFd socket) {
    container.link = std::make_unique<MonitorLink>(std::move(socket));
    container.link->onEvent = [this, &container](const monitor::Event& event) { onEvent(container, event); };
    container.link->onClosed = [this, &container] { onClosed(container); };
}

void Lifecycle::onEvent(Container& container, const monitor::Event& event) {
    if (const auto* hello = std::get_if<monitor::Hello>(&event))
        return onHello(container, *hello);
    if (const auto* started = std::get_if<monitor::Started>(&event))
        return onStarted(container, *started);
    if (const auto* failed = std::get_if<monitor::StartFailed>(&event))
        return onStartFailed(container, *failed);
    if (const auto* restarting = std::get_if<monitor::Restarting>(&event))
        return onRestarting(container, *restarting);
    if (const auto* ended = std::get_if<monitor::Ended>(&event)) {
        // Its control group still goes away: it is stopped when the monitor is gone, and not before.
        container.exit = ended->record;
        container.health.reset();
        container.run.leader = {};
        return m_store.setState(container, ContainerState::Stopping);
    }
    if (const auto* health = std::get_if<monitor::HealthChanged>(&event)) {
        container.health = health->report;
        return m_store.touch(container);
    }
    if (const auto* refused = std::get_if<monitor::RefusedChanged>(&event)) {
        container.refusedCalls = refused->total;
        return m_store.touch(container);
    }
    if (const auto* change = std::get_if<monitor::StateChanged>(&event))
        if (container.isRunning())
            m_store.setState(container, change->state);
}

Result<> Lifecycle::checkHello(const Container& container, const monitor::Hello& hello) const {
    const auto refusal = [](std::string reason, std::string hint) {
        return failure(Error(ErrorKind::Failed, "listen to", "the container's monitor", std::move(reason))
                           .withHint(std::move(hint)));
    };
    const std::string restart = "Restart the computer: that ends all that is left.";
    if (hello.id != container.id())
        return refusal("it is the monitor of another container (" + hello.id + ")", restart);
    if (!hello.bootId.empty() && hello.bootId != m_facts.bootId) // empty: it failed before it knew
        return refusal("it was started before the machine was", restart);
    if (hello.version > monitor::protocolVersion)
        return refusal("it is of a newer Vitrine (its protocol has version " + std::to_string(hello.version) +
                           ", this helper's " + std::to_string(monitor::protocolVersion) + ")",
                       "End vitrine-helper, which then starts again in the version that is installed. The "
                       "container runs on meanwhile.");
    return {};
}

void Lifecycle::refuse(Container& container, const Error& error) {
    container.link->hangUp();
    retire(container);
    container.monitorWork.end();
    const auto job = std::exchange(container.startJob, nullptr);
    m_store.setState(container, ContainerState::Broken, error.message(), error.hint());
    m_jobs.finish(job, failure(error));
}

void Lifecycle::onHello(Container& container, const monitor::Hello& hello) {
    const auto checked = checkHello(container, hello);
    // A helper that starts containers in another way, or elsewhere, may have begun this run.
    if (hello.cgroup && hello.id == container.id())
        container.cgroup = *hello.cgroup;
    if (hello.id == container.id()) {
        container.liveVolumes = hello.volumes;
        container.health = hello.health;
        container.refusedCalls = hello.refused;
    }
    if (hello.leader.pid != 0 && hello.id == container.id())
        enterRun(container, hello.leader, startTimeUs(hello.leader));
    if (!checked)
        return refuse(container, checked.error());
    if (hello.restarting)
        onRestarting(container, *hello.restarting);
    else if (container.state != hello.state)
        m_store.setState(container, hello.state);
    if (container.isRunning() || container.state == ContainerState::Restarting) // found again, perhaps late
        container.monitorWork.end();
}

void Lifecycle::enterRun(Container& container, const process::ProcessKey& leader, std::uint64_t startedUs) {
    container.run.leader = leader;
    container.run.startedUs = startedUs;
    container.run.namespaces =
        process::namespacesOf(leader.pid).value_or(decltype(container.run.namespaces){});
    container.run.cgroupDirectories = directoriesOf(m_facts, container.cgroup);
}

void Lifecycle::onStarted(Container& container, const monitor::Started& started) {
    enterRun(container, started.leader, started.startedUs);
    container.restarts = started.restarts;
    container.restartAtUs = 0;
    container.exit.reset();
    container.monitorWork.end();
    m_store.setState(container, ContainerState::Running);
    renewLimits(container);
    m_jobs.finish(std::exchange(container.startJob, nullptr), {});
}

void Lifecycle::onRestarting(Container& container, const monitor::Restarting& restarting) {
    container.run = {};
    container.exit = restarting.record;
    container.health.reset();
    container.liveVolumes.clear();
    container.refusedCalls.reset();
    container.restarts = restarting.number;
    container.restartAtUs = restarting.dueUs;
    std::string reason = describe(restarting.record);
    if (!restarting.awaited.empty())
        reason += "; it waits for the container " + restarting.awaited + ", which it joins, to run";
    m_store.setState(container, ContainerState::Restarting, reason, restarting.record.failureHint);
}

/// execve(2) says ENOENT of a program that is there, too, when its loader is not: that is found out in a
/// thread, because it reads the user's own files.
void Lifecycle::onStartFailed(Container& container, const monitor::StartFailed& failed) {
    const Error error = Error(ErrorKind::Failed, {}, {}, failed.message).withHint(failed.hint);
    const ContainerStore::Pointer self = m_store.find(container.id());
    if (!self || !failed.programMissing || container.spec.process.args.empty())
        return failStart(container, error);
    const auto job = std::exchange(container.startJob, nullptr);
    failStart(container, error);
    const std::uint64_t failedUs = container.exit->finishedUs;
    m_tasks.run<std::string>(
        container.record.ownerUid,
        [containers = m_store.directories().containers.get(), record = container.record,
         process = container.spec.process] { return problemOf(containers, record, process); },
        [this, self, job, error, failedUs](const std::string& problem) {
            Error explained = error;
            if (!problem.empty())
                explained =
                    std::move(explained).withHint(problem + (error.hint().empty() ? "" : " " + error.hint()));
            const bool isOfThisStart = self->exit && self->exit->finishedUs == failedUs;
            if (isOfThisStart)
                self->exit->failureHint = explained.hint();
            if (isOfThisStart && self->state == ContainerState::Stopped)
                m_store.setState(*self, self->state, self->reason, explained.hint());
            if (isOfThisStart)
                finishFailedStart(*self, {job, explained});
            else
                m_jobs.finish(job, failure(explained));
        });
}

/// Who is told of the failure may go on at once, with a container that is stopped and not occupied.
void Lifecycle::finishFailedStart(Container& container, FailedStart failed) {
    if (container.link)
        container.failedStart = std::move(failed);
    else
        m_jobs.finish(failed.job, failure(failed.error));
}

/// A monitor would have done it, but there was none.
void Lifecycle::keepFailure(const Container& container) const {
    const auto bundle = m_store.bundleOf(container);
    if (bundle && bundle->writeExit(*container.exit, sys::Durability::Cached))
        static_cast<void>(bundle->writeRunning(std::nullopt));
}

void Lifecycle::failStart(Container& container, const Error& error) {
    ExitRecord record;
    record.finishedUs = nowUs();
    record.failure = error.message();
    record.failureHint = error.hint();
    container.exit = record;
    const auto job = std::exchange(container.startJob, nullptr);
    if (!container.link) {
        keepFailure(container);
        settle(container);
    }
    if (job)
        finishFailedStart(container, {job, error});
}

void Lifecycle::onClosed(Container& container) {
    const ContainerStore::Pointer self = m_store.find(container.id());
    retire(container);
    if (!self)
        return;
    const bool hasWaited =
        self->state == ContainerState::Restarting && self->exit && self->exit->failure.empty();
    if (hasWaited) // it would have said that it does not any more
        self->exit.reset();
    if (saidHowItEnded(container) && !container.startJob &&
        !hasJournal(m_store.directories().run.get(), self->id()))
        return settle(container);
    clearUp(self);
}

void Lifecycle::endByForce(const ContainerStore::Pointer& container) {
    if (container->monitorEnd != Container::MonitorEnd::ItsOwn)
        return;
    container->monitorEnd = Container::MonitorEnd::Forced;
    m_tasks.run<Result<>>(
        container->record.ownerUid,
        [facts = m_facts.cgroup, run = m_store.directories().run.get(), id = container->id(),
         cgroup = container->cgroup, leader = container->run.leader]() -> Result<> {
            VITRINE_CHECK(killContainer(facts, cgroup, leader));
            const auto killed = killMonitor(run, id);
            return killed || killed.error().kind() == ErrorKind::NotFound ? Result<>() : killed;
        },
        [this, container](const Result<>& killed) {
            if (killed)
                return; // the monitor's socket closes
            container->monitorEnd = Container::MonitorEnd::ItsOwn;
            m_jobs.finish(std::exchange(container->stopJob, nullptr), failure(killed.error()));
        },
        Tasks::Kind::Question);
}

void Lifecycle::cancelStart(const ContainerStore::Pointer& container) {
    if (!container->startJob || container->monitorEnd != Container::MonitorEnd::ItsOwn)
        return;
    container->monitorEnd = Container::MonitorEnd::Cancelled;
    m_tasks.run<Result<>>(
        container->record.ownerUid,
        [run = m_store.directories().run.get(), id = container->id()] { return killMonitor(run, id); },
        [this, container](const Result<>& killed) {
            if (killed)
                return; // the monitor's socket closes
            container->monitorEnd = Container::MonitorEnd::ItsOwn;
            // It has just been made, and does not listen yet.
            QTimer::singleShot(retryDelay, this, [this, container] { cancelStart(container); });
        },
        Tasks::Kind::Question);
}

/// The monitor died: what it left is taken back by another one, and its record on disk says how the run
/// ended, if it got so far.
void Lifecycle::clearUp(const ContainerStore::Pointer& container) {
    container->monitorWork = OperationGuard(container, Operation::Recover);
    const std::uint64_t startedUs = container->run.startedUs;
    const bool isKnown = saidHowItEnded(*container);
    m_spawner.recover(container->id(), [this, container, startedUs, isKnown](const Result<>& recovered) {
        const auto bundle = m_store.bundleOf(*container);
        const auto record = bundle ? bundle->readExit() : failure(bundle.error());
        ExitRecord lost;
        lost.startedUs = startedUs;
        lost.finishedUs = nowUs();
        lost.failure = lostReason(container->monitorEnd);
        const bool isOfThisRun =
            record && *record && (*record)->finishedUs >= std::max<std::uint64_t>(startedUs, 1);
        if (!isKnown)
            container->exit = isOfThisRun && startedUs != 0 ? **record : lost;
        if (bundle && !isOfThisRun)
            static_cast<void>(bundle->writeRunning(std::nullopt));
        m_jobs.finish(std::exchange(container->startJob, nullptr), failure(lostStart(container->monitorEnd)));
        if (!recovered)
            m_jobs.finish(std::exchange(container->stopJob, nullptr), failure(recovered.error()));
        isKnown ? settle(*container) : settleLost(*container);
        if (!recovered)
            m_store.setState(*container, ContainerState::Broken, recovered.error().message(),
                             "Restart the computer if it stays so: that ends all that is left.");
    });
}

void Lifecycle::settleLost(Container& container) {
    const char* why = ", because its monitor had ended unexpectedly";
    if (container.monitorEnd == Container::MonitorEnd::Forced)
        why = ", past its monitor, which did not answer";
    else if (container.monitorEnd == Container::MonitorEnd::Cancelled)
        why = ", because its start was cancelled";
    settle(container);
    if (container.exit && container.exit->signal == SIGKILL)
        m_store.setState(container, ContainerState::Stopped, describe(*container.exit) + why);
}

void Lifecycle::settle(Container& container) {
    container.run = {};
    container.restarts = 0;
    container.restartAtUs = 0;
    container.health.reset();
    container.liveVolumes.clear();
    container.refusedCalls.reset();
    container.monitorEnd = Container::MonitorEnd::ItsOwn;
    container.cgroup = cgroupOf(container.id(), container.spec.groupId);
    container.monitorWork.end();
    const std::string reason = container.exit ? describe(*container.exit) : std::string();
    const std::string hint = container.exit ? container.exit->failureHint : std::string();
    m_store.setState(container, ContainerState::Stopped, reason, hint);
    leaveGroup(container.spec.groupId);
    m_jobs.finish(std::exchange(container.stopJob, nullptr), {});
    if (const auto failed = std::exchange(container.failedStart, std::nullopt))
        m_jobs.finish(failed->job, failure(failed->error));
    if (const auto then = std::exchange(container.whenStopped, nullptr))
        QTimer::singleShot(0, this, then); // whoever has called this says more about it
}

} // namespace vitrine::helper
