// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/engine/bundleextras.h"
#include "core/model/containerspec.h"
#include "core/model/strictjson.h"
#include "core/sys/uniquefd.h"
#include "helper/runtime/hooks.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::runtime {

/// A namespace that exists and that the container shares.
struct JoinedNamespace {
    NamespaceKind kind = NamespaceKind::Network;
    std::string path;
};

/// Everything that a config.json asks for, read and checked.
struct BundleConfig {
    std::string text;   ///< as it was read
    ContainerSpec spec; ///< namespaces that are joined are the host's in it
    std::vector<JoinedNamespace> joined;
    engine::BundleExtras extras; ///< hooks that the container runs are in it, the others in:
    Hooks hooks;
    std::optional<std::uint64_t> cpuShares; ///< of the old scheduler interface; 2 to 262144
    std::string cgroupsPath;                ///< as it is there
    std::uint16_t rows = 24;                ///< of the terminal
    std::uint16_t columns = 80;
};

/// Refuses what is wrong or not supported, with the path of the member.
[[nodiscard]] Result<BundleConfig> parseBundleConfig(std::string text);

/// A bundle, opened.
struct Bundle {
    std::string path; ///< absolute
    BundleConfig config;
    sys::UniqueFd root;
    std::string rootPath; ///< absolute
};

/// `path` as it was given, relative to the working directory. A root.path that is relative is looked up in
/// the bundle without following any symbolic link; one that is absolute may not end in one. Neither may be
/// the host's own root directory.
[[nodiscard]] Result<Bundle> openBundle(const std::string& path, const std::string& configName);

} // namespace vitrine::runtime
