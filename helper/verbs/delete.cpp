// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/joining.h"
#include "helper/containers/lifecycle.h"
#include "helper/jobs/jobs.h"
#include "helper/monitorlink/monitorlink.h"
#include "helper/verbs/common.h"
#include "helper/verbs/verbs.h"

namespace vitrine::helper {

namespace {

Result<> checkDeletable(const Context& context, const Container& container) {
    VITRINE_CHECK(checkIdle(container));
    VITRINE_CHECK(checkNotJoined(context.store, container));
    // Broken because this helper does not understand its monitor, which goes on.
    if (container.state == ContainerState::Broken && container.run.leader.pid != 0)
        return failure(Error(ErrorKind::WrongState, {}, container.spec.name,
                             "still runs, and must be stopped to be deleted")
                           .withHint(container.hint));
    if (container.state == ContainerState::Stopped || container.state == ContainerState::Broken ||
        (container.state == ContainerState::Restarting && container.link))
        return {};
    return failure(Error(ErrorKind::WrongState, {}, container.spec.name,
                         "is " + std::string(nameOf(container.state)) + ", and must be stopped to be deleted")
                       .withHint("Stop it first."));
}

void discard(Context& context, const std::shared_ptr<Container>& container, const std::shared_ptr<Job>& job) {
    Jobs& jobs = context.jobs;
    context.lifecycle.discard(container, [&jobs, job](const Result<>& result) { jobs.finish(job, result); });
}

/// It waits to be started again: the waiting ends first, or what has begun at this very moment. Nothing else
/// can begin meanwhile.
void endAndDiscard(Context& context, const std::shared_ptr<Container>& container,
                   const std::shared_ptr<Job>& job) {
    const auto guard = std::make_shared<OperationGuard>(container, Operation::Delete);
    container->whenStopped = [&context, guard, weak = std::weak_ptr(container), job] {
        if (const auto stopped = weak.lock())
            discard(context, stopped, job);
    };
    container->link->request(monitor::StopContainer{0}, [&context, container, job](const auto& answer) {
        if (answer || answer.error().kind() == ErrorKind::WrongState)
            return; // the link closing is the end that was asked for
        container->whenStopped = nullptr;
        context.jobs.finish(job, failure(answer.error()));
    });
}

} // namespace

// Safe because: the bundle is renamed away within the helper's own directories and removed by descriptors,
// without following symbolic links or crossing mounts; a folder of the user's is not touched; its ids, which
// somebody else may get, are those of no container that runs.
Result<Intent> prepareDelete(Context& context, const Call& call) {
    const auto token = argument<QString>(call, 0);
    VITRINE_CHECK(Jobs::validateToken(token));
    VITRINE_CHECK(checkDeletable(context, *call.container));
    return Intent{.act = [token](const Granted& granted) {
        if (auto deletable = checkDeletable(granted.context, *granted.container); !deletable)
            return granted.reply->fail(deletable.error());
        const auto job = beginJob(granted, token, "delete");
        if (!job)
            return;
        if (granted.container->state == ContainerState::Restarting)
            return endAndDiscard(granted.context, granted.container, job);
        discard(granted.context, granted.container, job);
    }};
}

// Safe because: the dispatcher gives the job to its own caller only; a create that is cancelled is undone,
// and of a start only the monitor of that very container is ended, after which all is undone that its journal
// names.
Result<Intent> prepareCancel(Context&, const Call& call) {
    if (!call.job->cancel || call.job->finished)
        return failure(Error(ErrorKind::NotSupported, "cancel", call.job->operation.toStdString(),
                             call.job->finished ? "it has finished" : "it cannot be taken back half-way"));
    return Intent{.act = [](const Granted& granted) {
        if (granted.job->cancel)
            granted.job->cancel();
        granted.reply->send();
    }};
}

} // namespace vitrine::helper
