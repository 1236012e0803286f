// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/groupspec.h"
#include "core/plan/plan.h"
#include "helper/bus/wiretypes.h"
#include "helper/context.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::helper {

/// The plan in words. InvalidArgument if it has more than 262,144 characters.
[[nodiscard]] Result<QList<StepRow>> planRows(const ContainerSpec& spec, const PlanContext& context);

/// The path of the control group that a script by hand makes: not the one of Vitrine's own container, beside
/// which it may run.
[[nodiscard]] std::string scriptGroup(const std::string& id);

/// Where a group's control group is, and that of a container in it; values, for threads. With an empty id: of
/// no group.
struct GroupPlace {
    GroupSpec group;
    std::string groupPath;
    std::string containerPath;
};

/// The places of a container in each of its owner's groups, and in none.
[[nodiscard]] std::vector<GroupPlace> placesFor(const Context& context, std::uint32_t owner,
                                                const std::string& container);
/// Chooses the one that the specification is in. InvalidArgument if there is none.
[[nodiscard]] Result<> place(const std::vector<GroupPlace>& places, const ContainerSpec& spec,
                             PlanContext& context);
/// The same for a script by hand: at scriptGroup().
[[nodiscard]] Result<> placeByHand(const std::vector<GroupPlace>& places, const ContainerSpec& spec,
                                   PlanContext& context);

/// The container as a script by hand (core/plan/script.h), at `context`'s control group. Without root it has
/// none, and says so. LimitExceeded if it has more than 4,194,304 characters.
[[nodiscard]] Result<QString> scriptOf(ContainerSpec spec, PlanContext context);

/// The lines of its id maps say which ids there are inside; those outside are the helper's. InvalidArgument
/// names a line that is not within the 65,536 ids of a container.
[[nodiscard]] Result<> checkIdLines(const ContainerSpec& spec);

/// What a caller's configuration becomes: root, name and id mappings are the helper's. `idBase`: of the
/// container's range; 0 = it has none (no user namespace, or rootless: then the caller's own id is mapped).
[[nodiscard]] ContainerSpec adopt(ContainerSpec spec, const std::string& name, std::uint32_t idBase,
                                  Mode mode);

} // namespace vitrine::helper
