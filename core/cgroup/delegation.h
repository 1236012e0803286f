// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/hostfacts.h"

#include <cstddef>
#include <string>
#include <string_view>

/// Groups that systemd hands over ("Control Group APIs and Delegation": with Delegate=yes everything below a
/// service or scope is its own; what is above, and the unit's directory itself, systemd alone makes, removes
/// and switches controllers in).
namespace vitrine::cgroup {

/// Whether a part of a path is a unit's: "vitrine.slice", "vitrine-1f….service", "user-1000.slice",
/// "session-3.scope".
[[nodiscard]] bool isUnitName(std::string_view part);

/// How many leading parts of `path` lie in systemd's hands: all up to the last that is a unit's. 0: none.
[[nodiscard]] std::size_t unitParts(std::string_view path);

/// `facts` as they are in the v2 group `path`: a controller that its cgroup.controllers does not name is
/// Absent. Of machines without the unified hierarchy alone nothing is handed to users: layout None.
[[nodiscard]] Result<CgroupFacts> factsWithin(const CgroupFacts& facts, const std::string& path,
                                              const std::string& root = "/");

/// Moves the calling process into the group "monitor" beside `path`, if it is in the group right above
/// `path` on v2: that one cannot hand controllers down while a process is in it (cgroup-v2.rst, "No Internal
/// Process Constraint"). systemd 254 and later starts it there (DelegateSubgroup=), and nothing is done.
[[nodiscard]] Result<> moveBeside(const std::string& path, const std::string& root = "/");

} // namespace vitrine::cgroup
