// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/sys/uniquefd.h"

#include <sys/stat.h>

#include <map>
#include <string>

namespace vitrine::rootfs {

/// Which files count as present.
enum class Visibility {
    Everyones, ///< only what any user of the machine could read: for root acting for somebody else
    All,       ///< whatever this process can read
};

/// A regular file found below a Sysroot.
struct FoundFile {
    sys::UniqueFd fd;     ///< O_PATH from find(), O_RDONLY from open()
    struct stat status{}; ///< of exactly this file
    std::string realPath; ///< absolute path below the sysroot with all symlinks resolved
};

/// A directory taken as "/": every path is resolved below it with openat2(2) RESOLVE_IN_ROOT, and only
/// regular files are ever opened for reading, so that a device or a FIFO of a hostile tree is never touched.
class Sysroot {
public:
    /// Opens `path` as the root. With Visibility::Everyones and uid 0 a file must be readable by others and
    /// reachable by others through every directory below the sysroot; otherwise a user's program could name a
    /// file of root's in its DT_RUNPATH and have it copied out.
    [[nodiscard]] static Result<Sysroot> open(const std::string& path, Visibility visibility);

    /// Uses `fd` as the root, which must stay open as long as this object.
    [[nodiscard]] static Result<Sysroot> borrow(int fd, Visibility visibility);

    /// Finds a regular file without opening it. NotFound also where the visibility hides it;
    /// InvalidArgument if it is something else.
    [[nodiscard]] Result<FoundFile> find(const std::string& path) const;

    /// The same, opened for reading.
    [[nodiscard]] Result<FoundFile> open(const std::string& path) const;

    [[nodiscard]] int fd() const { return m_borrowed; }

private:
    Sysroot(sys::UniqueFd own, int borrowed, Visibility visibility);

    [[nodiscard]] bool isReachable(const std::string& directory) const;

    sys::UniqueFd m_own;
    int m_borrowed = -1;
    bool m_onlyEveryones = false;
    std::string m_realRoot; ///< without a trailing slash, so "" for "/"
    mutable std::map<std::string, bool> m_reachable;
};

} // namespace vitrine::rootfs
