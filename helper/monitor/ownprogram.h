// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"

namespace vitrine::monitor {

/// Until its execve(2) every process of a container has this program, and "#!/proc/self/exe" makes it execute
/// it again. Root in a container without a user namespace could keep that file and write to it when nobody
/// executes it any more: what is started as root next would be its choice (CVE-2019-5736). So the program
/// executes itself from where nobody can write: from a read-only mount that is in no mount namespace
/// (open_tree(2), mount_setattr(2)), or where there is none to be had, from a sealed copy in memory
/// (memfd_create(2)).
///
/// Returns when it is there, or where this user may not write to the program anyhow. `arguments` are those of
/// main(); single-threaded, before anything is opened that does not close itself.
[[nodiscard]] Result<> executeOutOfReach(char** arguments);

/// The same, but returns at once, too, if a container of this specification has a user namespace in which
/// neither the owner nor the group of the program's file exists: there root has no power over it
/// (user_namespaces(7), "Capabilities"; inode_owner_or_capable() and capable_wrt_inode_uidgid() of the
/// kernel).
[[nodiscard]] Result<> executeOutOfReachOf(const ContainerSpec& spec, char** arguments);

} // namespace vitrine::monitor
