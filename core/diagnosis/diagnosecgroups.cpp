// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Control groups (cgroups(7)) and pressure.

#include "core/diagnosis/parts.h"
#include "core/diagnosis/remedies.h"

#include <algorithm>

namespace vitrine::diagnosis {

namespace {

Finding hierarchy(const ComputerFacts& computer) {
    Finding finding{.id = "cgroups",
                    .title = {QT_TRANSLATE_NOOP("Diagnosis", "Control groups")},
                    .sentence = {QT_TRANSLATE_NOOP("Diagnosis",
                                                   "Control groups are the unified hierarchy (cgroup v2).")}};
    if (computer.layout == CgroupLayout::V2)
        return finding;
    finding.state = FindingState::Note;
    if (computer.layout == CgroupLayout::None) {
        finding.sentence = {QT_TRANSLATE_NOOP("Diagnosis", "No control group file system is mounted.")};
        finding.cause = {QT_TRANSLATE_NOOP(
            "Diagnosis", "Containers run, but nothing can be limited, measured or paused without it.")};
        finding.command = "sudo mount -t cgroup2 cgroup2 /sys/fs/cgroup";
        return finding;
    }
    finding.sentence = {
        computer.layout == CgroupLayout::Hybrid
            ? QT_TRANSLATE_NOOP("Diagnosis",
                                "Control groups are version 1 with a v2 tree beside them (hybrid).")
            : QT_TRANSLATE_NOOP("Diagnosis", "Control groups are version 1.")};
    finding.cause = {QT_TRANSLATE_NOOP(
        "Diagnosis", "Limits and charts work; what only v2 has, such as limits for rootless containers, does "
                     "not. The computer was started so.")};
    if (computer.systemd)
        finding.command = remedy::kernelArgument(computer.distribution, "systemd.unified_cgroup_hierarchy=1");
    return finding;
}

std::string withVersion(const ControllerFact& controller) {
    return controller.name + (controller.version == ControllerVersion::V2 ? " (v2)" : " (v1)");
}

Finding controllers(const ComputerFacts& computer) {
    std::vector<std::string> present;
    std::vector<std::string> missing;
    for (const ControllerFact& controller : computer.controllers) {
        if (controller.version != ControllerVersion::Absent)
            present.push_back(withVersion(controller));
        else
            missing.push_back(controller.name);
    }
    const Text title{QT_TRANSLATE_NOOP("Diagnosis", "Limits")};
    // Vitrine sets no limits on input and output, so io is no loss.
    if (missing.empty() || missing == std::vector<std::string>{"io"})
        return {.id = "controllers",
                .state = FindingState::Ok,
                .title = title,
                .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "The kernel has the controllers %1."),
                             {listed(present)}}};
    const bool noMemory = std::ranges::contains(missing, "memory");
    return {.id = "controllers",
            .state = FindingState::Note,
            .title = title,
            .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "The kernel does not offer the controllers %1."),
                         {listed(missing)}},
            .cause = {noMemory
                          ? QT_TRANSLATE_NOOP(
                                "Diagnosis",
                                "Containers run without these limits. Some kernels switch memory on only "
                                "when their command line says so (cgroup_enable=memory).")
                          : QT_TRANSLATE_NOOP("Diagnosis",
                                              "Containers run without these limits: the kernel was built "
                                              "or started without them.")},
            .command = noMemory ? remedy::kernelArgument(computer.distribution, "cgroup_enable=memory")
                                : remedy::upgrade(computer.distribution)};
}

Finding pressure(const ComputerFacts& computer) {
    const Text title{QT_TRANSLATE_NOOP("Diagnosis", "Pressure")};
    if (computer.pressure)
        return {.id = "pressure",
                .state = FindingState::Ok,
                .title = title,
                .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "The kernel measures pressure (PSI).")}};
    return {
        .id = "pressure",
        .state = FindingState::Note,
        .title = title,
        .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "The kernel does not measure pressure (PSI).")},
        .cause = {QT_TRANSLATE_NOOP(
            "Diagnosis", "The charts leave it out. It is switched off, or the kernel is older than 4.20.")},
        .command = remedy::kernelArgument(computer.distribution, "psi=1")};
}

} // namespace

void diagnoseCgroups(const Facts& facts, std::vector<Finding>& findings) {
    findings.push_back(hierarchy(facts.computer));
    if (facts.computer.layout != CgroupLayout::None)
        findings.push_back(controllers(facts.computer));
    findings.push_back(pressure(facts.computer));
}

} // namespace vitrine::diagnosis
