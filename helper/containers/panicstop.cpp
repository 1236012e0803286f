// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/panicstop.h"

#include "core/cgroup/cgroup.h"
#include "core/cgroup/delegation.h"
#include "helper/containers/forcedend.h"
#include "helper/containers/lifecycle.h"
#include "helper/monitorlink/monitorlink.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace vitrine::helper {

namespace {

/// What a monitor is given to answer, before the container is ended past it.
constexpr std::chrono::seconds monitorPatience{5};
/// Processes that wait in the kernel for a disk may never end.
constexpr std::chrono::seconds patience{30};

/// What one container has, for a thread.
struct Target {
    std::string cgroup;
    process::ProcessKey leader;
};

/// The group as a whole, which with cgroup v2 is one write to cgroup.kill; but where it is a unit of
/// systemd's the monitors are in it, too. Then each container: of the older freezer each holds its own.
Result<> killGroup(const CgroupFacts& facts, const std::string& path, const std::vector<Target>& targets) {
    Result<> result;
    const bool isUnit = cgroup::isUnitName(path.substr(path.rfind('/') + 1));
    if (!path.empty() && !isUnit) {
        const auto group = cgroup::open(facts, path, cgroup::Create::OpenExisting);
        if (group)
            result = (*group)->killAll();
    }
    for (const Target& target : targets) {
        auto killed = killContainer(facts, target.cgroup, target.leader);
        if (!killed && result)
            result = std::move(killed);
    }
    return result;
}

} // namespace

PanicStop::PanicStop(ContainerStore& store, GroupStore& groups, Lifecycle& lifecycle, Tasks& tasks,
                     const HostFacts& facts)
    : m_store(store)
    , m_groups(groups)
    , m_lifecycle(lifecycle)
    , m_tasks(tasks)
    , m_facts(facts) {
    // Later: who says that something has changed is not done with it.
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        for (const auto& [id, stop] : std::map(m_stops)) {
            tellAll(stop);
            look(stop);
        }
    });
    const auto onChange = [this] {
        if (!m_stops.empty())
            m_soon.start();
    };
    connect(&m_store, &ContainerStore::changed, this, onChange);
    connect(&m_store, &ContainerStore::removed, this, onChange);
}

void PanicStop::stop(const GroupStore::Pointer& group, Done done) {
    if (const auto found = m_stops.find(group->spec.id); found != m_stops.end()) {
        found->second->done.push_back(std::move(done));
        return kill(found->second);
    }
    const auto stop = std::make_shared<Stop>();
    stop->group = group;
    stop->done.push_back(std::move(done));
    m_stops.emplace(group->spec.id, stop);
    group->isStopping = true;
    for (const auto& container : membersOf(m_store, group->spec.id)) {
        ++container->revision; // a start that somebody is being asked about is none any more
        container->isHalted = true;
    }
    stop->deadline.setSingleShot(true);
    connect(&stop->deadline, &QTimer::timeout, this, [this, weak = std::weak_ptr(stop)] {
        std::string names;
        const auto late = weak.lock();
        if (!late)
            return;
        for (const auto& container : membersOf(m_store, late->group->spec.id))
            if (!isAtRest(*container))
                names += (names.empty() ? "" : ", ") + container->spec.name;
        finish(late, failure(Error(ErrorKind::Failed, "stop the group", late->group->spec.name,
                                   "these have not ended: " + (names.empty() ? "its processes" : names))
                                 .withHint("A process may wait for a disk that does not answer.")));
    });
    stop->deadline.start(patience);
    tellAll(stop); // first, so that whoever sees its container die knows why
    kill(stop);
}

void PanicStop::tellAll(const Pointer& stop) {
    for (const auto& container : membersOf(m_store, stop->group->spec.id))
        if (!isAtRest(*container))
            tell(stop, container);
}

void PanicStop::tell(const Pointer& stop, const ContainerStore::Pointer& container) {
    const void*& told = stop->told[container->id()];
    if (container->startJob && container->state == ContainerState::Starting) {
        if (told != container->startJob.get())
            m_lifecycle.cancelStart(container);
        told = container->startJob.get();
        return;
    }
    if (!container->link || told == container->link.get())
        return;
    told = container->link.get();
    container->link->request(
        monitor::StopContainer{0},
        [this, container](const auto& answer) {
            // The link closing is the end that was asked for.
            if (!answer && answer.error().kind() != ErrorKind::WrongState)
                m_lifecycle.endByForce(container);
        },
        monitorPatience);
}

void PanicStop::kill(const Pointer& stop) {
    if (std::exchange(stop->isKilling, true))
        return;
    std::vector<Target> targets;
    for (const auto& container : membersOf(m_store, stop->group->spec.id))
        if (!container->cgroup.empty() || container->run.leader.pid != 0)
            targets.push_back({container->cgroup, container->run.leader});
    m_tasks.run<Result<>>(
        stop->group->spec.ownerUid,
        [facts = m_facts.cgroup, path = m_lifecycle.cgroupOfGroup(stop->group->spec.id), targets] {
            return killGroup(facts, path, targets);
        },
        // A failure shows in containers that do not end.
        [this, stop](const Result<>&) {
            stop->isKilling = false;
            look(stop);
        },
        Tasks::Kind::Question);
}

void PanicStop::look(const Pointer& stop) {
    if (stop->isKilling || !m_stops.contains(stop->group->spec.id))
        return;
    // A broken one stays broken; its processes were killed with the others.
    if (std::ranges::all_of(membersOf(m_store, stop->group->spec.id), [](const auto& container) {
            return isAtRest(*container) || container->state == ContainerState::Broken;
        }))
        finish(stop, {});
}

void PanicStop::finish(const Pointer& stop, const Result<>& result) {
    m_stops.erase(stop->group->spec.id);
    stop->deadline.stop();
    stop->group->isStopping = false;
    m_lifecycle.leaveGroup(stop->group->spec.id);
    m_groups.touch(*stop->group);
    for (const Done& done : stop->done)
        done(result);
    QTimer::singleShot(0, this, [stop] {}); // its timer may be what has called this
}

} // namespace vitrine::helper
