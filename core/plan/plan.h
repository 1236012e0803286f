// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"
#include "core/model/hostfacts.h"
#include "core/model/stepview.h"
#include "core/plan/step.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine {

/// Everything the planner needs beside the specification.
struct PlanContext {
    HostFacts facts;
    std::string id;            ///< of the container
    std::string rootDirectory; ///< absolute host path of the root
    /// How owners on disk appear on the host: inside = id on disk. Empty = as they are (no id-mapped mount).
    std::vector<IdMapping> rootMappings;
    /// The same for groups where they differ from users (a folder whose owner has uid 1000, gid 100); empty =
    /// rootMappings holds for both.
    std::vector<IdMapping> rootGidMappings;
    std::string cgroupPath; ///< relative to the hierarchies' mount points; empty = none
    /// The group of containers that it is in (ContainerSpec::groupId). Its control group is above cgroupPath.
    struct Group {
        std::string name;
        std::string path; ///< as cgroupPath; empty = it is in none, or there are no control groups
        ResourceLimits limits{};
    };
    Group group{};
    /// The container that the specification joins. Its id maps are in the specification.
    struct Joined {
        std::string name;
        std::int32_t leader = 0; ///< host pid of its first process; 0 = it does not run
    };
    Joined joined{};
};

/// An ordered list of steps: host steps up to and including CloneProcess, then the maps written by the host
/// while the child waits, then the child's steps; the last is Execute. A value.
struct Plan {
    std::vector<Step> steps;
};

/// Compiles a specification into steps. Pure: reads nothing but its arguments. Validates the specification
/// first; then NotSupported names a field that this machine's facts cannot fulfil.
[[nodiscard]] Result<Plan> makePlan(const ContainerSpec& spec, const PlanContext& context);

/// A step in words. `context` fills in ids and paths in the commands by hand.
[[nodiscard]] StepDescription describe(const Step& step, const PlanContext& context);

/// All of a plan, ids made unique.
[[nodiscard]] std::vector<StepDescription> describe(const Plan& plan, const PlanContext& context);

} // namespace vitrine
