// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"
#include "core/sys/uniquefd.h"

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Processes as /proc tells them (proc(5), proc_pid_stat(5), proc_pid_status(5), namespaces(7)).
namespace vitrine::process {

/// A process for good: a pid can be used again, pid and start time cannot. Start time in clock ticks since
/// boot (field 22 of /proc/PID/stat).
struct ProcessKey {
    pid_t pid = 0;
    std::uint64_t startTicks = 0;
    friend auto operator<=>(const ProcessKey&, const ProcessKey&) = default;
};

struct ProcessInfo {
    ProcessKey key;
    pid_t parent = 0; ///< host pid
    std::vector<pid_t>
        nestedPids; ///< NSpid without the host's own: the last is the pid in the innermost namespace
    std::uint32_t uidOutside = 0; ///< effective uid, host view
    std::optional<std::uint32_t>
        uidInside;    ///< through the process's own user namespace; empty when not mapped
    char state = '?'; ///< R S D T t Z X I
    std::uint32_t threads = 0;
    std::uint64_t cpuTimeUs = 0; ///< user + system, own threads only
    std::uint64_t residentBytes = 0;
    std::string name; ///< comm, control characters escaped
    std::string
        commandLine; ///< arguments separated by spaces, control characters escaped, at most 4,096 bytes
    std::array<std::uint64_t, allNamespaceKinds.size()> namespaces{}; ///< inode numbers, 0 = not readable
    friend bool operator==(const ProcessInfo&, const ProcessInfo&) = default;
};

/// Reads sets of processes again and again: keeps stat descriptors and what cannot change (or changes rarely)
/// by key, so that a refresh of 10,000 processes takes at most 60 ms. One reader per set; not thread-safe.
class ProcessReader {
public:
    /// `procPath` is replaced in tests.
    [[nodiscard]] static Result<ProcessReader> open(const std::string& procPath = "/proc");
    ProcessReader(ProcessReader&&) noexcept;
    ProcessReader& operator=(ProcessReader&&) noexcept;
    ~ProcessReader();

    /// The processes of `pids` that still exist, sorted by key. Forgets cached data of those not named.
    /// The reference is valid until the next call.
    [[nodiscard]] Result<const std::vector<ProcessInfo>*> refresh(std::span<const pid_t> pids);

private:
    struct Cache;
    explicit ProcessReader(std::unique_ptr<Cache> cache);
    std::unique_ptr<Cache> m_cache;
};

/// Start time of one process, for identifying it later.
[[nodiscard]] Result<ProcessKey> keyOf(pid_t pid, const std::string& procPath = "/proc");

/// Inode numbers of a process's namespaces (/proc/PID/ns/*), 0 where not readable.
[[nodiscard]] Result<std::array<std::uint64_t, allNamespaceKinds.size()>>
namespacesOf(pid_t pid, const std::string& procPath = "/proc");

/// pidfd_open(2), then checks the start time: a descriptor of exactly that process, or NotFound.
[[nodiscard]] Result<sys::UniqueFd> openPidfd(const ProcessKey& key);

} // namespace vitrine::process
