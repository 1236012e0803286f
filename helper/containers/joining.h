// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"
#include "core/plan/plan.h"
#include "helper/access/action.h"
#include "helper/containers/containerstore.h"
#include "helper/monitor/bundle.h"

#include <QString>

#include <cstdint>
#include <string>
#include <vector>

/// Containers that join the namespaces of others. Whose they are is decided by the owner of the one that
/// joins: what belongs to anybody else is told apart from nothing by no error.
namespace vitrine::helper {

/// What has to be known of a container to join it; a value, for threads.
struct Joinable {
    std::string id;
    std::string name;
    NamespaceSet namespaces;
    std::vector<IdMapping> uidMappings;
    std::vector<IdMapping> gidMappings;
    std::uint32_t idBase = 0;
    std::int32_t leader = 0; ///< host pid of its first process; 0 = it does not run
};

/// All that `owner` has. None if `config` names no container to join, or `spec` does not.
[[nodiscard]] std::vector<Joinable> joinablesFor(const ContainerStore& store, std::uint32_t owner,
                                                 const QString& config);
[[nodiscard]] std::vector<Joinable> joinablesFor(const ContainerStore& store, std::uint32_t owner,
                                                 const ContainerSpec& spec);

/// The one that `spec` joins, or null if it joins none. InvalidArgument when it is not among them or is the
/// container `self` itself; NotSupported as in checkJoinable().
[[nodiscard]] Result<const Joinable*> findJoined(const std::vector<Joinable>& joinables,
                                                 const ContainerSpec& spec, const std::string& self);

/// Sets what a plan takes from the container that is joined: id maps and their range. Nothing for null. What
/// planContext() makes of them then lacks describeJoined() only.
void takeMaps(const Joinable* joined, ContainerSpec& spec, monitor::BundleRecord& record);
[[nodiscard]] PlanContext::Joined describeJoined(const Joinable* joined);

/// The container that this one joins, if it may be started now: null if it joins none, else one that is
/// running. Its first process is looked for again, and by the same rules, by the monitor.
[[nodiscard]] Result<ContainerStore::Pointer> runningJoined(const ContainerStore& store,
                                                            const Container& container);

/// WrongState, naming it, while a container that joins this one is not stopped: it has its range of ids.
[[nodiscard]] Result<> checkNotJoined(const ContainerStore& store, const Container& container);

} // namespace vitrine::helper
