// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/plancontext.h"

#include <utility>

namespace vitrine::monitor {

PlanContext planContext(const HostFacts& facts, const BundleRecord& record, const ContainerSpec& spec,
                        std::string rootDirectory, std::string cgroupPath) {
    PlanContext plan;
    plan.facts = facts;
    plan.id = record.id;
    plan.rootDirectory = std::move(rootDirectory);
    plan.cgroupPath = std::move(cgroupPath);
    if (record.idBase == 0 || spec.namespaces.isHosts(NamespaceKind::User))
        return plan;
    if (record.root.kind == RootRecord::Kind::Owned) {
        plan.rootMappings = {{0, record.idBase, idsPerContainer}};
    } else {
        plan.rootMappings = {{record.root.ownerUid, record.idBase, 1}};
        plan.rootGidMappings = {{record.root.ownerGid, record.idBase, 1}};
    }
    return plan;
}

} // namespace vitrine::monitor
