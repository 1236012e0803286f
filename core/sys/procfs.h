// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/sys/uniquefd.h"

#include <string>

/// A procfs to rely on. What lies at /proc inside a container is the container's: an image or a volume could
/// put files of its own in the place of those that the kernel is told something through, and the order would
/// be lost without a word (CVE-2019-16884, CVE-2019-19921, CVE-2025-52881).
namespace vitrine::sys {

/// The root directory of a procfs of the caller's process namespace, which shows it and its children. Without
/// a mount point, where the caller may make that (fsopen(2), CAP_SYS_ADMIN): nothing can be mounted over it.
/// Else the one at /proc. Checked to be procfs's own root. It stays good after setns(2), pivot_root(2) and
/// chroot(2). Close-on-exec.
[[nodiscard]] Result<UniqueFd> openProcfs();

/// A file below it, such as "thread-self/attr/exec": never through a mount, a magic link or out of it
/// (openat2(2)), and checked to be of procfs. NotFound: this kernel has no such file. AFTER FORK safe.
[[nodiscard]] Result<UniqueFd> openInProcfs(int procfs, const std::string& path, int flags);

} // namespace vitrine::sys
