// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::rootfs {

/// What the dynamic loader needs to know of a program or library, read from the file's headers with libelf
/// and never by running it (elf(5), ld.so(8)).
struct ElfFile {
    int elfClass = 0;                  ///< 32 or 64
    std::uint16_t machine = 0;         ///< e_machine: EM_X86_64 …
    std::string interpreter;           ///< PT_INTERP, empty for a static program or a library
    std::string soname;                ///< DT_SONAME
    std::vector<std::string> needed;   ///< DT_NEEDED, in order
    std::vector<std::string> rpath;    ///< DT_RPATH, split at ':', unexpanded; empty if there is a DT_RUNPATH
    std::vector<std::string> runpath;  ///< DT_RUNPATH
    bool hasRunpath = false;           ///< there is a DT_RUNPATH, be it empty: no DT_RPATH of loaders counts
    bool noDefaultDirectories = false; ///< DF_1_NODEFLIB: neither ld.so.cache nor the default directories
};

/// Reads an open file (at any offset). InvalidArgument if it is no ELF program or shared object; every offset
/// in the file is checked, so a hostile file gives an error and nothing else.
[[nodiscard]] Result<ElfFile> readElf(int fd);

} // namespace vitrine::rootfs
