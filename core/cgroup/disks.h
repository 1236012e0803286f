// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/disklimit.h"

#include <string>
#include <vector>

namespace vitrine::cgroup {

/// The disks of this machine by rising number, from /sys/dev/block (sysfs(5)): what io.max takes. Partitions
/// are left out, and what has no size, as loop devices without a file.
[[nodiscard]] Result<std::vector<Disk>> listDisks(const std::string& root = "/");

} // namespace vitrine::cgroup
