// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "testcontainer.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

using namespace vitrine;

namespace {

/// A line per step: who performs it, and the system calls that the description names.
int printCalls(const Plan& plan, const PlanContext& context) {
    for (const Step& step : plan.steps) {
        std::printf("%s %s\n", sideOf(step) == StepSide::Host ? "host" : "container",
                    describe(step, context).systemCall.c_str());
    }
    return 0;
}

} // namespace

// With "describe", prints what the plan says of its system calls. Otherwise starts the default container with
// a terminal as often as its first argument says, idle for its second in milliseconds before each, and prints
// times in µs. Under strace(1) the two access(2) calls mark what is a start.
int main(int count, char** words) {
    const int rounds = count > 1 ? std::atoi(words[1]) : 1;
    const int idleMs = count > 2 ? std::atoi(words[2]) : 0;
    const TestBed bed;
    ContainerSpec spec = bed.spec({"wait"});
    spec.process.terminal = Terminal::Yes;
    const PlanContext context = bed.context(spec);
    const Plan plan = makePlan(spec, context).value();
    if (count > 1 && std::string_view(words[1]) == "describe")
        return printCalls(plan, context);
    std::vector<double> starts;
    std::vector<double> execs;
    for (int round = 0; round < rounds; ++round) {
        ::usleep(static_cast<useconds_t>(idleMs) * 1000);
        static_cast<void>(::access("/vitrine-test-begin", F_OK));
        TestContainer container(bed, spec, context, bed.options());
        static_cast<void>(::access("/vitrine-test-end", F_OK));
        if (!container.started()) {
            std::fprintf(stderr, "%s\n", container.error().c_str());
            return 1;
        }
        starts.push_back(static_cast<double>(container.trace().totalNs) / 1000);
        static_cast<void>(container.view());
        if (rounds > 1) {
            ::usleep(static_cast<useconds_t>(idleMs) * 1000);
            engine::ExecRequest request;
            request.process = spec.process;
            request.process.args = {"/payload", "exit", "0"};
            timespec before{};
            timespec after{};
            ::clock_gettime(CLOCK_MONOTONIC, &before);
            const auto started = engine::exec(container.container(), spec, request);
            ::clock_gettime(CLOCK_MONOTONIC, &after);
            if (!started)
                return 1;
            execs.push_back(static_cast<double>(after.tv_sec - before.tv_sec) * 1e6 +
                            static_cast<double>(after.tv_nsec - before.tv_nsec) / 1e3);
            reap(*started);
        }
        if (!container.finish())
            return 1;
    }
    std::ranges::sort(starts);
    std::ranges::sort(execs);
    const auto at = [](const std::vector<double>& times, std::size_t part) {
        return times.empty() ? 0.0 : times[times.size() * part / 100];
    };
    std::printf("%zu steps, %d rounds, us: start to exec median %.0f fastest %.0f; exec into it median %.0f "
                "fastest %.0f\n",
                plan.steps.size(), rounds, at(starts, 50), at(starts, 0), at(execs, 50), at(execs, 0));
    return 0;
}
