// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/plan/plan.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// The way out by hand: a commented script for sh (POSIX, as dash and bash read it) that builds the container
/// of the plan with the commands of coreutils, util-linux and iproute2, runs its command and takes everything
/// back when that ends. What a shell cannot do is listed at its top and said again at its place.
///
/// `plan` is what makePlan() made of `context`; the script makes its control groups at the path of the plan,
/// which no running container may have. `name` is what the container is called. Nothing in them can become a
/// command: values are quoted, and comments hold no control characters. `missing`: what was left out before
/// the plan was made, sentences for the list at the top. Pure.
[[nodiscard]] std::string makeScript(const Plan& plan, const PlanContext& context, std::string_view name,
                                     std::vector<std::string> missing = {});

} // namespace vitrine
