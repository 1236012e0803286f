// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/containerstore.h"
#include "helper/containers/groupstore.h"
#include "helper/containers/joining.h"
#include "helper/containers/lifecycle.h"
#include "helper/jobs/jobs.h"
#include "helper/verbs/common.h"
#include "helper/verbs/verbs.h"

#include <algorithm>

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

/// What this start is asked about: its own lack of isolation, and that of the container it joins, whose
/// processes and files it may reach.
std::vector<Action> actionsToStart(const Container& container, const Container* joined) {
    std::vector<Action> actions = actionsFor(container.spec);
    if (joined != nullptr)
        for (const Action action : actionsFor(joined->spec))
            if (!std::ranges::contains(actions, action))
                actions.push_back(action);
    return actions;
}

void start(const Granted& granted, const QString& token, const std::vector<Action>& asked) {
    const auto joined = runningJoined(granted.context.store, *granted.container);
    if (!joined)
        return granted.reply->fail(joined.error());
    for (const Action action : actionsToStart(*granted.container, joined->get()))
        if (!std::ranges::contains(asked, action))
            return granted.reply->fail(
                Error(ErrorKind::Stale, {}, "the container that it joins", "was changed meanwhile")
                    .withHint("Start it again."));
    if (const auto group = groupToStartIn(granted.context.groups, *granted.container); !group)
        return granted.reply->fail(group.error());
    Lifecycle& lifecycle = granted.context.lifecycle;
    const auto cancel = [&lifecycle, container = granted.container] { lifecycle.cancelStart(container); };
    const auto job = beginJob(granted, token, "start", cancel);
    if (!job)
        return;
    granted.container->isHalted = false; // asked for after that
    lifecycle.start(granted.container, job);
}

} // namespace

// Safe because: what is started is the specification that Create has checked and asked about; the root is
// opened by descriptor and must be the very directory that was recorded; what else it is
// shown of this computer is too; less isolation than the default is asked about each time, and that of a
// container that it joins with it, which must be one of the same owner.
Result<Intent> prepareStart(Context& context, const Call& call) {
    const auto token = argument<QString>(call, 0);
    VITRINE_CHECK(Jobs::validateToken(token));
    VITRINE_CHECK(checkStopped(*call.container));
    VITRINE_CHECK(context.store.checkFolder());
    VITRINE_TRY(groupToStartIn(context.groups, *call.container));
    const auto joined = VITRINE_TRY(runningJoined(context.store, *call.container));
    Intent intent;
    intent.further = actionsToStart(*call.container, joined.get());
    intent.act = [token, asked = intent.further](const Granted& granted) {
        if (auto stopped = checkStopped(*granted.container); !stopped)
            return granted.reply->fail(stopped.error());
        start(granted, token, asked);
    };
    return intent;
}

} // namespace vitrine::helper
