// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/memory.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>

// Set by the linker (end(3); __executable_start by every linker's default script).
extern "C" const char __executable_start[]; // NOLINT(bugprone-reserved-identifier)
extern "C" const char etext[];

namespace vitrine::monitor {

void giveBackMemory() {
    ::malloc_trim(0);
    // Read-only pages of a file: dropping them loses nothing (madvise(2), MADV_DONTNEED).
    // The program begins with its ELF header, at the start of a page.
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const auto size = static_cast<std::size_t>(etext - __executable_start);
    ::madvise(const_cast<char*>(__executable_start), size / page * page, MADV_DONTNEED);
}

} // namespace vitrine::monitor
