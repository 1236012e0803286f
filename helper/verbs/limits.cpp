// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/cgroup.h"
#include "core/model/limitfiles.h"
#include "core/sys/file.h"
#include "helper/bus/properties.h"
#include "helper/containers/containerstore.h"
#include "helper/jobs/tasks.h"
#include "helper/verbs/common.h"
#include "helper/verbs/verbs.h"

#include <fcntl.h>

#include <algorithm>
#include <array>

namespace vitrine::helper {

namespace {

constexpr std::size_t maximumControlFile = 4096;

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
Result<QList<LimitRow>> applyToKernel(const LimitsOrder& order) {
    QList<LimitRow> rows;
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
Result<QList<LimitRow>> applyLimits(const LimitsOrder& order) {
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
    granted.context.tasks.run<Result<QList<LimitRow>>>(
        [order] { return applyLimits(order); },
        [&store, target, guard = std::move(guard), limits,
         reply = granted.reply](const Result<QList<LimitRow>>& rows) {
            if (!rows)
                return reply->fail(rows.error());
            target->spec.limits = limits;
            store.touch(*target);
            reply->send({QVariant::fromValue(*rows)});
        });
}

/// The key of the contract for a control file of either version.
QString keyOf(const std::string& file) {
    static constexpr std::array<std::pair<std::string_view, const char*>, 12> keys{{
        {"cpu.max", "cpuQuotaUs"},
        {"cpu.weight", "cpuWeight"},
        {"memory.max", "memoryMax"},
        {"memory.high", "memoryHigh"},
        {"memory.swap.max", "swapMax"},
        {"pids.max", "pidsMax"},
        {"cpu.cfs_quota_us", "cpuQuotaUs"},
        {"cpu.cfs_period_us", "cpuPeriodUs"},
        {"cpu.shares", "cpuWeight"},
        {"memory.limit_in_bytes", "memoryMax"},
        {"memory.soft_limit_in_bytes", "memoryHigh"},
        {"memory.memsw.limit_in_bytes", "swapMax"},
    }};
    for (const auto& [name, key] : keys)
        if (name == file)
            return QString::fromLatin1(key);
    return {};
}

/// All limits that these hierarchies have files for; one of each kind, to learn the files' names.
std::vector<LimitFile> knownFiles(const CgroupFacts& facts) {
    std::vector<LimitFile> files;
    const std::uint64_t mebibyte = 1U << 20U;
    std::array<ResourceLimits, 6> singles;
    singles[0].cpuMax = CpuMax{100000, 100000};
    singles[1].cpuWeight = 100;
    singles[2].memoryMax = mebibyte;
    singles[3].memoryHigh = mebibyte;
    singles[4].memoryMax = mebibyte;
    singles[4].swapMax = mebibyte;
    singles[5].pidsMax = 1;
    for (const ResourceLimits& single : singles)
        for (LimitFile& file :
             limitFiles(facts, single, UnsetLimits::Skip).value_or(std::vector<LimitFile>()))
            if (std::ranges::find(files, file.file, &LimitFile::file) == files.end())
                files.push_back(std::move(file));
    return files;
}

QList<LimitRow> readLimits(const CgroupFacts& facts, const cgroup::Cgroup& group) {
    QList<LimitRow> rows;
    for (const LimitFile& file : knownFiles(facts)) {
        const std::string path = group.directoryOf(file.controller) + '/' + file.file;
        const auto text = sys::readFileAt(AT_FDCWD, path, maximumControlFile);
        if (text)
            rows.append({keyOf(file.file), toQString(path), toQString(*text).trimmed()});
    }
    return rows;
}

} // namespace

// Safe because: keys and ranges are checked, and the files written are those of the container's own control
// group.
Result<Intent> prepareSetLimits(Context&, const Call& call) {
    const ResourceLimits limits = VITRINE_TRY(limitsFromMap(argument<NumberMap>(call, 0)));
    VITRINE_CHECK(checkLimitable(*call.container));
    return Intent{.act = [limits](const Granted& granted) { setLimits(granted, limits); }};
}

// Safe because: it reads the control files of the owner's container.
Result<Intent> prepareReadLimits(Context&, const Call&) {
    return Intent{.act = [](const Granted& granted) {
        const Container& container = *granted.container;
        QList<LimitRow> rows;
        if (container.isRunning() && !container.cgroup.empty()) {
            const CgroupFacts& facts = granted.context.facts.cgroup;
            if (const auto group = cgroup::open(facts, container.cgroup, cgroup::Create::OpenExisting))
                rows = readLimits(facts, **group);
        }
        granted.reply->send({QVariant::fromValue(rows)});
    }};
}

} // namespace vitrine::helper
