// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/rootfs/dependencytree.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace vitrine::rootfs {

/// A program of the system's own directories that may be copied into a root: root-owned, not writable by
/// others, world-readable and executable, in /usr/bin, /bin, /usr/sbin, /sbin, /usr/local/bin.
struct OfferedProgram {
    std::string name;     ///< "bash"
    std::string hostPath; ///< "/usr/bin/bash"
    std::uint64_t size = 0;
};

/// All that are offered, sorted by name.
[[nodiscard]] Result<std::vector<OfferedProgram>> offeredPrograms(const std::string& sysroot = "/");

/// The programs of the starter container: bash and those of the coreutils (and ps, mount, ip … when present)
/// that exist here.
[[nodiscard]] std::vector<std::string> starterPrograms(const std::vector<OfferedProgram>& offered);

/// A program of the user's, given as an open descriptor (regular file, opened for reading by its owner).
struct GivenProgram {
    std::string name; ///< file name it gets in /usr/local/bin of the root
    int fd = -1;
};

struct BuildRequest {
    std::vector<std::string> programs; ///< names out of offeredPrograms()
    std::vector<GivenProgram> given;
};

/// Called between files; returning false cancels (the result is then an error of kind Cancelled).
using Progress =
    std::function<bool(std::uint64_t doneBytes, std::uint64_t totalBytes, const std::string& path)>;

/// Fills the empty directory `rootFd`: the usual directories (usr-merged: /bin -> usr/bin …), /etc/passwd,
/// group, hostname, hosts, nsswitch.conf, profile; the programs, their interpreters and libraries copied with
/// their modes, owned by uid 0 gid 0, setuid bits dropped; programs that are symlinks stay links to their
/// file, libraries become files. Terminfo for linux, xterm and xterm-256color when present. Nothing is
/// executed. InvalidArgument names a program that is not offered. On failure or cancellation the directory is
/// left as it is; the caller removes it.
[[nodiscard]] Result<Dependencies> buildRoot(int rootFd, const BuildRequest& request,
                                             const Progress& progress, const std::string& sysroot = "/");

/// An empty root: only the directories that mounts need (dev, proc, sys, tmp …).
[[nodiscard]] Result<> buildEmptyRoot(int rootFd);

} // namespace vitrine::rootfs
