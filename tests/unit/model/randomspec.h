// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <random>
#include <string>

/// Valid specifications by chance: the same seed, the same specification, everywhere.
namespace fixtures {

class RandomSpec {
public:
    explicit RandomSpec(unsigned seed)
        : m_engine(seed) {}

    vitrine::ContainerSpec next();

private:
    // The standard leaves distributions open, but not this engine's numbers.
    std::uint64_t below(std::uint64_t count) {
        return ((std::uint64_t{m_engine()} << 32U) | m_engine()) % count;
    }
    bool chance() { return below(2) == 1; }
    std::string text();
    std::string path() { return "/" + text(); }
    vitrine::ProcessSpec process();
    vitrine::ResourceLimits limits();
    std::vector<vitrine::IdMapping> mappings();
    std::vector<vitrine::MountSpec> mounts();

    std::mt19937 m_engine;
};

inline std::string RandomSpec::text() {
    static const std::vector<std::string> pieces{"a", "Z", "0", "-",  "_", " ", "\"", "\\", "'",
                                                 "$", "ü", "€", "😀", "/", "=", "%",  "{",  "]"};
    std::string text = "t";
    for (std::uint64_t i = below(8); i > 0; --i)
        text += pieces[below(pieces.size())];
    return text;
}

inline vitrine::ProcessSpec RandomSpec::process() {
    vitrine::ProcessSpec process;
    process.terminal = chance() ? vitrine::Terminal::Yes : vitrine::Terminal::No;
    process.args = {path()};
    for (std::uint64_t i = below(4); i > 0; --i)
        process.args.push_back(chance() ? "" : text() + "\n");
    for (std::uint64_t i = below(4); i > 0; --i)
        process.env.push_back("N" + std::to_string(i) + "=" + text());
    process.cwd = path();
    process.user.uid = static_cast<std::uint32_t>(below(1000));
    process.user.gid = static_cast<std::uint32_t>(below(1000));
    for (std::uint64_t i = below(3); i > 0; --i)
        process.user.additionalGids.push_back(static_cast<std::uint32_t>(below(1000)));
    if (chance())
        process.user.umask = static_cast<std::uint32_t>(below(01000));
    if (chance())
        process.rlimits.push_back({"RLIMIT_NOFILE", below(1000), 1000 + below(1ULL << 63U)});
    if (chance())
        process.rlimits.push_back({"RLIMIT_CORE", 0, ~0ULL});
    if (chance())
        process.capabilities = {.bounding = {"CAP_CHOWN", "CAP_KILL"},
                                .effective = {"CAP_KILL"},
                                .permitted = {"CAP_KILL"},
                                .inheritable = {"CAP_KILL"},
                                .ambient = {"CAP_KILL"}};
    process.noNewPrivileges = chance() ? vitrine::NoNewPrivileges::Yes : vitrine::NoNewPrivileges::No;
    return process;
}

inline vitrine::ResourceLimits RandomSpec::limits() {
    vitrine::ResourceLimits limits;
    constexpr std::uint64_t leastMemory = 512ULL * 1024;
    constexpr std::uint64_t mostMemory = 1ULL << 62U;
    if (chance())
        limits.cpuMax = {.quotaUs = 1000 + below((1ULL << 44U) - 1000), .periodUs = 1000 + below(999'001)};
    if (chance())
        limits.cpuWeight = 1 + below(10'000);
    if (chance())
        limits.memoryMax = leastMemory + below(mostMemory - leastMemory + 1);
    if (chance())
        limits.memoryHigh = leastMemory + below(1ULL << (20 + below(42)));
    if (chance())
        limits.swapMax = chance() ? below(3) : mostMemory - below(2);
    if (chance())
        limits.pidsMax = 1 + below(4'194'304);
    for (std::uint32_t cpu = 0; cpu < 70; ++cpu) {
        if (below(9) == 0)
            limits.cpus.push_back(cpu);
    }
    if (chance())
        limits.memoryNodes = {0, 3};
    limits.memoryOomGroup = chance();
    if (chance())
        limits.ioWeight = 1 + below(10'000);
    for (std::uint32_t minor = 0; minor < below(5); ++minor)
        limits.ioMax.push_back({.device = {254, minor},
                                .readBytes = below(2) * below(1ULL << 62U),
                                .writeBytes = 1 + below(1000),
                                .readOps = below(2) * below(4'294'967'294),
                                .writeOps = below(3)});
    return limits;
}

inline std::vector<vitrine::IdMapping> RandomSpec::mappings() {
    const auto base = static_cast<std::uint32_t>(below(1U << 31U));
    std::vector<vitrine::IdMapping> mappings{{0, base, 65536}};
    if (chance())
        mappings.push_back({65536, base + 65536, 1});
    return mappings;
}

inline std::vector<vitrine::MountSpec> RandomSpec::mounts() {
    std::vector<vitrine::MountSpec> mounts;
    if (chance())
        mounts.push_back({"/proc", "proc", "proc", {}});
    for (std::uint64_t i = below(4); i > 0; --i)
        mounts.push_back({path(), "tmpfs", text(), {"mode=755", "ro"}});
    if (chance())
        mounts.push_back({path(), "", path(), {"rbind", "ro"}});
    return mounts;
}

inline vitrine::ContainerSpec RandomSpec::next() {
    using namespace vitrine;
    ContainerSpec spec;
    spec.name = "n" + std::to_string(below(1000));
    spec.hostname = chance() ? "" : "h" + std::to_string(below(1000));
    spec.rootPath = chance() ? "rootfs" : path();
    spec.process = process();
    for (const NamespaceKind kind : allNamespaceKinds)
        spec.namespaces[kind] = chance() ? Isolation::New : Isolation::Host;
    if (spec.namespaces.isNew(NamespaceKind::User) && chance()) {
        spec.uidMappings = mappings();
        spec.gidMappings = mappings();
    }
    if (spec.namespaces.isNew(NamespaceKind::User) && spec.uidMappings.empty() && chance()) {
        for (const NamespaceKind kind : joinableKinds) {
            if (spec.namespaces.isNew(kind) && chance())
                spec.namespaces[kind] = Isolation::Joined;
        }
        if (!joinedKinds(spec.namespaces).empty()) {
            spec.namespaces[NamespaceKind::User] = Isolation::Joined;
            spec.joinedId = "0123456789abcdef0123456789abcdef";
        }
    }
    spec.rootMode = chance() ? RootMode::Chroot : RootMode::PivotRoot;
    if (!spec.namespaces.isNew(NamespaceKind::Mount)) {
        spec.rootMode = RootMode::Chroot;
    } else {
        spec.mounts = mounts();
        spec.rootAccess = chance() ? RootAccess::ReadOnly : RootAccess::ReadWrite;
        for (std::uint64_t i = below(3); i > 0; --i)
            spec.maskedPaths.push_back(path());
        for (std::uint64_t i = below(3); i > 0; --i)
            spec.readonlyPaths.push_back(path());
    }
    spec.limits = limits();
    spec.seccomp = chance() ? SeccompProfile::Default : SeccompProfile::Unconfined;
    if (spec.seccomp == SeccompProfile::Default && chance())
        spec.refusedCalls = RefusedCalls::Noted;
    return spec;
}

/// Everything but the text it was read from.
inline bool same(const vitrine::ContainerSpec& a, const vitrine::ContainerSpec& b) {
    return a.ociVersion == b.ociVersion && a.name == b.name && a.hostname == b.hostname &&
           a.rootPath == b.rootPath && a.rootMode == b.rootMode && a.rootAccess == b.rootAccess &&
           a.namespaces == b.namespaces && a.joinedId == b.joinedId && a.uidMappings == b.uidMappings &&
           a.gidMappings == b.gidMappings && a.process == b.process && a.mounts == b.mounts &&
           a.limits == b.limits && a.seccomp == b.seccomp && a.refusedCalls == b.refusedCalls &&
           a.maskedPaths == b.maskedPaths && a.readonlyPaths == b.readonlyPaths;
}

} // namespace fixtures
