// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/commandtext.h"

#include <QProcess>
#include <QStringList>

#include <algorithm>

namespace vitrine::gui {

QString commandLine(const std::vector<std::string>& arguments) {
    QStringList words;
    for (const std::string& argument : arguments) {
        QString word = QString::fromStdString(argument);
        const bool isPlain = std::ranges::none_of(word, [](QChar c) { return c.isSpace() || c == u'"'; });
        word.replace(QLatin1Char('"'), QLatin1String("\"\"\""));
        words << (isPlain && !word.isEmpty() ? word : QStringLiteral("\"%1\"").arg(word));
    }
    return words.join(QLatin1Char(' '));
}

std::vector<std::string> commandWords(const QString& line) {
    std::vector<std::string> words;
    for (const QString& word : QProcess::splitCommand(line))
        words.push_back(word.toStdString());
    return words;
}

} // namespace vitrine::gui
