// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>
#include <QStringList>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace vitrine::gui {

/// Asks for the password of one of several people. It knows nothing of polkit: who uses it connects it.
class PasswordDialog : public QDialog {
    Q_OBJECT
public:
    /// `message`: what is to be allowed, a sentence; `identities`: user names, the first is chosen.
    PasswordDialog(const QString& message, const QString& actionId, const QStringList& identities,
                   QWidget* parent = nullptr);

    /// A question was asked: the field can be typed in. `isSecret`: shown as dots.
    enum class Echo { Hidden, Shown };
    void ask(const QString& prompt, Echo echo);
    /// An answer was sent or somebody else was chosen: wait.
    void wait();
    /// "That was not the right password."
    void setProblem(const QString& text);
    [[nodiscard]] QString problem() const;
    [[nodiscard]] int chosenIdentity() const;

signals:
    void identityChosen(int index);
    void answered(const QString& text);
    /// Closed without an answer.
    void cancelled();

protected:
    void reject() override;
    void accept() override;

private:
    QComboBox* m_identities;
    QLabel* m_prompt;
    QLineEdit* m_answer;
    QLabel* m_problem;
    QPushButton* m_allow;
};

} // namespace vitrine::gui
