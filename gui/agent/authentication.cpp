// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/agent/authentication.h"

#include "gui/agent/passworddialog.h"

#include <QTimer>

#include <algorithm>
#include <utility>

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

Authentication::Authentication(Question question, QWidget* window, QObject* parent)
    : QObject(parent)
    , m_question(std::move(question))
    , m_window(window) {
}

Authentication::~Authentication() {
    endSession();
    if (m_dialog)
        m_dialog->deleteLater();
}

void Authentication::begin() {
    m_dialog =
        new PasswordDialog(m_question.message, m_question.actionId, namesOf(m_question.identities), m_window);
    connect(m_dialog, &PasswordDialog::identityChosen, this, [this] {
        m_triesLeft = tries;
        m_dialog->setProblem({});
        converse();
    });
    connect(m_dialog, &PasswordDialog::answered, this, [this](const QString& text) {
        m_answered = true;
        if (m_session)
            m_session->setResponse(text);
    });
    connect(m_dialog, &PasswordDialog::cancelled, this, [this] { finish(Outcome::Dismissed); });
    m_dialog->open();
    converse();
}

void Authentication::endSession() {
    if (!m_session)
        return;
    m_session->disconnect(this);
    // PolkitAgentSession is freed when it has completed, which cancelling makes it do.
    if (!std::exchange(m_completed, true))
        m_session->cancel();
}

void Authentication::converse() {
    using PolkitQt1::Agent::Session;
    endSession();
    m_answered = m_completed = false;
    m_dialog->wait();
    const qsizetype last = m_question.identities.size() - 1;
    const qsizetype chosen = std::clamp<qsizetype>(m_dialog->chosenIdentity(), 0, last);
    m_session = std::make_unique<Session>(m_question.identities.at(chosen), m_question.cookie);
    connect(m_session.get(), &Session::request, this, [this](const QString& prompt, bool echo) {
        m_dialog->ask(prompt, echo ? PasswordDialog::Echo::Shown : PasswordDialog::Echo::Hidden);
    });
    connect(m_session.get(), &Session::showError, m_dialog, &PasswordDialog::setProblem);
    connect(m_session.get(), &Session::showInfo, m_dialog, &PasswordDialog::setProblem);
    connect(m_session.get(), &Session::completed, this, &Authentication::onCompleted);
    m_session->initiate();
}

// The session is in the middle of telling this: it must not be deleted from here.
void Authentication::onCompleted(bool gained) {
    m_completed = true;
    if (!gained && m_answered && --m_triesLeft > 0) {
        m_dialog->setProblem(tr("That was not the right password. Try again."));
        QTimer::singleShot(0, this, [this] {
            if (!m_finished)
                converse();
        });
        return;
    }
    const Outcome outcome = gained || m_answered ? Outcome::Answered : Outcome::Failed;
    QTimer::singleShot(0, this, [this, outcome] { finish(outcome); });
}

void Authentication::cancel() {
    m_finished = true;
    endSession();
    if (m_dialog)
        m_dialog->hide();
    deleteLater();
}

void Authentication::finish(Outcome outcome) {
    if (std::exchange(m_finished, true))
        return;
    endSession();
    if (m_dialog)
        m_dialog->hide();
    emit finished(outcome);
    deleteLater();
}

} // namespace vitrine::gui
