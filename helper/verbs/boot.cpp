// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/features.h"
#include "helper/containers/containerstore.h"
#include "helper/jobs/tasks.h"
#include "helper/verbs/common.h"
#include "helper/verbs/verbs.h"

#include <algorithm>

namespace vitrine::helper {

namespace {

Result<> checkAvailable(const HostFacts& facts) {
    const auto found =
        std::ranges::find(facts.unavailable, feature::startAtBoot, &HostFacts::Unavailable::feature);
    if (found == facts.unavailable.end())
        return {};
    return failure(Error(ErrorKind::NotSupported, "start it with the machine", "", found->reason)
                       .withHint("A container of the system's own helper can be started so."));
}

Result<> checkMarkable(const Container& container, bool enabled) {
    VITRINE_CHECK(checkIdle(container));
    if (enabled && container.state == ContainerState::Broken)
        return failure(Error(ErrorKind::WrongState, {}, container.spec.name,
                             "is broken and cannot be started with the machine"));
    return {};
}

void mark(const Granted& granted, bool enabled) {
    ContainerStore& store = granted.context.store;
    if (auto markable = checkMarkable(*granted.container, enabled); !markable)
        return granted.reply->fail(markable.error());
    std::optional<ContainerSpec> permitted;
    if (enabled)
        permitted = granted.container->spec;
    granted.context.tasks.run<Result<>>(
        granted.container->record.ownerUid,
        [containers = store.directories().containers.get(), id = granted.container->id(),
         permitted]() -> Result<> {
            const auto bundle = VITRINE_TRY(monitor::Bundle::open(containers, id));
            return bundle.writeBootMark(permitted);
        },
        [&store, enabled, container = granted.container, reply = granted.reply,
         guard = OperationGuard(granted.container, Operation::Mark)](const Result<>& written) mutable {
            guard.end();
            if (!written)
                return reply->fail(written.error());
            container->startAtBoot = enabled;
            store.touch(*container);
            reply->send();
        });
}

} // namespace

// Safe because: the mark lies in the container's own folder, which is root's, and says for which
// specification it was given; what isolates less than the default is asked about as a start of it is, and is
// not started any more when it was changed. To take it away is to do less.
Result<Intent> prepareSetStartAtBoot(Context& context, const Call& call) {
    const auto enabled = argument<bool>(call, 0);
    VITRINE_CHECK(checkAvailable(context.facts));
    VITRINE_CHECK(checkMarkable(*call.container, enabled));
    VITRINE_CHECK(context.store.checkFolder());
    Intent intent;
    if (enabled)
        intent.further = actionsFor(call.container->spec);
    intent.act = [enabled](const Granted& granted) { mark(granted, enabled); };
    return intent;
}

} // namespace vitrine::helper
