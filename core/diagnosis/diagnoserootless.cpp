// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What containers without root have on this computer. Nothing of it keeps them from running: what does is
// among the findings about the kernel.

#include "core/diagnosis/parts.h"
#include "core/diagnosis/remedies.h"

#include <algorithm>
#include <array>

namespace vitrine::diagnosis {

namespace {

constexpr std::uint64_t idsOfAContainer = 65536; // as many as useradd(8) gives to each user

std::string userOf(const ComputerFacts& computer) {
    return computer.userName.empty() ? std::to_string(computer.userId) : computer.userName;
}

Finding delegation(const ComputerFacts& computer) {
    Finding finding{.id = "delegation",
                    .title = {QT_TRANSLATE_NOOP("Diagnosis", "Rootless limits")},
                    .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "systemd hands you the controllers %1."),
                                 {listed(computer.delegated)}}};
    std::vector<std::string> missing;
    for (const char* name : {"cpu", "memory", "pids"})
        if (!std::ranges::contains(computer.delegated, name))
            missing.emplace_back(name);
    if (missing.empty())
        return finding;
    finding.state = FindingState::Note;
    if (!computer.userManager) {
        finding.sentence = {QT_TRANSLATE_NOOP("Diagnosis", "systemd runs no manager for you.")};
        finding.cause = {QT_TRANSLATE_NOOP(
            "Diagnosis", "Containers without root get their limits from it; it runs while somebody is logged "
                         "in, or always after this command.")};
        finding.command = "sudo loginctl enable-linger " + userOf(computer);
        return finding;
    }
    finding.sentence = {QT_TRANSLATE_NOOP("Diagnosis", "systemd does not hand you the controllers %1."),
                        {listed(missing)}};
    finding.cause = {QT_TRANSLATE_NOOP("Diagnosis", "Containers without root run without these limits. The "
                                                    "command changes it from the next login on.")};
    finding.command = "sudo mkdir -p /etc/systemd/system/user@.service.d && printf '[Service]\\nDelegate=cpu "
                      "cpuset io memory "
                      "pids\\n' | sudo tee /etc/systemd/system/user@.service.d/delegate.conf && sudo "
                      "systemctl daemon-reload";
    return finding;
}

Finding noDelegation() {
    return {
        .id = "delegation",
        .state = FindingState::Note,
        .title = {QT_TRANSLATE_NOOP("Diagnosis", "Rootless limits")},
        .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "Containers without root have no limits here.")},
        .cause = {QT_TRANSLATE_NOOP(
            "Diagnosis",
            "They need a control group that systemd hands to the user, and the unified hierarchy (v2).")}};
}

Finding subordinateIds(const ComputerFacts& computer) {
    Finding finding{
        .id = "subordinate-ids",
        .title = {QT_TRANSLATE_NOOP("Diagnosis", "Rootless ids")},
        .sentence = {
            QT_TRANSLATE_NOOP("Diagnosis", "You have %1 subordinate user ids and %2 group ids."),
            {std::to_string(computer.subordinateUsers), std::to_string(computer.subordinateGroups)}}};
    const bool enough =
        computer.subordinateUsers >= idsOfAContainer && computer.subordinateGroups >= idsOfAContainer;
    if (enough && computer.mapPrograms)
        return finding;
    finding.state = FindingState::Note;
    finding.cause = {QT_TRANSLATE_NOOP(
        "Diagnosis",
        "Vitrine's rootless containers have one user and do without; scripts “by hand” and other "
        "programs need both for containers with more users.")};
    if (!enough) {
        finding.sentence = {QT_TRANSLATE_NOOP(
            "Diagnosis", "You have no range of 65,536 ids in /etc/subuid and /etc/subgid.")};
        // Below what vitrine-helper gives to its containers (0x20000000), and another range for each user.
        const std::uint64_t first = 0x10000000 + computer.userId % 4096 * idsOfAContainer;
        const std::string range = std::to_string(first) + "-" + std::to_string(first + idsOfAContainer - 1);
        finding.command =
            "sudo usermod --add-subuids " + range + " --add-subgids " + range + " " + userOf(computer);
        return finding;
    }
    finding.sentence = {QT_TRANSLATE_NOOP("Diagnosis", "newuidmap and newgidmap are not installed.")};
    const Distribution distribution = computer.distribution;
    finding.command = remedy::install(distribution, distribution == Distribution::Debian   ? "uidmap"
                                                    : distribution == Distribution::Fedora ? "shadow-utils"
                                                                                           : "shadow");
    return finding;
}

} // namespace

void diagnoseRootless(const Facts& facts, std::vector<Finding>& findings) {
    if (facts.computer.userId == 0)
        return;
    if (facts.computer.systemd && facts.computer.layout == CgroupLayout::V2)
        findings.push_back(delegation(facts.computer));
    else if (facts.helper.mode == Privilege::Rootless)
        findings.push_back(noDelegation());
    findings.push_back(subordinateIds(facts.computer));
}

} // namespace vitrine::diagnosis
