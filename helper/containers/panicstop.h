// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/hostfacts.h"
#include "helper/containers/containerstore.h"
#include "helper/containers/groupstore.h"
#include "helper/jobs/tasks.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::helper {

class Lifecycle;

/// Ends everything in a group at once: nothing is asked to end by itself, nothing is waited for, and nothing
/// that was about to start in it does. Main thread only.
class PanicStop : public QObject {
public:
    using Done = std::function<void(Result<>)>;

    PanicStop(ContainerStore& store, GroupStore& groups, Lifecycle& lifecycle, Tasks& tasks,
              const HostFacts& facts);

    /// SIGKILLs all processes in the group's control group, and again until there are none, and tells the
    /// monitors that this is the end: none starts its container again. `done` is called once: when all
    /// containers of the group are stopped, or, Failed and naming them, when some are not after half a
    /// minute.
    void stop(const GroupStore::Pointer& group, Done done);

private:
    struct Stop {
        GroupStore::Pointer group;
        std::vector<Done> done;                  ///< a second wish while the first is under way joins it
        std::map<std::string, const void*> told; ///< the monitor of each container that knows
        bool isKilling = false;
        QTimer deadline;
    };
    using Pointer = std::shared_ptr<Stop>;

    /// Tells those that do not know yet.
    void tellAll(const Pointer& stop);
    void tell(const Pointer& stop, const ContainerStore::Pointer& container);
    void kill(const Pointer& stop);
    void look(const Pointer& stop);
    void finish(const Pointer& stop, const Result<>& result);

    ContainerStore& m_store;
    GroupStore& m_groups;
    Lifecycle& m_lifecycle;
    Tasks& m_tasks;
    const HostFacts& m_facts;
    std::map<std::string, Pointer> m_stops; ///< by the group's id
    QTimer m_soon;
};

} // namespace vitrine::helper
