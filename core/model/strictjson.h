// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

/// JSON read strictly: for files and messages that others may have written. Only for .cpp files to include.
namespace vitrine::json {

/// Keeps the order of keys, so that a file that is changed in one place stays the same in all others.
using Value = nlohmann::ordered_json;

inline constexpr std::size_t maximumDepth = 32;
inline constexpr std::size_t maximumMembers = 1000; ///< keys in one object

/// "$.process" and "args" -> "$.process.args"; a key that is not a plain word is quoted:
/// "$.annotations[\"org.vitrine.name\"]".
[[nodiscard]] std::string memberPath(const std::string& path, std::string_view key);
/// "$.process.args" and 0 -> "$.process.args[0]"
[[nodiscard]] std::string elementPath(const std::string& path, std::size_t index);

/// One JSON document (RFC 8259). Refused, with the path of the place as the error's subject: more than
/// `maximumBytes`, nesting deeper than maximumDepth, objects with more than maximumMembers keys, a key twice
/// in one object (RFC 8259 leaves its meaning open), whole numbers outside 64 bits, invalid UTF-8.
[[nodiscard]] Result<Value> parse(std::string_view text, std::size_t maximumBytes);

/// Indented by two spaces, with a newline at the end. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string write(const Value& value);

} // namespace vitrine::json
