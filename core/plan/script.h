// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/plan/plan.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// What a script by hand can hold beside the plan.
struct ScriptExtras {
    std::vector<std::string> missing; ///< what was left out before the plan was made, sentences for the list
    /// The compiled filter of the plan's LoadSeccomp, as seccomp(2) takes it (one struct sock_filter after
    /// the other); empty: the script has none, and says so.
    std::string filter{};
};

/// The way out by hand: a commented script for sh (POSIX, as dash and bash read it) that builds the container
/// of the plan with the commands of coreutils, util-linux and iproute2, runs its command and takes everything
/// back when that ends. What a shell cannot do is listed at its top and said again at its place.
///
/// `plan` is what makePlan() made of `context`; the script makes its control groups at the path of the plan,
/// which no running container may have. `name` is what the container is called. Nothing in them can become a
/// command: values are quoted, and comments hold no control characters. `missing`: what was left out before
/// the plan was made, sentences for the list at the top. Pure.
[[nodiscard]] std::string makeScript(const Plan& plan, const PlanContext& context, std::string_view name,
                                     const ScriptExtras& extras = {});

} // namespace vitrine
