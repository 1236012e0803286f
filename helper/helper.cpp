// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/helper.h"

#include "core/sys/memory.h"
#include "helper/access/authorizer.h"
#include "helper/access/clients.h"
#include "helper/bus/dispatcher.h"
#include "helper/bus/paths.h"
#include "helper/bus/publisher.h"
#include "helper/containers/bootstart.h"
#include "helper/containers/lifecycle.h"
#include "helper/containers/panicstop.h"
#include "helper/jobs/jobs.h"
#include "helper/jobs/tasks.h"
#include "helper/monitorlink/choosespawner.h"
#include "helper/sampling/sampling.h"

#include <QCoreApplication>
#include <QDBusConnectionInterface>
#include <QTimer>

#include <unistd.h>

#include <utility>

namespace vitrine::helper {

namespace {

/// Calls that were on their way when the name was given up arrive within this time.
constexpr auto drainTime = std::chrono::milliseconds(200);
constexpr auto endPatience = std::chrono::seconds(5);
/// Without a call for so long, memory is given back.
constexpr auto quietTime = std::chrono::seconds(3);

} // namespace

/// Members in the order in which they need each other.
struct Helper::Parts {
    Parts(const Options& options, const HostFacts& facts, const QDBusConnection& bus, Directories directories,
          std::unique_ptr<MonitorSpawner> monitors)
        : spawner(std::move(monitors))
        , clients(bus)
        , polkit(bus)
        , authorizer(options.mode, options.mode == Mode::System ? &polkit : nullptr)
        , store(std::move(directories), options.stateDir)
        , groups(store.directories().groups.get())
        , jobs(bus)
        , lifecycle(store, groups, jobs, tasks, *spawner, facts)
        , panicStop(store, groups, lifecycle, tasks, facts)
        , bootStart(store, lifecycle, jobs, tasks, facts)
        , sampling(store, clients, bus, facts)
        , publisher(store, groups, clients, bus)
        , context{options,   facts,     clients,  authorizer, store, groups,
                  lifecycle, panicStop, *spawner, jobs,       tasks, sampling}
        , dispatcher(context, bus) {}

    std::unique_ptr<MonitorSpawner> spawner;
    Clients clients;
    Polkit polkit;
    Authorizer authorizer;
    ContainerStore store;
    GroupStore groups;
    Jobs jobs;
    Tasks tasks;
    Lifecycle lifecycle;
    PanicStop panicStop;
    BootStart bootStart;
    Sampling sampling;
    Publisher publisher;
    Context context;
    Dispatcher dispatcher;
    QTimer idleTimer;
    QTimer quietTimer;
};

Helper::Helper(const Options& options, const HostFacts& facts, const QDBusConnection& bus)
    : m_options(options)
    , m_facts(facts)
    , m_bus(bus) {
}

Helper::~Helper() = default;

Result<> Helper::begin() {
    Directories directories = VITRINE_TRY(Directories::open(m_options));
    auto spawner = VITRINE_TRY(chooseSpawner(m_options, m_facts, m_bus));
    m_parts = std::make_unique<Parts>(m_options, m_facts, m_bus, std::move(directories), std::move(spawner));
    QObject::connect(&m_parts->clients, &Clients::left, &m_parts->authorizer,
                     [parts = m_parts.get()](const QString& sender) {
                         parts->authorizer.forget(sender);
                         parts->sampling.forget(sender);
                     });
    VITRINE_CHECK(m_parts->lifecycle.reconcile());
    VITRINE_CHECK(m_parts->dispatcher.registerObjects());
    if (!m_bus.registerService(QString::fromLatin1(busName)))
        return failure(
            Error(ErrorKind::Failed, "take the name", busName, m_bus.lastError().message().toStdString()));
    watchIdle();
    watchQuiet();
    m_parts->bootStart.begin(m_bus.baseService());
    sys::giveBackMemory();
    return {};
}

void Helper::end() {
    if (m_parts && !m_parts->tasks.wait(endPatience))
        ::_exit(0); // A thread hangs in a file system; there is nothing to lose that the next start does not
                    // find.
    m_parts.reset();
}

bool Helper::isIdle() const {
    return m_parts->clients.isEmpty() && m_parts->jobs.running() == 0 && m_parts->tasks.running() == 0 &&
           m_parts->sampling.isIdle();
}

void Helper::watchIdle() {
    if (m_options.idleSeconds == 0)
        return;
    m_parts->idleTimer.setSingleShot(true);
    m_parts->idleTimer.setInterval(std::chrono::seconds(m_options.idleSeconds));
    const auto look = [this] {
        if (!isIdle())
            m_parts->idleTimer.stop();
        else if (!m_parts->idleTimer.isActive())
            m_parts->idleTimer.start();
    };
    QObject::connect(&m_parts->clients, &Clients::emptyChanged, &m_parts->idleTimer, look);
    QObject::connect(&m_parts->jobs, &Jobs::runningChanged, &m_parts->idleTimer, look);
    QObject::connect(&m_parts->tasks, &Tasks::runningChanged, &m_parts->idleTimer, look);
    QObject::connect(&m_parts->sampling, &Sampling::idleChanged, &m_parts->idleTimer, look);
    QObject::connect(&m_parts->idleTimer, &QTimer::timeout, &m_parts->idleTimer, [this] { exitIfIdle(); });
    look();
}

/// Starting, and one call per container, use more than all the time in between.
void Helper::watchQuiet() {
    m_parts->quietTimer.setSingleShot(true);
    m_parts->quietTimer.setInterval(quietTime);
    QObject::connect(&m_parts->quietTimer, &QTimer::timeout, &m_parts->quietTimer,
                     [this] { giveBackIfQuiet(); });
    m_parts->dispatcher.onCall = [timer = &m_parts->quietTimer] {
        if (!timer->isActive())
            timer->start();
    };
}

void Helper::giveBackIfQuiet() {
    const std::uint64_t calls = m_parts->dispatcher.callCount();
    const bool isQuiet = std::exchange(m_callsSeen, calls) == calls;
    if (!isQuiet || m_parts->tasks.running() != 0 || m_parts->jobs.running() != 0)
        return m_parts->quietTimer.start();
    sys::giveBackMemory();
}

/// The name goes first: a call after that starts a new helper, which waits for this one's lock. Calls that
/// are on their way already are served.
void Helper::exitIfIdle() {
    if (!isIdle())
        return;
    const std::uint64_t before = m_parts->dispatcher.callCount();
    m_bus.unregisterService(QString::fromLatin1(busName));
    QTimer::singleShot(drainTime, &m_parts->idleTimer, [this, before] {
        const bool wasCalled = m_parts->dispatcher.callCount() != before;
        if (!wasCalled && isIdle())
            return QCoreApplication::quit();
        // Somebody came at the last moment. Without the name there is nothing to wait for but the end of this
        // work.
        if (m_bus.registerService(QString::fromLatin1(busName)))
            return m_parts->idleTimer.start();
        QTimer::singleShot(drainTime, &m_parts->idleTimer, [] { QCoreApplication::quit(); });
    });
}

} // namespace vitrine::helper
