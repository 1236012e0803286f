// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/process/processtree.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// What is read of a process once and then only now and again.
namespace vitrine::process {

/// Two lines of /proc/PID/status (proc_pid_status(5)).
struct StatusLines {
    std::uint32_t effectiveUid = 0;
    std::vector<pid_t> nestedPids; ///< NSpid without its first number
};
[[nodiscard]] std::optional<StatusLines> parseStatus(std::string_view text);

/// The uid inside that an outer uid has by /proc/PID/uid_map (user_namespaces(7)); empty when it has none.
[[nodiscard]] std::optional<std::uint32_t> mapUid(std::string_view uidMap, std::uint32_t outside);

using NamespaceIds = std::array<std::uint64_t, allNamespaceKinds.size()>;

/// The number in "pid:[4026531836]"; 0 when it is no such text.
[[nodiscard]] std::uint64_t parseNamespaceLink(std::string_view target);

/// By the descriptor of /proc/PID: inode numbers of ns/*, 0 where not readable. One that can be read no more
/// (a zombie's) keeps its value in `ids`.
void readNamespaces(int processDirectory, NamespaceIds& ids);

/// Fills in uids, nested pids, namespaces and command line. Processes in `ownUserNamespace` have the same uid
/// inside as outside. What cannot be read (the process ended, or belongs to somebody else) is left as it is.
void readDetails(int processDirectory, std::uint64_t ownUserNamespace, ProcessInfo& info);

} // namespace vitrine::process
