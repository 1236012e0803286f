// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/cgroup/cgroup.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace vitrine::runtime {

/// The control group of a container, opened; null for an empty path.
[[nodiscard]] Result<std::unique_ptr<cgroup::Cgroup>> openCgroup(const std::string& path);
[[nodiscard]] Result<std::unique_ptr<cgroup::Cgroup>> openCgroup(const std::string& path,
                                                                 const CgroupFacts& facts);

/// Writes cpu.shares where the cpu controller is one of v1; elsewhere, or without a number, nothing.
[[nodiscard]] Result<> writeShares(const cgroup::Cgroup* group, std::optional<std::uint64_t> shares);

/// Whether the kernel says that the group is frozen.
[[nodiscard]] bool isFrozen(const std::string& path);

/// Whether a process has ended, also where nobody has waited for it.
[[nodiscard]] bool hasEnded(int pidfd);

} // namespace vitrine::runtime
