// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/hostfacts.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::cgroup {

/// One mounted hierarchy; its mount point is under `root` in tests.
using Hierarchy = CgroupMount;

/// The cgroup mounts in the text of a mountinfo file (proc_pid_mountinfo(5)), in its order and each hierarchy
/// once; v2 without its controllers, which are not written there. Lines that make no sense are passed over.
[[nodiscard]] std::vector<Hierarchy> parseMountInfo(std::string_view text);

/// parseMountInfo of `root`/proc/self/mountinfo, mount points below `root`, controllers of v2 read.
[[nodiscard]] Result<std::vector<Hierarchy>> readHierarchies(const std::string& root);

} // namespace vitrine::cgroup
