// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/console/entercommand.h"

#include <QCheckBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QSpinBox>

#include <limits>

namespace vitrine::gui {

namespace {

QSpinBox* idBox(const char* name, std::uint32_t value, const QString& accessible, QWidget* parent) {
    auto* box = new QSpinBox(parent);
    box->setObjectName(QLatin1String(name));
    box->setRange(0, std::numeric_limits<int>::max());
    box->setValue(static_cast<int>(std::min<std::uint32_t>(value, std::numeric_limits<int>::max())));
    box->setAccessibleName(accessible);
    return box;
}

} // namespace

EnterCommand::EnterCommand(const ProcessSpec& own, QWidget* parent)
    : QWidget(parent)
    , m_command(new QLineEdit(this))
    , m_terminal(new QCheckBox(tr("With a &terminal"), this))
    , m_user(idBox("enterUser", own.user.uid, tr("User"), this))
    , m_group(idBox("enterGroup", own.user.gid, tr("Group"), this))
    , m_directory(new QLineEdit(QString::fromStdString(own.cwd), this))
    , m_environment(new QPlainTextEdit(this))
    , m_own(own) {
    auto* form = new QFormLayout(this);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_command->setObjectName(QStringLiteral("enterCommand"));
    m_command->setPlaceholderText(tr("A shell"));
    m_command->setToolTip(tr("The command and its arguments; quotation marks keep words together. "
                             "No shell reads it. Empty: the first shell that is there."));
    m_terminal->setObjectName(QStringLiteral("enterTerminal"));
    m_terminal->setChecked(true);
    m_terminal->setToolTip(tr("Without one the command gets no input, and what it prints is shown."));
    m_directory->setObjectName(QStringLiteral("enterDirectory"));
    form->addRow(tr("&Command:"), m_command);
    form->addRow(QString(), m_terminal);
    auto* ids = new QHBoxLayout;
    auto* groupLabel = new QLabel(tr("&Group:"), this);
    groupLabel->setBuddy(m_group);
    auto* numbers = new QLabel(tr("Numbers inside the container."), this);
    numbers->setWordWrap(true);
    ids->addWidget(m_user);
    ids->addWidget(groupLabel);
    ids->addWidget(m_group);
    ids->addWidget(numbers, 1);
    auto* userLabel = new QLabel(tr("&User:"), this);
    userLabel->setBuddy(m_user);
    form->addRow(userLabel, ids);
    form->addRow(tr("&Directory:"), m_directory);
    makeEnvironment(own);
    form->addRow(tr("En&vironment:"), m_environment);
    connect(m_command, &QLineEdit::textChanged, this, &EnterCommand::changed);
    connect(m_terminal, &QCheckBox::toggled, this, &EnterCommand::changed);
    connect(m_user, &QSpinBox::valueChanged, this, &EnterCommand::changed);
    connect(m_group, &QSpinBox::valueChanged, this, &EnterCommand::changed);
    connect(m_directory, &QLineEdit::textChanged, this, &EnterCommand::changed);
    connect(m_environment, &QPlainTextEdit::textChanged, this, &EnterCommand::changed);
}

void EnterCommand::makeEnvironment(const ProcessSpec& own) {
    QStringList lines;
    for (const std::string& variable : own.env) {
        if (variable.contains('\n'))
            m_kept.push_back(variable);
        else
            lines.append(QString::fromStdString(variable));
    }
    m_environment->setObjectName(QStringLiteral("enterEnvironment"));
    m_environment->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_environment->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_environment->setTabChangesFocus(true);
    m_environment->setPlainText(lines.join(QLatin1Char('\n')));
    m_environment->setPlaceholderText(tr("NAME=value"));
    m_environment->setToolTip(tr("One variable a line, NAME=value; at first the container's own. Nothing of "
                                 "this computer's environment goes in."));
}

QStringList EnterCommand::environmentLines() const {
    return m_environment->toPlainText().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

void EnterCommand::apply(ProcessSpec& process) const {
    process.args.clear();
    for (const QString& word : QProcess::splitCommand(m_command->text()))
        process.args.push_back(word.toStdString());
    process.terminal = m_terminal->isChecked() ? Terminal::Yes : Terminal::No;
    process.user.uid = static_cast<std::uint32_t>(m_user->value());
    process.user.gid = static_cast<std::uint32_t>(m_group->value());
    // Further groups are those of the container's own user.
    if (process.user.uid != m_own.user.uid || process.user.gid != m_own.user.gid)
        process.user.additionalGids.clear();
    process.cwd = m_directory->text().toStdString();
    process.env = m_kept;
    for (const QString& line : environmentLines())
        process.env.push_back(line.toStdString());
}

QString EnterCommand::problem() const {
    if (!m_directory->text().startsWith(QLatin1Char('/')))
        return tr("The directory must begin with \"/\".");
    for (const QString& line : environmentLines()) {
        if (line.indexOf(QLatin1Char('=')) < 1)
            return tr("\"%1\" is no variable of the environment: NAME=value is one.").arg(line);
    }
    return {};
}

} // namespace vitrine::gui
