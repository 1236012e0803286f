// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/plan/execplan.h"

#include "core/plan/planning.h"
#include "core/plan/quoting.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace vitrine {

namespace {

struct NsenterOption {
    NamespaceKind kind;
    std::string_view option;
};

/// nsenter(1)
constexpr std::array<NsenterOption, 8> nsenterOptions{{
    {NamespaceKind::Pid, "--pid"},
    {NamespaceKind::Mount, "--mount"},
    {NamespaceKind::Network, "--net"},
    {NamespaceKind::Uts, "--uts"},
    {NamespaceKind::Ipc, "--ipc"},
    {NamespaceKind::User, "--user"},
    {NamespaceKind::Cgroup, "--cgroup"},
    {NamespaceKind::Time, "--time"},
}};

/// Capabilities both lists have: a further process never gets more than the container.
std::vector<std::string> within(const std::vector<std::string>& asked, const std::vector<std::string>& most) {
    std::vector<std::string> both;
    std::ranges::copy_if(asked, std::back_inserter(both),
                         [&](const std::string& name) { return std::ranges::contains(most, name); });
    return both;
}

CapabilitySets limitedSets(const CapabilitySets& asked, const CapabilitySets& container) {
    const auto& most = container.bounding;
    return planning::possibleSets({within(asked.bounding, most), within(asked.effective, most),
                                   within(asked.permitted, most), within(asked.inheritable, most),
                                   within(asked.ambient, most)});
}

/// A process that names no profile and no label gets the container's.
ProcessSpec labelled(ProcessSpec process, const ProcessSpec& container) {
    if (process.appArmorProfile.empty())
        process.appArmorProfile = container.appArmorProfile;
    if (process.selinuxLabel.empty())
        process.selinuxLabel = container.selinuxLabel;
    return process;
}

/// One that is entered brings its working directory with it; nsenter's --wdns is one inside.
std::vector<std::string> placeWords(const ContainerSpec& spec, const ProcessSpec& process,
                                    const std::vector<NamespaceKind>& kinds) {
    std::vector<std::string> words;
    const bool entersFiles = std::ranges::contains(kinds, NamespaceKind::Mount);
    const bool ownFiles = spec.namespaces.isNew(NamespaceKind::Mount);
    if (spec.rootMode == RootMode::Chroot && (entersFiles || !ownFiles))
        words.emplace_back("--root");
    words.push_back("--setuid=" + std::to_string(process.user.uid));
    words.push_back("--setgid=" + std::to_string(process.user.gid));
    words.push_back("--wdns=" + process.cwd);
    return words;
}

} // namespace

std::vector<NamespaceKind> enteredKinds(const NamespaceSet& own, const std::vector<NamespaceKind>& outside) {
    std::vector<NamespaceKind> entered;
    std::ranges::copy_if(allNamespaceKinds, std::back_inserter(entered), [&](NamespaceKind kind) {
        return !own.isHosts(kind) && !std::ranges::contains(outside, kind);
    });
    return entered;
}

Result<std::vector<NamespaceKind>> outsideOf(const NamespaceSet& own,
                                             const std::vector<std::string>& entered) {
    std::vector<NamespaceKind> outside;
    std::size_t found = 0;
    for (const NamespaceKind kind : allNamespaceKinds) {
        const auto times = std::ranges::count(entered, procName(kind));
        found += static_cast<std::size_t>(times);
        if (times > 1)
            return failure(
                Error::invalid("namespaces", "must not name " + std::string(procName(kind)) + " twice"));
        if (times == 1 && own.isHosts(kind))
            return failure(Error::invalid("namespaces", "must not name " + std::string(procName(kind)) +
                                                            ", which the container shares with the host"));
        if (times == 0 && !own.isHosts(kind))
            outside.push_back(kind);
    }
    if (found != entered.size())
        return failure(
            Error::invalid("namespaces", "must be of pid, mnt, net, uts, ipc, user, cgroup, time"));
    return outside;
}

Plan makeExecPlan(const ContainerSpec& spec, const ProcessSpec& process, const ExecPlace& place) {
    Plan plan;
    auto& steps = plan.steps;
    const auto kinds = enteredKinds(spec.namespaces, place.outside);
    steps.emplace_back(step::EnterNamespaces{place.target, kinds});
    if (std::ranges::contains(kinds, NamespaceKind::User))
        steps.emplace_back(step::BecomeRoot{});
    const bool hostsFiles = std::ranges::contains(place.outside, NamespaceKind::Mount);
    if (process.terminal == Terminal::Yes)
        steps.emplace_back(step::OpenConsole{hostsFiles ? step::ConsoleSource::HostDevpts
                                                        : step::ConsoleSource::ContainerDevpts});
    else
        steps.emplace_back(step::StartSession{});
    for (const RlimitSpec& rlimit : process.rlimits)
        steps.emplace_back(step::SetRlimit{rlimit});
    steps.emplace_back(step::SetWorkingDirectory{process.cwd});
    planning::addLabels(steps, labelled(process, spec.process));
    steps.emplace_back(step::SetUser{process.user});
    steps.emplace_back(step::LimitCapabilities{limitedSets(process.capabilities, spec.process.capabilities)});
    if (process.noNewPrivileges == NoNewPrivileges::Yes ||
        spec.process.noNewPrivileges == NoNewPrivileges::Yes)
        steps.emplace_back(step::SetNoNewPrivileges{});
    if (spec.seccomp != SeccompProfile::Unconfined)
        steps.emplace_back(step::LoadSeccomp{spec.seccomp, spec.seccompRules, spec.refusedCalls});
    steps.emplace_back(step::Execute{process.args, process.env});
    return plan;
}

std::vector<std::string> nsenterWords(const step::EnterNamespaces& step) {
    std::vector<std::string> words{"nsenter", "--target", std::to_string(step.target)};
    for (const auto& [kind, option] : nsenterOptions) {
        if (std::ranges::contains(step.kinds, kind))
            words.emplace_back(option);
    }
    return words;
}

std::string execByHand(const ContainerSpec& spec, const ProcessSpec& process, const ExecPlace& place,
                       const std::vector<std::string>& cgroupDirectories) {
    const auto kinds = enteredKinds(spec.namespaces, place.outside);
    std::string text;
    for (const std::string& directory : cgroupDirectories)
        text += "echo $$ > " + shellQuote(directory + "/cgroup.procs") + "\n";
    if (spec.seccomp != SeccompProfile::Unconfined)
        text += "# nsenter loads no system call filter and takes no capabilities away; Vitrine does.\n";
    if (const ProcessSpec own = labelled(process, spec.process);
        !own.appArmorProfile.empty() || !own.selinuxLabel.empty())
        text += "# nsenter chooses no profile of AppArmor and no label of SELinux; Vitrine does.\n";
    std::vector<std::string> words{"exec", "env", "-i"};
    words.insert(words.end(), process.env.begin(), process.env.end());
    std::ranges::copy(nsenterWords({place.target, kinds}), std::back_inserter(words));
    std::ranges::copy(placeWords(spec, process, kinds), std::back_inserter(words));
    words.emplace_back("--");
    words.insert(words.end(), process.args.begin(), process.args.end());
    return text + shellCommand(words) + "\n";
}

} // namespace vitrine
