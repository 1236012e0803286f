// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/plan/plan.h"

#include <string>
#include <string_view>

/// The themes of makePlan; each appends its steps.
namespace vitrine::planning {

struct Planning {
    const ContainerSpec& spec;
    const PlanContext& context;
    std::vector<Step> steps;

    [[nodiscard]] bool isNew(NamespaceKind kind) const { return spec.namespaces.isNew(kind); }
    [[nodiscard]] bool isHosts(NamespaceKind kind) const { return spec.namespaces.isHosts(kind); }
    template <typename S>
    void add(S step) {
        steps.emplace_back(std::move(step));
    }
};

/// The reason that the facts give for a feature, or `otherwise`.
[[nodiscard]] Error notSupported(const Planning& planning, std::string field, std::string_view feature,
                                 std::string_view otherwise);

[[nodiscard]] Result<> checkMachine(const Planning& planning);
/// Refuses labels that this machine has no security module for.
[[nodiscard]] Result<> checkLabels(const Planning& planning);
/// The steps that put a process under its profile and its label.
void addLabels(std::vector<Step>& steps, const ProcessSpec& process);
/// Adds the container's label for files to the options of a new file system that takes one.
void labelFiles(const Planning& planning, const std::string& type, std::vector<std::string>& data);
[[nodiscard]] Result<> planCgroup(Planning& planning);
void planClone(Planning& planning);
void planIds(Planning& planning);
[[nodiscard]] Result<> planMounts(Planning& planning);
[[nodiscard]] Result<> planDevices(Planning& planning);
void planConsole(Planning& planning);
void planProtection(Planning& planning);

/// The kernel has ambient capabilities only where they are permitted and inheritable (capabilities(7)).
[[nodiscard]] CapabilitySets possibleSets(CapabilitySets sets);

} // namespace vitrine::planning
