// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/process/text.h"

#include <algorithm>
#include <cstdint>

namespace vitrine::process {

namespace {

struct Character {
    std::uint32_t code = 0;
    std::size_t length = 0; ///< 0: no UTF-8
};

/// The character that `bytes` begins with (RFC 3629: shortest form, no surrogates, at most U+10FFFF).
Character decode(std::string_view bytes) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    if (byte(0) < 0x80)
        return {byte(0), 1};
    const std::size_t length = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : 2;
    if (byte(0) < 0xc2 || byte(0) > 0xf4 || bytes.size() < length)
        return {};
    std::uint32_t code = byte(0) & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0U) != 0x80)
            return {};
        code = (code << 6U) | (byte(i) & 0x3fU);
    }
    const bool tooLong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    if (tooLong || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return {};
    return {code, length};
}

std::string hexadecimal(const char* prefix, std::uint32_t value, int digits) {
    constexpr std::string_view symbols = "0123456789abcdef";
    std::string text = prefix;
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        text += symbols[(value >> static_cast<unsigned>(shift)) & 0xfU];
    return text;
}

bool isHarmless(std::uint32_t code) {
    const bool control = code < 0x20 || (code >= 0x7f && code <= 0x9f);
    const bool line = code == 0x2028 || code == 0x2029;
    const bool direction = code == 0x061c || code == 0x200e || code == 0x200f ||
                           (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    return !control && !line && !direction;
}

std::string shown(std::string_view bytes, const Character& character) {
    if (character.length == 0)
        return hexadecimal("\\x", static_cast<unsigned char>(bytes[0]), 2);
    if (isHarmless(character.code))
        return std::string(bytes.substr(0, character.length));
    if (character.code == '\n')
        return "\\n";
    if (character.code == '\t')
        return "\\t";
    if (character.code < 0x100)
        return hexadecimal("\\x", character.code, 2);
    return hexadecimal("\\u", character.code, 4);
}

bool isPlain(std::string_view bytes) {
    return std::ranges::all_of(bytes, [](char c) { return c >= 0x20 && c < 0x7f; });
}

} // namespace

std::string escape(std::string_view bytes, std::size_t maximum) {
    if (isPlain(bytes))
        return std::string(bytes.substr(0, maximum));
    std::string text;
    while (!bytes.empty()) {
        const Character character = decode(bytes);
        const std::string next = shown(bytes, character);
        if (text.size() + next.size() > maximum)
            break;
        text += next;
        bytes.remove_prefix(std::max<std::size_t>(character.length, 1));
    }
    return text;
}

std::string escapeCommandLine(std::string_view bytes, std::size_t maximum) {
    bytes = bytes.substr(0, bytes.find_last_not_of('\0') + 1);
    std::string blanks(bytes);
    std::ranges::replace(blanks, '\0', ' ');
    return escape(blanks, maximum);
}

} // namespace vitrine::process
