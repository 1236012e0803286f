// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/refusedreport.h"

#include "helper/monitor/jsonfields.h"

#include <utility>

namespace vitrine::monitor {

Json toJson(const RefusedReport& report) {
    Json rows = Json::array();
    for (const RefusedRow& row : report.rows) {
        rows.push_back({{"call", row.call},
                        {"architecture", row.architecture},
                        {"number", row.number},
                        {"errno", row.errnum},
                        {"count", row.count},
                        {"firstUs", row.firstUs},
                        {"lastUs", row.lastUs},
                        {"program", row.program},
                        {"capability", row.capability}});
    }
    return {{"rows", std::move(rows)}, {"others", report.others}};
}

Result<RefusedReport> refusedReportFrom(const Fields& fields) {
    constexpr std::size_t longestWord = 64;
    RefusedReport report;
    report.others = VITRINE_TRY(fields.number<std::uint64_t>("others"));
    for (const Fields& one : VITRINE_TRY(fields.objects("rows", maximumRefused))) {
        RefusedRow row;
        row.call = VITRINE_TRY(one.text("call", longestWord));
        row.architecture = VITRINE_TRY(one.text("architecture", longestWord));
        row.number = VITRINE_TRY(one.number<std::uint32_t>("number"));
        row.errnum = VITRINE_TRY(one.number<int>("errno", 0, 4095));
        row.count = VITRINE_TRY(one.number<std::uint64_t>("count"));
        row.firstUs = VITRINE_TRY(one.number<std::uint64_t>("firstUs"));
        row.lastUs = VITRINE_TRY(one.number<std::uint64_t>("lastUs"));
        row.program = VITRINE_TRY(one.text("program", longestWord));
        row.capability = VITRINE_TRY(one.text("capability", longestWord));
        report.rows.push_back(std::move(row));
    }
    return report;
}

} // namespace vitrine::monitor
