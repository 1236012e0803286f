// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/service/subscriptions.h"

#include <QTimer>

#include <algorithm>

namespace vitrine::gui {

Subscription::Subscription(Subscription&& other) noexcept
    : m_hub(std::exchange(other.m_hub, nullptr))
    , m_number(std::exchange(other.m_number, 0)) {
}

Subscription& Subscription::operator=(Subscription&& other) noexcept {
    if (this != &other) {
        end();
        m_hub = std::exchange(other.m_hub, nullptr);
        m_number = std::exchange(other.m_number, 0);
    }
    return *this;
}

Subscription::~Subscription() {
    end();
}

void Subscription::end() {
    if (m_hub)
        m_hub->end(m_number);
    m_hub = nullptr;
}

Subscriptions::Subscriptions(ContainerService* service, QObject* parent)
    : QObject(parent)
    , m_service(service) {
    m_connected = isConnected(service->status().availability);
    connect(service, &ContainerService::statusChanged, this, &Subscriptions::onStatusChanged);
    connect(service, &ContainerService::containerRemoved, this, [this](const ContainerId& id) {
        for (Intervals& applied : m_applied)
            applied.remove(id);
    });
}

Subscription Subscriptions::subscribe(const QList<ContainerId>& containers, SampleKind kind, int intervalMs) {
    const int number = m_nextNumber++;
    m_wishes.insert(number, Wish{containers, kind, std::clamp(intervalMs, 250, 60'000)});
    schedule();
    return {this, number};
}

void Subscriptions::end(int number) {
    m_wishes.remove(number);
    schedule();
}

void Subscriptions::schedule() {
    if (std::exchange(m_scheduled, true))
        return;
    QTimer::singleShot(0, this, &Subscriptions::apply);
}

void Subscriptions::apply() {
    m_scheduled = false;
    if (!m_connected)
        return;
    for (const SampleKind kind : {SampleKind::Statistics, SampleKind::Detailed, SampleKind::Processes})
        applyKind(kind);
}

void Subscriptions::applyKind(SampleKind kind) {
    const Intervals now = wanted(kind);
    Intervals& before = m_applied[kind];
    QList<ContainerId> ended;
    for (auto it = before.cbegin(); it != before.cend(); ++it)
        if (!now.contains(it.key()))
            ended.append(it.key());
    QMap<int, QList<ContainerId>> begun;
    for (auto it = now.cbegin(); it != now.cend(); ++it)
        if (before.value(it.key()) != it.value())
            begun[it.value()].append(it.key());
    if (!ended.isEmpty())
        m_service->unsubscribe(ended, kind);
    for (auto it = begun.cbegin(); it != begun.cend(); ++it)
        m_service->subscribe(it.value(), kind, it.key());
    before = now;
}

Subscriptions::Intervals Subscriptions::wanted(SampleKind kind) const {
    Intervals intervals;
    for (const Wish& wish : m_wishes) {
        if (wish.kind != kind)
            continue;
        for (const ContainerId& id : wish.containers) {
            int& interval = intervals[id];
            interval = interval == 0 ? wish.intervalMs : std::min(interval, wish.intervalMs);
        }
    }
    return intervals;
}

void Subscriptions::onStatusChanged() {
    const bool connected = isConnected(m_service->status().availability);
    if (connected == m_connected)
        return;
    m_connected = connected;
    m_applied.clear(); // a new helper knows of no subscriptions
    if (connected)
        schedule();
}

} // namespace vitrine::gui
