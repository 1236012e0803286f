// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/sampling/sampling.h"

#include "helper/bus/paths.h"

#include <QDBusMessage>

#include <algorithm>
#include <ctime>

namespace vitrine::helper {

namespace {

constexpr qsizetype rowsPerMessage = 1000;
constexpr qint64 shortestMs = 250; ///< between two ticks of a kind, whoever asks
constexpr qint64 costFactor = 4;   ///< sampling gets a fifth of the main loop's time a kind at most

qlonglong monotonicNs() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<qlonglong>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

QDBusObjectPath objectPath(const Container& container) {
    return QDBusObjectPath(containerPath(container.id()));
}

void addPressure(NumberMap& counters, PercentMap& percentages, const QString& resource,
                 const std::optional<cgroup::DetailedSample::Pressure>& pressure) {
    if (!pressure)
        return;
    counters.insert(resource + QStringLiteral("SomeUs"), pressure->someTotalUs);
    counters.insert(resource + QStringLiteral("FullUs"), pressure->fullTotalUs);
    percentages.insert(resource + QStringLiteral("SomeAvg10"), pressure->someAvg10);
    percentages.insert(resource + QStringLiteral("FullAvg10"), pressure->fullAvg10);
}

QVariantList detailedArguments(const Container& container, const cgroup::DetailedSample& sample) {
    NumberMap counters;
    PercentMap percentages;
    const auto add = [&](const char* key, const std::optional<std::uint64_t>& value) {
        if (value)
            counters.insert(QString::fromLatin1(key), *value);
    };
    add("anonBytes", sample.anonBytes);
    add("fileBytes", sample.fileBytes);
    add("kernelBytes", sample.kernelBytes);
    add("memoryHighEvents", sample.memoryHighEvents);
    add("memoryMaxEvents", sample.memoryMaxEvents);
    addPressure(counters, percentages, QStringLiteral("cpu"), sample.cpuPressure);
    addPressure(counters, percentages, QStringLiteral("memory"), sample.memoryPressure);
    addPressure(counters, percentages, QStringLiteral("io"), sample.ioPressure);
    return {QVariant::fromValue(objectPath(container)), static_cast<qlonglong>(sample.basic.timeNs),
            QVariant::fromValue(counters), QVariant::fromValue(percentages)};
}

} // namespace

Sampling::Sampling(ContainerStore& store, const Clients& clients, const QDBusConnection& bus,
                   const HostFacts& facts)
    : m_store(store)
    , m_clients(clients)
    , m_bus(bus)
    , m_facts(facts) {
    for (const SampleKind kind : allSampleKinds) {
        m_paces[kind].timer.setSingleShot(true);
        connect(&m_paces[kind].timer, &QTimer::timeout, this, [this, kind] { tick(kind); });
    }
    connect(&store, &ContainerStore::removed, this, [this](const Container& container) {
        m_subscriptions.removeContainer(container.id());
        m_watched.erase(container.id());
        m_told.erase(container.id());
        updateTimers();
    });
}

void Sampling::subscribe(const QString& client, const std::set<std::string>& containers, unsigned what,
                         int intervalMs) {
    for (const SampleKind kind : allSampleKinds) {
        if ((what & static_cast<unsigned>(kind)) == 0)
            continue;
        for (const std::string& container : containers) {
            m_subscriptions.add(kind, client, container, intervalMs);
            // Whoever asks (again) for processes gets all of them first.
            if (kind == SampleKind::Processes)
                m_told[container].clients.erase(client);
        }
        // A page that opens is filled at once, if there was no tick just now.
        m_paces.at(kind).isAwaited = true;
        schedule(kind);
    }
    Q_EMIT idleChanged();
}

void Sampling::unsubscribe(const QString& client, const std::set<std::string>& containers, unsigned what) {
    for (const SampleKind kind : allSampleKinds)
        if ((what & static_cast<unsigned>(kind)) != 0)
            for (const std::string& container : containers)
                m_subscriptions.remove(kind, client, container);
    updateTimers();
}

void Sampling::forget(const QString& client) {
    m_subscriptions.removeClient(client);
    updateTimers();
}

void Sampling::updateTimers() {
    for (const SampleKind kind : allSampleKinds)
        schedule(kind);
    if (m_subscriptions.isEmpty())
        m_watched.clear();
    Q_EMIT idleChanged();
}

/// Counted from the last tick, so that nobody's coming and going delays or hastens the next.
void Sampling::schedule(SampleKind kind) {
    Pace& pace = m_paces.at(kind);
    const qint64 interval = m_subscriptions.interval(kind);
    if (interval == 0)
        return pace.timer.stop();
    const qint64 wait =
        std::max(pace.isAwaited ? std::min(interval, shortestMs) : interval, pace.costMs * costFactor);
    const qint64 gone = pace.sinceTick.isValid() ? pace.sinceTick.elapsed() : wait;
    pace.timer.start(std::chrono::milliseconds(std::max(wait - gone, qint64{0})));
}

void Sampling::tick(SampleKind kind) {
    Pace& pace = m_paces.at(kind);
    pace.isAwaited = false;
    QElapsedTimer cost;
    cost.start();
    sample(kind);
    pace.costMs = cost.elapsed();
    pace.sinceTick.start();
    schedule(kind);
}

void Sampling::sample(SampleKind kind) {
    switch (kind) {
    case SampleKind::Statistics:
        return tickStatistics();
    case SampleKind::Detailed:
        return tickDetailed();
    case SampleKind::Processes:
        return tickProcesses();
    }
}

Watched* Sampling::watch(const Container& container) {
    auto& watched = m_watched[container.id()];
    if (container.run.leader.pid == 0) {
        watched.reset();
        return nullptr;
    }
    if (!watched || watched->leader() != container.run.leader)
        watched = std::make_unique<Watched>(m_facts.cgroup, container);
    return watched.get();
}

void Sampling::tickStatistics() {
    std::map<std::string, SampleRow> rows;
    std::map<std::string, uid_t> owners;
    for (const auto& [id, clients] : m_subscriptions.containersOf(SampleKind::Statistics)) {
        const auto container = m_store.find(id);
        Watched* watched = container ? watch(*container) : nullptr;
        if (watched == nullptr)
            continue;
        if (const auto row = watched->sample(objectPath(*container))) {
            rows.emplace(id, *row);
            owners.emplace(id, container->record.ownerUid);
        }
    }
    for (const auto& [client, containers] : m_subscriptions.clientsOf(SampleKind::Statistics)) {
        QList<SampleRow> list;
        for (const std::string& id : containers)
            if (rows.contains(id) && m_clients.sees(client, owners.at(id)))
                list.append(rows.at(id));
        if (!list.isEmpty())
            send(client, "Statistics", {QVariant::fromValue(list)});
    }
}

void Sampling::tickDetailed() {
    for (const auto& [id, clients] : m_subscriptions.containersOf(SampleKind::Detailed)) {
        const auto container = m_store.find(id);
        Watched* watched = container ? watch(*container) : nullptr;
        const auto sample = watched != nullptr ? watched->sampleDetailed() : std::nullopt;
        if (!sample)
            continue;
        const QVariantList arguments = detailedArguments(*container, *sample);
        for (const QString& client : clients)
            if (m_clients.sees(client, container->record.ownerUid))
                send(client, "DetailedStatistics", arguments);
    }
}

void Sampling::tickProcesses() {
    const auto subscribed = m_subscriptions.containersOf(SampleKind::Processes);
    std::erase_if(m_told, [&](const auto& entry) { return !subscribed.contains(entry.first); });
    for (const auto& [id, clients] : subscribed)
        if (const auto container = m_store.find(id))
            tellProcesses(*container, clients, m_told[id]);
}

void Sampling::tellProcesses(const Container& container, const std::set<QString>& clients, Told& told) {
    Watched* watched = watch(container);
    std::vector<process::ProcessInfo> now =
        watched != nullptr ? watched->processes() : std::vector<process::ProcessInfo>();
    const ProcessDiff change = diffProcesses(told.processes, now);
    std::optional<ProcessDiff> everything;
    for (const QString& client : clients) {
        if (!m_clients.sees(client, container.record.ownerUid))
            continue;
        if (told.clients.contains(client)) {
            if (!change.rows.isEmpty() || !change.gone.isEmpty())
                sendProcesses(client, container, false, change);
            continue;
        }
        if (!everything)
            everything = diffProcesses({}, now);
        sendProcesses(client, container, true, *everything);
    }
    told.clients = clients;
    told.processes = std::move(now);
}

void Sampling::sendProcesses(const QString& client, const Container& container, bool reset,
                             const ProcessDiff& diff) {
    const qlonglong timeNs = monotonicNs();
    qsizetype first = 0;
    do {
        const QList<ProcessRow> rows = diff.rows.mid(first, rowsPerMessage);
        send(client, "Processes",
             {QVariant::fromValue(objectPath(container)), timeNs, reset && first == 0,
              QVariant::fromValue(rows), QVariant::fromValue(first == 0 ? diff.gone : QList<GoneRow>())});
        first += rowsPerMessage;
    } while (first < diff.rows.size());
}

void Sampling::send(const QString& client, const char* member, const QVariantList& arguments) {
    QDBusMessage signal = QDBusMessage::createTargetedSignal(client, QString::fromLatin1(managerPath),
                                                             QString::fromLatin1(managerInterface),
                                                             QString::fromLatin1(member));
    signal.setArguments(arguments);
    m_bus.send(signal);
}

} // namespace vitrine::helper
