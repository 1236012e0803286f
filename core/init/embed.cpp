// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/init/initprogram.h"

#include <cstdint>

// as(1), ".incbin": the program that was built before this file.
asm(".pushsection .rodata\n"
    ".balign 16\n"
    ".local vitrineInitBegin\n"
    "vitrineInitBegin:\n"
    ".incbin \"" VITRINE_INIT_FILE "\"\n"
    ".LvitrineInitEnd:\n"
    ".balign 8\n"
    ".local vitrineInitSize\n"
    "vitrineInitSize:\n"
    ".8byte .LvitrineInitEnd - vitrineInitBegin\n"
    ".popsection\n");

extern "C" {
[[gnu::visibility("hidden")]] extern const std::byte vitrineInitBegin[];
[[gnu::visibility("hidden")]] extern const std::uint64_t vitrineInitSize; // bytes
}

namespace vitrine::init {

std::span<const std::byte> program() {
    return {vitrineInitBegin, vitrineInitSize};
}

} // namespace vitrine::init
