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

} // namespace vitrine::probe
