// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <ctime>

namespace vitrine::monitor {

/// CLOCK_REALTIME in µs since the epoch, as ExitRecord has it.
[[nodiscard]] inline std::uint64_t microsecondsOf(const timespec& time) {
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000 +
           static_cast<std::uint64_t>(time.tv_nsec) / 1000;
}

[[nodiscard]] inline std::uint64_t realTimeUs() {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return microsecondsOf(now);
}

} // namespace vitrine::monitor
