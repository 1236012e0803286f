// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/runtime/arguments.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace vitrine::runtime {

enum class Takes { Nothing, Value };

using Set = Result<> (*)(Request& request, std::string_view value);

/// One option: which commands know it, and what it does to the request.
struct Option {
    std::string_view name; ///< without its dashes
    char letter = 0;       ///< 0: it has no short form
    Takes takes = Takes::Value;
    std::uint32_t verbs = 0; ///< bit n: Verb n; 0: it stands before the command
    Set set = nullptr;
};

[[nodiscard]] std::span<const Option> allOptions();
/// Of those before the command, if `verb` is empty.
[[nodiscard]] bool applies(const Option& option, std::optional<Verb> verb);

} // namespace vitrine::runtime
