// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/containerstore.h"
#include "helper/containers/lifecycle.h"
#include "helper/jobs/jobs.h"
#include "helper/verbs/common.h"
#include "helper/verbs/verbs.h"

namespace vitrine::helper {

namespace {

Result<> checkStopped(const Container& container) {
    VITRINE_CHECK(checkIdle(container));
    if (container.state == ContainerState::Stopped)
        return {};
    return failure(
        Error(ErrorKind::WrongState, {}, container.spec.name,
              "is " + std::string(nameOf(container.state)) + ", and must be stopped to be started"));
}

} // namespace

// Safe because: what is started is the specification that Create has checked and asked about; the root is
// opened by descriptor and must be the very directory that was recorded; less isolation than the default is
// asked about each time.
Result<Intent> prepareStart(Context& context, const Call& call) {
    const auto token = argument<QString>(call, 0);
    VITRINE_CHECK(Jobs::validateToken(token));
    VITRINE_CHECK(checkStopped(*call.container));
    VITRINE_CHECK(context.store.checkFolder());
    Intent intent;
    if (!widenings(call.container->spec).empty())
        intent.further.push_back(Action::Widen);
    intent.act = [token](const Granted& granted) {
        if (auto stopped = checkStopped(*granted.container); !stopped)
            return granted.reply->fail(stopped.error());
        Lifecycle& lifecycle = granted.context.lifecycle;
        const auto cancel = [&lifecycle, container = granted.container] { lifecycle.cancelStart(container); };
        if (const auto job = beginJob(granted, token, "start", cancel))
            lifecycle.start(granted.container, job);
    };
    return intent;
}

} // namespace vitrine::helper
