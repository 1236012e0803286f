// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDBusConnection>
#include <QObject>

#include <sys/types.h>

#include <map>

namespace vitrine::helper {

/// How much of the helper each user occupies: calls that came in and whose answer the bus has not read yet.
/// An answer counts until a later question to the bus daemon itself is answered, because a connection's
/// messages are read in order; so a user whose answers nobody takes cannot fill the helper's memory with
/// them.
class Quota : public QObject {
public:
    explicit Quota(const QDBusConnection& bus);

    /// What to do with a call of this user's that comes in. uid 0 is always served.
    enum class Decision {
        Serve,
        Refuse, ///< 64 are under way
        Drop    ///< and 1,024 refusals are not read yet: no answer at all
    };
    [[nodiscard]] Decision begin(uid_t uid);
    /// Its answer was sent.
    void answered(uid_t uid);

private:
    struct User {
        int open = 0;     ///< not answered
        int unread = 0;   ///< answered, since the bus was asked last
        int asked = 0;    ///< answered, before the bus was asked
        int refusals = 0; ///< the same three for refusals, which are small
        int refusalsAsked = 0;
    };
    void askBus();
    void settle();

    QDBusConnection m_bus;
    std::map<uid_t, User> m_users;
    bool m_isAsking = false;
};

} // namespace vitrine::helper
