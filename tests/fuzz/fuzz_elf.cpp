// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Headers of programs and libraries.

#include "core/rootfs/elffile.h"
#include "core/rootfs/loader.h"
#include "tests/fuzz/scratch.h"

void fuzzOne(std::string_view input) {
    using namespace vitrine::rootfs;
    const fuzz::MemoryFile file(input);
    const auto elf = readElf(file.fd());
    if (elf) {
        FUZZ_REQUIRE(elf->elfClass == 32 || elf->elfClass == 64);
        FUZZ_REQUIRE(elf->needed.size() <= 1024 && elf->rpath.size() <= 256 && elf->runpath.size() <= 256);
        FUZZ_REQUIRE(!elf->hasRunpath || elf->rpath.empty());
        FUZZ_REQUIRE(!machineName(*elf).empty());
        for (const std::string& name : elf->needed)
            FUZZ_REQUIRE(name.size() <= 4096 && !name.contains('\0'));
    }
    for (const std::string& directory : builtInDirectories(input))
        FUZZ_REQUIRE(directory.starts_with('/') && !directory.contains("/../"));
}
