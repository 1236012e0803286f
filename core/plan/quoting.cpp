// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/plan/quoting.h"

#include <algorithm>
#include <format>

namespace vitrine {

namespace {

bool isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-./:=,+@%").contains(c);
}

} // namespace

std::string shellQuote(std::string_view text) {
    if (!text.empty() && std::ranges::all_of(text, isPlain))
        return std::string(text);
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'')
            quoted += R"('\'')";
        else
            quoted += c;
    }
    return quoted + "'";
}

std::string shellCommand(const std::vector<std::string>& words) {
    std::string command;
    for (const std::string& word : words) {
        command += command.empty() ? "" : " ";
        command += shellQuote(word);
    }
    return command;
}

std::string cQuote(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            quoted += std::string("\\") + c;
        else if (c == '\n')
            quoted += "\\n";
        else if (byte < 0x20 || byte == 0x7F)
            quoted += std::format("\\{:03o}", byte);
        else
            quoted += c;
    }
    return quoted + "\"";
}

} // namespace vitrine
