// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"
#include "core/process/processtree.h"

#include <string>
#include <vector>

namespace vitrine::engine {

/// The first process of a container must be the very process that was started, and in none of the caller's
/// own namespaces of these kinds: one in the host's namespaces would hand the caller the host. NotFound if it
/// has ended, Stale if it is where it must not be; `operation` begins the sentence.
[[nodiscard]] Result<> verifyLeader(const process::ProcessKey& leader,
                                    const std::vector<NamespaceKind>& kinds, const std::string& operation);

/// The user namespace that it is in must have these very maps: whoever has the right to can move it into one
/// with others. Stale if it has.
[[nodiscard]] Result<> verifyMaps(const process::ProcessKey& leader, const std::vector<IdMapping>& users,
                                  const std::vector<IdMapping>& groups, const std::string& operation);

} // namespace vitrine::engine
