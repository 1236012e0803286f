// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/hostfacts.h"
#include "helper/containers/containerstore.h"
#include "helper/containers/groupstore.h"
#include "helper/jobs/jobs.h"
#include "helper/jobs/tasks.h"
#include "helper/monitor/protocol.h"
#include "helper/monitorlink/monitorspawner.h"

#include <QObject>

#include <memory>
#include <string>

namespace vitrine::helper {

/// Moves containers from state to state: starts monitors, listens to them, and finds them again after a
/// restart of the helper. Main thread only.
class Lifecycle : public QObject {
public:
    Lifecycle(ContainerStore& store, GroupStore& groups, Jobs& jobs, Tasks& tasks, MonitorSpawner& spawner,
              const HostFacts& facts);

    /// Reads all bundles from disk and sets every container right: finishes creations and deletions that were
    /// cut off, connects to the monitors that live, clears up after those that died. Before the first message
    /// is served.
    [[nodiscard]] Result<> reconcile();

    /// Starts a stopped container; `job` completes when its first process has been executed.
    void start(const ContainerStore::Pointer& container, const std::shared_ptr<Job>& job);

    /// A start that is not even tried: the container is stopped and says why, to the next helper, too. `job`
    /// may be null.
    void refuseStart(const ContainerStore::Pointer& container, const std::shared_ptr<Job>& job,
                     const Error& error);

    /// Ends a running container whose monitor does not answer, and the monitor. Errors end the stop job;
    /// otherwise it completes when what is left has been cleared up, as after a monitor that died.
    void endByForce(const ContainerStore::Pointer& container);

    /// Ends the monitor of a container that is being started; the start job fails as Cancelled when what it
    /// has done is undone. Does nothing if the start is over.
    void cancelStart(const ContainerStore::Pointer& container);

    /// Removes the bundle in the background: out of sight at once, then the files. `done` gets the result.
    void discard(const ContainerStore::Pointer& container, std::function<void(Result<>)> done);

    /// The control group a container has or would get, in this group or, if that is empty, in none.
    [[nodiscard]] std::string cgroupOf(const std::string& id, const std::string& group) const;
    /// That of a group; empty where there are none.
    [[nodiscard]] std::string cgroupOfGroup(const std::string& group) const;
    /// Removes it if no container of the group needs it any more.
    void leaveGroup(const std::string& group);

private:
    void load(const std::string& id);
    void resume(const ContainerStore::Pointer& container);
    [[nodiscard]] bool reconnect(const ContainerStore::Pointer& container);
    void awaitGreetings();
    void emptyTrash();

    void attach(Container& container, sys::UniqueFd socket);
    void onEvent(Container& container, const monitor::Event& event);
    void onHello(Container& container, const monitor::Hello& hello);
    /// Is it this container's monitor, and does it speak the language of this helper?
    [[nodiscard]] Result<> checkHello(const Container& container, const monitor::Hello& hello) const;
    /// Hangs up; the container is broken for this helper, though it may run.
    void refuse(Container& container, const Error& error);
    void onStarted(Container& container, const monitor::Started& started);
    void onRestarting(Container& container, const monitor::Restarting& restarting);
    void onStartFailed(Container& container, const monitor::StartFailed& failed);
    void onClosed(Container& container);
    void clearUp(const ContainerStore::Pointer& container);
    void enterRun(Container& container, const process::ProcessKey& leader, std::uint64_t startedUs);
    /// No monitor any more: stopped, with the reason.
    void settle(Container& container);
    /// The same when the monitor died; what it left has been taken back.
    void settleLost(Container& container);
    void failStart(Container& container, const Error& error);
    void keepFailure(const Container& container) const;
    void finishFailedStart(Container& container, FailedStart failed);

    void renewLimits(const Container& container);

    ContainerStore& m_store;
    GroupStore& m_groups;
    Jobs& m_jobs;
    Tasks& m_tasks;
    MonitorSpawner& m_spawner;
    const HostFacts& m_facts;
};

} // namespace vitrine::helper
