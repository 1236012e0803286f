// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/features.h"
#include "core/model/validation.h"
#include "core/plan/planning.h"

#include <algorithm>
#include <iterator>

namespace vitrine::planning {

namespace {

constexpr const char* namespacesField = "$.linux.namespaces";

bool hasCgroup(const Planning& plan) {
    return plan.context.facts.cgroup.layout != CgroupLayout::None && !plan.context.cgroupPath.empty();
}

step::Placement placement(const Planning& plan) {
    if (!hasCgroup(plan))
        return step::Placement::None;
    return plan.context.facts.cgroup.layout == CgroupLayout::V2 ? step::Placement::CloneInto
                                                                : step::Placement::JoinTasks;
}

/// The container sees its part of the control groups as files that it may write.
bool wantsDelegation(const Planning& plan) {
    const bool isMounted = std::ranges::any_of(plan.spec.mounts, [](const MountSpec& mount) {
        return (mount.type == "cgroup" || mount.type == "cgroup2") && !isBind(mount) &&
               !std::ranges::contains(mount.options, "ro");
    });
    return isMounted && plan.context.facts.cgroup.layout == CgroupLayout::V2 &&
           plan.context.facts.privilege == Privilege::Root && // else it is the user's already
           plan.isNew(NamespaceKind::Cgroup) && !plan.isHosts(NamespaceKind::User);
}

const IdMapping* mappingOfRoot(const std::vector<IdMapping>& mappings) {
    const auto found = std::ranges::find(mappings, 0U, &IdMapping::inside);
    return found == mappings.end() ? nullptr : &*found;
}

void planDelegation(Planning& plan) {
    const IdMapping* user = mappingOfRoot(plan.spec.uidMappings);
    const IdMapping* group = mappingOfRoot(plan.spec.gidMappings);
    if (user != nullptr && group != nullptr && wantsDelegation(plan))
        plan.add(step::DelegateCgroup{plan.context.cgroupPath, user->outside, group->outside});
}

bool wantsIdMappedRoot(const Planning& plan) {
    return !plan.isHosts(NamespaceKind::User) && !plan.context.rootMappings.empty();
}

Result<> checkIdMappedRoot(const Planning& plan) {
    if (!wantsIdMappedRoot(plan))
        return {};
    if (!plan.isNew(NamespaceKind::Mount)) {
        return failure(Error(ErrorKind::NotSupported, {}, namespacesField,
                             "a root whose owners are mapped needs a mount namespace of its own"));
    }
    if (!plan.context.facts.idMappedMounts) {
        return failure(notSupported(plan, "$.root.path", "id-mapped-mounts",
                                    "this kernel has no id-mapped mounts, which this root needs"));
    }
    return {};
}

constexpr const char* deviceRulesField = "$.linux.resources.devices";

/// v1 keeps a single list: of what is excepted from refusing everything, or from allowing it. Rules of both
/// kinds cannot be put into it.
bool fitsV1(const std::vector<DeviceRule>& rules) {
    const auto isWhole = [](const DeviceRule& rule) {
        return rule.type == 'a' && !rule.major && !rule.minor && rule.access == deviceAllAccess;
    };
    const auto last = std::ranges::find_if(rules.rbegin(), rules.rend(), isWhole);
    const bool refuses = last != rules.rend() && !last->allow;
    return std::all_of(rules.rbegin(), last, [&](const DeviceRule& rule) { return rule.allow == refuses; });
}

Result<> planDeviceRules(Planning& plan) {
    std::vector<DeviceRule> rules = plan.spec.deviceRules;
    if (rules.empty())
        return {};
    const CgroupFacts& cgroup = plan.context.facts.cgroup;
    const bool hasV1 =
        std::ranges::any_of(cgroup.mounts, [](const CgroupMount& mount) { return mount.has("devices"); });
    if (plan.context.facts.privilege == Privilege::Rootless || !hasCgroup(plan) ||
        (cgroup.layout == CgroupLayout::V1 && !hasV1))
        return failure(notSupported(plan, deviceRulesField, feature::deviceList,
                                    "a list of devices needs root's rights and a control group"));
    if (cgroup.layout == CgroupLayout::V1 && !fitsV1(rules))
        return failure(Error(ErrorKind::NotSupported, {}, deviceRulesField,
                             "on cgroup v1 the rules must be one that refuses everything and then such as "
                             "allow something"));
    std::ranges::copy(usualDeviceRules(), std::back_inserter(rules));
    plan.add(step::RestrictDevices{plan.context.cgroupPath, std::move(rules)});
    return {};
}

/// The first process of a pid namespace takes all others with it. One that joins is not the first, so only
/// the control group finds what it leaves behind.
Result<> checkJoined(const Planning& plan) {
    if (!plan.spec.namespaces.isJoined(NamespaceKind::Pid) || hasCgroup(plan))
        return {};
    return failure(notSupported(plan, namespacesField, feature::limits,
                                "the processes of another container cannot be shared without a control "
                                "group, and none can be used here"));
}

/// What a limit of its group is called in errors.
std::string groupField(const Planning& plan, std::string_view field) {
    return "the limit " + std::string(field) + " of the group " + plan.context.group.name;
}

/// The control group around it comes first, with its limits: of the old cpuset hierarchy what is above
/// cannot become narrower than what is below.
Result<> planGroup(Planning& plan) {
    const PlanContext::Group& group = plan.context.group;
    if (group.path.empty())
        return {};
    auto files = limitFiles(plan.context.facts.cgroup, group.limits, UnsetLimits::Skip);
    if (!files) {
        const Error& error = files.error();
        const bool isInvalid = error.kind() == ErrorKind::InvalidArgument;
        return failure(Error(error.kind(), {}, groupField(plan, error.subject()),
                             (isInvalid ? "must be " : "") + error.reason()));
    }
    plan.add(step::CreateGroup{group.path});
    for (LimitFile& file : *files)
        plan.add(step::LimitGroup{group.path, std::move(file)});
    return {};
}

} // namespace

Error notSupported(const Planning& planning, std::string field, std::string_view feature,
                   std::string_view otherwise) {
    std::string reason(otherwise);
    for (const auto& [name, text] : planning.context.facts.unavailable) {
        if (name == feature)
            reason = text;
    }
    // A sentence of the facts becomes a clause of an error.
    if (reason.ends_with('.'))
        reason.pop_back();
    return {ErrorKind::NotSupported, {}, std::move(field), std::move(reason)};
}

Result<> checkMachine(const Planning& plan) {
    const HostFacts& facts = plan.context.facts;
    if (!plan.isHosts(NamespaceKind::User)) {
        if (!facts.userNamespaces) {
            return failure(notSupported(plan, namespacesField, feature::userNamespace,
                                        "user namespaces cannot be made on this machine"));
        }
        if (plan.spec.uidMappings.empty())
            return failure(Error::invalid("$.linux.uidMappings", "must map ids for the new user namespace"));
    } else if (facts.privilege == Privilege::Rootless) {
        return failure(Error(ErrorKind::NotSupported, {}, namespacesField,
                             "without root a container needs a user namespace of its own"));
    }
    if (plan.isNew(NamespaceKind::Time) && !facts.timeNamespaces) {
        return failure(notSupported(plan, namespacesField, feature::timeNamespace,
                                    "this kernel has no time namespaces"));
    }
    VITRINE_CHECK(checkLabels(plan));
    VITRINE_CHECK(checkJoined(plan));
    return checkIdMappedRoot(plan);
}

Result<> planCgroup(Planning& plan) {
    const ResourceLimits& limits = plan.spec.limits;
    if (!hasCgroup(plan)) {
        VITRINE_CHECK(planDeviceRules(plan));
        const bool isOwn = !firstLimit(limits).empty();
        const std::string_view field = isOwn ? firstLimit(limits) : firstLimit(plan.context.group.limits);
        if (field.empty())
            return {};
        return failure(notSupported(plan, isOwn ? limitPath(field) : groupField(plan, field), feature::limits,
                                    "limits need a control group, and none can be used here"));
    }
    VITRINE_CHECK(planGroup(plan));
    auto files = limitFiles(plan.context.facts.cgroup, limits, UnsetLimits::Skip);
    if (!files) {
        const Error& error = files.error();
        const bool isInvalid = error.kind() == ErrorKind::InvalidArgument;
        return failure(Error(error.kind(), {}, limitPath(error.subject()),
                             (isInvalid ? "must be " : "") + error.reason()));
    }
    plan.add(step::CreateCgroup{plan.context.cgroupPath});
    for (LimitFile& file : *files)
        plan.add(step::WriteLimit{std::move(file)});
    VITRINE_CHECK(planDeviceRules(plan));
    planDelegation(plan);
    return {};
}

void planClone(Planning& plan) {
    NamespaceSet namespaces = plan.spec.namespaces;
    if (plan.spec.timeOffsets != TimeOffsets{})
        namespaces[NamespaceKind::Time] = Isolation::Host; // made by a later step
    if (auto kinds = joinedKinds(plan.spec.namespaces); !kinds.empty()) {
        kinds.insert(kinds.begin(), NamespaceKind::User);
        plan.add(step::JoinNamespaces{plan.context.joined.name, plan.context.joined.leader, std::move(kinds),
                                      plan.spec.uidMappings, plan.spec.gidMappings});
    }
    plan.add(step::CloneProcess{namespaces, placement(plan)});
}

// The child joins its control groups while it still has the ids of the host, to whom their files belong.
void planIds(Planning& plan) {
    if (plan.isNew(NamespaceKind::User)) {
        plan.add(step::WriteIdMap{step::IdKind::User, plan.spec.uidMappings});
        plan.add(step::WriteIdMap{step::IdKind::Group, plan.spec.gidMappings});
    }
    if (wantsIdMappedRoot(plan)) {
        plan.add(step::PrepareIdMappedRoot{plan.context.rootDirectory, plan.context.rootMappings,
                                           plan.context.rootGidMappings});
    }
    if (placement(plan) == step::Placement::JoinTasks)
        plan.add(step::JoinCgroup{plan.context.cgroupPath});
    if (plan.spec.timeOffsets != TimeOffsets{})
        plan.add(step::SetTimeOffsets{plan.spec.timeOffsets});
    if (!plan.isHosts(NamespaceKind::User))
        plan.add(step::BecomeRoot{});
    if (plan.isNew(NamespaceKind::Cgroup))
        plan.add(step::UnshareCgroup{});
}

} // namespace vitrine::planning
