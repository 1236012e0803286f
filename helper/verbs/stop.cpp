// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/jobs/jobs.h"
#include "helper/monitorlink/monitorlink.h"
#include "helper/verbs/common.h"
#include "helper/verbs/verbs.h"

namespace vitrine::helper {

namespace {

constexpr unsigned maximumTimeoutMs = 600'000;

void stop(const Granted& granted, const QString& token, unsigned timeoutMs) {
    Container& container = *granted.container;
    if (auto running = checkRunning(container); !running)
        return granted.reply->fail(running.error());
    if (container.stopJob && timeoutMs != 0)
        return granted.reply->fail(Error(ErrorKind::Busy, {}, container.spec.name, "is being stopped already")
                                       .withHint("To end it at once, stop it with a timeout of 0."));
    const auto job = beginJob(granted, token, "stop");
    if (!job)
        return;
    // An impatient second stop takes over: the first job ends with it.
    Jobs& jobs = granted.context.jobs;
    jobs.finish(std::exchange(container.stopJob, job),
                failure(Error(ErrorKind::Cancelled, {}, "the stop", "was overtaken by an immediate one")));
    container.link->request(monitor::StopContainer{timeoutMs},
                            [&jobs, target = granted.container, job](const Result<MonitorAnswer>& answer) {
                                // The link closing is the end that was asked for.
                                if (answer || answer.error().kind() == ErrorKind::WrongState)
                                    return;
                                if (target->stopJob == job)
                                    target->stopJob = nullptr;
                                jobs.finish(job, failure(answer.error()));
                            });
}

} // namespace

// Safe because: the monitor signals its own child by pidfd and kills its own control group; no pid comes from
// the caller.
Result<Intent> prepareStop(Context&, const Call& call) {
    const auto timeoutMs = argument<uint>(call, 0);
    const auto token = argument<QString>(call, 1);
    if (timeoutMs > maximumTimeoutMs)
        return failure(Error::invalid("timeoutMs", "must be 0 to 600000"));
    VITRINE_CHECK(Jobs::validateToken(token));
    VITRINE_CHECK(checkRunning(*call.container));
    return Intent{.act = [token, timeoutMs](const Granted& granted) { stop(granted, token, timeoutMs); }};
}

} // namespace vitrine::helper
