// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/agent/authenticationagent.h"

#include "gui/agent/agentobject.h"

#include <PolkitQt1/Subject>

#include <QCoreApplication>
#include <QDBusPendingCallWatcher>
#include <QDBusServiceWatcher>
#include <QLocale>
#include <QWidget>

#include <utility>

namespace vitrine::gui {

namespace {

constexpr auto polkitName = "org.freedesktop.PolicyKit1";

QString objectPath() {
    return QStringLiteral("/org/vitrine/AuthenticationAgent");
}

QDBusMessage authorityCall(const char* method) {
    return QDBusMessage::createMethodCall(
        QLatin1String(polkitName), QStringLiteral("/org/freedesktop/PolicyKit1/Authority"),
        QStringLiteral("org.freedesktop.PolicyKit1.Authority"), QLatin1String(method));
}

/// pam_systemd(8) sets XDG_SESSION_ID in every login session. An agent of the session serves all its
/// programs; an agent of a process goes before it, which is what a program without a session needs.
PolkitEntity ownSubject() {
    const QString session = qEnvironmentVariable("XDG_SESSION_ID");
    if (!session.isEmpty())
        return {QStringLiteral("unix-session"), {{QStringLiteral("session-id"), session}}};
    const PolkitQt1::UnixProcessSubject self(QCoreApplication::applicationPid());
    return {QStringLiteral("unix-process"),
            {{QStringLiteral("pid"), static_cast<uint>(self.pid())},
             {QStringLiteral("start-time"), static_cast<qulonglong>(self.startTime())}}};
}

} // namespace

AuthenticationAgent::AuthenticationAgent(QWidget* window, QObject* parent)
    : QObject(parent)
    , m_bus(QDBusConnection::systemBus())
    , m_object(new AgentObject(window, this)) {
    registerPolkitTypes();
}

AuthenticationAgent::~AuthenticationAgent() {
    if (!m_watcher)
        return;
    if (m_isRunning) {
        QDBusMessage leave = authorityCall("UnregisterAuthenticationAgent");
        leave.setArguments({QVariant::fromValue(ownSubject()), objectPath()});
        m_bus.call(leave, QDBus::NoBlock);
    }
    m_bus.unregisterObject(objectPath());
}

void AuthenticationAgent::start() {
    if (m_watcher)
        return;
    if (!m_bus.registerObject(objectPath(), m_object, QDBusConnection::ExportScriptableSlots))
        return onRefused(m_bus.lastError().message());
    m_watcher = std::make_unique<QDBusServiceWatcher>(QLatin1String(polkitName), m_bus,
                                                      QDBusServiceWatcher::WatchForOwnerChange);
    connect(m_watcher.get(), &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString&, const QString&, const QString& owner) {
                m_object->setAuthority({});
                if (m_isRunning && !owner.isEmpty())
                    registerWith(owner);
            });
    QDBusMessage who = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/org/freedesktop/DBus"),
        QStringLiteral("org.freedesktop.DBus"), QStringLiteral("GetNameOwner"));
    who.setArguments({QLatin1String(polkitName)});
    call(who, [this](const QDBusMessage& reply) {
        if (reply.type() == QDBusMessage::ReplyMessage)
            registerWith(reply.arguments().value(0).toString());
        else
            onRefused(reply.errorMessage());
    });
}

void AuthenticationAgent::registerWith(const QString& authority) {
    m_object->setAuthority(authority);
    QDBusMessage join = authorityCall("RegisterAuthenticationAgent");
    join.setArguments({QVariant::fromValue(ownSubject()), QLocale().name(), objectPath()});
    call(join, [this](const QDBusMessage& reply) {
        if (reply.type() != QDBusMessage::ReplyMessage)
            return onRefused(reply.errorMessage());
        m_isRunning = true;
        emit registered();
    });
}

void AuthenticationAgent::onRefused(const QString& reason) {
    m_isRunning = false;
    if (std::exchange(m_watcher, nullptr))
        m_bus.unregisterObject(objectPath());
    emit refused(reason);
}

void AuthenticationAgent::call(const QDBusMessage& message, std::function<void(const QDBusMessage&)> answer) {
    auto* watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [answer = std::move(answer)](QDBusPendingCallWatcher* done) {
                done->deleteLater();
                answer(done->reply());
            });
}

} // namespace vitrine::gui
