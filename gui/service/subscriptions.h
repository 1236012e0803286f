// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/containerservice.h"

#include <QHash>
#include <QPointer>
#include <QSet>

namespace vitrine::gui {

class Subscriptions;

/// One page's wish for samples; it ends with this object. Move-only; empty when default-constructed.
class Subscription {
public:
    Subscription() = default;
    Subscription(Subscription&& other) noexcept;
    Subscription& operator=(Subscription&& other) noexcept;
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;
    ~Subscription();

    [[nodiscard]] bool isActive() const { return m_hub != nullptr; }
    /// Ends it now.
    void end();

private:
    friend class Subscriptions;
    Subscription(Subscriptions* hub, int number)
        : m_hub(hub)
        , m_number(number) {}
    QPointer<Subscriptions> m_hub;
    int m_number = 0;
};

/// Adds up what the pages want, so that one page that is hidden does not end what another still shows: each
/// container is subscribed with the shortest interval wanted, and again when the helper comes back.
class Subscriptions : public QObject {
    Q_OBJECT
public:
    explicit Subscriptions(ContainerService* service, QObject* parent = nullptr);

    /// intervalMs: 250 … 60,000. Takes effect in the next turn of the event loop.
    [[nodiscard]] Subscription subscribe(const QList<ContainerId>& containers, SampleKind kind,
                                         int intervalMs);

private:
    friend class Subscription;
    struct Wish {
        QList<ContainerId> containers;
        SampleKind kind = SampleKind::Statistics;
        int intervalMs = 1000;
    };
    using Intervals = QHash<ContainerId, int>;

    void end(int number);
    void schedule();
    void apply();
    void applyKind(SampleKind kind);
    [[nodiscard]] Intervals wanted(SampleKind kind) const;
    void onStatusChanged();

    ContainerService* m_service;
    QHash<int, Wish> m_wishes;
    QHash<SampleKind, Intervals> m_applied;
    int m_nextNumber = 1;
    bool m_scheduled = false;
    bool m_connected = false;
};

} // namespace vitrine::gui
