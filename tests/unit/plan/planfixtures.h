// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/plan/plan.h"

#include <QString>
#include <QStringList>

/// Machines and specifications that the tests of the planner share.
namespace fixtures {

inline vitrine::PlanContext contextOf(vitrine::CgroupLayout layout) {
    using namespace vitrine;
    PlanContext context;
    context.facts.cgroup.layout = layout;
    const auto version = layout == CgroupLayout::V2     ? ControllerVersion::V2
                         : layout == CgroupLayout::None ? ControllerVersion::Absent
                                                        : ControllerVersion::V1;
    CgroupFacts& cgroup = context.facts.cgroup;
    cgroup.cpu = cgroup.memory = cgroup.pids = cgroup.freezer = version;
    cgroup.swapAccounting = true;
    context.facts.cpuCount = 2;
    context.facts.idMappedMounts = true;
    context.id = "0123";
    context.rootDirectory = "/var/lib/vitrine/containers/0123/rootfs";
    context.rootMappings = {{0, 100000, 65536}};
    context.cgroupPath = layout == CgroupLayout::None ? "" : "vitrine/0123";
    return context;
}

inline vitrine::ContainerSpec mappedSpec() {
    vitrine::ContainerSpec spec = vitrine::defaultSpec("bob", {"/bin/sh"});
    spec.uidMappings = {{0, 100000, 65536}};
    spec.gidMappings = {{0, 100000, 65536}};
    return spec;
}

/// For root without a user namespace.
inline vitrine::ContainerSpec unmappedSpec() {
    vitrine::ContainerSpec spec = vitrine::defaultSpec("bob", {"/bin/sh"});
    spec.namespaces[vitrine::NamespaceKind::User] = vitrine::Isolation::Host;
    return spec;
}

inline QStringList idsOf(const vitrine::Plan& plan, const vitrine::PlanContext& context) {
    QStringList ids;
    for (const auto& description : vitrine::describe(plan, context))
        ids.append(QString::fromStdString(description.id));
    return ids;
}

} // namespace fixtures
