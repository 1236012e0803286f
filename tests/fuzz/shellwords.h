// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace fuzz {

/// The words of a shell script that stand where a command can stand (XCU 2.10): at the beginning of a line,
/// and behind what separates commands. What is quoted or a comment is passed over, as a shell does; text that
/// somebody put there on purpose shows up here when it has got out of its quotes.
class ShellWords {
public:
    explicit ShellWords(std::string_view script)
        : m_rest(script) {
        while (!m_rest.empty())
            step();
        finishWord();
    }
    [[nodiscard]] const std::set<std::string>& commands() const { return m_commands; }
    /// All quotes are closed.
    [[nodiscard]] bool isWhole() const { return m_whole; }

private:
    char take() {
        const char c = m_rest.front();
        m_rest.remove_prefix(1);
        return c;
    }
    void skipThrough(char end, bool escapes) {
        while (!m_rest.empty()) {
            const char c = take();
            if (c == end)
                return;
            if (escapes && c == '\\' && !m_rest.empty())
                take();
            else if (escapes && (c == '`' || (c == '$' && m_rest.starts_with('('))))
                m_commands.insert("quoted:" + std::string(m_rest.substr(0, m_rest.find_first_of(" )"))));
        }
        m_whole = false;
    }
    void finishWord() {
        if (m_word.empty() && !m_quoted)
            return;
        if (m_first)
            m_commands.insert(m_quoted ? "quoted" : m_word);
        // What follows these, and an assignment, is a command again.
        static const std::set<std::string> leading{"if", "then", "else", "elif", "while",  "until",
                                                   "do", "!",    "{",    "exec", "command"};
        const std::size_t equals = m_word.find('=');
        const bool assigns =
            equals != std::string::npos && equals > 0 && m_word.find_first_not_of(nameCharacters) == equals;
        m_first = m_first && !m_quoted && (leading.contains(m_word) || assigns);
        m_word.clear();
        m_quoted = false;
    }
    void step() {
        const char c = take();
        if (c == '\'') {
            m_quoted = true;
            skipThrough('\'', false);
        } else if (c == '"') {
            m_quoted = true;
            skipThrough('"', true);
        } else if (c == '\\' && !m_rest.empty()) {
            if (take() != '\n')
                m_quoted = true;
        } else if (c == '#' && m_word.empty() && !m_quoted) {
            m_rest.remove_prefix(std::min(m_rest.find('\n'), m_rest.size()));
        } else if (c == '\n' || c == ';' || c == '&' || c == '|' || c == '(' || c == ')' || c == '`') {
            finishWord();
            m_first = true;
        } else if (c == ' ' || c == '\t') {
            finishWord();
        } else {
            m_word += c;
        }
    }

    static constexpr const char* nameCharacters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    std::string_view m_rest;
    std::string m_word;
    bool m_quoted = false;
    bool m_first = true;
    bool m_whole = true;
    std::set<std::string> m_commands;
};

} // namespace fuzz
