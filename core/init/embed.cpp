// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/init/initprogram.h"

// as(1), ".incbin": the program that was built before this file.
asm(".pushsection .rodata\n"
    ".balign 16\n"
    ".local vitrineInitBegin\n"
    "vitrineInitBegin:\n"
    ".incbin \"" VITRINE_INIT_FILE "\"\n"
    ".local vitrineInitEnd\n"
    "vitrineInitEnd:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" {
[[gnu::visibility("hidden")]] extern const std::byte vitrineInitBegin[];
[[gnu::visibility("hidden")]] extern const std::byte vitrineInitEnd[];
}

namespace vitrine::init {

std::span<const std::byte> program() {
    return {vitrineInitBegin, static_cast<std::size_t>(vitrineInitEnd - vitrineInitBegin)};
}

} // namespace vitrine::init
