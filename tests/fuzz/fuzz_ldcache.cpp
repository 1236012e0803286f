// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// ld.so.cache: with a folder as the root it is the user's.

#include "core/rootfs/ldcache.h"
#include "tests/fuzz/fuzz.h"

void fuzzOne(std::string_view input) {
    using namespace vitrine::rootfs;
    const auto cache = LdCache::parse(std::string(input));
    if (!cache)
        return;
    FUZZ_REQUIRE(cache->size() <= 100'000 && cache->size() * 24 <= input.size());
    ElfFile program;
    program.elfClass = 64;
    program.machine = 62; // EM_X86_64
    for (const char* name : {"libc.so.6", "liba.so", ""}) {
        std::size_t bytes = 0;
        for (const std::string& path : cache->find(name, program)) {
            FUZZ_REQUIRE(path.starts_with('/') && path.size() < 4096 && !path.contains('\0'));
            bytes += path.size();
        }
        FUZZ_REQUIRE(bytes <= 1U << 20U);
    }
}
