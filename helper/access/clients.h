// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QList>
#include <QObject>
#include <QStringList>

#include <sys/types.h>

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace vitrine::helper {

/// The connections that have called since they came onto the bus: whose they are and what they want to hear.
class Clients : public QObject {
    Q_OBJECT
public:
    using Resolved = std::function<void(Result<uid_t>)>;

    explicit Clients(const QDBusConnection& bus);

    /// The uid behind a unique name, asked from the bus daemon once per connection and remembered until it
    /// leaves. A failure is an error, never a uid. Answers of one connection come in the order of the calls.
    void resolve(const QString& sender, Resolved resolved);

    /// The connection wants signals about objects (it called GetManagedObjects).
    void listen(const QString& sender);
    /// The groups of the user behind the connection, as the bus daemon saw it when the connection was made.
    /// None for unknown connections, and when the daemon does not tell.
    [[nodiscard]] QList<uint> groupsOf(const QString& sender) const;
    /// Lets the connection see other users' containers too.
    void showOthers(const QString& sender, bool show);

    /// May it see what belongs to `owner`? Unknown connections see nothing.
    [[nodiscard]] bool sees(const QString& sender, uid_t owner) const;
    /// All that listen and see what belongs to `owner`.
    [[nodiscard]] QStringList listenersOf(uid_t owner) const;
    [[nodiscard]] bool isEmpty() const { return m_clients.empty(); }
    [[nodiscard]] bool isKnown(const QString& sender) const { return m_clients.contains(sender); }

Q_SIGNALS:
    /// The connection has left the bus; it is no longer known.
    void left(const QString& sender);
    /// The first came or the last left.
    void emptyChanged();

private:
    struct Client {
        std::optional<uid_t> uid;
        QList<uint> groups;
        bool listens = false;
        bool showsOthers = false;
        std::vector<Resolved> waiting;
    };
    void askBus(const QString& sender);
    void settle(const QString& sender, const Result<uid_t>& uid);
    void forget(const QString& sender);

    QDBusConnection m_bus;
    QDBusServiceWatcher m_watcher;
    std::map<QString, Client> m_clients;
};

} // namespace vitrine::helper
