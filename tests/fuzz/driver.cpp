// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/fuzz/fuzz.h"
#include "tests/support/cputimer.h"

#include <algorithm>

/// What 4 KiB of hostile text may take, milliseconds of CPU time: these parsers run in a root service that
/// others wait for.
constexpr double mostForFourKilobytes = 100;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const CpuTimer timer;
    fuzzOne({reinterpret_cast<const char*>(data), size});
    const double shares = std::max(1.0, static_cast<double>(size) / 4096);
    const double elapsed = timer.elapsed();
    if (elapsed > mostForFourKilobytes * sanitizerSlowdown * shares) {
        std::fprintf(stderr, "broken promise: %zu bytes took %.0f ms\n", size, elapsed);
        std::abort();
    }
    return 0;
}
