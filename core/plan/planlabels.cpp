// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/features.h"
#include "core/model/securitylabels.h"
#include "core/plan/planning.h"

namespace vitrine::planning {

namespace {

constexpr const char* noAppArmor = "AppArmor is not in use on this machine";
constexpr const char* noSeLinux = "SELinux is not in use on this machine";

/// Those whose files SELinux labels by a mount option. The files of the others have labels of the policy's,
/// which the kernel lets nobody change this way (mount(8), "context=").
bool takesContext(const std::string& type) {
    return type == "tmpfs" || type == "devpts";
}

} // namespace

Result<> checkLabels(const Planning& plan) {
    const HostFacts& facts = plan.context.facts;
    const ProcessSpec& process = plan.spec.process;
    if (!process.appArmorProfile.empty() && !facts.appArmor)
        return failure(notSupported(plan, "$.process.apparmorProfile", feature::appArmor, noAppArmor));
    if (!process.selinuxLabel.empty() && !facts.seLinux)
        return failure(notSupported(plan, "$.process.selinuxLabel", feature::seLinux, noSeLinux));
    if (!plan.spec.mountLabel.empty() && !facts.seLinux)
        return failure(notSupported(plan, "$.linux.mountLabel", feature::seLinux, noSeLinux));
    return {};
}

void addLabels(std::vector<Step>& steps, const ProcessSpec& process) {
    if (!process.appArmorProfile.empty())
        steps.emplace_back(step::SetLabel{step::LabelSystem::AppArmor, process.appArmorProfile});
    if (!process.selinuxLabel.empty())
        steps.emplace_back(step::SetLabel{step::LabelSystem::SeLinux, process.selinuxLabel});
}

void labelFiles(const Planning& plan, const std::string& type, std::vector<std::string>& data) {
    if (!plan.spec.mountLabel.empty() && takesContext(type))
        data.push_back(contextOption(plan.spec.mountLabel));
}

} // namespace vitrine::planning
