// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/sys/uniquefd.h"

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Files by directory descriptor. Every open is O_CLOEXEC, EINTR is retried, and no call follows a symlink in
/// the last component unless it says so. `dirFd` may be AT_FDCWD with an absolute path.
namespace vitrine::sys {

/// openat(2). Adds O_CLOEXEC; `flags` and `mode` as for open(2).
[[nodiscard]] Result<UniqueFd> openAt(int dirFd, const std::string& path, int flags, mode_t mode = 0);

/// openat2(2) with RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS: `path` is resolved as if `rootFd` were "/",
/// whatever symlinks lie on the way. For everything inside a container's root.
[[nodiscard]] Result<UniqueFd> openInRoot(int rootFd, const std::string& path, int flags, mode_t mode = 0);

/// The same, but any symlink on the way or at the end is ELOOP (RESOLVE_NO_SYMLINKS added).
[[nodiscard]] Result<UniqueFd> openInRootNoSymlinks(int rootFd, const std::string& path, int flags,
                                                    mode_t mode = 0);

/// openat2(2) with RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV: nothing that is above `dirFd`,
/// or mounted below it, is reached.
[[nodiscard]] Result<UniqueFd> openBeneath(int dirFd, const std::string& path, int flags);

/// Opens a directory (O_DIRECTORY | O_NOFOLLOW | O_RDONLY).
[[nodiscard]] Result<UniqueFd> openDirectory(int dirFd, const std::string& path);

/// Whole content of an open file, from offset 0, at most `maximum` bytes (more is an error of kind
/// LimitExceeded).
[[nodiscard]] Result<std::string> readAll(int fd, std::size_t maximum);
[[nodiscard]] Result<std::string> readFileAt(int dirFd, const std::string& path, std::size_t maximum);

/// Content of a file of procfs, sysfs or cgroupfs without records longer than half a page. One read(2) for a
/// short one: a seq_file of the kernel stops before a page is full only where the next record does not fit
/// (Documentation/filesystems/seq_file.rst).
[[nodiscard]] Result<std::string> readKernelFileAt(int dirFd, const std::string& path);
/// The same for a file that is open, from offset 0.
[[nodiscard]] Result<std::string> readKernelFile(int fd);

/// write(2) until all is written.
[[nodiscard]] Result<> writeAll(int fd, std::string_view data);

/// One write(2) to an open kernel file; `name` is for the error.
[[nodiscard]] Result<> writeKernelFile(int fd, const std::string& name, std::string_view data);
/// One write(2) to an existing kernel file (cgroupfs, procfs): opened O_WRONLY, no create, no truncate.
[[nodiscard]] Result<> writeKernelFileAt(int dirFd, const std::string& path, std::string_view data);

enum class Durability { Cached, Synced };

/// Replaces `name` in `dirFd` atomically: temporary file, write, (fsync,) rename, (fsync of the directory).
/// With Durability::Cached the two fsyncs are left out: enough against a killed process, not against a power
/// cut.
[[nodiscard]] Result<> replaceFileAt(int dirFd, const std::string& name, std::string_view data, mode_t mode,
                                     Durability durability);

/// mkdirat(2), then opens it. AlreadyExists if it is there.
[[nodiscard]] Result<UniqueFd> makeDirectoryAt(int dirFd, const std::string& name, mode_t mode);

/// Makes `path` below `dirFd` with all its parents (0755 for parents) and opens it; existing directories are
/// fine.
[[nodiscard]] Result<UniqueFd> ensureDirectoryAt(int dirFd, const std::string& path, mode_t mode);

/// Removes a tree by descriptors, never following a symlink and never crossing into another mount (st_dev is
/// compared). A missing `name` is success. Memory, stack and descriptors stay bounded however deep or wide
/// the tree is: what lies deeper than 64 directories is moved to its top first.
[[nodiscard]] Result<> removeTreeAt(int dirFd, const std::string& name);

/// Names in a directory, without "." and "..", sorted.
[[nodiscard]] Result<std::vector<std::string>> listDirectory(int dirFd);

} // namespace vitrine::sys
