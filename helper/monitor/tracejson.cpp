// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/tracejson.h"

#include "helper/monitor/jsonfields.h"

namespace vitrine::monitor {

namespace {

std::string_view wordOf(StepState state) {
    switch (state) {
    case StepState::Pending:
        return "pending";
    case StepState::Running:
        return "running";
    case StepState::Done:
        return "done";
    case StepState::Failed:
        return "failed";
    case StepState::Undone:
        return "undone";
    }
    return "pending";
}

} // namespace

std::string traceJson(const std::vector<StepDescription>& steps, const engine::Trace& trace) {
    std::string text = "[";
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const StepDescription& step = steps[i];
        const StepRecord record = i < trace.records.size() ? trace.records[i] : StepRecord{};
        // One small object at a time: the whole as a tree would double the memory the monitor ever needs.
        text += i == 0 ? "\n" : ",\n";
        text += textOf({{"id", step.id},
                        {"title", step.title},
                        {"systemCall", step.systemCall},
                        {"byHand", step.byHand},
                        {"explanation", step.explanation},
                        {"isolates", step.isolates},
                        {"undo", step.undo},
                        {"state", wordOf(record.state)},
                        {"errno", record.errnum},
                        {"error", record.error},
                        {"startNs", record.startNs},
                        {"durationNs", record.durationNs}});
    }
    return text + "\n]\n";
}

} // namespace vitrine::monitor
