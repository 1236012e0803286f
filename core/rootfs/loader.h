// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/rootfs/dependencytree.h"
#include "core/rootfs/elffile.h"
#include "core/rootfs/ldcache.h"
#include "core/rootfs/searchpath.h"
#include "core/rootfs/sysroot.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::rootfs {

/// One object of the process that the dynamic loader would make.
struct LoadedObject {
    FileKind kind = FileKind::Library;
    std::string name; ///< as its loader asked for it
    std::string path; ///< below the sysroot, as the loader opens it ("/usr/bin/../lib/x"); empty = missing
    std::string rootPath;              ///< where a loader without cache and configuration finds it
    std::size_t parent = 0;            ///< index of the object that asked first; the program is 0
    std::vector<std::string> searched; ///< when missing
    ElfFile elf;
};

/// Whether directories of ld.so.conf stand in for a missing ld.so.cache. The loader itself never reads that
/// file, so a question about what would start must not.
enum class MissingCache { UseConfiguration, UseNothing };

/// Finds what ld.so(8) (or musl's loader) would load for a program, breadth first and each name once, without
/// executing anything. Remembers files between programs. Not thread-safe.
class Loader {
public:
    /// `root` must stay alive as long as this object.
    Loader(const Sysroot& root, MissingCache missingCache);

    /// The program itself (kind Program, at `realPath`, from which $ORIGIN follows), then its loader and
    /// libraries. LimitExceeded for programs of more than a few thousand libraries.
    [[nodiscard]] Result<std::vector<LoadedObject>> load(const ElfFile& program, const std::string& realPath);

private:
    /// What the loader at a path has built in.
    struct Traits {
        enum class Libc { Glibc, Musl } libc = Libc::Glibc;
        std::vector<std::string> builtIn; ///< directories searched without any configuration
        std::vector<std::string> configured;
        std::string lib; ///< $LIB
    };
    struct Process;

    const Traits& traitsFor(const ElfFile& program);
    [[nodiscard]] Traits readTraits(const ElfFile& program) const;
    const std::optional<ElfFile>& elfAt(const std::string& path);
    const LdCache* cache();
    void addInterpreter(Process& process);
    void locate(Process& process, const std::vector<std::string>& directories, LoadedObject& object);
    bool tryDirectories(Process& process, const std::vector<std::string>& directories, LoadedObject& object);
    bool tryPath(Process& process, const std::string& path, LoadedObject& object);
    void searchConfigured(Process& process, LoadedObject& object);

    const Sysroot& m_root;
    MissingCache m_missingCache;
    std::map<std::string, Traits> m_traits;
    std::map<std::string, std::optional<ElfFile>> m_files;
    std::optional<std::optional<LdCache>> m_cache;
};

/// "x86_64" for EM_X86_64 and so on; the number for machines without a common name. Also $PLATFORM.
[[nodiscard]] std::string machineName(const ElfFile& file);

/// The directories that a glibc loader has built in, found in its bytes: NUL-terminated strings
/// "/lib/x86_64-linux-gnu/" that follow one another. Empty if there are none.
[[nodiscard]] std::vector<std::string> builtInDirectories(std::string_view loaderBytes);

} // namespace vitrine::rootfs
