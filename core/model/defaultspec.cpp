// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/containerspec.h"
#include "core/model/defaults.h"

#include <utility>

namespace vitrine {

namespace {

/// A fork bomb or a memory leak inside ends inside: neither limit is ever left open.
constexpr std::uint64_t defaultPids = 4096;
constexpr std::uint64_t defaultMemory = 1ULL << 30U;

template <std::size_t N>
std::vector<std::string> toStrings(const std::array<std::string_view, N>& texts) {
    return {texts.begin(), texts.end()};
}

/// config-linux.md, "Default Filesystems", and a private /run.
std::vector<MountSpec> defaultMounts() {
    return {
        {"/proc", "proc", "proc", {"nosuid", "noexec", "nodev"}},
        {"/dev", "tmpfs", "tmpfs", {"nosuid", "strictatime", "mode=755", "size=65536k"}},
        {"/dev/pts",
         "devpts",
         "devpts",
         {"nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"}},
        {"/dev/shm", "tmpfs", "shm", {"nosuid", "noexec", "nodev", "mode=1777", "size=65536k"}},
        {"/dev/mqueue", "mqueue", "mqueue", {"nosuid", "noexec", "nodev"}},
        {"/sys", "sysfs", "sysfs", {"nosuid", "noexec", "nodev", "ro"}},
        {"/run", "tmpfs", "tmpfs", {"nosuid", "nodev", "mode=755", "size=65536k"}},
    };
}

ProcessSpec defaultProcess(std::vector<std::string> args) {
    ProcessSpec process;
    process.args = std::move(args);
    process.env = {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm-256color",
                   "HOME=/root"};
    // Lowering a limit is always allowed, and no system's hard limit is lower than the kernel's own 4096.
    process.rlimits = {{"RLIMIT_NOFILE", 1024, 4096}};
    const auto names = toStrings(defaults::capabilities);
    process.capabilities = {
        .bounding = names, .effective = names, .permitted = names, .inheritable = {}, .ambient = {}};
    return process;
}

} // namespace

ContainerSpec defaultSpec(std::string name, std::vector<std::string> args) {
    ContainerSpec spec;
    spec.hostname = name;
    spec.name = std::move(name);
    spec.process = defaultProcess(std::move(args));
    spec.mounts = defaultMounts();
    spec.limits.pidsMax = defaultPids;
    spec.limits.memoryMax = defaultMemory;
    spec.maskedPaths = toStrings(defaults::maskedPaths);
    spec.readonlyPaths = toStrings(defaults::readonlyPaths);
    return spec;
}

} // namespace vitrine
