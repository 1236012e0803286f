// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/agent/authenticationagent.h"

#include "gui/agent/agentlistener.h"

#include <PolkitQt1/Subject>

#include <QCoreApplication>
#include <QWidget>

namespace vitrine::gui {

AuthenticationAgent::AuthenticationAgent(QWidget* window, QObject* parent)
    : QObject(parent)
    , m_window(window) {
}

AuthenticationAgent::~AuthenticationAgent() = default;

bool AuthenticationAgent::start() {
    if (isRunning())
        return true;
    const QString path = QStringLiteral("/org/vitrine/AuthenticationAgent");
    auto listener = std::make_unique<AgentListener>(m_window);
    // pam_systemd(8) sets it in every login session. An agent of the session serves all its programs; an
    // agent of a process goes before it, which is what a program without a session needs.
    const QString session = qEnvironmentVariable("XDG_SESSION_ID");
    bool isRegistered = false;
    if (!session.isEmpty())
        isRegistered = listener->registerListener(PolkitQt1::UnixSessionSubject(session), path);
    if (!isRegistered && session.isEmpty())
        isRegistered = listener->registerListener(
            PolkitQt1::UnixProcessSubject(QCoreApplication::applicationPid()), path);
    if (isRegistered)
        m_listener = std::move(listener);
    return isRegistered;
}

} // namespace vitrine::gui
