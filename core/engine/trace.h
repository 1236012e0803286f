// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/stepview.h"
#include "core/plan/plan.h"

#include <vector>

namespace vitrine::engine {

/// What happened to each step of a plan, in the plan's order.
struct Trace {
    std::vector<StepRecord> records;
    std::uint64_t totalNs = 0; ///< from the first step to the successful execve, or to the failure
};

} // namespace vitrine::engine
