// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/plan/plan.h"
#include "core/sys/uniquefd.h"
#include "helper/monitor/bundle.h"
#include "helper/monitor/commandline.h"
#include "helper/monitor/joined.h"

#include <optional>
#include <vector>

namespace vitrine::monitor {

/// Everything a start needs, read and checked; nothing done yet.
struct Preparation {
    BundleRecord record;
    ContainerSpec spec;
    std::optional<JoinedContainer> joined; ///< its id maps are in `spec`
    sys::UniqueFd root; ///< of the container, checked: what is used, whatever lies at its path meanwhile
    std::vector<sys::UniqueFd> volumes; ///< in the order of BundleRecord::volumes, checked as the root is;
                                        ///< empty for those without a mount
    PlanContext context;
    Plan plan;
};

/// <stateDir>/containers/<id>
[[nodiscard]] Result<Bundle> openBundle(const CommandLine& line);

/// Reads record and specification, opens the root, compiles the plan.
[[nodiscard]] Result<Preparation> prepare(const CommandLine& line, const Bundle& bundle,
                                          const HostFacts& facts);

} // namespace vitrine::monitor
