// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/hierarchies.h"

#include "core/cgroup/controlfile.h"
#include "core/sys/file.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace vitrine::cgroup {

namespace {

constexpr std::array<std::string_view, 9> usedControllers{"cpu",    "cpuacct", "memory", "pids",   "freezer",
                                                          "cpuset", "io",      "blkio",  "devices"};
constexpr std::size_t mountInfoMaximum = 16UL * 1024 * 1024;

std::vector<std::string> usedAmong(const std::vector<std::string_view>& names) {
    std::vector<std::string> used;
    for (const std::string_view name : names) {
        if (std::ranges::find(usedControllers, name) != usedControllers.end())
            used.emplace_back(name);
    }
    return used;
}

bool isOctal(char c) {
    return c >= '0' && c <= '7';
}

/// Blanks, tabs, newlines and backslashes are written as \ooo in mountinfo.
std::string unescape(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 3 < text.size() && isOctal(text[i + 1]) && isOctal(text[i + 2]) &&
            isOctal(text[i + 3])) {
            plain +=
                static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + text[i + 3] - '0');
            i += 3;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

std::optional<Hierarchy> parseLine(std::string_view line) {
    // id parent major:minor root mount-point options [optional…] - type source super-options
    const std::size_t separator = line.find(" - ");
    if (separator == std::string_view::npos)
        return std::nullopt;
    const auto left = split(line.substr(0, separator), " ");
    const auto right = split(line.substr(separator + 3), " ");
    if (left.size() < 6 || right.size() < 3 || !left[4].starts_with('/'))
        return std::nullopt;
    Hierarchy hierarchy;
    hierarchy.mountPoint = unescape(left[4]);
    if (right[0] == "cgroup2") {
        hierarchy.version = ControllerVersion::V2;
        return hierarchy;
    }
    if (right[0] != "cgroup")
        return std::nullopt;
    hierarchy.version = ControllerVersion::V1;
    hierarchy.controllers = usedAmong(split(right[2], ","));
    if (hierarchy.controllers.empty()) // name=systemd, or controllers that are not used here
        return std::nullopt;
    return hierarchy;
}

} // namespace

std::vector<Hierarchy> parseMountInfo(std::string_view text) {
    std::vector<Hierarchy> hierarchies;
    for (const std::string_view line : split(text, "\n")) {
        auto found = parseLine(line);
        if (!found)
            continue;
        const auto sameHierarchy = [&](const Hierarchy& known) {
            return known.version == found->version && known.controllers == found->controllers;
        };
        if (std::ranges::none_of(hierarchies, sameHierarchy))
            hierarchies.push_back(*std::move(found));
    }
    return hierarchies;
}

Result<std::vector<Hierarchy>> readHierarchies(const std::string& root) {
    const std::string prefix = root == "/" ? std::string() : root;
    auto text = sys::readFileAt(AT_FDCWD, prefix + "/proc/self/mountinfo", mountInfoMaximum);
    if (!text)
        return failure(std::move(text).error().within("find the cgroup mounts"));
    std::vector<Hierarchy> hierarchies = parseMountInfo(*text);
    for (Hierarchy& hierarchy : hierarchies) {
        hierarchy.mountPoint.insert(0, prefix);
        if (hierarchy.version != ControllerVersion::V2)
            continue;
        const auto controllers = readControlFile(AT_FDCWD, hierarchy.mountPoint + "/cgroup.controllers");
        if (controllers)
            hierarchy.controllers = usedAmong(split(*controllers, " "));
    }
    return hierarchies;
}

} // namespace vitrine::cgroup
