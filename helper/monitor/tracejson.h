// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/engine/trace.h"
#include "core/model/stepview.h"

#include <string>
#include <vector>

namespace vitrine::monitor {

/// trace.json: an array of {id, title, systemCall, byHand, explanation, isolates, undo, state, errno, error,
/// startNs, durationNs}, one for each step of the plan; state is "pending", "running", "done", "failed" or
/// "undone". A step without a record is pending.
[[nodiscard]] std::string traceJson(const std::vector<StepDescription>& steps, const engine::Trace& trace);

/// Such a trace with one more step at its end.
[[nodiscard]] std::string extendedTrace(std::string trace, const StepDescription& step,
                                        const StepRecord& record);

} // namespace vitrine::monitor
