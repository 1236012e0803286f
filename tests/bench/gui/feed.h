// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/windowfixture.h"

#include <chrono>
#include <vector>

/// What the real window is fed with in place of a helper.
namespace vitrine::bench {

inline std::int64_t monotonicNs() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

inline std::vector<gui::ContainerInfo> runningContainers(int count) {
    std::vector<gui::ContainerInfo> containers;
    for (int i = 1; i <= count; ++i) {
        containers.push_back(
            gui::WindowFixture::container(i, QStringLiteral("box-%1").arg(i), ContainerState::Running));
        containers.back().limits.memoryMax = 256ULL << 20;
        containers.back().limits.cpuMax = CpuMax{50'000, 100'000};
    }
    return containers;
}

/// A root process, 99 shells, and what they started: `count` in all.
inline std::vector<gui::ProcessRow> processes(int count) {
    std::vector<gui::ProcessRow> rows;
    for (int i = 0; i < count; ++i) {
        gui::ProcessRow row;
        row.key = {1000 + i, static_cast<std::uint64_t>(100 + i)};
        row.parent = i == 0 ? 1 : i < 100 ? 1000 : 1001 + i % 99;
        row.nestedPids = {1 + i};
        row.uidOutside = 100'000;
        row.uidInside = 0;
        row.state = 'S';
        row.threads = 1;
        row.residentBytes = 3'145'728;
        row.name = i < 100 ? QStringLiteral("bash") : QStringLiteral("sleep");
        row.commandLine = i < 100 ? QStringLiteral("/bin/bash -c run-worker --number %1").arg(i)
                                  : QStringLiteral("/bin/sleep --of-worker %1 infinity").arg(i);
        row.namespaces.fill(4'026'532'200);
        rows.push_back(std::move(row));
    }
    return rows;
}

inline gui::ProcessUpdate update(const gui::ContainerId& container, std::vector<gui::ProcessRow> rows,
                                 std::vector<gui::ProcessKey> gone = {}, bool reset = false) {
    static std::int64_t time = monotonicNs();
    time += 1'000'000'000;
    return {container, time, reset, std::move(rows), std::move(gone)};
}

/// The sample number `tick` of a container; one that is busy changes each time.
inline gui::Sample sampleAt(std::int64_t timeNs, int tick, bool busy = true) {
    gui::Sample sample;
    sample.timeNs = timeNs;
    sample.cpuUs = busy ? tick * 200'000LL + (tick * 7919LL) % 90'000 : 1'000'000;
    sample.throttledUs = 0;
    sample.throttledPeriods = 0;
    sample.memoryBytes = busy ? 50'000'000 + (tick * 104'729LL) % 40'000'000 : 5'000'000;
    sample.swapBytes = 0;
    sample.oomKills = 0;
    sample.pids = 12;
    return sample;
}

} // namespace vitrine::bench
