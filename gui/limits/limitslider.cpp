// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/limitslider.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace vitrine::gui {

namespace {

bool isLinear(LimitKind kind) {
    return kind == LimitKind::Cpu;
}

/// Two significant digits.
std::uint64_t roundDecimal(double value) {
    if (value < 100)
        return static_cast<std::uint64_t>(std::llround(value));
    const double step = std::pow(10.0, std::floor(std::log10(value)) - 1);
    return static_cast<std::uint64_t>(std::llround(value / step) * std::llround(step));
}

/// An eighth of the power of two below: 40 MiB, 44 MiB, 48 MiB …
std::uint64_t roundBinary(double value) {
    const auto whole = static_cast<std::uint64_t>(value);
    const std::uint64_t step = std::max(std::bit_floor(whole) / 8, kibibyte);
    return (whole + step / 2) / step * step;
}

/// Logarithms need a beginning above zero; swap's 0 is the slider's first step.
double logOf(std::uint64_t value) {
    return std::log2(static_cast<double>(std::max<std::uint64_t>(value, 1)));
}

std::uint64_t logBegin(LimitKind kind, const LimitRange& range) {
    return kind == LimitKind::Swap ? mebibyte : range.sliderLeast;
}

} // namespace

int sliderPosition(LimitKind kind, const LimitRange& range, std::uint64_t value) {
    const std::uint64_t bounded = std::clamp(value, range.sliderLeast, range.sliderMost);
    const auto steps = static_cast<double>(sliderSteps);
    if (isLinear(kind)) {
        return static_cast<int>(std::lround(static_cast<double>(bounded - range.sliderLeast) * steps /
                                            static_cast<double>(range.sliderMost - range.sliderLeast)));
    }
    const double begin = logOf(logBegin(kind, range));
    if (bounded == range.sliderLeast)
        return 0;
    const double part = (logOf(bounded) - begin) / (logOf(range.sliderMost) - begin);
    return std::clamp(static_cast<int>(std::lround(part * steps)), 1, sliderSteps);
}

std::uint64_t sliderValue(LimitKind kind, const LimitRange& range, int position) {
    if (position <= 0)
        return range.sliderLeast;
    if (position >= sliderSteps)
        return range.sliderMost;
    const double part = static_cast<double>(position) / sliderSteps;
    if (isLinear(kind)) {
        const auto span = static_cast<double>(range.sliderMost - range.sliderLeast);
        // Whole percents.
        return std::max<std::uint64_t>(static_cast<std::uint64_t>(std::llround(
                                           (part * span + static_cast<double>(range.sliderLeast)) / 10)) *
                                           10,
                                       range.sliderLeast);
    }
    const double begin = logOf(logBegin(kind, range));
    const double value = std::exp2(begin + part * (logOf(range.sliderMost) - begin));
    const std::uint64_t rounded = unitOf(kind) == LimitUnit::Bytes ? roundBinary(value) : roundDecimal(value);
    return std::clamp(rounded, range.sliderLeast, range.sliderMost);
}

} // namespace vitrine::gui
