// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/strictjson.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace vitrine::json {

namespace {

bool isPlainWord(std::string_view key) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !key.empty() && letter(key.front()) &&
           std::ranges::all_of(key, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

/// Builds the document, and remembers where it is.
class Reader final : public Value::json_sax_t {
public:
    [[nodiscard]] std::optional<Error> takeError() { return std::move(m_error); }
    [[nodiscard]] Value takeDocument() { return std::move(m_document); }

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t number) override { return add(number); }
    bool number_unsigned(number_unsigned_t number) override { return add(number); }
    bool number_float(number_float_t number, const string_t& text) override {
        add(number);
        if (text.find_first_of(".eE") == std::string::npos)
            return fail("must be a number that fits into 64 bits");
        return true;
    }
    bool string(string_t& text) override { return add(std::move(text)); }
    bool binary(binary_t&) override { return fail("is not valid JSON"); } // no text has it
    bool start_object(std::size_t) override { return open(Value::object()); }
    bool key(string_t& name) override {
        Frame& frame = m_frames.back();
        frame.key = name;
        frame.hasKey = true;
        if (frame.container->contains(name))
            return fail("is there twice; every key may be there once");
        if (frame.container->size() == maximumMembers)
            return fail("is one key too many; an object may have 1,000");
        return true;
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(Value::array()); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& problem) override {
        // 406 is a number that no double holds (1e400); everything else is a matter of grammar.
        if (problem.id == 406)
            return fail("must be a smaller number");
        return fail("is not valid JSON at byte " + std::to_string(position));
    }

private:
    /// Objects and arrays that are not closed yet. An outer one does not grow, and so does not move, before
    /// the inner one is closed.
    struct Frame {
        Value* container;
        std::string key{};
        bool hasKey = false;
    };

    Value& place() {
        if (m_frames.empty())
            return m_document;
        Frame& frame = m_frames.back();
        return frame.container->is_object() ? (*frame.container)[frame.key]
                                            : frame.container->emplace_back(nullptr);
    }
    template <typename T>
    bool add(T&& value) {
        place() = std::forward<T>(value);
        return true;
    }
    bool open(Value container) {
        Value& added = place();
        if (m_frames.size() >= maximumDepth)
            return fail("is nested too deeply; 32 levels are allowed");
        added = std::move(container);
        m_frames.push_back({&added});
        return true;
    }
    bool close() {
        m_frames.pop_back();
        return true;
    }
    [[nodiscard]] std::string path() const {
        std::string path = "$";
        for (const Frame& frame : m_frames) {
            if (frame.container->is_object() && frame.hasKey)
                path = memberPath(path, frame.key);
            else if (frame.container->is_array() && !frame.container->empty())
                path = elementPath(path, frame.container->size() - 1);
        }
        return path;
    }
    bool fail(std::string reason) {
        m_error = Error::invalid(path(), std::move(reason));
        return false;
    }

    Value m_document;
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
    Reader reader;
    if (!Value::sax_parse(text, &reader))
        return failure(reader.takeError().value_or(Error::invalid("$", "is not valid JSON")));
    return reader.takeDocument();
}

std::string write(const Value& value) {
    return value.dump(2, ' ', false, Value::error_handler_t::replace) + '\n';
}

} // namespace vitrine::json
