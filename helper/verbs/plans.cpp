// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/verbs/plans.h"

#include "helper/containers/idranges.h"
#include "helper/verbs/common.h"

#include <unistd.h>

namespace vitrine::helper {

namespace {

/// A real plan has about a tenth.
constexpr qsizetype maximumText = 262'144;

Result<> checkSize(const QList<StepRow>& rows) {
    qsizetype size = 0;
    for (const StepRow& step : rows)
        std::apply([&size](const auto&... text) { size += (text.size() + ...); }, StepRow::tie(step));
    if (size > maximumText)
        return failure(Error::invalid("config", "must not make a plan of more than 262144 characters"));
    return {};
}

} // namespace

Result<QList<StepRow>> planRows(const ContainerSpec& spec, const PlanContext& context) {
    const Plan plan = VITRINE_TRY(makePlan(spec, context));
    QList<StepRow> rows;
    for (const StepDescription& step : describe(plan, context))
        rows.append(toRow(step));
    VITRINE_CHECK(checkSize(rows));
    return rows;
}

ContainerSpec adopt(ContainerSpec spec, const std::string& name, std::uint32_t idBase, Mode mode) {
    spec.name = name;
    if (spec.hostname.empty() && spec.namespaces.isNew(NamespaceKind::Uts))
        spec.hostname = name;
    spec.rootPath = "rootfs";
    spec.uidMappings.clear();
    spec.gidMappings.clear();
    if (!spec.namespaces.isNew(NamespaceKind::User))
        return spec;
    if (mode == Mode::Session) {
        spec.uidMappings = {{0, ::getuid(), 1}};
        spec.gidMappings = {{0, ::getgid(), 1}};
    } else {
        spec.uidMappings = {{0, idBase, idsPerContainer}};
        spec.gidMappings = spec.uidMappings;
    }
    return spec;
}

} // namespace vitrine::helper
