// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/script.h"

#include "core/rootfs/searchpath.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

namespace vitrine::rootfs {

namespace {

constexpr std::string_view blanks = " \t";

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> result;
    for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
        const std::size_t end = std::min(text.find_first_of(blanks), text.size());
        result.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return result;
}

} // namespace

Result<std::string> headOf(int fd) {
    std::array<char, scriptHead> buffer;
    ssize_t count = -1;
    do {
        count = ::pread(fd, buffer.data(), buffer.size(), 0);
    } while (count < 0 && errno == EINTR);
    if (count < 0)
        return failure(Error::fromErrno("read", "", errno));
    return std::string(buffer.data(), static_cast<std::size_t>(count));
}

std::optional<ScriptLine> parseScriptLine(std::string_view head) {
    head = head.substr(0, scriptHead);
    if (!head.starts_with("#!"))
        return std::nullopt;
    head.remove_prefix(2);
    head = head.substr(0, std::min(head.find('\n'), head.find('\0')));
    head = trimmed(head);
    const std::size_t end = std::min(head.find_first_of(blanks), head.size());
    if (end == 0)
        return std::nullopt;
    return ScriptLine{std::string(head.substr(0, end)), std::string(trimmed(head.substr(end)))};
}

std::optional<std::string> envProgram(const ScriptLine& line) {
    if (baseOf(line.interpreter) != "env")
        return std::nullopt;
    // Without -S the whole rest of the line is one word to env; a space in it is then part of the name.
    std::vector<std::string> arguments;
    if (line.argument.starts_with("-S") || line.argument.starts_with("--split-string=")) {
        const std::size_t skip = line.argument.starts_with("-S") ? 2 : line.argument.find('=') + 1;
        arguments = words(std::string_view(line.argument).substr(skip));
    } else if (line.argument.starts_with("-vS")) {
        arguments = words(std::string_view(line.argument).substr(3));
    } else {
        arguments = {line.argument};
    }
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& word = arguments[i];
        if (word == "-u" || word == "-C" || word == "--unset" || word == "--chdir") {
            ++i;
        } else if (!word.starts_with('-') && word.find('=') == std::string::npos && !word.empty()) {
            return word;
        }
    }
    return std::nullopt;
}

} // namespace vitrine::rootfs
