// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/agent/agentlistener.h"

#include "gui/agent/passworddialog.h"

#include <QTimer>

namespace vitrine::gui {

namespace {

/// "unix-user:bob" as people write it.
QStringList namesOf(const PolkitQt1::Identity::List& identities) {
    QStringList names;
    for (const PolkitQt1::Identity& identity : identities)
        names << identity.toString().section(QLatin1Char(':'), 1);
    return names;
}

} // namespace

Authentication::Authentication(const QString& actionId, const QString& message, QString cookie,
                               const PolkitQt1::Identity::List& identities,
                               std::unique_ptr<PolkitQt1::Agent::AsyncResult> result, QWidget* window)
    : m_cookie(std::move(cookie))
    , m_identities(identities)
    , m_result(std::move(result))
    , m_dialog(new PasswordDialog(message, actionId, namesOf(identities), window)) {
    connect(m_dialog, &PasswordDialog::identityChosen, this, [this] {
        m_triesLeft = tries;
        begin();
    });
    connect(m_dialog, &PasswordDialog::answered, this, [this](const QString& text) {
        m_answered = true;
        if (m_session)
            m_session->setResponse(text);
    });
    connect(m_dialog, &PasswordDialog::cancelled, this, &Authentication::finish);
    m_dialog->open();
    begin();
}

Authentication::~Authentication() {
    if (m_dialog)
        m_dialog->deleteLater();
}

void Authentication::begin() {
    if (m_session) {
        m_session->disconnect(this);
        m_session->cancel();
    }
    m_answered = false;
    m_dialog->wait();
    const qsizetype chosen = std::clamp<qsizetype>(m_dialog->chosenIdentity(), 0, m_identities.size() - 1);
    m_session = std::make_unique<PolkitQt1::Agent::Session>(m_identities.at(chosen), m_cookie);
    connect(m_session.get(), &PolkitQt1::Agent::Session::request, this,
            [this](const QString& prompt, bool echo) {
                m_dialog->ask(prompt, echo ? PasswordDialog::Echo::Shown : PasswordDialog::Echo::Hidden);
            });
    connect(m_session.get(), &PolkitQt1::Agent::Session::showError, m_dialog, &PasswordDialog::setProblem);
    connect(m_session.get(), &PolkitQt1::Agent::Session::showInfo, m_dialog, &PasswordDialog::setProblem);
    connect(m_session.get(), &PolkitQt1::Agent::Session::completed, this, &Authentication::onCompleted);
    m_session->initiate();
}

void Authentication::onCompleted(bool gained) {
    // The session is in the middle of telling this: it must not be deleted from here.
    if (gained || !m_answered || --m_triesLeft == 0) {
        QTimer::singleShot(0, this, &Authentication::finish);
        return;
    }
    m_dialog->setProblem(tr("That was not the right password. Try again."));
    QTimer::singleShot(0, this, &Authentication::begin);
}

void Authentication::cancel() {
    finish();
}

// polkitd knows by itself, from its setuid helper, whether the password was right.
void Authentication::finish() {
    if (std::exchange(m_finished, true))
        return;
    if (m_session) {
        m_session->disconnect(this);
        m_session->cancel();
    }
    m_result->setCompleted();
    if (m_dialog)
        m_dialog->hide();
    deleteLater();
}

AgentListener::AgentListener(QWidget* window)
    : m_window(window) {
}

void AgentListener::initiateAuthentication(const QString& actionId, const QString& message,
                                           const QString& /*iconName*/, const PolkitQt1::Details& /*details*/,
                                           const QString& cookie, const PolkitQt1::Identity::List& identities,
                                           PolkitQt1::Agent::AsyncResult* result) {
    std::unique_ptr<PolkitQt1::Agent::AsyncResult> owned(result);
    // One question at a time is on the screen; polkit asks for the others again when somebody tries again.
    if (m_current || identities.isEmpty()) {
        owned->setError(tr("Vitrine is asking for another password just now."));
        owned->setCompleted();
        return;
    }
    m_current = new Authentication(actionId, message, cookie, identities, std::move(owned), m_window);
    m_current->setParent(this);
}

bool AgentListener::initiateAuthenticationFinish() {
    return true;
}

void AgentListener::cancelAuthentication() {
    if (m_current)
        m_current->cancel();
}

} // namespace vitrine::gui
