// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What the real window and the real helper use of a CPU while five idle containers run: the list on view,
// further pages on view, and iconified.
#include "tests/bench/gui/measure.h"
#include "tests/bench/gui/windowwatch.h"

#include "core/model/ociconfig.h"
#include "gui/service/dbuscontainerservice.h"
#include "gui/store/containerstore.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QElapsedTimer>
#include <QSettings>

#include <cstdio>

namespace vitrine::bench {

namespace {

using namespace gui;

constexpr int containerCount = 5;
constexpr int seconds = 20;

bool waitUntil(const std::function<bool()>& done) {
    QElapsedTimer timer;
    timer.start();
    while (!done() && timer.elapsed() < 30'000)
        settle(50);
    return done();
}

/// The containers of this measurement; they are deleted with it.
class Containers {
public:
    Containers()
        : m_service(QDBusConnection::systemBus())
        , m_store(&m_service) {}
    ~Containers() {
        for (const ContainerId& id : ids())
            m_service.kill(id, 9, &m_context, [](const Reply<>&) {});
        (void)waitUntil([this] { return alive() == 0; });
        for (const ContainerId& id : ids())
            m_service.remove(id, &m_context, [](const Reply<>&) {});
        (void)waitUntil([this] { return m_store.containers().empty(); });
    }
    Containers(const Containers&) = delete;
    Containers& operator=(const Containers&) = delete;

    [[nodiscard]] bool make() {
        m_service.connectToHelper();
        if (!waitUntil([this] { return isConnected(m_service.status().availability); }))
            return false;
        for (int i = 1; i <= containerCount; ++i) {
            CreateRequest request;
            request.name = QStringLiteral("idle-%1").arg(i);
            request.config =
                QString::fromStdString(writeConfig(defaultSpec(request.name.toStdString(), {"/bin/bash"})));
            m_service.create(std::move(request), &m_context, [this](const Reply<ContainerId>& made) {
                if (made)
                    m_service.start(*made, &m_context, [](const Reply<>&) {});
                else
                    std::fprintf(stderr, "idle: %s\n", qPrintable(made.error().message));
            });
        }
        return waitUntil([this] { return alive() == containerCount; });
    }

private:
    [[nodiscard]] QStringList ids() const {
        QStringList ids;
        for (const ContainerEntry& entry : m_store.containers())
            ids << entry.info.id;
        return ids;
    }
    [[nodiscard]] int alive() const {
        int count = 0;
        for (const ContainerEntry& entry : m_store.containers())
            count += isAlive(entry.info.state) ? 1 : 0;
        return count;
    }

    QObject m_context;
    DbusContainerService m_service;
    ContainerStore m_store;
};

void report(const char* name, pid_t window, pid_t helper) {
    settle(3000); // what opening it cost
    const double windowBefore = cpuMsOf(window);
    const double helperBefore = cpuMsOf(helper);
    settle(seconds * 1000);
    const Memory memory = memoryOf(window);
    std::printf("  %-26s %9.3f %% %9.3f %% %12.1f %10.1f\n", name,
                (cpuMsOf(window) - windowBefore) / seconds / 10,
                (cpuMsOf(helper) - helperBefore) / seconds / 10, memory.pss, memory.rss);
    std::fflush(stdout);
}

bool measurePage(WindowWatch& watch, const char* page, const char* name, pid_t helper, bool alsoIconified) {
    QSettings settings(QStringLiteral("vitrine"), QStringLiteral("vitrine"));
    settings.setValue(QStringLiteral("window/page"), QLatin1String(page));
    settings.sync();
    watch.begin();
    const pid_t window = spawn({VITRINE_PROGRAM});
    const std::uint32_t shown = watch.waitForPaint();
    if (shown != 0) {
        report(name, window, helper);
        if (alsoIconified) {
            watch.iconify(shown);
            report("iconified", window, helper);
        }
    }
    end(window);
    return shown != 0;
}

} // namespace

int benchIdle() {
    WindowWatch watch;
    Containers containers;
    if (!watch.isConnected() || !containers.make()) {
        std::fprintf(stderr, "idle: needs an X server and the helper (see the head of CMakeLists.txt)\n");
        return 1;
    }
    const auto helper = static_cast<pid_t>(
        QDBusConnection::systemBus().interface()->servicePid(QStringLiteral("org.vitrine.Manager1")).value());
    std::printf("\nidle: %d idle containers, %% of one CPU over %d s; memory in MB\n"
                "                                window      helper   window pss        rss\n",
                containerCount, seconds);
    const bool done = measurePage(watch, "overview", "list and overview", helper, true) &&
                      measurePage(watch, "processes", "list and processes", helper, false) &&
                      measurePage(watch, "charts", "list and charts", helper, true);
    return done ? 0 : 1;
}

} // namespace vitrine::bench
