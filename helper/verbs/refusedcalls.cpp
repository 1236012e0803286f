// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/wiretypes.h"
#include "helper/containers/container.h"
#include "helper/monitorlink/monitorlink.h"
#include "helper/verbs/common.h"
#include "helper/verbs/verbs.h"

#include <utility>

namespace vitrine::helper {

namespace {

QList<RefusedCallRow> rowsOf(const monitor::RefusedReport& report) {
    QList<RefusedCallRow> rows;
    for (const monitor::RefusedRow& row : report.rows) {
        rows.append({toQString(row.call), toQString(row.architecture), row.number, row.count, row.firstUs,
                     row.lastUs, toQString(row.program), row.errnum, toQString(row.capability)});
    }
    return rows;
}

/// Nothing is noted of a container that is stopped, or whose monitor knows of no such thing.
bool isNoted(const Container& container) {
    return container.link != nullptr && container.refusedCalls.has_value();
}

} // namespace

// Safe because: it is read, of the owner's own container, and the table is bounded; names of programs come
// from the container, and the monitor has made plain text of them.
Result<Intent> prepareReadRefusedCalls(Context&, const Call&) {
    return Intent{.act = [](const Granted& granted) {
        const auto target = granted.container;
        if (!isNoted(*target))
            return granted.reply->send(
                {QVariant::fromValue(QList<RefusedCallRow>()), QVariant::fromValue(qulonglong{0})});
        target->link->request(monitor::ReadRefused{},
                              [reply = granted.reply](const Result<MonitorAnswer>& answer) {
                                  if (!answer)
                                      return reply->fail(answer.error());
                                  const auto report = answer->refused.value_or(monitor::RefusedReport{});
                                  reply->send({QVariant::fromValue(rowsOf(report)),
                                               QVariant::fromValue(qulonglong{report.others})});
                              });
    }};
}

} // namespace vitrine::helper
