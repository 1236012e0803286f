// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/access/clients.h"
#include "helper/bus/paths.h"
#include "helper/containers/containerstore.h"
#include "helper/sampling/sampling.h"
#include "helper/verbs/common.h"
#include "helper/verbs/verbs.h"

namespace vitrine::helper {

namespace {

constexpr unsigned everything = 7;
constexpr unsigned shortestMs = 250;
constexpr unsigned longestMs = 60'000;
constexpr qsizetype maximumContainers = 4000;

Result<QList<QDBusObjectPath>> takePaths(const Call& call) {
    auto paths = argument<QList<QDBusObjectPath>>(call, 0);
    if (paths.size() > maximumContainers)
        return failure(Error::invalid("containers", "must be at most 4000 object paths"));
    return paths;
}

Result<unsigned> takeKinds(const Call& call) {
    const auto what = argument<uint>(call, 1);
    if (what == 0 || (what & ~everything) != 0)
        return failure(Error::invalid(
            "what", "must be a sum of 1 (Statistics), 2 (DetailedStatistics) and 4 (Processes)"));
    return what;
}

} // namespace

// Safe because: only containers that the caller may see are sampled for it, and visibility is looked at again
// at each tick; the interval has a floor, and one pass serves all callers.
Result<Intent> prepareSubscribe(Context& context, const Call& call) {
    const auto paths = VITRINE_TRY(takePaths(call));
    const unsigned what = VITRINE_TRY(takeKinds(call));
    const auto intervalMs = argument<uint>(call, 2);
    if (intervalMs < shortestMs || intervalMs > longestMs)
        return failure(Error::invalid("intervalMs", "must be 250 to 60000"));
    std::set<std::string> ids;
    for (const QDBusObjectPath& path : paths) {
        const auto container = context.store.find(containerIdFrom(path.path()));
        if (!container || !context.clients.sees(call.caller.name, container->record.ownerUid))
            return Intent{.act = [path](const Granted& granted) {
                granted.reply->failMissing(Missing::Container, path.path());
            }};
        ids.insert(container->id());
    }
    return Intent{.act = [ids, what, intervalMs](const Granted& granted) {
        granted.reply->send();
        granted.context.sampling.subscribe(granted.caller.name, ids, what, static_cast<int>(intervalMs));
    }};
}

// Safe because: it takes back what this very connection asked for.
Result<Intent> prepareUnsubscribe(Context&, const Call& call) {
    const auto paths = VITRINE_TRY(takePaths(call));
    const unsigned what = VITRINE_TRY(takeKinds(call));
    std::set<std::string> ids;
    for (const QDBusObjectPath& path : paths)
        ids.insert(containerIdFrom(path.path()));
    return Intent{.act = [ids, what](const Granted& granted) {
        granted.context.sampling.unsubscribe(granted.caller.name, ids, what);
        granted.reply->send();
    }};
}

} // namespace vitrine::helper
