// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/searchpath.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vitrine::rootfs {

std::vector<std::string> splitList(std::string_view list) {
    std::vector<std::string> parts;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find_first_of(":;"), list.size());
        if (end > 0)
            parts.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return parts;
}

std::string expandTokens(std::string_view text, const Tokens& tokens) {
    const std::array<std::pair<std::string_view, const std::string*>, 6> known{{
        {"${ORIGIN}", &tokens.origin},
        {"${LIB}", &tokens.lib},
        {"${PLATFORM}", &tokens.platform},
        {"$ORIGIN", &tokens.origin},
        {"$LIB", &tokens.lib},
        {"$PLATFORM", &tokens.platform},
    }};
    std::string result;
    while (!text.empty()) {
        const auto found =
            std::ranges::find_if(known, [&](const auto& token) { return text.starts_with(token.first); });
        if (found != known.end()) {
            result += *found->second;
            text.remove_prefix(found->first.size());
        } else {
            result += text.front();
            text.remove_prefix(1);
        }
    }
    return result;
}

std::vector<std::string> expandDirectories(const std::vector<std::string>& list, const Tokens& tokens) {
    std::vector<std::string> directories;
    for (const std::string& element : list) {
        std::string directory = expandTokens(element, tokens);
        if (directory.starts_with('/'))
            directories.push_back(std::move(directory));
    }
    return directories;
}

std::string cleanPath(std::string_view path) {
    std::string clean;
    while (!path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        const std::string_view component = path.substr(0, slash);
        path.remove_prefix(std::min(slash + 1, path.size()));
        if (component == "..") {
            clean.erase(clean.empty() ? 0 : clean.rfind('/'));
        } else if (!component.empty() && component != ".") {
            clean += '/';
            clean += component;
        }
    }
    return clean.empty() ? "/" : clean;
}

std::string mergedPath(std::string_view path) {
    std::string clean = cleanPath(path);
    for (const std::string_view merged : {"/bin/", "/sbin/", "/lib/", "/lib64/"}) {
        if (clean.starts_with(merged) || clean == merged.substr(0, merged.size() - 1))
            return "/usr" + clean;
    }
    return clean;
}

std::string relativePath(std::string_view fromDirectory, std::string_view to) {
    std::string up;
    std::string directory(fromDirectory);
    while (directory != "/" && !to.starts_with(directory + '/')) {
        up += "../";
        directory = directoryOf(directory);
    }
    return up + std::string(to.substr(directory == "/" ? 1 : directory.size() + 1));
}

std::string directoryOf(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos || slash == 0)
        return "/";
    return std::string(path.substr(0, slash));
}

std::string baseOf(std::string_view path) {
    return std::string(path.substr(path.rfind('/') + 1));
}

} // namespace vitrine::rootfs
