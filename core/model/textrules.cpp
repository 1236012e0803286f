// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/textrules.h"

#include <algorithm>
#include <climits>
#include <cstdint>

namespace vitrine {

namespace {

/// One character of UTF-8 (RFC 3629) at the front of `text`.
struct Decoded {
    std::uint32_t codePoint = 0;
    std::size_t length = 0; ///< bytes; 0 when it is not UTF-8
};

Decoded decodeFront(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80)
        return {first, 1};
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length)
        return {};
    std::uint32_t value = first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U)
            return {};
        value = (value << 6U) | (byte(i) & 0x3FU);
    }
    constexpr std::uint32_t leastOf[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < leastOf[length] || value > 0x10FFFF || surrogate)
        return {};
    return {value, length};
}

bool isControl(std::uint32_t codePoint) {
    return codePoint < 0x20 || (codePoint >= 0x7F && codePoint <= 0x9F);
}

} // namespace

Result<> checkText(std::string_view text, const std::string& path, TextRule rule, std::size_t most) {
    if (text.size() > most)
        return failure(Error::invalid(path, "must be at most " + std::to_string(most) + " bytes long"));
    while (!text.empty()) {
        const Decoded character = decodeFront(text);
        if (character.length == 0)
            return failure(Error::invalid(path, "must be valid UTF-8"));
        if (character.codePoint == 0)
            return failure(Error::invalid(path, "must not contain a NUL character"));
        if (rule == TextRule::NoControl && isControl(character.codePoint))
            return failure(Error::invalid(path, "must not contain control characters"));
        text.remove_prefix(character.length);
    }
    return {};
}

bool hasParentComponent(std::string_view path) {
    return ("/" + std::string(path) + "/").contains("/../");
}

Result<> checkAbsolutePath(std::string_view text, const std::string& path) {
    VITRINE_CHECK(checkText(text, path, TextRule::NoControl, PATH_MAX - 1));
    if (!text.starts_with('/'))
        return failure(Error::invalid(path, "must be an absolute path, beginning with \"/\""));
    if (hasParentComponent(text))
        return failure(Error::invalid(path, "must not contain \"..\""));
    return {};
}

// A ".." stays, because where it leads is for the kernel to say: whoever compares what comes out of this with
// a place that matters has refused it before (checkAbsolutePath()), or has the path from a descriptor.
std::string cleanPath(std::string_view path) {
    std::string clean;
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/'), path.size());
        const std::string_view component = path.substr(0, end);
        if (!component.empty() && component != ".")
            clean += "/" + std::string(component);
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return clean.empty() ? "/" : clean;
}

bool isAtOrBelow(std::string_view path, std::string_view directory) {
    return path == directory ||
           (path.starts_with(directory) && path.substr(directory.size()).starts_with('/'));
}

} // namespace vitrine
