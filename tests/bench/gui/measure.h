// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

/// What the measurements of the window share.
namespace vitrine::bench {

/// One line: processor, kernel, Qt and its platform, load.
void printMachine();

[[nodiscard]] double median(std::vector<double> values);

/// CPU time of a process (all threads) since it began, ms.
[[nodiscard]] double cpuMsOf(pid_t process);
[[nodiscard]] double ownCpuMs();

/// Resident memory, MB of 10^6 bytes (proc_pid_smaps_rollup(5)).
struct Memory {
    double pss = 0;
    double rss = 0;
    double own = 0; ///< private: what would be free if it ended
};
[[nodiscard]] Memory memoryOf(pid_t process);

/// Starts a program; its messages go to nowhere. Ended with end().
[[nodiscard]] pid_t spawn(const std::vector<std::string>& command);
void end(pid_t process);

/// Lets the event loop run for so long: what an act left to be painted is painted. Sleeps when nothing is to
/// be done.
void settle(int ms);

/// CPU ms of this process for each of `rounds` acts: until it returns, and with what it left for the event
/// loop.
struct Cost {
    double act = 0;
    double painted = 0;
};
/// Medians; from `painted` the cost of an event loop with nothing to do is taken off.
[[nodiscard]] Cost costOf(int rounds, const std::function<void(int round)>& act);

// The parts; each prints its table. 0, or an exit code.
int benchStartup();
int benchMemory();
int benchTree();
int benchCharts();
int benchList();
int benchIdle();
/// Of the memory measurement, run in a process of its own that has only this in it.
int holdMemoryStage(const std::string& stage);

} // namespace vitrine::bench
