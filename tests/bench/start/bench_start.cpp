// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What a start costs: Vitrine beside others that run the same program in the same root directory, in turn
// within one run, back to back ("hot") and each after 200 ms in which nothing happened ("idle", what a click
// on a desktop sees). Only ratios within one run mean something. See CMakeLists.txt for how to run it.
//   bench_start [hot rounds] [idle rounds]
#include "tests/bench/start/contestants.h"
#include "tests/bench/start/residents.h"

#include <QCoreApplication>
#include <QFile>
#include <QTest>

#include <sys/utsname.h>

#include <cstdio>
#include <cstdlib>

using namespace vitrine::bench;

namespace {

constexpr int pauseMs = 200;

void printMachine() {
    utsname names{};
    ::uname(&names);
    QFile processors(QStringLiteral("/proc/cpuinfo"));
    QByteArray model;
    if (processors.open(QIODevice::ReadOnly)) {
        const QByteArray text = processors.readAll();
        model = text.mid(text.indexOf("model name")).split('\n').value(0).split(':').value(1).trimmed();
    }
    QFile load(QStringLiteral("/proc/loadavg"));
    static_cast<void>(load.open(QIODevice::ReadOnly));
    std::printf("%ld × %s, Linux %s, build %s, load %s", ::sysconf(_SC_NPROCESSORS_ONLN), model.constData(),
                static_cast<const char*>(names.release), BUILD_TYPE, load.readAll().constData());
}

void run(std::vector<Contestant>& contestants, std::vector<Times> Contestant::* list, int rounds, int pause) {
    for (int round = 0; round < rounds; ++round) {
        for (Contestant& contestant : contestants) {
            if (pause > 0)
                QTest::qSleep(pause);
            if (const auto times = contestant.start())
                (contestant.*list).push_back(*times);
        }
    }
}

Summary summarize(const std::vector<Times>& times, double Times::* which) {
    std::vector<double> values;
    for (const Times& one : times)
        values.push_back(one.*which);
    return vitrine::bench::summaryOf(std::move(values));
}

void print(const std::vector<Contestant>& contestants, const char* title,
           std::vector<Times> Contestant::* list, double Times::* which) {
    double floor = 0;
    double peer = 0;
    for (const Contestant& contestant : contestants) {
        const double median = summarize(contestant.*list, which).median;
        if (contestant.name.starts_with("floor"))
            floor = median;
        if (contestant.name.starts_with("crun") && peer == 0)
            peer = median; // the first of crun's
    }
    std::printf("\n%-42s %10s %10s %10s %8s %8s %6s\n", title, "median µs", "p99 µs", "fastest", "x floor",
                "x crun", "runs");
    for (const Contestant& contestant : contestants) {
        const Summary seen = summarize(contestant.*list, which);
        std::printf("%-42s %10.0f %10.0f %10.0f %8.2f %8.2f %6zu\n", contestant.name.c_str(), seen.median,
                    seen.p99, seen.fastest, floor > 0 ? seen.median / floor : 0,
                    peer > 0 ? seen.median / peer : 0, (contestant.*list).size());
    }
}

} // namespace

int main(int count, char** words) {
    const V1Runner v1;
    const QCoreApplication application(count, words);
    const int hotRounds = count > 1 ? std::atoi(words[1]) : 100;
    const int idleRounds = count > 2 ? std::atoi(words[2]) : 40;
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    Stage stage(v1);
    if (!stage.isReady())
        return 1;
    printMachine();
    std::vector<Contestant> contestants = stage.contestants();
    run(contestants, &Contestant::hot, hotRounds, 0);
    run(contestants, &Contestant::idle, idleRounds, pauseMs);
    print(contestants, "hot, until the first process runs", &Contestant::hot, &Times::first);
    print(contestants, "after 200 ms idle, the same", &Contestant::idle, &Times::first);
    print(contestants, "hot, until it has ended *", &Contestant::hot, &Times::whole);
    print(contestants, "after 200 ms idle, the same *", &Contestant::idle, &Times::whole);
    std::vector<Contestant> enterings = stage.enterings();
    run(enterings, &Contestant::hot, hotRounds, 0);
    run(enterings, &Contestant::idle, idleRounds, pauseMs);
    print(enterings, "a further process, hot, until it runs", &Contestant::hot, &Times::first);
    print(enterings, "after 200 ms idle, the same", &Contestant::idle, &Times::first);
    print(enterings, "hot, until it has ended", &Contestant::hot, &Times::whole);
    print(enterings, "after 200 ms idle, the same", &Contestant::idle, &Times::whole);
    std::printf(
        "OCI runtimes run where the v2 tree of a hybrid machine is not mounted, which crun refuses; with "
        "--cgroup-manager=disabled crun makes no control group and sets no limits\n");
    std::printf("* over D-Bus: until the job is completed, which is when the window shows it as running\n");
    const bool good = measureResidents(stage) && startManyAtOnce(stage);
    return stage.cleanUp() && good ? 0 : 1;
}
