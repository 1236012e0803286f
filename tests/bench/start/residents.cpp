// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/start/residents.h"

#include "helper/bus/paths.h"

#include <QFile>
#include <QTest>

#include <unistd.h>

#include <cstdio>

namespace vitrine::bench {

namespace {

QByteArray fileOf(pid_t pid, const char* name) {
    QFile file(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A number of smaps_rollup in kB.
long numberOf(pid_t pid, const char* key) {
    for (const QByteArray& line : fileOf(pid, "smaps_rollup").split('\n')) {
        if (line.startsWith(key))
            return line.mid(qstrlen(key)).trimmed().split(' ').value(0).toLong();
    }
    return -1;
}

/// User and system time in clock ticks (proc_pid_stat(5), fields 14 and 15).
long ticksOf(pid_t pid) {
    const QByteArray stat = fileOf(pid, "stat");
    const auto fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    return fields.value(11).toLong() + fields.value(12).toLong();
}

pid_t parentOf(pid_t pid) {
    const QByteArray stat = fileOf(pid, "stat");
    return stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(1).toInt();
}

void print(const char* what, pid_t pid) {
    std::printf("  %-42s %8ld %8ld %8ld\n", what, numberOf(pid, "Rss:"), numberOf(pid, "Pss:"),
                numberOf(pid, "Anonymous:"));
}

} // namespace

bool measureResidents(Stage& stage) {
    test::Client& client = stage.client();
    const pid_t helper = client.pidOf(QString::fromLatin1(helper::busName));
    std::printf("\nmemory in kB%36s %8s %8s\n", "resident", "PSS", "own");
    print("helper, nothing running", helper);
    QStringList paths;
    pid_t monitor = 0;
    for (int i = 0; i < 3; ++i) {
        paths.append(stage.makeSleeper(QStringLiteral("resident%1").arg(i)));
        if (!client.start(paths.last()).success)
            return false;
        monitor = parentOf(client.property(paths.last(), helper::containerInterface, "Leader").value<uint>());
    }
    QTest::qWait(1500);
    print("helper, three containers running", helper);
    print("monitor of one of them", monitor);
    constexpr int seconds = 10;
    const long before[] = {ticksOf(helper), ticksOf(monitor)};
    QTest::qWait(seconds * 1000);
    const double perTick = 100.0 / static_cast<double>(seconds * ::sysconf(_SC_CLK_TCK));
    std::printf("idle for %d s, %% of a processor: helper %.2f, monitor %.2f\n", seconds,
                static_cast<double>(ticksOf(helper) - before[0]) * perTick,
                static_cast<double>(ticksOf(monitor) - before[1]) * perTick);
    bool good = true;
    for (const QString& path : std::as_const(paths))
        good &= client.stop(path, 0).success && client.remove(path).success;
    print("helper, nothing running again", helper);
    return good;
}

bool startManyAtOnce(Stage& stage) {
    constexpr int many = 96;  // 100 is the most that one user may have
    constexpr int atOnce = 8; // operations that one user may have under way
    test::Client& client = stage.client();
    QStringList paths;
    for (int i = 0; i < many; ++i)
        paths.append(stage.makeSleeper(QStringLiteral("many%1").arg(i)));
    client.signalsSeen.clear();
    const std::int64_t begin = nowNs();
    int asked = 0;
    int running = 0;
    const auto next = [&] {
        running = 0;
        for (const QDBusMessage& seen : std::as_const(client.signalsSeen))
            running += seen.member() == QLatin1String("Completed") && seen.arguments().at(0).toBool() ? 1 : 0;
        for (; asked < many && asked < running + atOnce; ++asked)
            static_cast<void>(
                client.send(paths[asked], helper::containerInterface, "Start", {client.nextToken()}, true));
        return running == many;
    };
    static_cast<void>(QTest::qWaitFor(next, 60000));
    std::printf("\n%d of %d containers, always %d being started, ran after %.0f ms\n", running, many, atOnce,
                static_cast<double>(nowNs() - begin) / 1e6);
    client.signalsSeen.clear();
    const pid_t helper = client.pidOf(QString::fromLatin1(helper::busName));
    print("helper with all of them", helper);
    bool good = running == many;
    for (const QString& path : std::as_const(paths))
        good &= client.stop(path, 0).success && client.remove(path).success;
    return good;
}

} // namespace vitrine::bench
