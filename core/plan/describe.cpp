// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/diskimage.h"
#include "core/plan/describing.h"
#include "core/plan/steptexts.h"

#include <algorithm>
#include <array>
#include <set>

#include <linux/mount.h>

namespace vitrine {

namespace {

/// What distinguishes a step from others of its kind: the end of its id, and what its title is about.
struct Particulars {
    std::string id;
    std::array<std::string, 2> arguments;
};

std::string join(const std::vector<std::string>& texts, std::string_view none) {
    std::string joined;
    for (const std::string& text : texts)
        joined += (joined.empty() ? "" : ", ") + text;
    return joined.empty() ? std::string(none) : joined;
}

std::vector<std::string> newNamespaces(const NamespaceSet& set) {
    std::vector<std::string> names;
    for (const NamespaceKind kind : allNamespaceKinds) {
        // The cgroup namespace is made by a later step.
        if (set.isNew(kind) && kind != NamespaceKind::Cgroup)
            names.emplace_back(procName(kind));
    }
    return names;
}

std::vector<std::string> namesOf(const std::vector<NamespaceKind>& kinds) {
    std::vector<std::string> names;
    for (const NamespaceKind kind : kinds)
        names.emplace_back(procName(kind));
    return names;
}

std::string rlimitText(const RlimitSpec& rlimit) {
    const auto text = [](std::uint64_t value) {
        return value == ~std::uint64_t{0} ? std::string("no limit") : std::to_string(value);
    };
    return text(rlimit.soft) + " (at most " + text(rlimit.hard) + ")";
}

/// One line, whatever the arguments are: a script has newlines, and an escape sequence could draw on a
/// terminal.
std::string commandText(const std::vector<std::string>& args) {
    std::string text;
    for (const std::string& arg : args)
        text += (text.empty() ? "" : " ") + arg;
    std::ranges::replace_if(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    return text;
}

std::string userText(const UserSpec& user) {
    std::string groups = std::to_string(user.gid);
    for (const std::uint32_t gid : user.additionalGids)
        groups += ", " + std::to_string(gid);
    return groups;
}

struct ParticularsOf {
    Particulars operator()(const step::CreateGroup& s) const { return {"create-group", {s.path, {}}}; }
    Particulars operator()(const step::LimitGroup& s) const {
        return {"group-limit:" + s.limit.file, {s.limit.file, s.limit.value}};
    }
    Particulars operator()(const step::CreateCgroup& s) const { return {"create-cgroup", {s.path, {}}}; }
    Particulars operator()(const step::DelegateCgroup& s) const { return {"delegate-cgroup", {s.path, {}}}; }
    Particulars operator()(const step::WriteLimit& s) const {
        return {"limit:" + s.limit.file, {s.limit.file, s.limit.value}};
    }
    Particulars operator()(const step::PrepareIdMappedRoot& s) const {
        return {"id-mapped-root", {s.path, {}}};
    }
    Particulars operator()(const step::JoinNamespaces& s) const {
        return {"join", {s.container, join(namesOf(s.kinds), "none")}};
    }
    Particulars operator()(const step::CloneProcess& s) const {
        return {"clone", {join(newNamespaces(s.namespaces), "none"), {}}};
    }
    Particulars operator()(const step::WriteIdMap& s) const {
        return {s.kind == step::IdKind::User ? "uid-map" : "gid-map",
                {describing::mappingText(s.mappings), {}}};
    }
    Particulars operator()(const step::JoinCgroup& s) const { return {"join-cgroup", {s.path, {}}}; }
    Particulars operator()(const step::SetTimeOffsets& s) const {
        return {"time-offsets", {describing::offsetsText(s.offsets, ", "), {}}};
    }
    Particulars operator()(const step::BecomeRoot&) const { return {"become-root", {}}; }
    Particulars operator()(const step::UnshareCgroup&) const { return {"unshare-cgroup", {}}; }
    Particulars operator()(const step::MakeMountsPrivate&) const { return {"private-mounts", {}}; }
    Particulars operator()(const step::MountRoot& s) const { return {"root", {s.path, {}}}; }
    Particulars operator()(const step::MountFilesystem& s) const {
        const bool isOfHost = (s.flags & MS_BIND) != 0 || isImage(s.mount);
        return {"mount:" + s.mount.destination,
                {isOfHost ? s.mount.source : s.mount.type, s.mount.destination}};
    }
    Particulars operator()(const step::RestrictDevices& s) const {
        return {"restrict-devices", {rulesText(s.rules, ", "), {}}};
    }
    Particulars operator()(const step::BindDevice& s) const { return {"device:" + s.name, {s.name, {}}}; }
    Particulars operator()(const step::MakeDevice& s) const {
        return {"device:" + s.device.path.substr(std::string_view("/dev/").size()),
                {s.device.path, numbersText(s.device)}};
    }
    Particulars operator()(const step::MakeSymlink& s) const {
        return {"link:" + s.path, {s.path, s.target}};
    }
    Particulars operator()(const step::OpenConsole&) const { return {"console", {}}; }
    Particulars operator()(const step::PivotRoot&) const { return {"pivot-root", {}}; }
    Particulars operator()(const step::ChangeRoot& s) const { return {"chroot", {s.path, {}}}; }
    Particulars operator()(const step::SetHostname& s) const { return {"hostname", {s.hostname, {}}}; }
    Particulars operator()(const step::RaiseLoopback&) const { return {"loopback", {}}; }
    Particulars operator()(const step::MaskPath& s) const { return {"mask:" + s.path, {s.path, {}}}; }
    Particulars operator()(const step::MakeReadOnly& s) const {
        return {"read-only:" + s.path, {s.path, {}}};
    }
    Particulars operator()(const step::MakeRootReadOnly&) const { return {"read-only-root", {}}; }
    Particulars operator()(const step::SetRlimit& s) const {
        return {"rlimit:" + s.rlimit.type, {s.rlimit.type, rlimitText(s.rlimit)}};
    }
    Particulars operator()(const step::StartSession&) const { return {"session", {}}; }
    Particulars operator()(const step::SetWorkingDirectory& s) const {
        return {"working-directory", {s.path, {}}};
    }
    Particulars operator()(const step::SetLabel& s) const {
        return {s.system == step::LabelSystem::AppArmor ? "apparmor" : "selinux", {s.label, {}}};
    }
    Particulars operator()(const step::SetUser& s) const {
        return {"user", {std::to_string(s.user.uid), userText(s.user)}};
    }
    Particulars operator()(const step::LimitCapabilities& s) const {
        return {"capabilities", {join(s.sets.bounding, "none"), {}}};
    }
    Particulars operator()(const step::SetNoNewPrivileges&) const { return {"no-new-privileges", {}}; }
    Particulars operator()(const step::LoadSeccomp&) const { return {"seccomp", {}}; }
    Particulars operator()(const step::ProvideInit&) const { return {"init", {}}; }
    Particulars operator()(const step::EnterNamespaces& s) const {
        return {"enter", {std::to_string(s.target), join(namesOf(s.kinds), "none")}};
    }
    Particulars operator()(const step::InjectVolume& s) const {
        return {"attach:" + s.mount.mount.destination, {s.mount.mount.source, s.mount.mount.destination}};
    }
    Particulars operator()(const step::RemoveVolume& s) const {
        return {"detach:" + s.destination, {s.destination, {}}};
    }
    Particulars operator()(const step::Execute& s) const { return {"execute", {commandText(s.args), {}}}; }
};

/// Puts the arguments in place of %1 and %2, without looking at what they contain.
std::string fill(std::string_view pattern, const std::array<std::string, 2>& arguments) {
    std::string text;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool mark = pattern[i] == '%' && i + 1 < pattern.size();
        if (mark && (pattern[i + 1] == '1' || pattern[i + 1] == '2'))
            text += arguments.at(static_cast<std::size_t>(pattern[++i] - '1'));
        else
            text += pattern[i];
    }
    return text;
}

std::string isolatesOf(const Step& step, std::string_view otherwise) {
    if (const auto* clone = std::get_if<step::CloneProcess>(&step))
        return join(newNamespaces(clone->namespaces), "");
    if (const auto* joined = std::get_if<step::JoinNamespaces>(&step))
        return join(namesOf(joined->kinds), "");
    if (const auto* enter = std::get_if<step::EnterNamespaces>(&step))
        return join(namesOf(enter->kinds), "");
    return std::string(otherwise);
}

} // namespace

StepDescription describe(const Step& step, const PlanContext& context) {
    const StepTexts texts = textsOf(step);
    const Particulars particulars = std::visit(ParticularsOf{}, step);
    return {.id = particulars.id,
            .title = fill(texts.title, particulars.arguments),
            .systemCall = describing::systemCallOf(step, context),
            .byHand = describing::byHandOf(step, context),
            .explanation = std::string(texts.explanation),
            .isolates = isolatesOf(step, texts.isolates),
            .undo = std::string(texts.undo)};
}

std::vector<StepDescription> describe(const Plan& plan, const PlanContext& context) {
    std::set<std::string> used;
    std::vector<StepDescription> descriptions;
    descriptions.reserve(plan.steps.size());
    for (const Step& step : plan.steps) {
        StepDescription description = describe(step, context);
        const std::string id = description.id;
        for (int copy = 2; !used.insert(description.id).second; ++copy)
            description.id = id + "#" + std::to_string(copy);
        descriptions.push_back(std::move(description));
    }
    return descriptions;
}

} // namespace vitrine
