// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/sys/uniquefd.h"

#include <string>

/// Loop devices (loop(4)): a file as a block device.
namespace vitrine::sys {

enum class LoopAccess { ReadOnly, ReadWrite };

struct LoopDevice {
    UniqueFd fd;      ///< the device is there as long as this, or a mount of it, is
    std::string path; ///< "/dev/loop3"
};

/// Makes the open regular file `file` a block device: LOOP_CONFIGURE with LO_FLAGS_AUTOCLEAR. It is gone
/// with its last user. Needs CAP_SYS_ADMIN; NotSupported where the kernel has no loop devices.
[[nodiscard]] Result<LoopDevice> openLoop(int file, LoopAccess access);

} // namespace vitrine::sys
