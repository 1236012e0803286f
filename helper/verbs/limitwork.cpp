// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/verbs/limitwork.h"

#include "core/cgroup/cgroup.h"
#include "core/cgroup/disks.h"
#include "helper/bus/limitsmap.h"
#include "helper/verbs/common.h"

#include <utility>

namespace vitrine::helper {

namespace {

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

} // namespace

Result<ResourceLimits> takeLimits(const Context& context, const QVariantMap& map) {
    ResourceLimits limits = VITRINE_TRY(limitsFromMap(map));
    VITRINE_CHECK(namedLimits(checkAmong("cpus", limits.cpus, context.facts.cgroup.cpus)));
    VITRINE_CHECK(
        namedLimits(checkAmong("memoryNodes", limits.memoryNodes, context.facts.cgroup.memoryNodes)));
    if (!limits.ioMax.empty())
        VITRINE_CHECK(namedLimits(checkDisks(limits.ioMax, VITRINE_TRY(cgroup::listDisks()))));
    return limits;
}

Result<QList<LimitEffectRow>> applyToKernel(const CgroupFacts& facts, const std::string& cgroup,
                                            const ResourceLimits& limits) {
    QList<LimitEffectRow> rows;
    if (cgroup.empty())
        return rows;
    const auto group = VITRINE_TRY(cgroup::open(facts, cgroup, cgroup::Create::OpenExisting));
    auto done = group->setLimits(limits, UnsetLimits::Reset);
    if (!done)
        return failure(named(std::move(done).error()));
    for (const cgroup::LimitReadback& readback : *done)
        rows.append({toQString(readback.file), toQString(readback.asked), toQString(readback.effective)});
    return rows;
}

Result<QList<LimitReadingRow>> readFromKernel(const CgroupFacts& facts, const std::string& cgroup) {
    QList<LimitReadingRow> rows;
    if (cgroup.empty())
        return rows;
    const auto group = cgroup::open(facts, cgroup, cgroup::Create::OpenExisting);
    if (!group && group.error().kind() == ErrorKind::NotFound) // it has just ended
        return rows;
    if (!group)
        return failure(group.error());
    const auto readings = VITRINE_TRY((*group)->readFiles());
    for (const cgroup::LimitReading& reading : readings)
        rows.append({toQString(reading.key), toQString(reading.file), toQString(reading.kernel)});
    return rows;
}

} // namespace vitrine::helper
