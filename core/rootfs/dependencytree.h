// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <optional>
#include <string>
#include <vector>

namespace vitrine::rootfs {

enum class FileKind { Program, Script, Interpreter, Library };

/// A file that must be in the root, and why: a node of the tree that the window shows.
struct DependencyNode {
    FileKind kind = FileKind::Program;
    std::string name;     ///< as it was asked for: "libc.so.6", "/lib64/ld-linux-x86-64.so.2", "bash"
    std::string hostPath; ///< where it was found on this machine, empty = missing
    std::string rootPath; ///< absolute path it gets inside the root
    std::vector<std::string> searched;    ///< directories looked in, when missing
    std::vector<DependencyNode> children; ///< each library once, at its first place
};

struct Dependencies {
    std::vector<DependencyNode> roots; ///< one per program
    /// All files once, programs first, with missing ones left out: what to copy.
    struct File {
        std::string hostPath;
        std::string rootPath;
        friend bool operator==(const File&, const File&) = default;
    };
    std::vector<File> files;
    /// A program that is a symlink here stays one, so that $ORIGIN and programs of many names keep working.
    struct Link {
        std::string rootPath; ///< where the link is
        std::string target;   ///< absolute rootPath of the file it leads to
        friend bool operator==(const Link&, const Link&) = default;
    };
    std::vector<Link> links;
    std::vector<std::string> missing; ///< "libfoo.so.1 (needed by bar)"
};

/// Why a command would not start in a root, in words, or nothing if it looks right: missing file, not
/// executable, its loader or a library missing (and which), a script whose interpreter is missing, wrong
/// machine. For "bash: No such file or directory". `command` is looked up in `pathVariable` ("/usr/bin:/bin")
/// when it has no slash; everything is resolved inside `rootFd` (openat2 RESOLVE_IN_ROOT).
struct StartProblem {
    std::string sentence; ///< "bash needs the loader /lib64/ld-linux-x86-64.so.2, which is not in its root."
    std::vector<std::string> missing;
};
[[nodiscard]] Result<std::optional<StartProblem>> findStartProblem(int rootFd, const std::string& command,
                                                                   const std::string& pathVariable);

} // namespace vitrine::rootfs
