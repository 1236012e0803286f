// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hoststate.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

namespace fs = std::filesystem;

std::string readText(const fs::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> findCgroups(const std::string& name) {
    std::vector<std::string> found;
    std::error_code error;
    // Two levels are enough: a hierarchy's mount point and a container's directory in it.
    for (const auto& hierarchy : fs::directory_iterator("/sys/fs/cgroup", error)) {
        if (hierarchy.path().filename().string().starts_with(name))
            found.push_back(hierarchy.path());
        if (!hierarchy.is_directory(error))
            continue;
        for (const auto& group : fs::directory_iterator(hierarchy.path(), error)) {
            if (group.path().filename().string().starts_with(name))
                found.push_back(group.path());
        }
    }
    std::ranges::sort(found);
    return found;
}

/// Children of this process, and processes whose program is below `directory` (a container that outlived its
/// parent).
std::vector<std::string> findProcesses(const std::string& directory) {
    std::vector<std::string> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator("/proc", error)) {
        const std::string name = entry.path().filename();
        if (name.find_first_not_of("0123456789") != std::string::npos)
            continue;
        const std::string stat = readText(entry.path() / "stat");
        const std::size_t end = stat.rfind(')');
        if (end == std::string::npos)
            continue;
        std::istringstream fields(stat.substr(end + 2));
        char state = '?';
        pid_t parent = 0;
        fields >> state >> parent;
        const std::string root = fs::read_symlink(entry.path() / "root", error).string();
        if (parent == ::getpid() || root.starts_with(directory))
            found.push_back(name + ' ' + stat.substr(0, end + 3));
    }
    std::ranges::sort(found);
    return found;
}

std::vector<std::string> findDescriptors() {
    std::vector<std::string> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator("/proc/self/fd", error)) {
        const std::string target = fs::read_symlink(entry.path(), error).string();
        if (!target.starts_with("/proc/"))
            found.push_back(entry.path().filename().string() + ' ' + target);
    }
    std::ranges::sort(found);
    return found;
}

std::vector<std::string> findFiles(const std::string& directory) {
    std::vector<std::string> found;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(directory, error)) {
        // The mount points that a container needs are made once and stay.
        const std::string path = entry.path();
        if (!entry.is_directory(error) || entry.is_symlink(error))
            found.push_back(path);
    }
    std::ranges::sort(found);
    return found;
}

void compare(std::string& text, const std::string& what, const std::vector<std::string>& before,
             const std::vector<std::string>& after) {
    for (const std::string& one : before) {
        if (!std::ranges::contains(after, one))
            text += what + " gone: " + one + '\n';
    }
    for (const std::string& one : after) {
        if (!std::ranges::contains(before, one))
            text += what + " new: " + one + '\n';
    }
}

} // namespace

HostState readHostState(const std::string& cgroupName, const std::string& directory) {
    return {readText("/proc/self/mountinfo"), findCgroups(cgroupName), findProcesses(directory),
            findDescriptors(), findFiles(directory)};
}

std::string difference(const HostState& before, const HostState& after) {
    std::string text;
    if (before.mounts != after.mounts)
        text += "mounts before:\n" + before.mounts + "mounts after:\n" + after.mounts;
    compare(text, "cgroup", before.cgroups, after.cgroups);
    compare(text, "process", before.children, after.children);
    compare(text, "descriptor", before.descriptors, after.descriptors);
    compare(text, "file", before.files, after.files);
    return text;
}
