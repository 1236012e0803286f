// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/plan/plan.h"

#include "core/plan/planning.h"

#include <algorithm>

namespace vitrine {

namespace {

using planning::Planning;

/// The root as a mount of its own, private: nothing that follows is seen by the host.
void planRoot(Planning& plan) {
    if (!plan.isNew(NamespaceKind::Mount))
        return;
    plan.add(step::MakeMountsPrivate{});
    const bool idMapped = std::ranges::any_of(
        plan.steps, [](const Step& step) { return std::holds_alternative<step::PrepareIdMappedRoot>(step); });
    plan.add(step::MountRoot{plan.context.rootDirectory,
                             idMapped ? step::RootSource::IdMappedMount : step::RootSource::BindDirectory,
                             plan.spec.rootMode == RootMode::PivotRoot ? "/" : plan.context.rootDirectory});
}

void planEnter(Planning& plan) {
    if (plan.spec.rootMode == RootMode::PivotRoot)
        plan.add(step::PivotRoot{});
    else
        plan.add(step::ChangeRoot{plan.context.rootDirectory});
    if (plan.spec.rootAccess == RootAccess::ReadOnly)
        plan.add(step::MakeRootReadOnly{});
}

/// What the container is called and where it listens: only in namespaces of its own, never the host's.
void planIdentity(Planning& plan) {
    if (plan.isNew(NamespaceKind::Uts) && !plan.spec.hostname.empty())
        plan.add(step::SetHostname{plan.spec.hostname});
    if (plan.isNew(NamespaceKind::Network))
        plan.add(step::RaiseLoopback{});
}

void planProcess(Planning& plan) {
    const ProcessSpec& process = plan.spec.process;
    for (const RlimitSpec& rlimit : process.rlimits)
        plan.add(step::SetRlimit{rlimit});
    if (process.terminal == Terminal::No)
        plan.add(step::StartSession{});
    plan.add(step::SetWorkingDirectory{process.cwd});
}

void planPrivileges(Planning& plan) {
    const ProcessSpec& process = plan.spec.process;
    const bool noNew = process.noNewPrivileges == NoNewPrivileges::Yes;
    const bool filtered = plan.spec.seccomp != SeccompProfile::Unconfined;
    // Before the filter, which need not allow it, and before no_new_privs, with which a policy may have it
    // refused. It holds from execve(2) on only.
    planning::addLabels(plan.steps, process);
    // Without no_new_privs, loading a filter needs CAP_SYS_ADMIN, which the next steps take away
    // (seccomp(2)).
    if (filtered && !noNew)
        plan.add(step::LoadSeccomp{plan.spec.seccomp, plan.spec.seccompRules, plan.spec.refusedCalls});
    plan.add(step::SetUser{process.user});
    plan.add(step::LimitCapabilities{planning::possibleSets(process.capabilities)});
    if (noNew)
        plan.add(step::SetNoNewPrivileges{});
    if (filtered && noNew)
        plan.add(step::LoadSeccomp{plan.spec.seccomp, plan.spec.seccompRules, plan.spec.refusedCalls});
}

} // namespace

CapabilitySets planning::possibleSets(CapabilitySets sets) {
    std::erase_if(sets.ambient, [&](const std::string& name) {
        return !std::ranges::contains(sets.permitted, name) || !std::ranges::contains(sets.inheritable, name);
    });
    return sets;
}

Result<Plan> makePlan(const ContainerSpec& spec, const PlanContext& context) {
    VITRINE_CHECK(validate(spec));
    Planning plan{.spec = spec, .context = context, .steps = {}};
    VITRINE_CHECK(planning::checkMachine(plan));
    // The table of contents of isolation. Mounts are made while the host's tree is still there: in a user
    // namespace the kernel allows a new proc or sysfs only while one without covers is visible
    // (mount_namespaces(7)), and devices are bound from the host's.
    VITRINE_CHECK(planning::planCgroup(plan));
    planning::planClone(plan);
    planning::planIds(plan);
    planRoot(plan);
    VITRINE_CHECK(planning::planMounts(plan));
    VITRINE_CHECK(planning::planDevices(plan));
    planning::planConsole(plan);
    planning::planProtection(plan);
    planEnter(plan);
    planIdentity(plan);
    planProcess(plan);
    planPrivileges(plan);
    if (spec.life.init == Init::Yes)
        plan.add(step::ProvideInit{});
    plan.add(step::Execute{spec.process.args, spec.process.env});
    return Plan{std::move(plan.steps)};
}

} // namespace vitrine
