// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "core/sys/file.h"
#include "helper/containers/containerstore.h"
#include "helper/containers/joining.h"
#include "helper/containers/lifecycle.h"
#include "helper/jobs/tasks.h"
#include "helper/monitor/outputlog.h"
#include "helper/monitor/plancontext.h"
#include "helper/verbs/common.h"
#include "helper/verbs/plans.h"
#include "helper/verbs/verbs.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace vitrine::helper {

namespace {

constexpr unsigned maximumLogPiece = 1'048'576;

/// One element of trace.json (helper/monitor/tracejson.h).
TraceRow traceRow(const QJsonObject& step) {
    const auto text = [&](const char* key) { return step.value(QLatin1String(key)).toString(); };
    const auto number = [&](const char* key) {
        return static_cast<qulonglong>(step.value(QLatin1String(key)).toInteger());
    };
    return {text("id"),     text("title"),       text("systemCall"),
            text("byHand"), text("explanation"), text("isolates"),
            text("undo"),   text("state"),       step.value(QLatin1String("errno")).toInt(),
            text("error"),  number("startNs"),   number("durationNs")};
}

Result<QList<TraceRow>> readTrace(const monitor::Bundle& bundle) {
    const std::string json = VITRINE_TRY(bundle.readTrace());
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(json), &problem);
    if (!document.isArray())
        return failure(Error(ErrorKind::Corrupt, "read", "trace.json", problem.errorString().toStdString()));
    QList<TraceRow> rows;
    const QJsonArray steps = document.array();
    for (const auto& step : steps)
        rows.append(traceRow(step.toObject()));
    return rows;
}

/// Runs `read` on the container's bundle in a thread, and answers with what `values` makes of its result.
template <typename T>
void answerFromBundle(const Granted& granted, std::function<Result<T>(const monitor::Bundle&)> read,
                      std::function<QVariantList(const T&)> values) {
    if (auto there = granted.context.store.checkFolder(); !there)
        return granted.reply->fail(there.error());
    const int containers = granted.context.store.directories().containers.get();
    const auto begun = granted.context.tasks.runFor<Result<T>>(
        granted.caller.uid,
        [containers, id = granted.container->id(), read = std::move(read)]() -> Result<T> {
            const auto bundle = VITRINE_TRY(monitor::Bundle::open(containers, id));
            return read(bundle);
        },
        [reply = granted.reply, values = std::move(values)](const Result<T>& result) {
            if (!result)
                return reply->fail(result.error());
            reply->send(values(*result));
        });
    if (!begun)
        granted.reply->fail(begun.error());
}

/// What a plan of a container is made from; values, for a thread.
struct PlanSite {
    monitor::BundleRecord record;
    ContainerSpec spec;
    std::string root;
    std::vector<Joinable> joinables;
    std::vector<GroupPlace> places;
};

PlanSite planSite(const Granted& granted) {
    const Container& container = *granted.container;
    return {container.record, container.spec, container.rootPath,
            joinablesFor(granted.context.store, container.record.ownerUid, container.spec),
            placesFor(granted.context, container.record.ownerUid, container.id())};
}

Result<std::pair<ContainerSpec, PlanContext>> contextFor(const HostFacts& facts, PlanSite site,
                                                         decltype(place)& choose) {
    const Joinable* joined = VITRINE_TRY(findJoined(site.joinables, site.spec, site.record.id));
    takeMaps(joined, site.spec, site.record);
    PlanContext context = monitor::planContext(facts, site.record, site.spec, std::move(site.root), {});
    VITRINE_CHECK(choose(site.places, site.spec, context));
    context.joined = describeJoined(joined);
    return std::pair(std::move(site.spec), std::move(context));
}

} // namespace

// Safe because: the log is the owner's container's own output, read by descriptor in bounded pieces.
Result<Intent> prepareReadLog(Context&, const Call& call) {
    const auto offset = argument<qulonglong>(call, 0);
    const auto maximum = argument<uint>(call, 1);
    if (maximum < 1 || maximum > maximumLogPiece)
        return failure(Error::invalid("maximum", "must be 1 to 1048576 bytes"));
    return Intent{.act = [offset, maximum](const Granted& granted) {
        answerFromBundle<monitor::LogSlice>(
            granted,
            [offset, maximum](const monitor::Bundle& bundle) {
                return monitor::readLog(bundle.directory(), offset, maximum);
            },
            [](const monitor::LogSlice& slice) -> QVariantList {
                return {QByteArray::fromStdString(slice.data), QVariant::fromValue(qulonglong{slice.next}),
                        QVariant::fromValue(qulonglong{slice.size})};
            });
    }};
}

// Safe because: it is the owner's own configuration.
Result<Intent> prepareGetConfig(Context&, const Call&) {
    return Intent{.act = [](const Granted& granted) {
        answerFromBundle<std::string>(
            granted,
            [](const monitor::Bundle& bundle) {
                return sys::readFileAt(bundle.directory(), "config.json", maximumConfigSize);
            },
            [](const std::string& config) -> QVariantList { return {toQString(config)}; });
    }};
}

// Safe because: it is the record of the owner's own container.
Result<Intent> prepareGetTrace(Context&, const Call&) {
    return Intent{.act = [](const Granted& granted) {
        answerFromBundle<QList<TraceRow>>(
            granted, readTrace,
            [](const QList<TraceRow>& rows) -> QVariantList { return {QVariant::fromValue(rows)}; });
    }};
}

// Safe because: planning reads nothing but its arguments and does nothing.
Result<Intent> prepareGetPlan(Context&, const Call&) {
    return Intent{.act = [](const Granted& granted) {
        const auto begun = granted.context.tasks.runFor<Result<QList<StepRow>>>(
            granted.caller.uid,
            [&facts = granted.context.facts, site = planSite(granted)]() -> Result<QList<StepRow>> {
                const auto [spec, context] = VITRINE_TRY(contextFor(facts, site, place));
                return planRows(spec, context);
            },
            [reply = granted.reply](const Result<QList<StepRow>>& rows) {
                if (!rows)
                    return reply->fail(rows.error());
                reply->send({QVariant::fromValue(*rows)});
            });
        if (!begun)
            granted.reply->fail(begun.error());
    }};
}

// Safe because: the script is text of the owner's own configuration; nothing of it is run here, or written.
Result<Intent> prepareExportScript(Context&, const Call&) {
    return Intent{.act = [](const Granted& granted) {
        const auto begun = granted.context.tasks.runFor<Result<QString>>(
            granted.caller.uid,
            [&facts = granted.context.facts, site = planSite(granted)]() -> Result<QString> {
                auto [spec, context] = VITRINE_TRY(contextFor(facts, site, placeByHand));
                return scriptOf(std::move(spec), std::move(context));
            },
            [reply = granted.reply](const Result<QString>& script) {
                if (!script)
                    return reply->fail(script.error());
                reply->send({*script});
            });
        if (!begun)
            granted.reply->fail(begun.error());
    }};
}

} // namespace vitrine::helper
