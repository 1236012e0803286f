// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/capabilitynames.h"

#include <QString>

#include <array>
#include <string_view>

namespace vitrine::gui {

/// What the capability permits, one plain sentence that also says what is risky about it (capabilities(7)).
[[nodiscard]] QString capabilityText(std::string_view name);

inline constexpr std::size_t rlimitCount = 16;
/// The limits of single processes, the usual ones first (getrlimit(2)).
[[nodiscard]] const std::array<std::string_view, rlimitCount>& rlimitTypes();
/// What it limits and in which unit: "Open files".
[[nodiscard]] QString rlimitText(std::string_view type);

} // namespace vitrine::gui
