// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The #! line of a script.

#include "core/rootfs/script.h"
#include "tests/fuzz/scratch.h"

void fuzzOne(std::string_view input) {
    using namespace vitrine::rootfs;
    const fuzz::MemoryFile file(input);
    const auto head = headOf(file.fd());
    FUZZ_REQUIRE(head && head->size() <= scriptHead && input.starts_with(*head));
    const auto line = parseScriptLine(*head);
    if (!line)
        return;
    FUZZ_REQUIRE(!line->interpreter.empty() && !line->interpreter.contains('\n') &&
                 !line->interpreter.contains('\0'));
    FUZZ_REQUIRE(line->interpreter.find_first_of(" \t") == std::string::npos);
    if (const auto program = envProgram(*line))
        FUZZ_REQUIRE(!program->empty() && line->argument.contains(*program));
}
