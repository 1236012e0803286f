// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/rootfs/dependencytree.h"
#include "core/rootfs/loader.h"
#include "core/rootfs/script.h"
#include "core/rootfs/sysroot.h"

#include <set>
#include <string>

namespace vitrine::rootfs {

/// Directories in which the program named by an `env` line is looked for.
inline constexpr const char* usualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Collects programs with all that they need, as ld.so(8) would find it: DT_RPATH, DT_RUNPATH, ld.so.cache,
/// the default directories; $ORIGIN, $LIB and $PLATFORM expanded; `#!` lines followed for scripts (at most 4
/// deep). Reads the root, never executes anything. One object builds one Dependencies.
class TreeBuilder {
public:
    /// `root` must stay alive as long as this object.
    explicit TreeBuilder(const Sysroot& root);

    /// A program or script at an absolute path. NotFound if it does not exist; InvalidArgument if it is
    /// neither, or its `#!` lines lead too far; LimitExceeded if all names and directories so far come to
    /// more than 8 MiB: files made for the purpose name thousands of directories for thousands of libraries.
    [[nodiscard]] Result<> addProgram(const std::string& path);

    /// A program given by descriptor that will be at `rootPath`. It is in the tree, not in the files.
    [[nodiscard]] Result<> addGiven(int fd, const std::string& rootPath);

    /// What was collected; the object is empty afterwards.
    [[nodiscard]] Dependencies take();

private:
    Result<DependencyNode> programNode(const std::string& name, const std::string& path, int depth);
    Result<> describe(DependencyNode& node, int fd, const std::string& realPath, int depth);
    Result<> describeElf(DependencyNode& node, const ElfFile& elf, const std::string& realPath);
    Result<> describeScript(DependencyNode& node, const ScriptLine& line, int depth);
    Result<DependencyNode> scriptProgram(const DependencyNode& script, const std::string& name,
                                         const std::vector<std::string>& candidates, int depth);
    void placeProgram(const std::string& path, const std::string& realPath);
    void noteMissing(const std::string& what, const std::string& neededBy);

    const Sysroot& m_root;
    Loader m_loader;
    Dependencies m_result;
    std::vector<Dependencies::File> m_libraries; ///< after the programs in the end
    std::size_t m_text = 0;                      ///< of the nodes, in bytes
    std::set<std::string> m_placed;              ///< mergedPath of everything that has a place
};

} // namespace vitrine::rootfs
