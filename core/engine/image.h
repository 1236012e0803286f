// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/plan/step.h"
#include "core/sys/uniquefd.h"

namespace vitrine::engine {

/// Mounts the file system in the open file `image` (isImage()) as a detached mount with the step's
/// restrictions and owners, always without set-user-ID bits and devices: through a loop device that goes with
/// the mount. -1: the step's source is opened, which may be a disk. What is written to is used once
/// (flock(2), as long as the device is there), because two mounts would destroy it; Busy then. What is in an
/// image can be made to harm the kernel: the caller has asked for that right.
[[nodiscard]] Result<sys::UniqueFd> mountImage(const step::MountFilesystem& step, int image);

} // namespace vitrine::engine
