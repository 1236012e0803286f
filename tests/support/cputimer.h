// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <ctime>

/// How much longer than in the plain build a test's own work may take under AddressSanitizer.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr int sanitizerSlowdown = 10;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) // clang's way to say it
inline constexpr int sanitizerSlowdown = 10;
#else
inline constexpr int sanitizerSlowdown = 1;
#endif
#else
inline constexpr int sanitizerSlowdown = 1;
#endif

/// The CPU time of the calling thread: a busy machine makes everything slow by the clock on the wall.
class CpuTimer {
public:
    CpuTimer()
        : m_start(now()) {}
    void start() { m_start = now(); }
    /// Nanoseconds since start().
    [[nodiscard]] std::int64_t nsecsElapsed() const { return now() - m_start; }
    /// Milliseconds since start().
    [[nodiscard]] double elapsed() const { return static_cast<double>(nsecsElapsed()) / 1e6; }

private:
    static std::int64_t now() {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
    }

    std::int64_t m_start;
};
