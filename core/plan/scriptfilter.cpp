// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/plan/scriptparts.h"

#include <algorithm>
#include <cstdint>

namespace vitrine::scripting {

namespace {

/// Without no_new_privs the kernel takes a filter only from root, and setpriv loads it when its rights are
/// gone already. With chroot(2), unshare(2) comes after it, which the filter refuses.
bool canLoad(const Subject& subject) {
    return !subject.filter.empty() && subject.pivots && subject.find<step::SetNoNewPrivileges>() != nullptr;
}

} // namespace

std::string base64Lines(std::string_view bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    constexpr std::size_t bytesOfLine = 57; // 76 characters
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t three = 0;
        for (std::size_t i = 0; i < 3; ++i)
            three = three << 8U | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U);
        const std::size_t digits = std::min<std::size_t>(bytes.size() - at, 3) + 1;
        for (std::size_t i = 0; i < 4; ++i)
            text += i < digits ? alphabet[three >> (18 - 6 * i) & 63U] : '=';
        if ((at + 3) % bytesOfLine == 0)
            text += '\n';
    }
    if (!text.ends_with('\n'))
        text += '\n';
    return text;
}

void writeFilter(const Subject& subject, Script& script) {
    if (!canLoad(subject)) {
        script.note(
            "The filter of system calls (seccomp): no plain command makes one, and what setpriv of "
            "util-linux 2.41 can load does not fit here. So \"Seccomp:\" in /proc/PID/status is 0, and 2 "
            "in Vitrine's container, and the container may ask the kernel for everything that its "
            "capabilities allow.");
        return;
    }
    script.notes.emplace_back(
        "The filter of system calls (seccomp): no plain command makes one, so the script has it as Vitrine "
        "compiled it, for this kind of processor. Only setpriv of util-linux 2.41 can load it. With an older "
        "one the script says so and goes on without: then the container may ask the kernel for everything "
        "that its capabilities allow, and \"Seccomp:\" in /proc/PID/status is 0 instead of 2.");
    script.comment(
        "The list of calls is a program for a small machine in the kernel (BPF), here as setpriv loads "
        "it. It is the last option of the command above.");
    script.tools.emplace("base64");
    script.line("case $(setpriv --help) in");
    script.line("    *--seccomp-filter*)");
    script.line("        base64 --decode >\"$work/filter\" <<'END'");
    script.text += base64Lines(subject.filter);
    script.line("END");
    script.line("        set -- \"$@\" --seccomp-filter \"$work/filter\"");
    script.line("        ;;");
    script.line("    *) echo \"$0: no system call is refused: this setpriv cannot load a filter\" >&2 ;;");
    script.line("esac");
}

} // namespace vitrine::scripting
