// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/hostfacts.h"

#include <string>

namespace vitrine::probe {

/// Reads once what this machine can do: kernel, hierarchies, namespaces, id-mapped mounts (feature tests,
/// never version numbers), and what is unavailable with the reason. `root` replaces "/" in tests with a tree
/// of ordinary files.
[[nodiscard]] Result<HostFacts> readHostFacts(Privilege privilege, const std::string& root = "/");

/// For a user to whom systemd has handed the v2 group `path` (its user manager's, or a unit's with
/// Delegate=yes): limits can be had there, of the controllers that the group has. What it lacks becomes
/// unavailable, with the reason ("cpu-limit", "memory-limit", "swap-limit", "pids-limit", "pressure").
[[nodiscard]] Result<> useDelegatedGroup(HostFacts& facts, const std::string& path,
                                         const std::string& root = "/");

} // namespace vitrine::probe
