// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/agent/passworddialog.h"

#include "gui/views/announce.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace vitrine::gui {

PasswordDialog::PasswordDialog(const QString& message, const QString& actionId, const QStringList& identities,
                               QWidget* parent)
    : QDialog(parent)
    , m_identities(new QComboBox(this))
    , m_prompt(new QLabel(tr("Password:"), this))
    , m_answer(new QLineEdit(this))
    , m_problem(new QLabel(this))
    , m_allow(nullptr) {
    setObjectName(QStringLiteral("passwordDialog"));
    setWindowTitle(tr("A password is needed"));
    auto* text = new QLabel(message, this);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setMinimumWidth(340);
    text->setToolTip(actionId);
    m_identities->setObjectName(QStringLiteral("passwordIdentity"));
    m_identities->setAccessibleName(tr("Whose password"));
    m_identities->addItems(identities);
    m_answer->setObjectName(QStringLiteral("passwordAnswer"));
    m_answer->setAccessibleName(tr("Password"));
    m_answer->setEchoMode(QLineEdit::Password);
    m_answer->setMaxLength(1024);
    m_prompt->setBuddy(m_answer);
    m_problem->setObjectName(QStringLiteral("passwordProblem"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* form = new QFormLayout;
    form->addRow(tr("Whose:"), m_identities);
    form->addRow(m_prompt, m_answer);
    auto* buttons = new QDialogButtonBox(this);
    m_allow = buttons->addButton(tr("Allow"), QDialogButtonBox::AcceptRole);
    m_allow->setObjectName(QStringLiteral("passwordAllow"));
    m_allow->setDefault(true);
    buttons->addButton(tr("Do not allow"), QDialogButtonBox::RejectRole)
        ->setObjectName(QStringLiteral("passwordCancel"));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addSpacing(8);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addStretch(1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &PasswordDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &PasswordDialog::reject);
    connect(m_identities, &QComboBox::currentIndexChanged, this, &PasswordDialog::identityChosen);
    wait();
}

void PasswordDialog::ask(const QString& prompt, Echo echo) {
    m_prompt->setText(prompt.trimmed());
    m_answer->setEchoMode(echo == Echo::Hidden ? QLineEdit::Password : QLineEdit::Normal);
    m_answer->setReadOnly(false);
    m_answer->setPlaceholderText({});
    m_allow->setEnabled(true);
    m_answer->setFocus();
}

// The keyboard stays in the field: from a control that is disabled it would go to the next, "Do not allow".
void PasswordDialog::wait() {
    m_answer->clear();
    m_answer->setReadOnly(true);
    m_answer->setPlaceholderText(tr("One moment…"));
    m_answer->setFocus();
    m_allow->setEnabled(false);
}

void PasswordDialog::setProblem(const QString& text) {
    m_problem->setText(QStringLiteral("⚠ ") + text);
    m_problem->setVisible(!text.isEmpty());
    if (!text.isEmpty())
        announce(this, text); // the keyboard goes back to the empty field, which says nothing of it
}

QString PasswordDialog::problem() const {
    return m_problem->isHidden() ? QString() : m_problem->text();
}

int PasswordDialog::chosenIdentity() const {
    return m_identities->currentIndex();
}

void PasswordDialog::accept() {
    if (m_answer->isReadOnly())
        return;
    const QString answer = m_answer->text();
    wait();
    emit answered(answer);
}

void PasswordDialog::reject() {
    QDialog::reject();
    emit cancelled();
}

} // namespace vitrine::gui
