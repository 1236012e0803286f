// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <PolkitQt1/Agent/Listener>
#include <PolkitQt1/Agent/Session>
#include <PolkitQt1/Details>
#include <PolkitQt1/Identity>

#include <QPointer>

#include <memory>

class QWidget;

namespace vitrine::gui {

class PasswordDialog;

/// One question of polkit: the dialog, and the PAM conversation that polkit's own helper leads. A wrong
/// password begins the conversation again, at most `tries` times.
class Authentication : public QObject {
    Q_OBJECT
public:
    static constexpr int tries = 3;

    Authentication(const QString& actionId, const QString& message, QString cookie,
                   const PolkitQt1::Identity::List& identities,
                   std::unique_ptr<PolkitQt1::Agent::AsyncResult> result, QWidget* window);
    ~Authentication() override;

    /// polkit does not wait for an answer any more.
    void cancel();

private:
    void begin();
    void onCompleted(bool gained);
    void finish();

    QString m_cookie;
    PolkitQt1::Identity::List m_identities;
    std::unique_ptr<PolkitQt1::Agent::AsyncResult> m_result;
    std::unique_ptr<PolkitQt1::Agent::Session> m_session;
    QPointer<PasswordDialog> m_dialog;
    int m_triesLeft = tries;
    bool m_answered = false;
    bool m_finished = false;
};

/// What polkit calls.
class AgentListener : public PolkitQt1::Agent::Listener {
    Q_OBJECT
public:
    explicit AgentListener(QWidget* window);

public slots:
    void initiateAuthentication(const QString& actionId, const QString& message, const QString& iconName,
                                const PolkitQt1::Details& details, const QString& cookie,
                                const PolkitQt1::Identity::List& identities,
                                PolkitQt1::Agent::AsyncResult* result) override;
    bool initiateAuthenticationFinish() override;
    void cancelAuthentication() override;

private:
    QPointer<QWidget> m_window;
    QPointer<Authentication> m_current;
};

} // namespace vitrine::gui
