// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/memory.h"

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

namespace vitrine::sys {

namespace {

/// Drops the pages of what is mapped from the file and never written: nothing is lost (madvise(2),
/// MADV_DONTNEED).
int dropReadOnlySegments(dl_phdr_info* program, std::size_t /*size*/, void* /*unused*/) {
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    for (int i = 0; i < program->dlpi_phnum; ++i) {
        const ElfW(Phdr)& segment = program->dlpi_phdr[i];
        if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0)
            continue;
        const std::uintptr_t begin = program->dlpi_addr + segment.p_vaddr;
        const std::uintptr_t inPage = begin % page;
        void* start =
            reinterpret_cast<void*>(begin - inPage); // NOLINT(performance-no-int-to-ptr): ELF has numbers
        ::madvise(start, segment.p_memsz + inPage, MADV_DONTNEED);
    }
    return 0;
}

} // namespace

void giveBackMemory() {
    ::malloc_trim(0);
    ::dl_iterate_phdr(dropReadOnlySegments, nullptr);
}

} // namespace vitrine::sys
