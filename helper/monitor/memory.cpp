// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/memory.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

// Set by the linker (end(3); __executable_start by every linker's default script).
extern "C" const char __executable_start[]; // NOLINT(bugprone-reserved-identifier)
extern "C" const char etext[];

namespace vitrine::monitor {

void giveBackMemory() {
    ::malloc_trim(0);
    // Read-only pages of a file: dropping them loses nothing (madvise(2), MADV_DONTNEED).
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto begin = reinterpret_cast<std::uintptr_t>(__executable_start) & ~(page - 1);
    const auto end = reinterpret_cast<std::uintptr_t>(etext) & ~(page - 1);
    ::madvise(reinterpret_cast<void*>(begin), end - begin,
              MADV_DONTNEED); // NOLINT(performance-no-int-to-ptr)
}

} // namespace vitrine::monitor
