// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::diagnosis {

/// A sentence that can be translated: a literal pattern, in English, with %1, %2 … for the arguments.
struct Text {
    const char* pattern = "";
    std::vector<std::string> arguments{};

    [[nodiscard]] bool isEmpty() const { return *pattern == '\0'; }
    friend bool operator==(const Text& a, const Text& b) {
        return std::string_view(a.pattern) == b.pattern && a.arguments == b.arguments;
    }
};

/// The pattern with the arguments in their places.
[[nodiscard]] std::string filled(const Text& text);

/// What the patterns are known as to a translator (QCoreApplication::translate()).
inline constexpr char translationContext[] = "Diagnosis";

enum class FindingState {
    Ok,
    Note,    ///< something is less than it could be; containers run
    Problem, ///< no container can be made and started, in the mode that was asked about
};

/// One thing that was looked at.
struct Finding {
    const char* id = ""; ///< stable word, for tests and scripts
    FindingState state = FindingState::Ok;
    Text title{};          ///< one or two words
    Text sentence{};       ///< what was found
    Text cause{};          ///< why, and what it means; empty if all is well
    std::string command{}; ///< what mends it, for a shell; empty if nothing does
};

/// How many there are of one state.
[[nodiscard]] std::size_t countOf(const std::vector<Finding>& findings, FindingState state);

} // namespace vitrine::diagnosis
