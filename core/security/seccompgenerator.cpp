// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/security/seccompcompile.h"

#include <cstdio>
#include <string>
#include <vector>

// Runs while Vitrine is built and prints the programs that need not be compiled at every start.

using vitrine::security::compileDefaultProfile;

namespace {

bool print(const char* name, const std::vector<std::string>& capabilities) {
    const auto program = compileDefaultProfile(capabilities);
    if (!program) {
        std::fprintf(stderr, "%s\n", program.error().message().c_str());
        return false;
    }
    std::printf("inline constexpr auto %s = std::to_array<sock_filter>({\n", name);
    for (const sock_filter& instruction : *program) {
        std::printf("    {%u, %u, %u, %#xU},\n", unsigned{instruction.code}, unsigned{instruction.jt},
                    unsigned{instruction.jf}, instruction.k);
    }
    std::puts("});");
    return true;
}

} // namespace

int main() {
    std::puts("// Made by seccompgenerator.\n#pragma once\n#include <linux/filter.h>\n#include <array>\n"
              "namespace vitrine::security {");
    const bool printed = print("programWithChroot", {"CAP_SYS_CHROOT"}) && print("programWithout", {});
    std::puts("}");
    return printed ? 0 : 1;
}
