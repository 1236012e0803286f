// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// From exec to the first painted main window, watched from the X server; beside an empty QMainWindow, in turn
// within one run. Hot is back to back, cold after 200 ms in which nothing ran.
#include "tests/bench/gui/measure.h"
#include "tests/bench/gui/windowwatch.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <thread>

namespace vitrine::bench {

namespace {

struct Starts {
    std::vector<double> wall;
    std::vector<double> cpu;
};

bool startOnce(WindowWatch& watch, const std::string& program, std::chrono::milliseconds idle,
               Starts& starts) {
    std::this_thread::sleep_for(idle);
    watch.begin();
    const auto start = std::chrono::steady_clock::now();
    const pid_t process = spawn({program});
    const bool painted = process > 0 && watch.waitForPaint() != 0;
    const double ms =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    if (painted) {
        starts.wall.push_back(ms);
        starts.cpu.push_back(cpuMsOf(process));
    }
    if (process > 0)
        end(process);
    return painted;
}

} // namespace

int benchStartup() {
    WindowWatch watch;
    if (!watch.isConnected()) {
        std::fprintf(stderr, "startup: there is no X server\n");
        return 1;
    }
    std::printf("\nstart-up: exec to the first painted window, medians of interleaved runs\n"
                "              vitrine ms (CPU)   empty window ms (CPU)   ratio\n");
    constexpr int rounds = 15;
    const std::array<std::pair<const char*, std::chrono::milliseconds>, 2> kinds{
        {{"hot", std::chrono::milliseconds(0)}, {"cold 200 ms", std::chrono::milliseconds(200)}}};
    for (const auto& [name, idle] : kinds) {
        Starts ours, plain;
        for (int round = 0; round <= rounds; ++round) {
            if (!startOnce(watch, VITRINE_PROGRAM, idle, ours) ||
                !startOnce(watch, PLAIN_PROGRAM, idle, plain)) {
                std::fprintf(stderr, "startup: no window was painted within ten seconds\n");
                return 1;
            }
            if (round == 0)
                ours = plain = {}; // the files were read from the disk
        }
        std::printf("%-12s  %8.1f (%.1f)   %12.1f (%.1f)       %6.2f\n", name, median(ours.wall),
                    median(ours.cpu), median(plain.wall), median(plain.cpu),
                    median(ours.wall) / median(plain.wall));
        std::fflush(stdout);
    }
    return 0;
}

} // namespace vitrine::bench
