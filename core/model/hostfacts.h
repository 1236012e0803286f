// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/numberlist.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Where a controller's files are (cgroups(7)): not at all, in a v1 hierarchy, or in the unified one.
enum class ControllerVersion { Absent, V1, V2 };

/// What is mounted. Hybrid: v1 hierarchies with the controllers, and a v2 one without.
enum class CgroupLayout { None, V1, Hybrid, V2 };
[[nodiscard]] std::string_view nameOf(CgroupLayout layout);

/// One mounted hierarchy (cgroups(7)).
struct CgroupMount {
    ControllerVersion version = ControllerVersion::Absent;
    /// Of the controllers this project uses (cpu, cpuacct, memory, pids, freezer, cpuset, io or blkio), those
    /// of this hierarchy. On v2 what cgroup.controllers of the mount point names.
    std::vector<std::string> controllers;
    std::string mountPoint; ///< absolute

    [[nodiscard]] bool has(std::string_view controller) const;
    friend bool operator==(const CgroupMount&, const CgroupMount&) = default;
};

struct CgroupFacts {
    CgroupLayout layout = CgroupLayout::None;
    ControllerVersion cpu = ControllerVersion::Absent;
    ControllerVersion memory = ControllerVersion::Absent;
    ControllerVersion pids = ControllerVersion::Absent;
    ControllerVersion freezer = ControllerVersion::Absent;
    ControllerVersion cpuset = ControllerVersion::Absent;
    ControllerVersion io = ControllerVersion::Absent; ///< v1 calls it "blkio"
    NumberList cpus{};           ///< that a group may be given: cpuset.cpus.effective; empty: not known
    NumberList memoryNodes{};    ///< cpuset.mems.effective
    std::string ioWeightFile{};  ///< "io.weight", "io.bfq.weight", "blkio.bfq.weight" …; empty: there is none
    bool swapAccounting = false; ///< memory.swap.max or memory.memsw.* exists
    bool pressure = false;       ///< PSI files can be read
    std::vector<CgroupMount> mounts{}; ///< what is mounted, as core/cgroup found it; empty: it looks again
    friend bool operator==(const CgroupFacts&, const CgroupFacts&) = default;
};

/// Where the controller of a limit is ("cpu", "memory", "pids", "cpuset", "io", "blkio").
[[nodiscard]] ControllerVersion versionOf(const CgroupFacts& facts, std::string_view controller);

enum class Privilege { Root, Rootless };

/// What this machine can do: read once by core/probe, then a value that the pure planner uses.
struct HostFacts {
    Privilege privilege = Privilege::Root;
    CgroupFacts cgroup;
    std::string kernelRelease;
    std::string bootId; ///< /proc/sys/kernel/random/boot_id
    std::uint32_t cpuCount = 1;
    std::uint64_t memoryTotal = 0; ///< bytes
    bool idMappedMounts = false;   ///< mount_setattr(2) with MOUNT_ATTR_IDMAP is known to this kernel
    bool userNamespaces = true;    ///< creating one works for this privilege
    bool timeNamespaces = true;
    bool appArmor = false; ///< processes can be put under its profiles
    bool seLinux = false;  ///< a policy is loaded, and its file system mounted
    /// What cannot be done here and why, sentences for people; the feature is a word of
    /// core/model/features.h.
    struct Unavailable {
        std::string feature;
        std::string reason;
    };
    std::vector<Unavailable> unavailable;
};

} // namespace vitrine
