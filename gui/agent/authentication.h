// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <PolkitQt1/Agent/Session>
#include <PolkitQt1/Identity>

#include <QObject>
#include <QPointer>

#include <memory>

class QWidget;

namespace vitrine::gui {

class PasswordDialog;

/// What polkit asks: whether one of these people allows something.
struct Question {
    QString actionId;
    QString message; ///< a sentence
    QString cookie;  ///< polkit's name for it
    PolkitQt1::Identity::List identities;
};

/// How a question ended, as far as the window knows: whether the password was right is known to polkit alone.
enum class Outcome {
    Answered,  ///< a password was given: the right one, or too many wrong ones
    Dismissed, ///< the dialog was closed
    Failed,    ///< nobody could be asked: PAM refused at once
};

/// One question: the dialog, and the PAM conversation that polkit's own setuid helper leads. A wrong password
/// begins the conversation again, at most `tries` times.
class Authentication : public QObject {
    Q_OBJECT
public:
    static constexpr int tries = 3;

    Authentication(Question question, QWidget* window, QObject* parent);
    ~Authentication() override;

    [[nodiscard]] const QString& cookie() const { return m_question.cookie; }
    /// Opens the dialog.
    void begin();
    /// polkit does not wait for an answer any more: the dialog goes, finished() does not come.
    void cancel();

signals:
    /// Comes once, after begin().
    void finished(vitrine::gui::Outcome outcome);

private:
    void converse();
    void onCompleted(bool gained);
    void finish(Outcome outcome);
    void endSession();

    Question m_question;
    QPointer<QWidget> m_window;
    std::unique_ptr<PolkitQt1::Agent::Session> m_session;
    QPointer<PasswordDialog> m_dialog;
    int m_triesLeft = tries;
    bool m_answered = false;
    bool m_completed = false;
    bool m_finished = false;
};

} // namespace vitrine::gui
