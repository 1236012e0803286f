// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/defaults.h"
#include "core/model/diskimage.h"
#include "core/model/securitylabels.h"
#include "core/model/textrules.h"
#include "core/model/validation.h"

#include <algorithm>

namespace vitrine {

namespace {

struct HostSentence {
    NamespaceKind kind;
    std::string_view shares;
};

constexpr std::array<HostSentence, 7> hostSentences{{
    {NamespaceKind::Pid, "the host's processes"},
    {NamespaceKind::Mount, "the host's mounts"},
    {NamespaceKind::Network, "the host's network"},
    {NamespaceKind::Uts, "the host's name"},
    {NamespaceKind::Ipc, "the host's message queues and shared memory"},
    {NamespaceKind::Cgroup, "the host's view of control groups"},
    {NamespaceKind::Time, "the host's clocks"},
}};

bool isDefaultCapability(const std::string& name) {
    return std::ranges::contains(defaults::capabilities, std::string_view(name));
}

/// Every name that a set has and the same set of the default does not, once. Inheritable and ambient ones are
/// extra whatever they are: programs of ordinary users inside would get them (CVE-2022-27649).
std::vector<std::string> extraCapabilities(const CapabilitySets& sets) {
    std::vector<std::string> extra;
    const auto add = [&](const std::string& name) {
        if (!std::ranges::contains(extra, name))
            extra.push_back(name);
    };
    for (const auto* set : {&sets.bounding, &sets.effective, &sets.permitted}) {
        for (const std::string& name : *set) {
            if (!isDefaultCapability(name))
                add(name);
        }
    }
    for (const auto* set : {&sets.inheritable, &sets.ambient})
        std::ranges::for_each(*set, add);
    return extra;
}

/// Real-time priority and a raised one take CPU time from the host past every limit of the control group;
/// locked memory cannot be taken back (getrlimit(2)).
bool isRaised(const RlimitSpec& rlimit) {
    constexpr std::uint64_t niceOfZero = 20;                 // 20 - RLIMIT_NICE is the least nice value
    constexpr std::uint64_t usualLockedMemory = 8ULL << 20U; // the kernel's default, MLOCK_LIMIT
    return (rlimit.type == "RLIMIT_RTPRIO" && rlimit.hard > 0) ||
           (rlimit.type == "RLIMIT_NICE" && rlimit.hard > niceOfZero) ||
           (rlimit.type == "RLIMIT_MEMLOCK" && rlimit.hard > usualLockedMemory);
}

/// As mount(8) reads options: the last word counts.
bool isReadOnly(const MountSpec& mount) {
    const auto last =
        std::ranges::find_if(mount.options.rbegin(), mount.options.rend(), [](const auto& word) {
            return word == "ro" || word == "rw" || word == "defaults";
        });
    return last != mount.options.rend() && *last == "ro";
}

bool covers(const std::vector<std::string>& paths, std::string_view path) {
    return std::ranges::any_of(paths,
                               [&](const std::string& one) { return isAtOrBelow(path, cleanPath(one)); });
}

/// Kernel files of the host that the default hides or protects, and this specification does not.
bool isUnmasked(const ContainerSpec& spec) {
    if (!spec.namespaces.isNew(NamespaceKind::Mount))
        return true;
    const auto masked = [&](std::string_view path) { return covers(spec.maskedPaths, path); };
    const auto protectedPath = [&](std::string_view path) {
        return masked(path) || covers(spec.readonlyPaths, path);
    };
    const bool writableSys = std::ranges::any_of(
        spec.mounts, [](const MountSpec& mount) { return mount.type == "sysfs" && !isReadOnly(mount); });
    return writableSys || !std::ranges::all_of(defaults::maskedPaths, masked) ||
           !std::ranges::all_of(defaults::readonlyPaths, protectedPath);
}

std::string join(const std::vector<std::string>& texts) {
    std::string joined;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i > 0)
            joined += i + 1 == texts.size() ? " and " : ", ";
        joined += texts[i];
    }
    return joined;
}

std::string describeHostNamespaces(const ContainerSpec& spec) {
    std::vector<std::string> shared;
    for (const auto& [kind, text] : hostSentences) {
        if (spec.namespaces.isHosts(kind))
            shared.emplace_back(text);
    }
    return "It shares " + join(shared) + ".";
}

std::string describeHostDirectories(const ContainerSpec& spec) {
    std::vector<std::string> sources;
    for (const MountSpec& mount : spec.mounts) {
        if (isBind(mount))
            sources.push_back(mount.source);
        else if (isImage(mount))
            sources.push_back("what is in the disk image " + mount.source);
    }
    return "It sees " + join(sources) + " of the host.";
}

/// With more than one every container has, a device driver of the host's is within reach.
bool hasHostDevice(const ContainerSpec& spec) {
    const std::vector<DeviceRule> usual = usualDeviceRules();
    return !spec.devices.empty() || std::ranges::any_of(spec.deviceRules, [&](const DeviceRule& rule) {
        return rule.allow && !std::ranges::contains(usual, rule);
    });
}

std::string describeDevices(const ContainerSpec& spec) {
    std::vector<std::string> devices;
    for (const DeviceSpec& device : spec.devices)
        devices.push_back(device.path + " (" + numbersText(device) + ")");
    if (!devices.empty())
        return "It can use devices of the host: " + join(devices) + ".";
    return "It is allowed more devices of the host than usual.";
}

/// What the policy would not have chosen. What each label allows only the policy knows.
std::vector<std::string> labelsOf(const ContainerSpec& spec) {
    std::vector<std::string> labels;
    for (const std::string& label : {spec.process.selinuxLabel, spec.mountLabel}) {
        if (!label.empty() && !std::ranges::contains(labels, label))
            labels.push_back(label);
    }
    return labels;
}

} // namespace

std::vector<Widening> widenings(const ContainerSpec& spec) {
    std::vector<Widening> found;
    const auto addIf = [&](bool is, Widening widening) {
        if (is)
            found.push_back(widening);
    };
    addIf(std::ranges::any_of(hostSentences,
                              [&](const HostSentence& one) { return spec.namespaces.isHosts(one.kind); }),
          Widening::HostNamespace);
    addIf(spec.namespaces.isHosts(NamespaceKind::User), Widening::NoUserNamespace);
    addIf(spec.rootMode == RootMode::Chroot, Widening::ChrootOnly);
    addIf(!extraCapabilities(spec.process.capabilities).empty(), Widening::ExtraCapability);
    addIf(spec.process.noNewPrivileges == NoNewPrivileges::No, Widening::NewPrivileges);
    addIf(spec.seccomp == SeccompProfile::Unconfined, Widening::NoSeccomp);
    addIf(spec.seccomp == SeccompProfile::Custom, Widening::CustomSeccomp);
    addIf(isUnmasked(spec), Widening::Unmasked);
    addIf(std::ranges::any_of(spec.process.rlimits, isRaised), Widening::RaisedLimit);
    addIf(std::ranges::any_of(spec.mounts, isOfHost), Widening::HostDirectory);
    addIf(hasHostDevice(spec), Widening::HostDevice);
    addIf(isUnconfined(spec.process.appArmorProfile), Widening::NoConfinement);
    addIf(!labelsOf(spec).empty(), Widening::ChosenLabel);
    return found;
}

std::string describe(Widening widening, const ContainerSpec& spec) {
    switch (widening) {
    case Widening::HostNamespace:
        return describeHostNamespaces(spec);
    case Widening::NoUserNamespace:
        return "Root inside is the host's root: it has no user namespace of its own.";
    case Widening::ChrootOnly:
        return "Its root is changed with chroot alone, which root inside can leave.";
    case Widening::ExtraCapability:
        return "It gets more privileges than usual: " + join(extraCapabilities(spec.process.capabilities)) +
               ".";
    case Widening::NewPrivileges:
        return "Its programs can gain privileges, for instance through setuid files.";
    case Widening::CustomSeccomp:
        return "Its system calls are filtered by a profile of its own, which may allow more than the usual "
               "one.";
    case Widening::NoSeccomp:
        return "Its system calls are not filtered.";
    case Widening::Unmasked:
        return "It can see or change kernel files of the host that are usually hidden or read-only.";
    case Widening::RaisedLimit:
        return "It may take more of the host's CPU time or memory than its limits say: real-time priority, a "
               "priority above the usual one, or locked memory.";
    case Widening::HostDirectory:
        return describeHostDirectories(spec);
    case Widening::HostDevice:
        return describeDevices(spec);
    case Widening::NoConfinement:
        return "AppArmor does not confine it.";
    case Widening::ChosenLabel:
        return "It gets a chosen label of SELinux, which may allow more than the usual one: " +
               join(labelsOf(spec)) + ".";
    }
    return {};
}

} // namespace vitrine
