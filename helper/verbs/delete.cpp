// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/lifecycle.h"
#include "helper/jobs/jobs.h"
#include "helper/verbs/common.h"
#include "helper/verbs/verbs.h"

namespace vitrine::helper {

namespace {

Result<> checkDeletable(const Container& container) {
    VITRINE_CHECK(checkIdle(container));
    // Broken because this helper does not understand its monitor, which goes on.
    if (container.state == ContainerState::Broken && container.run.leader.pid != 0)
        return failure(Error(ErrorKind::WrongState, {}, container.spec.name,
                             "still runs, and must be stopped to be deleted")
                           .withHint(container.hint));
    if (container.state == ContainerState::Stopped || container.state == ContainerState::Broken)
        return {};
    return failure(Error(ErrorKind::WrongState, {}, container.spec.name,
                         "is " + std::string(nameOf(container.state)) + ", and must be stopped to be deleted")
                       .withHint("Stop it first."));
}

} // namespace

// Safe because: the bundle is renamed away within the helper's own directories and removed by descriptors,
// without following symbolic links or crossing mounts; a folder of the user's is not touched.
Result<Intent> prepareDelete(Context&, const Call& call) {
    const auto token = argument<QString>(call, 0);
    VITRINE_CHECK(Jobs::validateToken(token));
    VITRINE_CHECK(checkDeletable(*call.container));
    return Intent{.act = [token](const Granted& granted) {
        if (auto deletable = checkDeletable(*granted.container); !deletable)
            return granted.reply->fail(deletable.error());
        const auto job = beginJob(granted, token, "delete");
        if (!job)
            return;
        Jobs& jobs = granted.context.jobs;
        granted.context.lifecycle.discard(granted.container,
                                          [&jobs, job](const Result<>& result) { jobs.finish(job, result); });
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
