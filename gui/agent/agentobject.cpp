// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/agent/agentobject.h"

#include <QDBusConnection>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace vitrine::gui {

namespace {

constexpr std::size_t mostWaiting = 16;

QString errorName(const char* word) {
    return QStringLiteral("org.freedesktop.PolicyKit1.Error.") + QLatin1String(word);
}

/// polkitd expands groups: only people come.
PolkitQt1::Identity::List peopleIn(const PolkitEntities& entities) {
    PolkitQt1::Identity::List people;
    for (const PolkitEntity& entity : entities)
        if (entity.kind == QLatin1String("unix-user") && entity.details.contains(QStringLiteral("uid")))
            people << PolkitQt1::UnixUserIdentity(
                static_cast<uid_t>(entity.details.value(QStringLiteral("uid")).toUInt()));
    return people;
}

} // namespace

AgentObject::AgentObject(QWidget* window, QObject* parent)
    : QObject(parent)
    , m_window(window) {
}

void AgentObject::setAuthority(const QString& uniqueName) {
    if (uniqueName == m_authority)
        return;
    m_authority = uniqueName;
    for (const Waiting& waiting : std::exchange(m_waiting, {}))
        if (waiting.authentication)
            waiting.authentication->cancel();
}

bool AgentObject::isFromAuthority() const {
    return calledFromDBus() && !m_authority.isEmpty() && message().service() == m_authority;
}

void AgentObject::BeginAuthentication(const QString& actionId, const QString& text,
                                      const QString& /*iconName*/, const PolkitDetails& /*details*/,
                                      const QString& cookie, const PolkitEntities& identities) {
    const PolkitQt1::Identity::List people = peopleIn(identities);
    if (!isFromAuthority() || people.isEmpty() || m_waiting.size() >= mostWaiting) {
        sendErrorReply(errorName("Failed"), QStringLiteral("not a question that can be asked"));
        return;
    }
    setDelayedReply(true);
    auto* authentication = new Authentication({actionId, text, cookie, people}, m_window, this);
    connect(authentication, &Authentication::finished, this,
            [this, authentication](Outcome outcome) { answer(authentication, outcome); });
    m_waiting.push_back({authentication, message()});
    if (m_waiting.size() == 1)
        authentication->begin();
}

void AgentObject::CancelAuthentication(const QString& cookie) {
    if (!isFromAuthority())
        return sendErrorReply(errorName("Failed"), QStringLiteral("not polkit"));
    const auto it = std::ranges::find_if(m_waiting, [&](const Waiting& waiting) {
        return waiting.authentication && waiting.authentication->cookie() == cookie;
    });
    if (it == m_waiting.end())
        return;
    const bool wasAsked = it == m_waiting.begin();
    it->authentication->cancel();
    QDBusConnection::systemBus().send(
        it->call.createErrorReply(errorName("Cancelled"), QStringLiteral("cancelled by polkit")));
    m_waiting.erase(it);
    if (wasAsked)
        askNext();
}

// polkitd knows from its setuid helper whether the password was right, so Answered is an empty reply.
void AgentObject::answer(const Authentication* authentication, Outcome outcome) {
    const auto it = std::ranges::find(m_waiting, authentication, &Waiting::authentication);
    if (it == m_waiting.end())
        return;
    const QDBusMessage call = it->call;
    m_waiting.erase(it);
    QDBusMessage reply = call.createReply();
    if (outcome == Outcome::Dismissed)
        reply = call.createErrorReply(errorName("Cancelled"), QStringLiteral("the prompt was closed"));
    else if (outcome == Outcome::Failed)
        reply = call.createErrorReply(errorName("Failed"), QStringLiteral("nobody could be asked"));
    QDBusConnection::systemBus().send(reply);
    askNext();
}

void AgentObject::askNext() {
    if (!m_waiting.empty())
        m_waiting.front().authentication->begin();
}

} // namespace vitrine::gui
