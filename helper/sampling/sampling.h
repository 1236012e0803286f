// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/hostfacts.h"
#include "helper/access/clients.h"
#include "helper/containers/containerstore.h"
#include "helper/sampling/processdiff.h"
#include "helper/sampling/subscriptions.h"
#include "helper/sampling/watched.h"

#include <QDBusConnection>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <map>
#include <memory>
#include <set>

namespace vitrine::helper {

/// Samples what is subscribed and nothing else: one timer a kind, running only while somebody listens, with
/// one pass over the containers a tick for all listeners together.
class Sampling : public QObject {
    Q_OBJECT
public:
    Sampling(ContainerStore& store, const Clients& clients, const QDBusConnection& bus,
             const HostFacts& facts);

    /// `what`: sum of SampleKind. Replaces earlier intervals.
    void subscribe(const QString& client, const std::set<std::string>& containers, unsigned what,
                   int intervalMs);
    void unsubscribe(const QString& client, const std::set<std::string>& containers, unsigned what);
    void forget(const QString& client);

    [[nodiscard]] bool isIdle() const { return m_subscriptions.isEmpty(); }

Q_SIGNALS:
    void idleChanged();

private:
    /// What the listeners of a container's processes have been told.
    struct Told {
        std::vector<process::ProcessInfo> processes;
        std::set<QString> clients;
    };

    /// When a kind was sampled last, and what that cost.
    struct Pace {
        QTimer timer;
        QElapsedTimer sinceTick;
        qint64 costMs = 0;
        bool isAwaited = false; ///< somebody has just subscribed
    };

    void tick(SampleKind kind);
    void sample(SampleKind kind);
    void schedule(SampleKind kind);
    void tickStatistics();
    void tickDetailed();
    void tickProcesses();
    void tellProcesses(const Container& container, const std::set<QString>& clients, Told& told);
    void sendProcesses(const QString& client, const Container& container, bool reset,
                       const ProcessDiff& diff);
    void send(const QString& client, const char* member, const QVariantList& arguments);
    /// Null unless the container runs.
    [[nodiscard]] Watched* watch(const Container& container);
    void updateTimers();

    ContainerStore& m_store;
    const Clients& m_clients;
    QDBusConnection m_bus;
    const HostFacts& m_facts;
    Subscriptions m_subscriptions;
    std::map<SampleKind, Pace> m_paces;
    std::map<std::string, std::unique_ptr<Watched>> m_watched;
    std::map<std::string, Told> m_told;
};

} // namespace vitrine::helper
