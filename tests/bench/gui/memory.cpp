// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Memory of the window, stage by stage. Each stage is a process of its own and replaces the one before it, so
// that no other process of this program shares its libraries.
#include "tests/bench/gui/feed.h"
#include "tests/bench/gui/measure.h"

#include <QMainWindow>

#include <array>
#include <cstdio>
#include <string_view>

#include <unistd.h>

namespace vitrine::bench {

namespace {

constexpr std::array<std::string_view, 6> stages{"application", "empty",     "window",
                                                 "containers",  "processes", "pages"};

const char* titleOf(std::string_view stage) {
    static constexpr std::array titles{"QApplication",
                                       "an empty QMainWindow",
                                       "Vitrine's window, no container",
                                       "+ 500 running containers",
                                       "+ 10,000 processes on view",
                                       "+ all pages seen, an hour of charts"};
    return titles.at(static_cast<std::size_t>(std::ranges::find(stages, stage) - stages.begin()));
}

void report(std::string_view stage) {
    settle(500);
    const Memory memory = memoryOf(::getpid());
    std::printf("  %-38s %8.1f %8.1f %8.1f\n", titleOf(stage), memory.pss, memory.own, memory.rss);
    std::fflush(stdout);
}

void fillList(gui::WindowFixture& fixture) {
    fixture.service.putAll(runningContainers(500));
    settle(100);
    for (int tick = 1; tick <= 120; ++tick) {
        std::vector<gui::ContainerSample> samples;
        for (const gui::ContainerEntry& entry : fixture.containers.containers())
            samples.push_back({entry.info.id, sampleAt(tick * 1'000'000'000LL, tick)});
        emit fixture.service.statisticsReceived(samples);
    }
}

void fillProcesses(gui::WindowFixture& fixture) {
    fixture.window->showPage(QStringLiteral("processes"));
    settle(50);
    emit fixture.service.processesReceived(
        update(fixture.window->selectedContainer(), processes(10'000), {}, true));
}

void seeAllPages(gui::WindowFixture& fixture) {
    for (const gui::PageEntry& entry : gui::allPages()) {
        fixture.window->showPage(entry.key);
        settle(50);
        if (entry.key != QLatin1String("charts"))
            continue;
        for (int tick = 200; tick < 3800; ++tick)
            emit fixture.service.statisticsReceived(
                {{fixture.window->selectedContainer(), sampleAt(tick * 1'000'000'000LL, tick)}});
        settle(50);
    }
    fixture.window->showPage(QStringLiteral("processes"));
}

void hold(std::string_view stage) {
    if (stage == stages[0])
        return report(stage);
    if (stage == stages[1]) {
        QMainWindow window;
        window.resize(1180, 740);
        window.show();
        return report(stage);
    }
    gui::WindowFixture fixture;
    fixture.window->show();
    if (stage != stages[2])
        fillList(fixture);
    if (stage == stages[4] || stage == stages[5])
        fillProcesses(fixture);
    if (stage == stages[5])
        seeAllPages(fixture);
    report(stage);
}

} // namespace

int holdMemoryStage(const std::string& stage) {
    const auto at = std::ranges::find(stages, stage);
    if (at == stages.end())
        return 2;
    hold(*at);
    if (at + 1 == stages.end())
        return 0;
    const std::string next(*(at + 1));
    ::execl("/proc/self/exe", "bench_gui", "--memory-stage", next.c_str(), nullptr);
    return 1;
}

int benchMemory() {
    std::printf("\nmemory, MB of 10^6 bytes\n"
                "                                                pss  private      rss\n");
    std::fflush(stdout);
    ::execl("/proc/self/exe", "bench_gui", "--memory-stage", stages[0].data(), nullptr);
    return 1;
}

} // namespace vitrine::bench
