// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/log/ansistripper.h"

namespace vitrine::gui {

namespace {

constexpr char16_t bell = 0x07;
constexpr char16_t backspace = 0x08;
constexpr char16_t escape = 0x1b;
constexpr char16_t firstPrintable = 0x20;
constexpr char16_t deleteCharacter = 0x7f;
constexpr char16_t lastControl = 0x9f; ///< C1

} // namespace

QString AnsiStripper::strip(QByteArrayView data) {
    const QString decoded = m_decoder(data);
    QString text;
    text.reserve(decoded.size());
    for (const QChar character : decoded)
        take(character.unicode(), text);
    return text;
}

void AnsiStripper::reset() {
    *this = AnsiStripper();
}

void AnsiStripper::take(char16_t character, QString& text) {
    switch (m_state) {
    case State::Text:
        takeText(character, text);
        break;
    case State::Escape:
        takeEscape(character);
        break;
    case State::Intermediate:
        m_state = State::Text;
        break;
    case State::Control:
        if (character >= u'@' && character <= u'~')
            m_state = State::Text;
        break;
    case State::String:
        if (character == bell)
            m_state = State::Text;
        else if (character == escape)
            m_state = State::StringEscape;
        break;
    case State::StringEscape:
        m_state = character == u'\\' ? State::Text : State::String;
        break;
    }
}

void AnsiStripper::takeText(char16_t character, QString& text) {
    // A lone CR is a progress display that starts its line again: its stages become lines. A shell also sends
    // one when there is nothing in the line yet, after it told the terminal how to take pasted text.
    if (m_returned && character != u'\r') {
        m_returned = false;
        if (m_hasText || character == u'\n')
            text += u'\n';
        m_hasText = false;
        if (character == u'\n')
            return;
    }
    if (character == escape)
        m_state = State::Escape;
    else if (character == u'\r')
        m_returned = true;
    else if (character == backspace && !text.isEmpty() && text.back() != u'\n')
        text.chop(1);
    else if (character == u'\n' || character == u'\t' ||
             (character >= firstPrintable && (character < deleteCharacter || character > lastControl))) {
        text += QChar(character);
        m_hasText = character != u'\n';
    }
}

void AnsiStripper::takeEscape(char16_t character) {
    switch (character) {
    case u'[':
        m_state = State::Control;
        break;
    case u']':
    case u'P':
    case u'X':
    case u'^':
    case u'_':
        m_state = State::String;
        break;
    case escape:
        break;
    default:
        m_state = character >= u' ' && character <= u'/' ? State::Intermediate : State::Text;
    }
}

} // namespace vitrine::gui
