// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/quota.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>

#include <limits>
#include <utility>

namespace vitrine::helper {

namespace {

constexpr int maximumOpen = 64;
constexpr int maximumRefusals = 1024;
/// So many answers are not worth a question to the bus.
constexpr int fewAnswers = 16;

} // namespace

Quota::Quota(const QDBusConnection& bus)
    : m_bus(bus) {
}

Quota::Decision Quota::begin(uid_t uid) {
    User& user = m_users[uid];
    if (uid == 0 || user.open + user.unread + user.asked < maximumOpen) {
        ++user.open;
        return Decision::Serve;
    }
    const bool isDropped = user.refusals + user.refusalsAsked >= maximumRefusals;
    if (!isDropped)
        ++user.refusals;
    askBus();
    return isDropped ? Decision::Drop : Decision::Refuse;
}

void Quota::answered(uid_t uid) {
    User& user = m_users[uid];
    --user.open;
    ++user.unread;
    if (user.unread >= fewAnswers)
        askBus();
}

void Quota::askBus() {
    if (std::exchange(m_isAsking, true))
        return;
    for (auto& [uid, user] : m_users) {
        user.asked = std::exchange(user.unread, 0);
        user.refusalsAsked = std::exchange(user.refusals, 0);
    }
    const QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/org/freedesktop/DBus"),
        QStringLiteral("org.freedesktop.DBus"), QStringLiteral("GetId"));
    // Without a time limit: as long as the bus does not answer it has not read what was sent before.
    auto* watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call, std::numeric_limits<int>::max()), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
        done->deleteLater();
        settle();
    });
}

void Quota::settle() {
    m_isAsking = false;
    bool isMoreToAsk = false;
    for (auto& [uid, user] : m_users) {
        user.asked = 0;
        user.refusalsAsked = 0;
        isMoreToAsk = isMoreToAsk || user.unread >= fewAnswers || user.refusals > 0;
    }
    std::erase_if(m_users, [](const auto& entry) {
        return entry.second.open + entry.second.unread + entry.second.refusals == 0;
    });
    if (isMoreToAsk)
        askBus();
}

} // namespace vitrine::helper
