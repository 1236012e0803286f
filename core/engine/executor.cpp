// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/executor.h"

#include "core/engine/startrun.h"

namespace vitrine::engine {

StartOutcome start(const Plan& plan, const PlanContext& context, const StartOptions& options) {
    auto trace = SharedTrace::create(plan.steps.size());
    if (!trace)
        return {{}, failure(std::move(trace).error())};
    StartRun run(plan, context, options, *trace);
    auto result = run.execute();
    return {trace->toTrace(), std::move(result)};
}

} // namespace vitrine::engine
