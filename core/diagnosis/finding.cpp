// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/diagnosis/finding.h"

#include <algorithm>

namespace vitrine::diagnosis {

std::string filled(const Text& text) {
    const std::string_view pattern = text.pattern;
    std::string result;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const std::size_t digit =
            pattern[i] == '%' && i + 1 < pattern.size() ? static_cast<std::size_t>(pattern[i + 1] - '1') : 9;
        if (digit < text.arguments.size()) {
            result += text.arguments[digit];
            ++i;
        } else {
            result += pattern[i];
        }
    }
    return result;
}

std::size_t countOf(const std::vector<Finding>& findings, FindingState state) {
    return static_cast<std::size_t>(std::ranges::count(findings, state, &Finding::state));
}

} // namespace vitrine::diagnosis
