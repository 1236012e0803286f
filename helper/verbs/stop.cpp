// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/lifecycle.h"
#include "helper/jobs/jobs.h"
#include "helper/monitorlink/monitorlink.h"
#include "helper/verbs/common.h"
#include "helper/verbs/verbs.h"

namespace vitrine::helper {

namespace {

/// The container's own, of its LifeSpec.
constexpr unsigned ownTimeout = 0xffffffff;
/// What an immediate stop gives the monitor to answer, before it goes past it.
constexpr std::chrono::seconds immediatePatience{5};

/// There is something to end: a first process, or the wait for the next one.
Result<> checkStoppable(const Container& container) {
    if (container.state == ContainerState::Restarting && container.link)
        return {};
    return checkRunning(container);
}

void giveUp(Jobs& jobs, Container& container, const std::shared_ptr<Job>& job, const Error& error) {
    if (container.stopJob == job)
        container.stopJob = nullptr;
    jobs.finish(job,
                failure(Error(error).withHint("To end it past its monitor, stop it with a timeout of 0.")));
}

void stop(const Granted& granted, const QString& token, unsigned timeoutMs) {
    Container& container = *granted.container;
    if (auto stoppable = checkStoppable(container); !stoppable)
        return granted.reply->fail(stoppable.error());
    if (timeoutMs == ownTimeout)
        timeoutMs = stopTimeoutOf(container.spec.life);
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
    const bool isImmediate = timeoutMs == 0;
    container.link->request(
        monitor::StopContainer{timeoutMs},
        [isImmediate, job, &context = granted.context, target = granted.container](const auto& answer) {
            // The link closing is the end that was asked for.
            if (answer || answer.error().kind() == ErrorKind::WrongState)
                return;
            if (isImmediate)
                return context.lifecycle.endByForce(target);
            giveUp(context.jobs, *target, job, answer.error());
        },
        isImmediate ? immediatePatience : MonitorLink::usualPatience);
}

} // namespace

// Safe because: the monitor signals its own child by pidfd and kills its own control group; where it does not
// answer the helper kills that group and the process that listens on the monitor's socket, which lies in a
// directory of root's; no pid comes from the caller.
Result<Intent> prepareStop(Context&, const Call& call) {
    const auto timeoutMs = argument<uint>(call, 0);
    const auto token = argument<QString>(call, 1);
    if (timeoutMs > maximumStopTimeoutMs && timeoutMs != ownTimeout)
        return failure(
            Error::invalid("timeoutMs", "must be 0 to 600000, or 4294967295 for the container's own"));
    VITRINE_CHECK(Jobs::validateToken(token));
    VITRINE_CHECK(checkStoppable(*call.container));
    return Intent{.act = [token, timeoutMs](const Granted& granted) { stop(granted, token, timeoutMs); }};
}

} // namespace vitrine::helper
