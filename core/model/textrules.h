// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <string>
#include <string_view>

namespace vitrine {

enum class TextRule {
    NoNul,    ///< for arguments and variables: a newline is a fair part of a script
    NoControl ///< for names and paths, which people are shown
};

/// Valid UTF-8 of at most `most` bytes without NUL, and without control characters (C0, DEL, C1) where the
/// rule says so. `path` is the error's subject.
[[nodiscard]] Result<> checkText(std::string_view text, const std::string& path, TextRule rule,
                                 std::size_t most);

/// An absolute path inside a container: no "..", no control characters, shorter than PATH_MAX.
[[nodiscard]] Result<> checkAbsolutePath(std::string_view text, const std::string& path);

/// "/proc//" -> "/proc": one slash between components, none at the end, no "." component.
[[nodiscard]] std::string cleanPath(std::string_view path);

/// True for `directory` itself and everything below it; both clean.
[[nodiscard]] bool isAtOrBelow(std::string_view path, std::string_view directory);

[[nodiscard]] bool hasParentComponent(std::string_view path);

} // namespace vitrine
