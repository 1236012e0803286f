// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/models/helperspec.h"

#include <QCoreApplication>

#include <utility>

namespace vitrine::gui {

QString unavailableReason(const HelperInfo& helper, const char* feature) {
    return helper.unavailable.value(QLatin1String(feature));
}

ContainerSpec defaultSpecFor(const HelperInfo& helper, const std::string& name,
                             std::vector<std::string> arguments) {
    ContainerSpec spec = defaultSpec(name, std::move(arguments));
    if (!unavailableReason(helper, "limits").isEmpty())
        spec.limits = {};
    if (!unavailableReason(helper, "time-namespace").isEmpty())
        spec.namespaces[NamespaceKind::Time] = Isolation::Host;
    return spec;
}

std::optional<LimitProblem> limitProblem(const HelperInfo& helper, const ResourceLimits& limits) {
    const bool isV1 =
        helper.cgroupLayout == QLatin1String("v1") || helper.cgroupLayout == QLatin1String("hybrid");
    if (isV1 && limits.swapMax && !limits.memoryMax)
        return LimitProblem{
            QStringLiteral("swapMax"),
            QCoreApplication::translate("Limits",
                                        "cgroup v1 counts memory and swap together, so a limit of swap needs "
                                        "a limit of memory beside it")};
    return std::nullopt;
}

} // namespace vitrine::gui
