// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/disks.h"
#include "helper/bus/wiretypes.h"
#include "helper/containers/containerstore.h"
#include "helper/jobs/tasks.h"
#include "helper/verbs/common.h"
#include "helper/verbs/limitwork.h"
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

/// In a thread: lowering a memory limit makes the kernel reclaim before write(2) returns. The file first: a
/// full disk must not leave the kernel with limits that nothing tells of.
Result<QList<LimitEffectRow>> applyLimits(const LimitsOrder& order) {
    const auto bundle = VITRINE_TRY(monitor::Bundle::open(order.containers, order.id));
    VITRINE_CHECK(bundle.writeSpec(order.after));
    auto rows = applyToKernel(order.facts.cgroup, order.cgroup, order.after.limits);
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

} // namespace

// Safe because: keys, types and ranges are checked, and the files written are those of the container's own
// control group. Any disk may be named: io.max and io.weight bind the processes of this group alone, nobody
// else's reads and writes become slower, and the device itself is neither opened nor made accessible. CPUs
// and memory nodes are out of those that the group above has.
Result<Intent> prepareSetLimits(Context& context, const Call& call) {
    const ResourceLimits limits = VITRINE_TRY(takeLimits(context, argument<QVariantMap>(call, 0)));
    VITRINE_CHECK(checkLimitable(*call.container));
    VITRINE_CHECK(context.store.checkFolder());
    return Intent{.act = [limits](const Granted& granted) { setLimits(granted, limits); }};
}

// Safe because: the names and sizes of disks are there for all to read in /sys/dev/block.
Result<Intent> prepareListDisks(Context&, const Call&) {
    return Intent{.act = [](const Granted& granted) {
        const auto disks = cgroup::listDisks();
        if (!disks)
            return granted.reply->fail(disks.error());
        QList<DiskRow> rows;
        for (const Disk& disk : *disks)
            rows.append({disk.device.major, disk.device.minor, toQString(disk.name), disk.bytes});
        granted.reply->send({QVariant::fromValue(rows)});
    }};
}

// Safe because: it reads the control files of the owner's container.
Result<Intent> prepareReadLimits(Context&, const Call&) {
    return Intent{.act = [](const Granted& granted) {
        const Container& container = *granted.container;
        const auto rows = readFromKernel(granted.context.facts.cgroup,
                                         container.isRunning() ? container.cgroup : std::string());
        if (!rows)
            return granted.reply->fail(rows.error());
        granted.reply->send({QVariant::fromValue(*rows)});
    }};
}

} // namespace vitrine::helper
