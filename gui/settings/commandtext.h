// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <string>
#include <vector>

namespace vitrine::gui {

/// A program and its arguments as a line that QProcess::splitCommand() reads.
[[nodiscard]] QString commandLine(const std::vector<std::string>& arguments);
/// The reverse.
[[nodiscard]] std::vector<std::string> commandWords(const QString& line);

} // namespace vitrine::gui
