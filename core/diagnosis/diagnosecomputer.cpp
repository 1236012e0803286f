// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The kernel: its calls, namespaces, filters and terminals.

#include "core/diagnosis/parts.h"
#include "core/diagnosis/remedies.h"

#include <algorithm>

namespace vitrine::diagnosis {

namespace {

Finding kernel(const ComputerFacts& computer) {
    const Text title{QT_TRANSLATE_NOOP("Diagnosis", "Kernel")};
    if (computer.missingCalls.empty())
        return {
            .id = "kernel",
            .state = FindingState::Ok,
            .title = title,
            .sentence = {QT_TRANSLATE_NOOP("Diagnosis",
                                           "Linux %1 knows every system call that containers are made with."),
                         {computer.kernelRelease}}};
    return {.id = "kernel",
            .state = FindingState::Problem,
            .title = title,
            .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "Linux %1 does not know the system calls %2."),
                         {computer.kernelRelease, listed(computer.missingCalls)}},
            .cause = {QT_TRANSLATE_NOOP("Diagnosis",
                                        "Containers are made with calls that came with Linux 5.12 or before: "
                                        "this kernel is older, or a sandbox hides them.")},
            .command = remedy::upgrade(computer.distribution)};
}

Finding namespaces(const ComputerFacts& computer) {
    const Text title{QT_TRANSLATE_NOOP("Diagnosis", "Namespaces")};
    std::vector<std::string> missing = computer.missingNamespaces;
    if (missing.empty())
        return {
            .id = "namespaces",
            .state = FindingState::Ok,
            .title = title,
            .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "The kernel has all eight kinds of namespaces.")}};
    if (missing.size() == 1 && missing.front() == "time")
        return {.id = "namespaces",
                .state = FindingState::Note,
                .title = title,
                .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "The kernel has no time namespaces.")},
                .cause = {QT_TRANSLATE_NOOP(
                    "Diagnosis",
                    "They came with Linux 5.6; containers share the clock of this computer without them.")},
                .command = remedy::upgrade(computer.distribution)};
    return {.id = "namespaces",
            .state = FindingState::Problem,
            .title = title,
            .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "The kernel is built without these namespaces: %1."),
                         {listed(missing)}},
            .cause = {QT_TRANSLATE_NOOP("Diagnosis",
                                        "A container has one of each kind; the kernels of distributions have "
                                        "them all (CONFIG_NAMESPACES).")},
            .command = remedy::upgrade(computer.distribution)};
}

/// What keeps processes from making a user namespace (user_namespaces(7), proc_sys_user(5)). The first
/// setting holds for root too, the others for everybody else.
Finding userNamespaces(const Facts& facts) {
    const ComputerFacts& computer = facts.computer;
    Finding finding{
        .id = "user-namespaces",
        .title = {QT_TRANSLATE_NOOP("Diagnosis", "User namespaces")},
        .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "Everybody may make user namespaces, root or not.")}};
    if (computer.maxUserNamespaces == 0U) {
        finding.state = FindingState::Problem;
        finding.sentence = {QT_TRANSLATE_NOOP("Diagnosis", "User namespaces are switched off.")};
        finding.cause = {QT_TRANSLATE_NOOP(
            "Diagnosis",
            "The setting user.max_user_namespaces is 0; without them root in a container would be "
            "root of this computer.")};
        finding.command = remedy::sysctl("user.max_user_namespaces", "65536", "60-vitrine-max");
        return finding;
    }
    if (!computer.cloneRefused && !computer.appArmorRefuses)
        return finding;
    finding.state = rootlessState(facts);
    finding.sentence = {QT_TRANSLATE_NOOP("Diagnosis", "Only root may make user namespaces.")};
    if (computer.cloneRefused) {
        finding.cause = {QT_TRANSLATE_NOOP(
            "Diagnosis",
            "The setting kernel.unprivileged_userns_clone is 0. Containers of the system's helper "
            "run; the rootless mode does not.")};
        finding.command = remedy::sysctl("kernel.unprivileged_userns_clone", "1", "60-vitrine-clone");
        return finding;
    }
    finding.cause = {QT_TRANSLATE_NOOP(
        "Diagnosis",
        "AppArmor keeps them from programs without a profile "
        "(kernel.apparmor_restrict_unprivileged_userns is 1, as on Ubuntu since 23.10). Containers "
        "of the system's helper run; the rootless mode does not. The command lifts this for all "
        "programs.")};
    finding.command =
        remedy::sysctl("kernel.apparmor_restrict_unprivileged_userns", "0", "60-vitrine-apparmor");
    return finding;
}

Finding seccomp(const ComputerFacts& computer) {
    const Text title{QT_TRANSLATE_NOOP("Diagnosis", "System call filter")};
    if (computer.seccompFilters)
        return {
            .id = "seccomp",
            .state = FindingState::Ok,
            .title = title,
            .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "The kernel can filter system calls (seccomp).")}};
    return {.id = "seccomp",
            .state = FindingState::Problem,
            .title = title,
            .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "The kernel cannot filter system calls (seccomp).")},
            .cause = {QT_TRANSLATE_NOOP(
                "Diagnosis", "Containers start behind such a filter; the kernels of distributions have it "
                             "(CONFIG_SECCOMP_FILTER).")},
            .command = remedy::upgrade(computer.distribution)};
}

Finding terminals(const ComputerFacts& computer) {
    const Text title{QT_TRANSLATE_NOOP("Diagnosis", "Terminals")};
    if (computer.terminals)
        return {.id = "terminals",
                .state = FindingState::Ok,
                .title = title,
                .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "Consoles can be made (/dev/ptmx).")}};
    return {.id = "terminals",
            .state = FindingState::Note,
            .title = title,
            .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "There is no /dev/ptmx.")},
            .cause = {QT_TRANSLATE_NOOP("Diagnosis",
                                        "Shells in containers without a /dev/pts of their own get their "
                                        "terminal there; devpts is not mounted, or the link is gone.")},
            .command = "sudo mkdir -p /dev/pts && sudo mount -t devpts -o gid=5,mode=620,ptmxmode=666 devpts "
                       "/dev/pts; sudo ln -sf pts/ptmx /dev/ptmx"};
}

} // namespace

void diagnoseComputer(const Facts& facts, std::vector<Finding>& findings) {
    findings.push_back(kernel(facts.computer));
    findings.push_back(namespaces(facts.computer));
    if (!std::ranges::contains(facts.computer.missingNamespaces, "user"))
        findings.push_back(userNamespaces(facts));
    findings.push_back(seccomp(facts.computer));
    findings.push_back(terminals(facts.computer));
}

} // namespace vitrine::diagnosis
