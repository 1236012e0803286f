// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

/// What a container must not change on the host, as far as this process sees it.
struct HostState {
    std::string mounts;                   ///< /proc/self/mountinfo
    std::vector<std::string> cgroups;     ///< directories of this test's containers
    std::vector<std::string> children;    ///< processes whose parent this one is, and stray payloads
    std::vector<std::string> descriptors; ///< open here, with what they are
    std::vector<std::string> files;       ///< below the test's directory
    friend bool operator==(const HostState&, const HostState&) = default;
};

/// `cgroupName`: last part of the containers' cgroup paths; `directory`: the test's own.
HostState readHostState(const std::string& cgroupName, const std::string& directory);
/// What is different, for the failure message.
std::string difference(const HostState& before, const HostState& after);
