// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/limits/limitkind.h"

/// What is said of limits.
namespace vitrine::gui {

[[nodiscard]] QString titleOf(LimitKind kind);       ///< "CPU time"
[[nodiscard]] QString explanationOf(LimitKind kind); ///< one sentence
/// What no value of this limit is called: "No limit"; a weight has a default instead.
[[nodiscard]] QString unlimitedOf(LimitKind kind);
/// "50 %", "40 MiB", "64"; for nothing "no limit", or "default" for a weight.
[[nodiscard]] QString describe(LimitKind kind, std::optional<std::uint64_t> value);
/// The same of any limit: "0-1", "all of them", "vda: reads 10 MiB/s". Disks that are not known have their
/// numbers for a name.
[[nodiscard]] QString describe(LimitKind kind, const ResourceLimits& limits, const std::vector<Disk>& disks);
/// "vda", or "254:0" if it is not known.
[[nodiscard]] QString nameOf(DeviceNumber device, const std::vector<Disk>& disks);

/// The content of the kernel's file, with words where it means "no limit": “max”, -1 as the CPU's quota, and
/// the largest number of pages that cgroup v1 knows.
[[nodiscard]] QString kernelWords(LimitKind kind, const QString& content);

/// Why this limit cannot be set with this helper, or empty.
[[nodiscard]] QString unavailableReason(LimitKind kind, const HelperInfo& helper);

} // namespace vitrine::gui
