// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/foreign/foreignconsole.h"

#include "core/model/ociconfig.h"
#include "gui/console/consoletab.h"

#include <QGuiApplication>
#include <QScreen>
#include <QVBoxLayout>

#include <utility>

namespace vitrine::gui {

ForeignConsole::ForeignConsole(ContainerService* service, const ForeignContainer& foreign, EnterChoice choice,
                               const QString& name, QWidget* parent)
    : QDialog(parent)
    , m_service(service)
    , m_foreign(foreign)
    , m_choice(std::move(choice))
    , m_tab(new ConsoleTab(tr("Console in %1").arg(name), this)) {
    setObjectName(QStringLiteral("foreignConsole"));
    setWindowTitle(tr("⚠ In %1").arg(name));
    const QSize room = (parent ? parent->screen() : QGuiApplication::primaryScreen())->availableSize();
    resize(QSize(760, 480).boundedTo(room - QSize(24, 64)));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_tab);
    if (m_choice.process.args.empty())
        m_choice.process.args = {"/bin/sh"};
    connect(m_tab, &ConsoleTab::ended, this,
            [this] { m_tab->setNotice(tr("The command has ended."), tr("Run it again")); });
    connect(m_tab, &ConsoleTab::againRequested, this, &ForeignConsole::run);
    if (m_tab->terminal())
        run();
    else
        m_tab->setNotice(tr("This Vitrine was built without a terminal (QTermWidget for Qt 6)."));
    m_tab->setFocus();
}

void ForeignConsole::run() {
    m_tab->setNotice(tr("Starting …"));
    m_service->enterForeign({static_cast<std::int32_t>(m_foreign.leader), m_foreign.leaderStart},
                            QString::fromStdString(writeProcess(m_choice.process)),
                            m_choice.namespaces.value_or(QStringList()), m_tab->rows(), m_tab->columns(),
                            this, [this](Reply<ExecResult> reply) { onStarted(std::move(reply)); });
}

void ForeignConsole::onStarted(Reply<ExecResult> reply) {
    if (!reply) {
        const ServiceError& error = reply.error();
        const QString text =
            error.hint.isEmpty() ? error.message : tr("%1 %2").arg(error.message, error.hint);
        return m_tab->setNotice(text, tr("Try again"));
    }
    if (reply->streams.size() == 3)
        return m_tab->attachOutput(std::move(reply->streams[1]), std::move(reply->streams[2]));
    if (reply->streams.empty())
        return m_tab->setNotice(tr("The helper gave no terminal for the command."), tr("Try again"));
    m_tab->attach(std::move(reply->streams.front()));
}

} // namespace vitrine::gui
