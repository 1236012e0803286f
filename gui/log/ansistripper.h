// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>
#include <QString>
#include <QStringDecoder>

namespace vitrine::gui {

/// A program's output as plain text: UTF-8 decoded, escape sequences (ECMA-48 CSI, OSC and the like) and
/// other control characters left out, CR LF as one line end. Keeps its state between pieces, which may end
/// anywhere.
class AnsiStripper {
public:
    [[nodiscard]] QString strip(QByteArrayView data);
    void reset();

private:
    enum class State {
        Text,
        Escape,       ///< after ESC
        Intermediate, ///< ESC ( and the like: one more character
        Control,      ///< CSI … up to a final byte @ … ~
        String,       ///< OSC, DCS … up to BEL or ESC backslash
        StringEscape
    };
    void take(char16_t character, QString& text);
    void takeText(char16_t character, QString& text);
    void takeEscape(char16_t character);

    QStringDecoder m_decoder{QStringDecoder::Utf8};
    State m_state = State::Text;
    bool m_returned = false; ///< the last character was CR
    bool m_hasText = false;  ///< there is something in the line
};

} // namespace vitrine::gui
