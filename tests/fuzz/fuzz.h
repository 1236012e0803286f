// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

/// What the fuzz targets share. A target is one file that defines fuzzOne(); the driver measures the time it
/// takes, and either libFuzzer (llvm.org/docs/LibFuzzer.html) or replay.cpp calls the driver.

/// Reads `input` as the parsers do, and holds what comes out against what is promised. Ends the process when
/// a promise is broken.
void fuzzOne(std::string_view input);

/// A promise: unlike assert() it is kept in every build.
#define FUZZ_REQUIRE(condition)                                                                              \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            std::fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, #condition);             \
            std::abort();                                                                                    \
        }                                                                                                    \
    } while (false)

namespace fuzz {

/// No control characters but, where it is said, newlines; valid or not as UTF-8: the bus and JSON see to
/// that.
enum class Newlines { Refused, Allowed };
inline bool isShowable(std::string_view text, Newlines newlines) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 || byte == 0x7f) && !(c == '\n' && newlines == Newlines::Allowed))
            return false;
    }
    return true;
}

/// Takes numbers off the front of an input, for targets that read values and no text. At the end all are 0.
class Bytes {
public:
    explicit Bytes(std::string_view input)
        : m_rest(input) {}

    template <typename Number>
    Number number() {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < sizeof(Number); ++i)
            value = (value << 8U) | byte();
        return static_cast<Number>(value);
    }
    std::uint8_t byte() {
        if (m_rest.empty())
            return 0;
        const auto first = static_cast<std::uint8_t>(m_rest.front());
        m_rest.remove_prefix(1);
        return first;
    }
    [[nodiscard]] bool empty() const { return m_rest.empty(); }

private:
    std::string_view m_rest;
};

} // namespace fuzz
