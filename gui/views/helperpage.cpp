// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/helperpage.h"
#include "gui/views/icons.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace vitrine::gui {

namespace {

struct Words {
    QString title;
    QString text;
    QString command;
};

/// What is pasted into a shell: a path with a blank in it needs quotes.
QString startCommand(const QString& program) {
    return program.contains(QLatin1Char(' ')) ? QStringLiteral("'%1' --session").arg(program)
                                              : QStringLiteral("%1 --session").arg(program);
}

Words wordsFor(Availability availability, BusKind bus, const QString& program) {
    const QString install = QStringLiteral("sudo packaging/run.sh");
    switch (availability) {
    case Availability::Connecting:
    case Availability::Connected:
    case Availability::NoPolkit:
    case Availability::Vanished:
        return {HelperPage::tr("Asking for the helper…"),
                HelperPage::tr("It is started when somebody needs it."),
                {}};
    case Availability::NoBus:
        if (bus == BusKind::Session)
            return {
                HelperPage::tr("There is no session bus"),
                HelperPage::tr(
                    "Without root the window and the helper speak over the D-Bus of your login session, and "
                    "there is none here. This command starts Vitrine with one:"),
                QStringLiteral("dbus-run-session vitrine --bus session")};
        return {HelperPage::tr("There is no message bus"),
                HelperPage::tr(
                    "The window and the helper speak over the system's D-Bus, and no bus answers here. This "
                    "command starts one, and installs and starts the helper:"),
                install};
    case Availability::NotInstalled:
        if (bus == BusKind::Session && program.isEmpty())
            return {
                HelperPage::tr("The rootless helper was not found"),
                HelperPage::tr("vitrine-helper is neither beside this program nor in PATH. This command, in "
                               "the folder of Vitrine's source, installs it:"),
                install};
        if (bus == BusKind::Session)
            return {HelperPage::tr("The rootless helper is not running"),
                    HelperPage::tr(
                        "It runs as you, without root, and was not started yet or has ended. This command "
                        "starts it and says what fails:"),
                    startCommand(program)};
        return {HelperPage::tr("The helper is not installed"),
                HelperPage::tr(
                    "Making containers needs root. The window has no such rights: it asks a small program, "
                    "vitrine-helper, which is not on this computer yet. This command, in the folder of "
                    "Vitrine's source, installs it:"),
                install};
    case Availability::StartFailed:
        return {HelperPage::tr("The helper does not start"),
                HelperPage::tr(
                    "It is installed, but the message bus could not start it. This command installs it anew "
                    "and says what fails; “Details” has what the bus said:"),
                install};
    case Availability::NotAllowed:
        return {HelperPage::tr("The message bus does not let you talk to the helper"),
                HelperPage::tr(
                    "The rule that allows it, org.vitrine.Manager1.conf, is missing or was changed. This "
                    "command puts it back:"),
                install};
    }
    return {};
}

} // namespace

HelperPage::HelperPage(QWidget* parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_command(new QLineEdit(this))
    , m_commandRow(new QWidget(this))
    , m_rootless(new QPushButton(this))
    , m_system(new QPushButton(this))
    , m_rootlessText(new QLabel(this))
    , m_details(new QPlainTextEdit(this)) {
    setObjectName(QStringLiteral("helperPage"));
    makeTexts();
    makeCommandRow();
    auto* column = new QVBoxLayout;
    column->setSpacing(12);
    column->addStretch(2);
    column->addWidget(m_icon);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_commandRow);
    column->addLayout(makeButtons());
    column->addWidget(m_rootlessText);
    column->addWidget(m_details);
    column->addStretch(3);
    auto* content = new QWidget(this);
    content->setMaximumWidth(680);
    content->setLayout(column);
    auto* outer = new QHBoxLayout(this);
    outer->addWidget(content);
}

void HelperPage::makeTexts() {
    m_title->setObjectName(QStringLiteral("helperTitle"));
    m_text->setObjectName(QStringLiteral("helperText"));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.5);
    large.setBold(true);
    m_title->setFont(large);
    m_rootlessText->setText(
        tr("Without root: the containers run as you, in a user namespace. What cannot be done then "
           "is shown with the reason."));
    for (QLabel* label : {m_title, m_text, m_rootlessText})
        label->setWordWrap(true);
    m_details->setReadOnly(true);
    m_details->setAccessibleName(tr("Details"));
    m_details->setMaximumHeight(80);
}

void HelperPage::makeCommandRow() {
    m_command->setObjectName(QStringLiteral("helperCommand"));
    m_command->setReadOnly(true);
    m_command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_command->setAccessibleName(tr("Command that mends it"));
    auto* copy = new QPushButton(icon(QStringLiteral("edit-copy")), tr("&Copy"), this);
    copy->setToolTip(tr("Copies the command"));
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_command->text()); });
    auto* row = new QHBoxLayout(m_commandRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_command, 1);
    row->addWidget(copy);
}

QHBoxLayout* HelperPage::makeButtons() {
    auto* retry = new QPushButton(icon(QStringLiteral("view-refresh")), tr("&Try again"), this);
    retry->setObjectName(QStringLiteral("retryButton"));
    retry->setToolTip(tr("Asks for the helper again"));
    connect(retry, &QPushButton::clicked, this, &HelperPage::retryRequested);
    m_rootless->setObjectName(QStringLiteral("rootlessButton"));
    m_rootless->setToolTip(tr("Starts vitrine-helper as you, on your session's message bus"));
    connect(m_rootless, &QPushButton::clicked, this, &HelperPage::rootlessRequested);
    m_system->setText(tr("Use the &system's helper"));
    m_system->setObjectName(QStringLiteral("systemButton"));
    m_system->setToolTip(tr("Goes back to the helper that runs as root"));
    connect(m_system, &QPushButton::clicked, this, &HelperPage::systemRequested);
    auto* doctor = new QPushButton(icon(QStringLiteral("edit-find")), tr("Chec&k this computer…"), this);
    doctor->setObjectName(QStringLiteral("doctorButton"));
    doctor->setToolTip(tr("Says what else keeps containers from running here"));
    connect(doctor, &QPushButton::clicked, this, &HelperPage::doctorRequested);
    auto* row = new QHBoxLayout;
    row->addWidget(retry);
    row->addWidget(m_rootless);
    row->addWidget(m_system);
    row->addWidget(doctor);
    row->addStretch(1);
    return row;
}

void HelperPage::setStatus(const HelperStatus& status, BusKind bus) {
    const Words words = wordsFor(status.availability, bus, m_program);
    const bool waiting = status.availability == Availability::Connecting;
    m_icon->setPixmap(icon(waiting ? QStringLiteral("dialog-information") : QStringLiteral("dialog-warning"))
                          .pixmap(48, 48));
    m_title->setText(words.title);
    m_text->setText(words.text);
    m_command->setText(words.command);
    m_commandRow->setVisible(!words.command.isEmpty());
    const bool canStart =
        bus == BusKind::Session && status.availability == Availability::NotInstalled && !m_program.isEmpty();
    m_rootless->setText(bus == BusKind::Session ? tr("&Start it") : tr("Use &rootless mode"));
    m_rootless->setVisible(!waiting && (bus == BusKind::System || canStart));
    m_system->setVisible(!waiting && bus == BusKind::Session);
    m_rootlessText->setVisible(m_rootless->isVisibleTo(this));
    m_details->setPlainText(status.details);
    m_details->setVisible(!waiting && !status.details.isEmpty());
}

} // namespace vitrine::gui
