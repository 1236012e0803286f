// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/numberlist.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace vitrine {

namespace {

constexpr const char* allowed = "a list of numbers below 8,192 and of rising ranges, such as \"0-3,6\"";

std::string_view withoutBlanks(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::optional<std::uint32_t> parseOne(std::string_view text) {
    const std::string_view digits = withoutBlanks(text);
    std::uint32_t number = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (problem != std::errc{} || end != digits.data() + digits.size() || number >= mostNumbers)
        return std::nullopt;
    return number;
}

using Flags = std::vector<bool>; ///< of mostNumbers

/// "3" or "0-3".
bool addRange(std::string_view part, Flags& numbers) {
    const std::size_t dash = part.find('-');
    const auto first = parseOne(part.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : parseOne(part.substr(dash + 1));
    if (!first || !last || *first > *last)
        return false;
    std::fill(numbers.begin() + *first, numbers.begin() + *last + 1, true);
    return true;
}

} // namespace

Result<NumberList> parseNumberList(std::string_view text, std::string_view field) {
    constexpr std::size_t mostCharacters = 4096;
    // Flags, because "0-8191,0-8191,…" would be five million numbers.
    Flags named(mostNumbers);
    bool valid = text.size() <= mostCharacters;
    for (std::size_t start = 0; valid && start <= text.size();) {
        const std::size_t end = std::min(text.find(',', start), text.size());
        valid = addRange(text.substr(start, end - start), named);
        start = end + 1;
    }
    if (!valid)
        return failure(Error::invalid(std::string(field), allowed));
    NumberList numbers;
    for (std::uint32_t number = 0; number < mostNumbers; ++number) {
        if (named[number])
            numbers.push_back(number);
    }
    return numbers;
}

std::string textOf(const NumberList& numbers) {
    std::string text;
    for (std::size_t i = 0; i < numbers.size();) {
        std::size_t last = i;
        while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1)
            ++last;
        text += (text.empty() ? "" : ",") + std::to_string(numbers[i]);
        if (last > i)
            text += '-' + std::to_string(numbers[last]);
        i = last + 1;
    }
    return text;
}

} // namespace vitrine
