// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/containerstore.h"
#include "helper/jobs/tasks.h"
#include "helper/verbs/common.h"
#include "helper/verbs/verbs.h"

namespace vitrine::helper {

namespace {

Result<> checkName(const ContainerStore& store, const Container& container, const std::string& name) {
    VITRINE_CHECK(checkIdle(container));
    if (container.state == ContainerState::Broken)
        return failure(
            Error(ErrorKind::WrongState, {}, container.spec.name, "is broken and cannot be renamed"));
    const auto other = store.findByName(container.record.ownerUid, name);
    if (other && other.get() != &container)
        return failure(Error(ErrorKind::AlreadyExists, {}, "name", "another container is called " + name));
    return {};
}

void rename(const Granted& granted, const std::string& name) {
    Container& container = *granted.container;
    ContainerStore& store = granted.context.store;
    if (auto free = checkName(store, container, name); !free)
        return granted.reply->fail(free.error());
    ContainerSpec spec = container.spec;
    spec.name = name;
    OperationGuard guard(granted.container, Operation::Rename);
    // In memory at once, so that nobody else can take the name meanwhile.
    const std::string before = std::exchange(container.spec.name, name);
    ++container.revision;
    const int containers = store.directories().containers.get();
    granted.context.tasks.run<Result<>>(
        container.record.ownerUid,
        [containers, id = container.id(), spec]() -> Result<> {
            const auto bundle = VITRINE_TRY(monitor::Bundle::open(containers, id));
            return bundle.writeSpec(spec);
        },
        [&store, target = granted.container, guard = std::move(guard), before,
         reply = granted.reply](const Result<>& written) {
            if (!written)
                target->spec.name = before;
            store.touch(*target);
            if (!written)
                return reply->fail(written.error());
            reply->send();
        });
}

} // namespace

// Safe because: the name is checked against a fixed set of characters and written into the container's own
// file.
Result<Intent> prepareRename(Context& context, const Call& call) {
    const std::string name = argument<QString>(call, 0).toStdString();
    VITRINE_CHECK(validateName(name));
    VITRINE_CHECK(checkName(context.store, *call.container, name));
    VITRINE_CHECK(context.store.checkFolder());
    return Intent{.act = [name](const Granted& granted) { rename(granted, name); }};
}

} // namespace vitrine::helper
