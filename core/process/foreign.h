// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/process/details.h"
#include "core/process/processtree.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Containers that others made: processes whose namespaces are not the host's, told apart by the control
/// group that their engine puts them in, and else by their namespaces.
namespace vitrine::process {

enum class ForeignEngine { None, Docker, Podman, Nspawn, Lxc, Flatpak, Kubernetes, Snap };
/// "docker", "podman", "nspawn", "lxc", "flatpak", "kubernetes", "snap"; empty for None.
[[nodiscard]] std::string_view wordOf(ForeignEngine engine);

struct ForeignName {
    ForeignEngine engine = ForeignEngine::None;
    std::string name{}; ///< what the engine calls it, made harmless to show; at most 64 bytes
    friend auto operator<=>(const ForeignName&, const ForeignName&) = default;
};

/// The engine and its name for a container, from the content of /proc/PID/cgroup (cgroups(7)): the groups
/// that Docker, Podman, systemd-nspawn, LXC and Incus, Flatpak, containerd and CRI-O, and Snap make.
[[nodiscard]] ForeignName foreignNameFrom(std::string_view cgroups);

/// Whether /proc, by the content of /proc/self/mountinfo, hides processes from other users (hidepid,
/// proc(5)).
[[nodiscard]] bool hidesOthers(std::string_view mountInfo);

struct Foreign {
    ForeignName name;
    ProcessInfo leader; ///< the oldest of its processes
    /// Those of the leader that are not the host's.
    std::vector<NamespaceKind> kinds{};
    std::vector<ProcessInfo> processes{}; ///< oldest first, with the leader
};

/// Sorts `processes` into containers; those in no namespace but `host`'s belong to none. `cgroupsOf` gives
/// the content of /proc/PID/cgroup. Those of engines come first, then those with most namespaces.
[[nodiscard]] std::vector<Foreign>
groupForeign(std::span<const ProcessInfo> processes, const NamespaceIds& host,
             const std::function<std::string(const ProcessInfo&)>& cgroupsOf);

/// What is not foreign, but Vitrine's.
struct OwnContainers {
    std::vector<std::string> cgroups;     ///< relative to the hierarchies' mount points
    std::vector<NamespaceIds> namespaces; ///< of the first processes
};

/// What there is on this machine, as far as this process may read it; the host is where pid 1 is. `viewer`:
/// where /proc hides processes only this user's are told, and all to root.
[[nodiscard]] Result<std::vector<Foreign>> listForeign(const OwnContainers& own, std::uint32_t viewer,
                                                       const std::string& procPath = "/proc");

} // namespace vitrine::process
