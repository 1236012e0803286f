// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/strictjson.h"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

namespace vitrine::json {

namespace {

bool isPlainWord(std::string_view key) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !key.empty() && letter(key.front()) &&
           std::ranges::all_of(key, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

/// Walks the document without building it, and remembers where it is.
class Checker final : public Value::json_sax_t {
public:
    [[nodiscard]] std::optional<Error> takeError() { return std::move(m_error); }

    bool null() override { return nextValue(); }
    bool boolean(bool) override { return nextValue(); }
    bool number_integer(number_integer_t) override { return nextValue(); }
    bool number_unsigned(number_unsigned_t) override { return nextValue(); }
    bool number_float(number_float_t, const string_t& text) override {
        if (!nextValue())
            return false;
        if (text.find_first_of(".eE") == std::string::npos)
            return fail("must be a number that fits into 64 bits");
        return true;
    }
    bool string(string_t&) override { return nextValue(); }
    bool binary(binary_t&) override { return nextValue(); }
    bool start_object(std::size_t) override { return nextValue() && push(true); }
    bool key(string_t& name) override {
        Frame& frame = m_frames.back();
        frame.key = name;
        if (!frame.keys.insert(name).second)
            return fail("is there twice; every key may be there once");
        if (frame.keys.size() > maximumMembers)
            return fail("is one key too many; an object may have 1,000");
        return true;
    }
    bool end_object() override { return pop(); }
    bool start_array(std::size_t) override { return nextValue() && push(false); }
    bool end_array() override { return pop(); }
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& problem) override {
        // 406 is a number that no double holds (1e400); everything else is a matter of grammar.
        if (problem.id == 406)
            return fail("must be a smaller number");
        return fail("is not valid JSON at byte " + std::to_string(position));
    }

private:
    struct Frame {
        bool isObject = false;
        std::string key;
        std::unordered_set<std::string> keys;
        std::size_t elements = 0;
    };

    bool push(bool isObject) {
        if (m_frames.size() >= maximumDepth)
            return fail("is nested too deeply; 32 levels are allowed");
        m_frames.push_back({.isObject = isObject, .key = {}, .keys = {}, .elements = 0});
        return true;
    }
    bool pop() {
        m_frames.pop_back();
        return true;
    }
    bool nextValue() {
        if (!m_frames.empty() && !m_frames.back().isObject)
            ++m_frames.back().elements;
        return true;
    }
    [[nodiscard]] std::string path() const {
        std::string path = "$";
        for (const Frame& frame : m_frames) {
            if (frame.isObject && !frame.keys.empty())
                path = memberPath(path, frame.key);
            else if (!frame.isObject && frame.elements > 0)
                path = elementPath(path, frame.elements - 1);
        }
        return path;
    }
    bool fail(std::string reason) {
        m_error = Error::invalid(path(), std::move(reason));
        return false;
    }

    std::vector<Frame> m_frames;
    std::optional<Error> m_error;
};

} // namespace

std::string memberPath(const std::string& path, std::string_view key) {
    if (isPlainWord(key) && key.size() <= 64)
        return path + '.' + std::string(key);
    constexpr std::size_t longestShown = 64;
    std::string shown(key.substr(0, longestShown));
    if (key.size() > longestShown)
        shown += "…";
    // Quoted as JSON quotes it, so that a hostile key cannot draw on a terminal.
    return path + '[' + Value(shown).dump(-1, ' ', true, Value::error_handler_t::replace) + ']';
}

std::string elementPath(const std::string& path, std::size_t index) {
    return path + '[' + std::to_string(index) + ']';
}

Result<Value> parse(std::string_view text, std::size_t maximumBytes) {
    if (text.size() > maximumBytes) {
        return failure(Error::invalid("$", "is " + std::to_string(text.size()) + " bytes; at most " +
                                               std::to_string(maximumBytes) + " are allowed"));
    }
    Checker checker;
    if (!Value::sax_parse(text, &checker))
        return failure(checker.takeError().value_or(Error::invalid("$", "is not valid JSON")));
    return Value::parse(text, nullptr, /*allow_exceptions=*/false);
}

std::string write(const Value& value) {
    return value.dump(2, ' ', false, Value::error_handler_t::replace) + '\n';
}

} // namespace vitrine::json
