// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/sys/uniquefd.h"

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine::rootfs {

/// Makes files, directories and links below a directory that is taken as "/". Parents are found with
/// openat2(2) RESOLVE_IN_ROOT and made where they are missing; new things are made exclusively
/// (O_EXCL | O_NOFOLLOW) in their parent's descriptor. So nothing outside is written, whatever links the
/// directory holds or somebody puts there meanwhile. Modes are exact (the umask does not count); as root
/// everything belongs to 0:0.
class RootWriter {
public:
    /// `rootFd` must stay open as long as this object.
    explicit RootWriter(int rootFd)
        : m_rootFd(rootFd) {}

    /// Makes a directory with its parents (0755). One that exists stays as it is.
    [[nodiscard]] Result<> directory(const std::string& path, mode_t mode) const;

    /// AlreadyExists if something of the name is there, as for the two below.
    [[nodiscard]] Result<> link(const std::string& path, const std::string& target) const;
    [[nodiscard]] Result<> file(const std::string& path, std::string_view content, mode_t mode) const;

    /// A copy of the first `size` bytes of `source`; of the mode only 0755 is taken, so no setuid program and
    /// none that others could change.
    [[nodiscard]] Result<> copy(const std::string& path, int source, std::uint64_t size, mode_t mode) const;

private:
    [[nodiscard]] Result<sys::UniqueFd> ensure(const std::string& directory, mode_t mode) const;
    [[nodiscard]] Result<sys::UniqueFd> create(const std::string& path) const;

    int m_rootFd;
};

} // namespace vitrine::rootfs
