// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/kill.h"

#include "core/cgroup/group.h"
#include "core/sys/pidfd.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>
#include <utility>

namespace vitrine::cgroup {

namespace {

Result<std::vector<pid_t>> membersOf(const std::vector<int>& directories) {
    std::vector<pid_t> pids;
    for (const int directory : directories)
        VITRINE_CHECK(collectProcesses(directory, pids));
    std::ranges::sort(pids);
    const auto repeated = std::ranges::unique(pids);
    pids.erase(repeated.begin(), repeated.end());
    return pids;
}

} // namespace

Result<> signalMembersOnce(const std::vector<int>& directories) {
    // Some descriptors at a time: a fork bomb must not use up the descriptor table of its killer.
    constexpr std::size_t batch = 64;
    const std::vector<pid_t> before = VITRINE_TRY(membersOf(directories));
    for (std::size_t start = 0; start < before.size(); start += batch) {
        std::vector<std::pair<pid_t, sys::UniqueFd>> opened;
        for (std::size_t i = start; i < std::min(start + batch, before.size()); ++i) {
            if (auto pidfd = sys::pidfdOpen(before[i]))
                opened.emplace_back(before[i], *std::move(pidfd));
        }
        const std::vector<pid_t> after = VITRINE_TRY(membersOf(directories));
        for (const auto& [pid, pidfd] : opened) {
            if (!std::ranges::binary_search(after, pid))
                continue;
            const auto sent = sys::pidfdSendSignal(pidfd.get(), SIGKILL);
            if (!sent && sent.error().kind() != ErrorKind::NotFound)
                return failure(sent.error());
        }
    }
    return {};
}

Result<> killMembers(const std::vector<int>& directories) {
    constexpr int rounds = 100;
    for (int i = 0; i < rounds; ++i) {
        VITRINE_CHECK(signalMembersOnce(directories));
        if (VITRINE_TRY(membersOf(directories)).empty())
            return {};
        std::this_thread::sleep_for(std::chrono::milliseconds(i == 0 ? 1 : 5));
    }
    return failure(Error(ErrorKind::Busy, "kill the processes", "", "some did not end"));
}

} // namespace vitrine::cgroup
