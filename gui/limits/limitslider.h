// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/limits/limitkind.h"

namespace vitrine::gui {

/// A slider has this many steps.
inline constexpr int sliderSteps = 1000;
/// Position 0 … sliderSteps of a value; CPU is linear, everything else logarithmic.
[[nodiscard]] int sliderPosition(LimitKind kind, const LimitRange& range, std::uint64_t value);
/// The value at a position, rounded to what people would have typed.
[[nodiscard]] std::uint64_t sliderValue(LimitKind kind, const LimitRange& range, int position);

} // namespace vitrine::gui
