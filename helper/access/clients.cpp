// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/access/clients.h"

#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace vitrine::helper {

namespace {

/// Calls of one connection, before it is known whose it is.
constexpr std::size_t maximumWaiting = 64;

} // namespace

Clients::Clients(const QDBusConnection& bus)
    : m_bus(bus) {
    m_watcher.setConnection(bus);
    m_watcher.setWatchMode(QDBusServiceWatcher::WatchForUnregistration);
    connect(&m_watcher, &QDBusServiceWatcher::serviceUnregistered, this, &Clients::forget);
}

void Clients::resolve(const QString& sender, Resolved resolved) {
    const bool first = m_clients.empty();
    const auto [entry, isNew] = m_clients.try_emplace(sender);
    Client& client = entry->second;
    if (client.uid)
        return resolved(*client.uid);
    if (client.waiting.size() >= maximumWaiting)
        return resolved(
            failure(Error(ErrorKind::LimitExceeded, {}, "too many of your requests are under way", "")
                        .withHint("Try again in a moment.")));
    client.waiting.push_back(std::move(resolved));
    if (!isNew)
        return;
    // Watched before it is asked about: a connection that leaves in between makes the question fail.
    m_watcher.addWatchedService(sender);
    askBus(sender);
    if (first)
        Q_EMIT emptyChanged();
}

void Clients::askBus(const QString& sender) {
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/org/freedesktop/DBus"),
        QStringLiteral("org.freedesktop.DBus"), QStringLiteral("GetConnectionCredentials"));
    call << sender;
    auto* watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, sender](QDBusPendingCallWatcher* done) {
        done->deleteLater();
        const QDBusPendingReply<QVariantMap> reply = *done;
        const QVariantMap credentials = reply.isError() ? QVariantMap() : reply.value();
        const QVariant uid = credentials.value(QStringLiteral("UnixUserID"));
        if (const auto client = m_clients.find(sender); client != m_clients.end())
            client->second.groups =
                qdbus_cast<QList<uint>>(credentials.value(QStringLiteral("UnixGroupIDs")));
        if (uid.metaType() != QMetaType::fromType<uint>())
            settle(sender, failure(Error(ErrorKind::NotAuthorized, {}, "caller",
                                         "the bus does not say which user this connection belongs to")));
        else
            settle(sender, uid_t{uid.toUInt()});
    });
}

void Clients::settle(const QString& sender, const Result<uid_t>& uid) {
    const auto found = m_clients.find(sender);
    if (found == m_clients.end())
        return;
    if (uid)
        found->second.uid = *uid;
    const std::vector<Resolved> waiting = std::move(found->second.waiting);
    found->second.waiting.clear();
    if (!uid)
        forget(sender);
    for (const Resolved& resolved : waiting)
        resolved(uid);
}

void Clients::forget(const QString& sender) {
    if (m_clients.erase(sender) == 0)
        return;
    m_watcher.removeWatchedService(sender);
    Q_EMIT left(sender);
    if (m_clients.empty())
        Q_EMIT emptyChanged();
}

void Clients::listen(const QString& sender) {
    if (const auto found = m_clients.find(sender); found != m_clients.end())
        found->second.listens = true;
}

void Clients::showOthers(const QString& sender, bool show) {
    if (const auto found = m_clients.find(sender); found != m_clients.end())
        found->second.showsOthers = show;
}

QList<uint> Clients::groupsOf(const QString& sender) const {
    const auto found = m_clients.find(sender);
    return found == m_clients.end() ? QList<uint>() : found->second.groups;
}

bool Clients::sees(const QString& sender, uid_t owner) const {
    const auto found = m_clients.find(sender);
    if (found == m_clients.end() || !found->second.uid)
        return false;
    const Client& client = found->second;
    return *client.uid == owner || *client.uid == 0 || client.showsOthers;
}

QStringList Clients::listenersOf(uid_t owner) const {
    QStringList names;
    for (const auto& [name, client] : m_clients)
        if (client.listens && sees(name, owner))
            names.append(name);
    return names;
}

} // namespace vitrine::helper
