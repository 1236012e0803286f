// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/agent/agentoffer.h"

#include <QMessageBox>
#include <QPushButton>

#include <utility>

namespace vitrine::gui {

AgentOffer::AgentOffer(ContainerService* service, ContainerActions* actions, QWidget* window)
    : QObject(window)
    , m_service(service)
    , m_window(window)
    , m_agent(window)
    , m_actions(actions) {
    connect(actions, &ContainerActions::failed, this,
            [this](const QString&, const QString&, const ServiceError& error) { onFailed(error); });
    connect(&m_agent, &AuthenticationAgent::registered, this, &AgentOffer::onRegistered);
    connect(&m_agent, &AuthenticationAgent::refused, this, &AgentOffer::onRefused);
}

// polkit does not tell whether an agent is registered, and trying to register just to find out could keep the
// desktop's own from its place; so a refusal that a password would have prevented is the first sign. With an
// agent at work the person was asked, and the answer stands.
void AgentOffer::onFailed(const ServiceError& error) {
    if (error.kind != ErrorKind::NotAuthorized || m_offered || m_agent.isRunning() ||
        m_service->helper().mode != HelperMode::System)
        return;
    m_offered = true;
    m_service->permissions(this, [this](const Reply<QMap<QString, QString>>& reply) {
        if (reply)
            onPermissions(*reply);
    });
}

// "no" cannot be changed by a password; "auth" can.
void AgentOffer::onPermissions(const QMap<QString, QString>& permissions) {
    if (permissions.values().contains(QStringLiteral("auth")))
        ask();
}

void AgentOffer::ask() {
    auto* box = new QMessageBox(m_window);
    box->setObjectName(QStringLiteral("agentOffer"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setWindowTitle(tr("Nobody can ask for a password"));
    box->setText(tr("This needs a password, and no program of this desktop asked for one."));
    box->setInformativeText(
        tr("Desktops run an authentication agent for this; bare window managers and remote "
           "displays often do not. Vitrine has its own. It works until the window is closed."));
    QPushButton* yes = box->addButton(tr("Let Vitrine ask for passwords"), QMessageBox::AcceptRole);
    yes->setObjectName(QStringLiteral("agentAccept"));
    box->addButton(tr("Not now"), QMessageBox::RejectRole);
    box->setDefaultButton(yes);
    connect(yes, &QPushButton::clicked, this, &AgentOffer::accept);
    box->open();
}

void AgentOffer::accept() {
    m_accepted = true;
    m_agent.start();
}

// It registers again whenever polkitd is started again: what was refused at some time before is over then.
void AgentOffer::onRegistered() {
    const bool repeats = std::exchange(m_accepted, false) && m_actions->repeatRefused();
    if (!repeats)
        emit ready();
}

void AgentOffer::onRefused(const QString& reason) {
    m_accepted = false;
    auto* box =
        new QMessageBox(QMessageBox::Information, tr("Nobody can ask for a password"),
                        tr("polkit did not take Vitrine as its authentication agent. Most likely another one "
                           "is registered, and the password it asked for was not right."),
                        QMessageBox::Close, m_window);
    box->setObjectName(QStringLiteral("agentRefused"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setDetailedText(reason);
    box->open();
}

} // namespace vitrine::gui
