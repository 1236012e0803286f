// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/hostfacts.h"
#include "core/plan/step.h"
#include "core/sys/mount.h"
#include "core/sys/uniquefd.h"

#include <sys/types.h>

#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::engine {

/// Writes uid_map or gid_map of a process that waits in a new user namespace (user_namespaces(7)). `procFd`
/// is its /proc/PID directory. As root directly; rootless a single id directly, with setgroups denied first,
/// and anything more through newuidmap(1) and newgidmap(1), which check /etc/subuid and /etc/subgid.
[[nodiscard]] Result<> writeIdMap(int procFd, pid_t pid, const step::WriteIdMap& map, Privilege privilege);

/// /proc/PID/uid_map or gid_map (user_namespaces(7)); lines that are none are left out.
[[nodiscard]] std::vector<IdMapping> parseIdMap(std::string_view text);

/// A user namespace for its maps alone. The process that it was made with has been killed, and is waited for
/// when this goes: on a busy machine its turn to die comes late, and nobody has to wait for that.
class MapNamespace {
public:
    MapNamespace(sys::UniqueFd space, sys::UniqueFd pidfd)
        : m_space(std::move(space))
        , m_pidfd(std::move(pidfd)) {}
    MapNamespace(MapNamespace&&) noexcept = default;
    MapNamespace& operator=(MapNamespace&&) = delete;
    MapNamespace(const MapNamespace&) = delete;
    MapNamespace& operator=(const MapNamespace&) = delete;
    ~MapNamespace();
    [[nodiscard]] int get() const { return m_space.get(); }

private:
    sys::UniqueFd m_space;
    sys::UniqueFd m_pidfd;
};
[[nodiscard]] Result<MapNamespace> makeMapNamespace(const std::vector<IdMapping>& uidMappings,
                                                    const std::vector<IdMapping>& gidMappings);

/// A detached, private copy of the mount at the open directory `directory`, without what is mounted below
/// it.
[[nodiscard]] Result<sys::UniqueFd> detachDirectory(int directory, const std::string& path);

/// The same, with owners mapped as in `userNamespace`; a `directory` of -1 is the one at `path`. NotSupported
/// when the file system cannot do it.
[[nodiscard]] Result<sys::UniqueFd> detachIdMapped(int directory, const std::string& path, int userNamespace);

/// Maps the owners on a detached mount as `mount` says; without mappings nothing is done.
[[nodiscard]] Result<> mapOwnersOf(int tree, const MountSpec& mount, sys::Recursive recursive);

/// The source of a bind mount, as a detached mount with the step's propagation and owners: a copy of the one
/// at the open directory `directory`, or where that is -1 at the step's path.
[[nodiscard]] Result<sys::UniqueFd> detachSource(const step::MountFilesystem& step, int directory);

} // namespace vitrine::engine
