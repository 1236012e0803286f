// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/process/foreign.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <ranges>
#include <system_error>

namespace vitrine::process {

namespace {

Result<std::vector<pid_t>> pidsIn(const std::string& procPath) {
    std::error_code error;
    std::vector<pid_t> pids;
    std::filesystem::directory_iterator entry(procPath, error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        const std::string name = entry->path().filename();
        pid_t pid = 0;
        const auto [end, wrong] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (wrong == std::errc() && end == name.data() + name.size() && pid > 0)
            pids.push_back(pid);
    }
    if (error)
        return failure(Error::fromErrno("list the processes in", procPath, error.value()));
    return pids;
}

bool shares(const NamespaceIds& one, const NamespaceIds& other, const NamespaceIds& host) {
    for (std::size_t number = 0; number < one.size(); ++number) {
        if (one[number] != 0 && one[number] == other[number] && one[number] != host[number])
            return true;
    }
    return false;
}

/// In the group or below it, in any hierarchy.
bool isBelow(std::string_view cgroups, std::string_view group) {
    const std::string whole = "/" + std::string(group);
    for (std::size_t at = cgroups.find(whole); at != std::string_view::npos;
         at = cgroups.find(whole, at + 1)) {
        const std::size_t end = at + whole.size();
        const bool begins = at > 0 && cgroups[at - 1] == ':';
        if (begins && (end == cgroups.size() || cgroups[end] == '/' || cgroups[end] == '\n'))
            return true;
    }
    return false;
}

} // namespace

Result<std::vector<Foreign>> listForeign(const OwnContainers& own, std::uint32_t viewer,
                                         const std::string& procPath) {
    NamespaceIds host = VITRINE_TRY(namespacesOf(1, procPath));
    if (std::ranges::all_of(host, [](std::uint64_t id) { return id == 0; })) // not for this user to read
        host = VITRINE_TRY(namespacesOf(::getpid(), procPath));
    const auto pids = VITRINE_TRY(pidsIn(procPath));
    auto reader = VITRINE_TRY(ProcessReader::open(procPath));
    const auto* const processes = VITRINE_TRY(reader.refresh(pids));
    const std::string mountInfo = VITRINE_TRY(sys::readKernelFileAt(AT_FDCWD, procPath + "/self/mountinfo"));
    const bool hides = viewer != 0 && hidesOthers(mountInfo);
    const auto cgroupsOf = [&](const ProcessInfo& process) {
        auto text =
            sys::readKernelFileAt(AT_FDCWD, procPath + '/' + std::to_string(process.key.pid) + "/cgroup");
        return text ? *std::move(text) : std::string();
    };
    const auto isOwn = [&](const ProcessInfo& process) {
        if (std::ranges::any_of(own.namespaces,
                                [&](const auto& ids) { return shares(process.namespaces, ids, host); }))
            return true;
        if (own.cgroups.empty() || !shares(process.namespaces, process.namespaces, host))
            return false; // nobody asks where it is
        const std::string cgroups = cgroupsOf(process);
        return std::ranges::any_of(own.cgroups,
                                   [&](const std::string& group) { return isBelow(cgroups, group); });
    };
    std::vector<ProcessInfo> foreign;
    std::ranges::copy_if(*processes, std::back_inserter(foreign), [&](const ProcessInfo& process) {
        return (!hides || process.uidOutside == viewer) && !isOwn(process);
    });
    return groupForeign(foreign, host, cgroupsOf);
}

} // namespace vitrine::process
