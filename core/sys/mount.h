// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/sys/uniquefd.h"

#include <cstdint>
#include <string>
#include <vector>

/// Mounts: thin wrappers over mount(2), pivot_root(2) and the descriptor-based calls of Linux 5.2 to 5.12.
/// Nothing else in core includes <sys/mount.h>.
namespace vitrine::sys {

enum class Recursive { No, Yes };

/// open_tree(2) with OPEN_TREE_CLONE: a detached copy of the mount at `path` (never following a symlink in
/// the last component; "" is `dirFd` itself). Closing the descriptor unmounts it unless it was attached.
[[nodiscard]] Result<UniqueFd> cloneTree(int dirFd, const std::string& path, Recursive recursive);

/// One of fsconfig(2): a flag such as "ro" has no value.
struct FilesystemOption {
    std::string name;
    std::string value;
};
/// fsopen(2), fsconfig(2), fsmount(2): a new file system as a detached mount with the MOUNT_ATTR_* of
/// `attributes`.
[[nodiscard]] Result<UniqueFd> newFilesystem(const std::string& type, unsigned attributes,
                                             const std::vector<FilesystemOption>& options = {});

/// move_mount(2): attaches a detached mount. The target is `name` in `dirFd` (symlinks not followed), or
/// `dirFd` itself when `name` is empty.
[[nodiscard]] Result<> moveMount(int treeFd, int dirFd, const std::string& name);

/// What setMountAttributes() changes.
struct MountAttributes {
    std::uint64_t set = 0;         ///< MOUNT_ATTR_*
    std::uint64_t clear = 0;       ///< MOUNT_ATTR_*
    std::uint64_t propagation = 0; ///< MS_PRIVATE, MS_SLAVE, MS_SHARED or 0
    int userNamespace = -1;        ///< with MOUNT_ATTR_IDMAP in `set`
};
/// mount_setattr(2) on the mount that `fd` is the root of.
[[nodiscard]] Result<> setMountAttributes(int fd, const MountAttributes& attributes, Recursive recursive);

/// mount(2). Empty `source`, `type` and `data` are passed as null pointers.
[[nodiscard]] Result<> mount(const std::string& source, const std::string& target, const std::string& type,
                             unsigned long flags, const std::string& data);
/// umount2(2) with UMOUNT_NOFOLLOW added.
[[nodiscard]] Result<> unmount(const std::string& target, int flags);
/// pivot_root(2).
[[nodiscard]] Result<> pivotRoot(const std::string& newRoot, const std::string& putOld);

} // namespace vitrine::sys
