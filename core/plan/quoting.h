// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// One word of a POSIX shell command that means exactly this text (XCU 2.2): plain where nothing is special,
/// else in single quotes.
[[nodiscard]] std::string shellQuote(std::string_view text);

/// Words quoted one by one, with spaces between.
[[nodiscard]] std::string shellCommand(const std::vector<std::string>& words);

/// A C string literal: "a\nb".
[[nodiscard]] std::string cQuote(std::string_view text);

} // namespace vitrine
