// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/process/details.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <string>
#include <system_error>

namespace vitrine::process {

std::uint64_t parseNamespaceLink(std::string_view target) {
    const std::size_t open = target.find(":[");
    if (open == std::string_view::npos || !target.ends_with(']'))
        return 0;
    const std::string_view digits = target.substr(open + 2, target.size() - open - 3);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size() ? number : 0;
}

void readNamespaces(int processDirectory, NamespaceIds& ids) {
    // Spelled out once: making 80,000 strings for 10,000 processes costs more than some of the calls.
    static const auto paths = [] {
        std::array<std::string, allNamespaceKinds.size()> texts;
        for (const NamespaceKind kind : allNamespaceKinds)
            texts[static_cast<std::size_t>(kind)] = "ns/" + std::string(procName(kind));
        return texts;
    }();
    for (std::size_t i = 0; i < paths.size(); ++i) {
        std::array<char, 64> target;
        const ssize_t length = ::readlinkat(processDirectory, paths[i].c_str(), target.data(), target.size());
        if (length > 0)
            ids[i] = parseNamespaceLink({target.data(), static_cast<std::size_t>(length)});
    }
}

Result<NamespaceIds> namespacesOf(pid_t pid, const std::string& procPath) {
    const std::string path = procPath + '/' + std::to_string(pid);
    const sys::UniqueFd directory = VITRINE_TRY(sys::openAt(AT_FDCWD, path, O_PATH | O_DIRECTORY));
    NamespaceIds ids{};
    readNamespaces(directory.get(), ids);
    return ids;
}

} // namespace vitrine::process
