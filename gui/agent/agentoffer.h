// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/agent/authenticationagent.h"
#include "gui/store/containeractions.h"

#include <QObject>

class QMessageBox;

namespace vitrine::gui {

/// When something was refused that a password would have allowed, and nobody asked for one: offers Vitrine's
/// own agent. At most once, unless the person wants it later.
class AgentOffer : public QObject {
    Q_OBJECT
public:
    AgentOffer(ContainerService* service, ContainerActions* actions, QWidget* window);

    [[nodiscard]] AuthenticationAgent& agent() { return m_agent; }
    /// Starts the agent, and then does again what was refused; if that cannot be, a box says why.
    void accept();

signals:
    /// The agent works, and there was nothing to do again.
    void ready();

private:
    void onRegistered();
    void onFailed(const ServiceError& error);
    void onPermissions(const QMap<QString, QString>& permissions);
    void ask();
    void onRefused(const QString& reason);

    ContainerService* m_service;
    QWidget* m_window;
    AuthenticationAgent m_agent;
    ContainerActions* m_actions;
    bool m_offered = false;
    bool m_accepted = false; ///< and not registered yet
};

} // namespace vitrine::gui
