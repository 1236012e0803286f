// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/process/details.h"

#include "core/process/text.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <system_error>

namespace vitrine::process {

namespace {

constexpr std::size_t commandLineMaximum = 4096;
constexpr std::size_t userIndex = static_cast<std::size_t>(NamespaceKind::User);

/// The numbers of one line between blanks and tabs; what is no number ends it.
template <typename Number>
std::vector<Number> numbersOf(std::string_view line) {
    std::vector<Number> numbers;
    for (;;) {
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        Number number = 0;
        const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
        if (error != std::errc())
            return numbers;
        numbers.push_back(number);
        line.remove_prefix(static_cast<std::size_t>(end - line.data()));
    }
}

/// What stands behind `key` at the beginning of a line.
std::optional<std::string_view> lineOf(std::string_view text, std::string_view key) {
    std::size_t start = 0;
    while (start < text.size()) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        const std::string_view line = text.substr(start, end - start);
        if (line.starts_with(key))
            return line.substr(key.size());
        start = end + 1;
    }
    return std::nullopt;
}

/// One read of a small file below /proc/PID; longer ones are cut.
template <std::size_t Size>
std::optional<std::string_view> readSmall(int directory, const char* name, std::array<char, Size>& buffer) {
    const auto file = sys::openAt(directory, name, O_RDONLY | O_NOFOLLOW);
    if (!file)
        return std::nullopt;
    ssize_t count = -1;
    do {
        count = ::pread(file->get(), buffer.data(), buffer.size(), 0);
    } while (count < 0 && errno == EINTR);
    if (count < 0)
        return std::nullopt;
    return std::string_view(buffer.data(), static_cast<std::size_t>(count));
}

} // namespace

std::optional<StatusLines> parseStatus(std::string_view text) {
    const auto uidLine = lineOf(text, "Uid:");
    if (!uidLine)
        return std::nullopt;
    const auto uids = numbersOf<std::uint32_t>(*uidLine);
    if (uids.size() < 2)
        return std::nullopt;
    StatusLines status;
    status.effectiveUid = uids[1];
    if (const auto pidLine = lineOf(text, "NSpid:"))
        status.nestedPids = numbersOf<pid_t>(*pidLine);
    if (!status.nestedPids.empty())
        status.nestedPids.erase(status.nestedPids.begin());
    return status;
}

std::optional<std::uint32_t> mapUid(std::string_view uidMap, std::uint32_t outside) {
    std::size_t start = 0;
    while (start < uidMap.size()) {
        const std::size_t end = std::min(uidMap.find('\n', start), uidMap.size());
        const auto range = numbersOf<std::uint32_t>(uidMap.substr(start, end - start));
        if (range.size() == 3 && outside >= range[1] && outside - range[1] < range[2])
            return range[0] + (outside - range[1]);
        start = end + 1;
    }
    return std::nullopt;
}

void readDetails(int processDirectory, std::uint64_t ownUserNamespace, ProcessInfo& info) {
    std::array<char, 8192> buffer;
    readNamespaces(processDirectory, info.namespaces);
    if (const auto text = readSmall(processDirectory, "status", buffer)) {
        if (auto status = parseStatus(*text)) {
            info.uidOutside = status->effectiveUid;
            info.nestedPids = std::move(status->nestedPids);
        }
    }
    const std::uint64_t userNamespace = info.namespaces[userIndex];
    if (userNamespace != 0 && userNamespace == ownUserNamespace)
        info.uidInside = info.uidOutside;
    else if (const auto map = readSmall(processDirectory, "uid_map", buffer))
        info.uidInside = mapUid(*map, info.uidOutside);
    // A process loses its arguments with its memory, some time before its state says that it has ended; what
    // was read while it lived stays. (One that was executed without arguments has an empty first one since
    // Linux 5.18.)
    if (const auto text = readSmall(processDirectory, "cmdline", buffer); text && !text->empty())
        info.commandLine = escapeCommandLine(*text, commandLineMaximum);
}

} // namespace vitrine::process
