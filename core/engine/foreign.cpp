// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/foreign.h"

#include "core/engine/idmap.h"
#include "core/model/capabilitynames.h"
#include "core/model/securitylabels.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <ranges>
#include <string>

namespace vitrine::engine {

namespace {

/// What stands behind "key:" and blanks, up to the end of the line.
std::string_view fieldOf(std::string_view status, std::string_view key) {
    for (const auto range : std::views::split(status, '\n')) {
        const std::string_view line(range.begin(), range.end());
        if (!line.starts_with(key) || !line.substr(key.size()).starts_with(':'))
            continue;
        const std::size_t value = line.find_first_not_of(" \t", key.size() + 1);
        return value == std::string_view::npos ? std::string_view() : line.substr(value);
    }
    return {};
}

Error ended(const process::ProcessKey& target) {
    return {ErrorKind::NotFound, "enter the container", std::to_string(target.pid), "the process has ended"};
}

/// One line, which the kernel ends with a newline or a NUL; empty where there is no such module.
std::string readLabel(const std::string& path) {
    std::string label = sys::readKernelFileAt(AT_FDCWD, path).value_or("");
    label.erase(std::min(label.find_first_of(std::string_view("\0\n", 2)), label.size()));
    return label;
}

/// A further process is held by the same rules as those of the container.
void readLabels(const std::string& directory, ProcessSpec& process) {
    const std::string profile = readLabel(directory + "/attr/apparmor/current");
    process.appArmorProfile = profileOf(profile);
    const std::string label = readLabel(directory + "/attr/current"); // of the module that is the first
    if (profile.empty() && validateSelinuxLabel(label, "label"))
        process.selinuxLabel = label;
}

} // namespace

std::string profileOf(std::string_view current) {
    if (current == "unconfined")
        return {};
    const std::size_t mode = current.ends_with(')') ? current.rfind(" (") : std::string_view::npos;
    return std::string(current.substr(0, mode));
}

ForeignPrivileges parsePrivileges(std::string_view status) {
    ForeignPrivileges found;
    const std::string_view digits = fieldOf(status, "CapBnd");
    std::uint64_t mask = 0;
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), mask, 16);
    if (wrong != std::errc() || end != digits.data() + digits.size())
        mask = 0;
    for (std::size_t number = 0; number < capabilityNames.size(); ++number) {
        if ((mask >> number & 1U) != 0)
            found.bounding.emplace_back(capabilityNames[number]);
    }
    if (fieldOf(status, "NoNewPrivs") == "0")
        found.noNewPrivileges = NoNewPrivileges::No;
    return found;
}

Result<ContainerSpec> specOfForeign(const process::ProcessKey& target) {
    const std::string directory = "/proc/" + std::to_string(target.pid);
    const auto theirs = process::namespacesOf(target.pid);
    const auto status = sys::readKernelFileAt(AT_FDCWD, directory + "/status");
    const auto uidMap = sys::readKernelFileAt(AT_FDCWD, directory + "/uid_map");
    const auto gidMap = sys::readKernelFileAt(AT_FDCWD, directory + "/gid_map");
    const auto key = process::keyOf(target.pid);
    // The start time is read last: all that was read before is of the same process.
    if (!theirs || !status || !uidMap || !gidMap || !key || *key != target)
        return failure(ended(target));
    const auto ours = VITRINE_TRY(process::namespacesOf(::getpid()));
    ContainerSpec spec;
    bool differs = false;
    for (const NamespaceKind kind : allNamespaceKinds) {
        const auto number = static_cast<std::size_t>(kind);
        if ((*theirs)[number] == 0)
            return failure(ended(target)); // a zombie has none
        const bool own = (*theirs)[number] != ours[number];
        spec.namespaces[kind] = own ? Isolation::New : Isolation::Host;
        differs = differs || own;
    }
    if (!differs)
        return failure(Error(ErrorKind::NotSupported, "enter the container", std::to_string(target.pid),
                             "the process is in no namespace of its own"));
    // Its root, which need not be that of its mount namespace.
    spec.rootMode = RootMode::Chroot;
    spec.uidMappings = parseIdMap(*uidMap);
    spec.gidMappings = parseIdMap(*gidMap);
    spec.seccomp = SeccompProfile::Unconfined;
    ForeignPrivileges privileges = parsePrivileges(*status);
    spec.process.capabilities.bounding = std::move(privileges.bounding);
    spec.process.noNewPrivileges = privileges.noNewPrivileges;
    readLabels(directory, spec.process);
    return spec;
}

} // namespace vitrine::engine
