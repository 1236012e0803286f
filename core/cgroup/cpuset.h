// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/hostfacts.h"

#include <string>

/// The controller that ties processes to CPUs and memory nodes (cpuset(7); cgroup-v2.rst, "Cpuset").
namespace vitrine::cgroup {

/// Reads what a group in `directory` may give: cpuset.cpus.effective and cpuset.mems.effective (v1:
/// cpuset.effective_cpus …). What cannot be read stays unknown.
void readCpuset(CgroupFacts& facts, const std::string& directory);

/// The same of the group above an open directory: numbers for `file` ("cpuset.cpus" or "cpuset.mems").
/// Empty when they cannot be read.
[[nodiscard]] NumberList allowedAbove(int directory, const std::string& file);

/// v1: gives a group that has none the CPUs and memory nodes of the one above. Stale when that one has none
/// itself, because it is just being made.
[[nodiscard]] Result<> takeCpusetOfParent(int directory);

} // namespace vitrine::cgroup
