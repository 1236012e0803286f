// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/cgroup/cgroup.h"

#include <memory>
#include <string>

namespace vitrine::runtime {

/// The control group of a container, opened; null for an empty path.
[[nodiscard]] Result<std::unique_ptr<cgroup::Cgroup>> openCgroup(const std::string& path);

/// Whether the kernel says that the group is frozen.
[[nodiscard]] bool isFrozen(const std::string& path);

/// Whether a process has ended, also where nobody has waited for it.
[[nodiscard]] bool hasEnded(int pidfd);

} // namespace vitrine::runtime
