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

std::string stepJson(const StepDescription& step, const StepRecord& record) {
    return textOf({{"id", step.id},
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

} // namespace

std::string traceJson(const std::vector<StepDescription>& steps, const engine::Trace& trace) {
    std::string text = "[";
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const StepRecord record = i < trace.records.size() ? trace.records[i] : StepRecord{};
        // One small object at a time: the whole as a tree would double the memory the monitor ever needs.
        text += i == 0 ? "\n" : ",\n";
        text += stepJson(steps[i], record);
    }
    return text + "\n]\n";
}

std::string extendedTrace(std::string trace, const StepDescription& step, const StepRecord& record) {
    const std::size_t end = trace.rfind(']');
    if (end == std::string::npos)
        return trace;
    trace.resize(end);
    while (trace.ends_with('\n'))
        trace.pop_back();
    return trace + (trace.ends_with('[') ? "\n" : ",\n") + stepJson(step, record) + "\n]\n";
}

} // namespace vitrine::monitor
