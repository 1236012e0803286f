// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/leader.h"

#include "core/engine/idmap.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

namespace vitrine::engine {

namespace {

Result<> failed(ErrorKind kind, const process::ProcessKey& leader, const std::string& operation,
                std::string reason) {
    return failure(Error(kind, operation, std::to_string(leader.pid), std::move(reason)));
}

/// The kernel tells them in the order of the ids inside.
std::vector<IdMapping> sorted(std::vector<IdMapping> lines) {
    std::ranges::sort(lines, {}, &IdMapping::inside);
    return lines;
}

} // namespace

Result<> verifyLeader(const process::ProcessKey& leader, const std::vector<NamespaceKind>& kinds,
                      const std::string& operation) {
    const auto ended = [&] {
        return failed(ErrorKind::NotFound, leader, operation, "its first process has ended");
    };
    const auto key = process::keyOf(leader.pid);
    if (!key || *key != leader)
        return ended();
    const auto theirs = process::namespacesOf(leader.pid);
    if (!theirs)
        return ended();
    const auto ours = VITRINE_TRY(process::namespacesOf(::getpid()));
    for (const NamespaceKind kind : allNamespaceKinds) {
        const auto number = static_cast<std::size_t>(kind);
        if ((*theirs)[number] == 0)
            return ended();
        if (std::ranges::contains(kinds, kind) && (*theirs)[number] == ours[number])
            return failed(ErrorKind::Stale, leader, operation,
                          "its first process is in the host's " + std::string(procName(kind)) + " namespace");
    }
    return {};
}

Result<> verifyMaps(const process::ProcessKey& leader, const std::vector<IdMapping>& users,
                    const std::vector<IdMapping>& groups, const std::string& operation) {
    const std::string proc = "/proc/" + std::to_string(leader.pid);
    const auto uidMap = sys::readKernelFileAt(AT_FDCWD, proc + "/uid_map");
    const auto gidMap = sys::readKernelFileAt(AT_FDCWD, proc + "/gid_map");
    if (!uidMap || !gidMap)
        return failed(ErrorKind::NotFound, leader, operation, "its first process has ended");
    if (sorted(parseIdMap(*uidMap)) != sorted(users) || sorted(parseIdMap(*gidMap)) != sorted(groups))
        return failed(ErrorKind::Stale, leader, operation,
                      "its first process has other users than the container was made with");
    return {};
}

} // namespace vitrine::engine
