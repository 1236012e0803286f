// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/process/statline.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <system_error>

namespace vitrine::process {

namespace {

/// Fields are numbered as in proc_pid_stat(5); these stand behind the comm and the state.
constexpr std::size_t firstField = 4;
constexpr std::size_t lastField = 49;
using Fields = std::array<std::uint64_t, lastField + 1>;

/// Numbers between single blanks. Negative ones (tty, priority, exit signal) come out as their two's
/// complement; none of them is used. Returns the number of the field after the last one read.
std::size_t parseFields(std::string_view text, Fields& fields) {
    std::size_t field = firstField;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end && field <= lastField) {
        if (*at == ' ') {
            ++at;
            continue;
        }
        const bool negative = *at == '-';
        std::uint64_t value = 0;
        const auto [next, error] = std::from_chars(at + (negative ? 1 : 0), end, value);
        if (error != std::errc() || (next != end && *next != ' ' && *next != '\n'))
            break;
        fields[field++] = negative ? 0 - value : value;
        at = next;
        if (at != end && *at == '\n')
            break;
    }
    return field;
}

template <typename Number>
bool parseWhole(std::string_view text, Number& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

} // namespace

std::optional<StatLine> parseStat(std::string_view text) {
    // The comm is the only part that can hold brackets, and it is the process's own choice: the last ')' ends
    // it.
    const std::size_t open = text.find(" (");
    const std::size_t close = text.rfind(") ");
    if (open == std::string_view::npos || close == std::string_view::npos || close < open + 2 ||
        close + 3 >= text.size())
        return std::nullopt;
    StatLine line;
    if (!parseWhole(text.substr(0, open), line.pid) || line.pid <= 0)
        return std::nullopt;
    line.comm = text.substr(open + 2, close - open - 2);
    line.state = text[close + 2];
    Fields fields{};
    constexpr std::size_t residentField = 24;
    if (parseFields(text.substr(close + 3), fields) <= residentField)
        return std::nullopt;
    line.parent = static_cast<pid_t>(fields[4]);
    line.cpuTicks = fields[14] + fields[15];
    line.threads = static_cast<std::uint32_t>(fields[20]);
    line.startTicks = fields[22];
    line.residentPages = fields[residentField];
    line.execMark = fields[28] ^ (fields[48] << 1U) ^ (fields[49] << 2U);
    return line;
}

} // namespace vitrine::process
