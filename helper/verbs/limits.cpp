// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/cgroup.h"
#include "helper/bus/properties.h"
#include "helper/containers/containerstore.h"
#include "helper/jobs/tasks.h"
#include "helper/verbs/common.h"
#include "helper/verbs/verbs.h"

namespace vitrine::helper {

namespace {

/// What is to be done, for a thread.
struct LimitsOrder {
    HostFacts facts;
    std::string cgroup; ///< empty = the container does not run
    int containers = -1;
    std::string id;
    ContainerSpec before;
    ContainerSpec after;
};

/// The kernel's part. It takes all limits or none.
Result<QList<LimitEffectRow>> applyToKernel(const LimitsOrder& order) {
    QList<LimitEffectRow> rows;
    if (order.cgroup.empty())
        return rows;
    const auto group =
        VITRINE_TRY(cgroup::open(order.facts.cgroup, order.cgroup, cgroup::Create::OpenExisting));
    const auto done = VITRINE_TRY(group->setLimits(order.after.limits, UnsetLimits::Reset));
    for (const cgroup::LimitReadback& readback : done)
        rows.append({toQString(readback.file), toQString(readback.asked), toQString(readback.effective)});
    return rows;
}

/// In a thread: lowering a memory limit makes the kernel reclaim before write(2) returns. The file first: a
/// full disk must not leave the kernel with limits that nothing tells of.
Result<QList<LimitEffectRow>> applyLimits(const LimitsOrder& order) {
    const auto bundle = VITRINE_TRY(monitor::Bundle::open(order.containers, order.id));
    VITRINE_CHECK(bundle.writeSpec(order.after));
    auto rows = applyToKernel(order);
    if (rows)
        return rows;
    if (const auto restored = bundle.writeSpec(order.before); !restored)
        return failure(std::move(rows).error().withHint(
            "The new limits stay in config.json, which could not be put back (" + restored.error().message() +
            "): set the limits again."));
    return rows;
}

Result<> checkLimitable(const Container& container) {
    VITRINE_CHECK(checkIdle(container));
    if (container.state == ContainerState::Broken)
        return failure(
            Error(ErrorKind::WrongState, {}, container.spec.name, "is broken and takes no limits"));
    return {};
}

void setLimits(const Granted& granted, const ResourceLimits& limits) {
    const auto target = granted.container;
    if (auto limitable = checkLimitable(*target); !limitable)
        return granted.reply->fail(limitable.error());
    OperationGuard guard(target, Operation::Limits);
    ContainerStore& store = granted.context.store;
    LimitsOrder order{granted.context.facts, {},           store.directories().containers.get(),
                      target->id(),          target->spec, target->spec};
    order.after.limits = limits;
    if (target->isRunning())
        order.cgroup = target->cgroup;
    granted.context.tasks.run<Result<QList<LimitEffectRow>>>(
        target->record.ownerUid, [order] { return applyLimits(order); },
        [&store, target, guard = std::move(guard), limits,
         reply = granted.reply](const Result<QList<LimitEffectRow>>& rows) {
            if (!rows)
                return reply->fail(rows.error());
            target->spec.limits = limits;
            store.touch(*target);
            reply->send({QVariant::fromValue(*rows)});
        });
}

Result<QList<LimitReadingRow>> readLimits(const CgroupFacts& facts, const Container& container) {
    QList<LimitReadingRow> rows;
    if (!container.isRunning() || container.cgroup.empty())
        return rows;
    const auto group = cgroup::open(facts, container.cgroup, cgroup::Create::OpenExisting);
    if (!group && group.error().kind() == ErrorKind::NotFound) // it has just ended
        return rows;
    if (!group)
        return failure(group.error());
    const auto readings = VITRINE_TRY((*group)->readFiles());
    for (const cgroup::LimitReading& reading : readings)
        rows.append({toQString(reading.key), toQString(reading.file), toQString(reading.kernel)});
    return rows;
}

} // namespace

// Safe because: keys and ranges are checked, and the files written are those of the container's own control
// group.
Result<Intent> prepareSetLimits(Context& context, const Call& call) {
    const ResourceLimits limits = VITRINE_TRY(limitsFromMap(argument<NumberMap>(call, 0)));
    VITRINE_CHECK(checkLimitable(*call.container));
    VITRINE_CHECK(context.store.checkFolder());
    return Intent{.act = [limits](const Granted& granted) { setLimits(granted, limits); }};
}

// Safe because: it reads the control files of the owner's container.
Result<Intent> prepareReadLimits(Context&, const Call&) {
    return Intent{.act = [](const Granted& granted) {
        const auto rows = readLimits(granted.context.facts.cgroup, *granted.container);
        if (!rows)
            return granted.reply->fail(rows.error());
        granted.reply->send({QVariant::fromValue(*rows)});
    }};
}

} // namespace vitrine::helper
