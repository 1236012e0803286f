// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/rootfs/rootwriter.h"

namespace vitrine::rootfs {

/// Which shell the root's users have.
enum class LoginShell { Bash, Sh };

/// Directories of a root with a merged /usr and the links /bin, /sbin, /lib and /lib64 into it.
[[nodiscard]] Result<> makeDirectories(const RootWriter& writer);

/// /etc/passwd, group, hostname, hosts, nsswitch.conf and profile, and /root/.bashrc: so that `id`, `whoami`
/// and a prompt that shows the host name work.
[[nodiscard]] Result<> makeSettings(const RootWriter& writer, LoginShell shell);

} // namespace vitrine::rootfs
