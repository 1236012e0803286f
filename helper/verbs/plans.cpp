// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/verbs/plans.h"

#include "core/plan/script.h"
#include "core/security/seccomp.h"
#include "helper/containers/groupstore.h"
#include "helper/containers/idranges.h"
#include "helper/containers/lifecycle.h"
#include "helper/verbs/common.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace vitrine::helper {

namespace {

/// A real plan has about a tenth.
constexpr qsizetype maximumText = 262'144;
constexpr std::size_t maximumScript = 4'194'304;

Result<> checkSize(const QList<StepRow>& rows) {
    qsizetype size = 0;
    for (const StepRow& step : rows)
        std::apply([&size](const auto&... text) { size += (text.size() + ...); }, StepRow::tie(step));
    if (size > maximumText)
        return failure(Error::invalid("config", "must not make a plan of more than 262144 characters"));
    return {};
}

/// The compiled filter as bytes; empty if there is none.
Result<std::string> filterOf(const ContainerSpec& spec) {
    const auto filter = VITRINE_TRY(
        security::compileSeccomp(spec.seccomp, spec.seccompRules, spec.process.capabilities.bounding));
    std::string bytes(filter.program.size() * sizeof(sock_filter), '\0');
    std::memcpy(bytes.data(), filter.program.data(), bytes.size());
    return bytes;
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

std::string scriptGroup(const std::string& id) {
    return "vitrine-by-hand/" + id;
}

std::vector<GroupPlace> placesFor(const Context& context, std::uint32_t owner, const std::string& container) {
    const Lifecycle& lifecycle = context.lifecycle;
    std::vector<GroupPlace> places{{{}, {}, lifecycle.cgroupOf(container, {})}};
    for (GroupSpec& group : groupsFor(context.groups, owner)) {
        const std::string id = group.id;
        places.push_back({std::move(group), lifecycle.cgroupOfGroup(id), lifecycle.cgroupOf(container, id)});
    }
    return places;
}

Result<> place(const std::vector<GroupPlace>& places, const ContainerSpec& spec, PlanContext& context) {
    const auto found =
        std::ranges::find(places, spec.groupId, [](const GroupPlace& one) { return one.group.id; });
    if (found == places.end())
        return checkMembership({}, spec.groupId);
    context.cgroupPath = found->containerPath;
    context.group = {found->group.name, found->groupPath, found->group.limits};
    return {};
}

Result<> placeByHand(const std::vector<GroupPlace>& places, const ContainerSpec& spec, PlanContext& context) {
    VITRINE_CHECK(place(places, spec, context));
    context.cgroupPath = scriptGroup(context.id);
    if (spec.groupId.empty())
        return {};
    context.group.path = scriptGroup(groupDirectoryName(spec.groupId));
    context.cgroupPath = context.group.path + '/' + context.id;
    return {};
}

Result<QString> scriptOf(ContainerSpec spec, PlanContext context) {
    ScriptExtras extras;
    if (context.facts.privilege == Privilege::Rootless || context.facts.cgroup.layout == CgroupLayout::None) {
        // An ordinary user gets a group from systemd, over D-Bus, and cannot make one beside that.
        context.cgroupPath.clear();
        const bool isLimited = !firstLimit(spec.limits).empty() || !firstLimit(context.group.limits).empty();
        context.group = {};
        if (isLimited)
            extras.missing.emplace_back(
                "The limits of all its processes together: they need a control group, and an "
                "ordinary user has none to make. With systemd, start the script by "
                "\"systemd-run --user --scope\" with limits such as \"-p MemoryMax=1G\".");
        spec.limits = {};
    }
    const Plan plan = VITRINE_TRY(makePlan(spec, context));
    extras.filter = VITRINE_TRY(filterOf(spec));
    const std::string script = makeScript(plan, context, spec.name, extras);
    if (script.size() > maximumScript)
        return failure(Error(ErrorKind::LimitExceeded, "write the script", spec.name,
                             "it would have more than 4194304 characters"));
    return toQString(script);
}

namespace {

Result<> checkLines(const std::vector<IdMapping>& lines, const char* path) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (std::uint64_t{lines[i].inside} + lines[i].count > idsPerContainer)
            return failure(Error::invalid(std::string(path) + "[" + std::to_string(i) + "].containerID",
                                          "and its size must end at 65535: a container has 65536 ids"));
    }
    return {};
}

/// Every id is as far into the container's own range as it is from 0 inside, as in a map of one line: so that
/// files keep their owners, whatever the lines are.
std::vector<IdMapping> within(std::vector<IdMapping> lines, std::uint32_t idBase) {
    if (lines.empty())
        return {{0, idBase, idsPerContainer}};
    for (IdMapping& line : lines)
        line.outside = idBase + line.inside;
    return lines;
}

} // namespace

Result<> checkIdLines(const ContainerSpec& spec) {
    VITRINE_CHECK(checkLines(spec.uidMappings, "$.linux.uidMappings"));
    return checkLines(spec.gidMappings, "$.linux.gidMappings");
}

ContainerSpec adopt(ContainerSpec spec, const std::string& name, std::uint32_t idBase, Mode mode) {
    spec.name = name;
    if (spec.hostname.empty() && spec.namespaces.isNew(NamespaceKind::Uts))
        spec.hostname = name;
    spec.rootPath = "rootfs";
    if (spec.namespaces.isJoined(NamespaceKind::User)) {
        spec.uidMappings.clear(); // the other container's, whatever they are at each start
        spec.gidMappings.clear();
    }
    if (!spec.namespaces.isNew(NamespaceKind::User))
        return spec;
    if (mode == Mode::Session) {
        spec.uidMappings = {{0, ::getuid(), 1}};
        spec.gidMappings = {{0, ::getgid(), 1}};
    } else {
        spec.uidMappings = within(std::move(spec.uidMappings), idBase);
        spec.gidMappings = within(std::move(spec.gidMappings), idBase);
    }
    return spec;
}

} // namespace vitrine::helper
