// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

/// The words of HostFacts::Unavailable::feature, which are those of the property Unavailable of
/// resources/dbus/org.vitrine.Manager1.xml: stable, because clients look for them.
namespace vitrine::feature {

inline constexpr char userNamespace[] = "user-namespace";
inline constexpr char timeNamespace[] = "time-namespace";
inline constexpr char idMappedMounts[] = "id-mapped-mounts"; ///< folders whose owners appear as others inside
inline constexpr char idRange[] = "id-range";                ///< more than one id inside
inline constexpr char network[] = "network";                 ///< more than loopback
inline constexpr char limits[] = "limits";                   ///< any
inline constexpr char cpuLimit[] = "cpu-limit";
inline constexpr char memoryLimit[] = "memory-limit";
inline constexpr char pidsLimit[] = "pids-limit";
inline constexpr char swapLimit[] = "swap-limit";
inline constexpr char startAtBoot[] = "start-at-boot";
inline constexpr char cpusetLimit[] = "cpuset-limit"; ///< which CPUs and memory nodes
inline constexpr char oomGroup[] = "oom-group";       ///< stopping all when out of memory
inline constexpr char ioLimit[] = "io-limit";         ///< how fast disks are used
inline constexpr char ioWeight[] = "io-weight";       ///< its share of a disk
inline constexpr char deviceList[] = "device-list";   ///< a list of the devices that can be used
inline constexpr char appArmor[] = "apparmor";        ///< profiles
inline constexpr char seLinux[] = "selinux";          ///< labels of processes and of mounts
inline constexpr char pressure[] = "pressure";        ///< the numbers of PSI

} // namespace vitrine::feature
