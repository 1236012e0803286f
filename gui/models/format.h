// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <cstdint>

/// Numbers as people read them, in the user's locale.
namespace vitrine::gui {

[[nodiscard]] QString formatBytes(std::uint64_t bytes);    ///< "12.5 MiB", "640 KiB", "17 B"
[[nodiscard]] QString formatPercent(double percent);       ///< "38 %", below ten with one digit: "2.4 %"
[[nodiscard]] QString formatElapsed(std::uint64_t us);     ///< "00:12:41", "3 d 04:00:00"
[[nodiscard]] QString formatDuration(std::uint64_t ns);    ///< "640 ns", "12.3 µs", "1.25 ms", "2.4 s"
[[nodiscard]] QString formatMoment(std::uint64_t epochUs); ///< date and time to the second; "never" for 0
[[nodiscard]] QString formatRelative(std::uint64_t epochUs, std::uint64_t nowUs); ///< "3 minutes ago"

} // namespace vitrine::gui
