// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/groupspec.h"
#include "core/process/processtree.h"
#include "core/sys/uniquefd.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace vitrine::helper {

/// Which device nodes a container's programs may open, if they have any: a second fence behind the
/// namespaces.
enum class Devices {
    Usual, ///< null, zero, full, random, urandom, tty and pseudo-terminals, which every container has
    All    ///< a part of the host's /dev was bound into it on purpose
};

/// What whoever starts a monitor has to know of its container.
struct RunNeeds {
    Devices devices = Devices::Usual;
    std::chrono::milliseconds stopTimeout{0}; ///< what it is given to end by itself
    std::optional<GroupSpec> group{};         ///< the group of containers that it is in
};

/// Starts the monitor of a container so that it outlives the helper. Two ways: systemd's (SystemdSpawner) and
/// by hand (DirectSpawner).
class MonitorSpawner {
public:
    /// The control socket, connected.
    using Spawned = std::function<void(Result<sys::UniqueFd>)>;
    using Recovered = std::function<void(Result<>)>;

    virtual ~MonitorSpawner() = default;

    /// The container's control group, relative to the hierarchies' mount points; in that of a group of
    /// containers, if `group` is not empty.
    [[nodiscard]] virtual std::string cgroupOf(const std::string& id, const std::string& group) const = 0;
    /// That of a group; empty where there are none.
    [[nodiscard]] virtual std::string cgroupOfGroup(const std::string& group) const = 0;
    /// Tells whoever else writes to the group's control group what its limits are, or that it is no more.
    /// The kernel is told by others. `told` is called exactly once, perhaps at once.
    virtual void limitGroup(const GroupSpec& group, Recovered told) = 0;
    virtual void forgetGroup(const std::string& group) = 0;
    /// `spawned` is called later, exactly once.
    virtual void spawn(const std::string& id, const RunNeeds& needs, Spawned spawned) = 0;
    /// Starts "vitrine-monitor enter" for a process that is not Vitrine's. `spawned` is called later, exactly
    /// once.
    virtual void enter(const process::ProcessKey& target, Spawned spawned) = 0;
    /// Undoes what a dead monitor has left behind. `recovered` is called later, exactly once.
    virtual void recover(const std::string& id, Recovered recovered) = 0;
};

} // namespace vitrine::helper
