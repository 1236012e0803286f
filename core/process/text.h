// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vitrine::process {

/// What a process calls itself, made harmless to show: control characters, characters that turn the direction
/// of text around, and bytes that are no UTF-8 are written as \xNN, \n, \t or \uNNNN. The result is valid
/// UTF-8 of at most `maximum` bytes; what is longer is cut between characters.
[[nodiscard]] std::string escape(std::string_view bytes, std::size_t maximum);

/// The same for the content of /proc/PID/cmdline: NUL ends an argument and becomes a blank.
[[nodiscard]] std::string escapeCommandLine(std::string_view bytes, std::size_t maximum);

} // namespace vitrine::process
