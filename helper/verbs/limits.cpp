// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/cgroup.h"
#include "core/cgroup/disks.h"
#include "helper/bus/limitsmap.h"
#include "helper/bus/wiretypes.h"
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

/// An error about a field, by the name that the caller has for it.
Error named(Error error) {
    if (error.kind() == ErrorKind::InvalidArgument)
        return Error::invalid("limits." + error.subject(), "must be " + error.reason());
    return error;
}

Result<> namedLimits(Result<> result) {
    if (result)
        return result;
    return failure(named(std::move(result).error()));
}

/// The kernel's part. It takes all limits or none.
Result<QList<LimitEffectRow>> applyToKernel(const LimitsOrder& order) {
    QList<LimitEffectRow> rows;
    if (order.cgroup.empty())
        return rows;
    const auto group =
        VITRINE_TRY(cgroup::open(order.facts.cgroup, order.cgroup, cgroup::Create::OpenExisting));
    auto done = group->setLimits(order.after.limits, UnsetLimits::Reset);
    if (!done)
        return failure(named(std::move(done).error()));
    for (const cgroup::LimitReadback& readback : *done)
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

// Safe because: keys, types and ranges are checked, and the files written are those of the container's own
// control group. Any disk may be named: io.max and io.weight bind the processes of this group alone, nobody
// else's reads and writes become slower, and the device itself is neither opened nor made accessible. CPUs
// and memory nodes are out of those that the group above has.
Result<Intent> prepareSetLimits(Context& context, const Call& call) {
    const ResourceLimits limits = VITRINE_TRY(limitsFromMap(argument<QVariantMap>(call, 0)));
    VITRINE_CHECK(namedLimits(checkAmong("cpus", limits.cpus, context.facts.cgroup.cpus)));
    VITRINE_CHECK(
        namedLimits(checkAmong("memoryNodes", limits.memoryNodes, context.facts.cgroup.memoryNodes)));
    if (!limits.ioMax.empty())
        VITRINE_CHECK(namedLimits(checkDisks(limits.ioMax, VITRINE_TRY(cgroup::listDisks()))));
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
        const auto rows = readLimits(granted.context.facts.cgroup, *granted.container);
        if (!rows)
            return granted.reply->fail(rows.error());
        granted.reply->send({QVariant::fromValue(*rows)});
    }};
}

} // namespace vitrine::helper
