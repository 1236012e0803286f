// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/hostfacts.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Mount points of the hierarchies in which a container's control group is made: what core/cgroup found, or
/// the usual places where the facts do not say.
[[nodiscard]] std::vector<CgroupMount> usedHierarchies(const CgroupFacts& facts);

/// The directory of the group at `path` in each of them.
[[nodiscard]] std::vector<std::string> groupDirectories(const CgroupFacts& facts, std::string_view path);

/// Mount point of the hierarchy that has this controller ("memory"), or empty.
[[nodiscard]] std::string hierarchyOf(const CgroupFacts& facts, std::string_view controller);

} // namespace vitrine
