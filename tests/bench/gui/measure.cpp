// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/gui/measure.h"

#include <QEventLoop>
#include <QFile>
#include <QGuiApplication>
#include <QSysInfo>
#include <QTimer>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace vitrine::bench {

namespace {

double readMs(clockid_t clock) {
    timespec now{};
    ::clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

QByteArray processorName() {
    QFile file(QStringLiteral("/proc/cpuinfo"));
    if (!file.open(QIODevice::ReadOnly))
        return "?";
    for (const QByteArray& line : file.readAll().split('\n'))
        if (line.startsWith("model name"))
            return line.mid(line.indexOf(':') + 1).trimmed();
    return "?";
}

} // namespace

void printMachine() {
    double load = 0;
    ::getloadavg(&load, 1);
    std::printf("%s, %ld CPUs, kernel %s, Qt %s on %s, load %.1f\n", processorName().constData(),
                ::sysconf(_SC_NPROCESSORS_ONLN), qPrintable(QSysInfo::kernelVersion()), qVersion(),
                qPrintable(QGuiApplication::platformName()), load);
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

double cpuMsOf(pid_t process) {
    clockid_t clock{};
    return ::clock_getcpuclockid(process, &clock) == 0 ? readMs(clock) : 0;
}

double ownCpuMs() {
    return readMs(CLOCK_PROCESS_CPUTIME_ID);
}

Memory memoryOf(pid_t process) {
    QFile file(QStringLiteral("/proc/%1/smaps_rollup").arg(process));
    Memory memory;
    if (!file.open(QIODevice::ReadOnly))
        return memory;
    for (const QByteArray& line : file.readAll().split('\n')) {
        const double mb = line.simplified().split(' ').value(1).toDouble() * 1024 / 1e6;
        if (line.startsWith("Pss:"))
            memory.pss = mb;
        else if (line.startsWith("Rss:"))
            memory.rss = mb;
        else if (line.startsWith("Private_"))
            memory.own += mb;
    }
    return memory;
}

pid_t spawn(const std::vector<std::string>& command) {
    std::vector<char*> arguments;
    for (const std::string& word : command)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t process = -1;
    if (::posix_spawn(&process, arguments[0], &actions, nullptr, arguments.data(), environ) != 0)
        process = -1;
    posix_spawn_file_actions_destroy(&actions);
    return process;
}

void end(pid_t process) {
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
}

void settle(int ms) {
    QEventLoop loop;
    QTimer::singleShot(ms, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

Cost costOf(int rounds, const std::function<void(int round)>& act) {
    constexpr int frameMs = 25;
    std::vector<double> acts, painted, nothing;
    settle(4 * frameMs);
    for (int round = 0; round < rounds; ++round) {
        const double start = ownCpuMs();
        act(round);
        acts.push_back(ownCpuMs() - start);
        settle(frameMs);
        painted.push_back(ownCpuMs() - start);
        const double idle = ownCpuMs();
        settle(frameMs);
        nothing.push_back(ownCpuMs() - idle);
    }
    return {median(acts), std::max(0.0, median(painted) - median(nothing))};
}

} // namespace vitrine::bench
