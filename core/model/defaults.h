// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <string_view>

/// What Vitrine's own containers get, for defaultSpec and for telling what deviates from it.
namespace vitrine::defaults {

/// Enough for a distribution's package manager and for dropping to another user, and nothing that reaches
/// devices, raw sockets or other processes' memory: the list of containers/common (podman).
inline constexpr std::array<std::string_view, 11> capabilities{
    "CAP_CHOWN",   "CAP_DAC_OVERRIDE", "CAP_FOWNER",  "CAP_FSETID", "CAP_KILL",      "CAP_NET_BIND_SERVICE",
    "CAP_SETFCAP", "CAP_SETGID",       "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_CHROOT"};

/// Files of proc(5) and sysfs(5) that tell about the host or its other users. "cpu*" stands for every
/// processor; runtimes that do not expand it find no such path and skip it.
inline constexpr std::array<std::string_view, 14> maskedPaths{"/proc/acpi",
                                                              "/proc/interrupts",
                                                              "/proc/kallsyms",
                                                              "/proc/kcore",
                                                              "/proc/keys",
                                                              "/proc/latency_stats",
                                                              "/proc/sched_debug",
                                                              "/proc/scsi",
                                                              "/proc/timer_list",
                                                              "/proc/timer_stats",
                                                              "/sys/devices/system/cpu/cpu*/thermal_throttle",
                                                              "/sys/devices/virtual/powercap",
                                                              "/sys/firmware",
                                                              "/sys/fs/selinux"};

/// Files of proc(5) through which root could change the host.
inline constexpr std::array<std::string_view, 6> readonlyPaths{
    "/proc/asound", "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"};

} // namespace vitrine::defaults
