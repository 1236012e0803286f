// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/controlfile.h"

#include "core/sys/file.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace vitrine::cgroup {

Result<std::string> readControlFile(int dirFd, const std::string& path) {
    return trimmed(VITRINE_TRY(sys::readKernelFileAt(dirFd, path)));
}

std::string trimmed(std::string text) {
    text.erase(text.find_last_not_of(" \t\n") + 1);
    return text;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> parts;
    std::size_t start = text.find_first_not_of(separators);
    while (start != std::string_view::npos) {
        const std::size_t end = std::min(text.find_first_of(separators, start), text.size());
        parts.push_back(text.substr(start, end - start));
        start = text.find_first_not_of(separators, end);
    }
    return parts;
}

std::optional<std::uint64_t> parseNumber(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::optional<std::uint64_t> valueOf(std::string_view text, std::string_view key) {
    std::size_t start = 0;
    while (start < text.size()) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        const std::string_view line = text.substr(start, end - start);
        if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ')
            return parseNumber(line.substr(key.size() + 1));
        start = end + 1;
    }
    return std::nullopt;
}

std::optional<std::uint64_t> parseLimit(std::string_view text) {
    constexpr std::uint64_t unlimited = 1ULL << 62U;
    const auto number = parseNumber(text);
    if (!number || *number > unlimited)
        return std::nullopt;
    return number;
}

} // namespace vitrine::cgroup
