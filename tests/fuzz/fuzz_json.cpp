// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The strict JSON below everything else.

#include "core/model/jsonnode.h"
#include "core/model/strictjson.h"
#include "tests/fuzz/fuzz.h"

using namespace vitrine;

namespace {

void walk(const json::Node& node) {
    FUZZ_REQUIRE(node.path().starts_with('$'));
    FUZZ_REQUIRE(fuzz::isShowable(node.path(), fuzz::Newlines::Refused));
    if (const auto elements = node.elements()) {
        for (const json::Node& element : *elements)
            walk(element);
    }
    if (!node.value().is_object())
        return;
    for (const auto& [key, value] : node.value().items()) {
        const auto found = node.find(key);
        FUZZ_REQUIRE(found && found->has_value() == !value.is_null());
        if (*found)
            walk(**found);
    }
}

} // namespace

void fuzzOne(std::string_view input) {
    constexpr std::size_t most = 65536;
    const auto value = json::parse(input, most);
    if (!value) {
        FUZZ_REQUIRE(value.error().subject().starts_with('$'));
        FUZZ_REQUIRE(fuzz::isShowable(value.error().message(), fuzz::Newlines::Refused));
        return;
    }
    FUZZ_REQUIRE(!value->is_discarded());
    walk(json::Node(*value));
    // Indenting makes it longer, but not endlessly: each token gets a line of at most 32 levels.
    const std::string text = json::write(*value);
    const auto again = json::parse(text, most * 70);
    FUZZ_REQUIRE(again && *again == *value);
    FUZZ_REQUIRE(json::write(*again) == text);
}
