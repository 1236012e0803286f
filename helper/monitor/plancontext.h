// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/plan/plan.h"
#include "helper/monitor/bundle.h"

#include <string>

namespace vitrine::monitor {

/// What the planner needs to know of a stored container: for the monitor, which starts it, and for the
/// helper, which says what a start would do. Owners on disk (PlanContext::rootMappings): a root of Vitrine's
/// own holds ids 0 to 65,535, which become the container's range; of a folder only its owner is mapped, to
/// root inside, so that whatever a container writes there belongs to the owner. None without a range or a
/// user namespace. With one that is joined, the range in `record` must be that container's.
[[nodiscard]] PlanContext planContext(const HostFacts& facts, const BundleRecord& record,
                                      const ContainerSpec& spec, std::string rootDirectory,
                                      std::string cgroupPath);

} // namespace vitrine::monitor
