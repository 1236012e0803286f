// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/app/application.h"
#include "gui/agent/agentoffer.h"
#include "gui/app/doctor.h"
#include "gui/app/pages.h"
#include "gui/app/surroundings.h"
#include "gui/console/consolepage.h"
#include "gui/doctor/doctordialog.h"
#include "gui/foreign/foreigndialog.h"
#include "gui/groups/groupsdialog.h"
#include "gui/groups/panicbox.h"
#include "gui/tour/tour.h"
#include "gui/views/windowactions.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTimer>

#include <chrono>

namespace vitrine::gui {

namespace {

QDBusConnection connectionFor(const Options& options) {
    switch (options.bus) {
    case BusKind::System:
        return QDBusConnection::systemBus();
    case BusKind::Session:
        return QDBusConnection::sessionBus();
    case BusKind::Other:
        break;
    }
    return QDBusConnection::connectToBus(options.busAddress, QStringLiteral("vitrine"));
}

} // namespace

Application::Application(const Options& options)
    : m_options(options)
    , m_service(connectionFor(options))
    , m_subscriptions(&m_service)
    , m_containers(&m_service)
    , m_samples(&m_service)
    , m_processes(&m_service)
    , m_actions(&m_service, &m_containers)
    , m_groups(&m_service)
    , m_context{&m_service, &m_subscriptions, &m_containers, &m_samples, &m_processes, &m_actions, &m_groups}
    , m_window(std::make_unique<MainWindow>(m_context, allPages(), options.bus)) {
    m_service.setReopen([this] { return reopened(); });
    m_window->setHelperProgram(helperProgram());
    connect(m_window.get(), &MainWindow::rootlessRequested, this, &Application::useRootlessMode);
    connect(m_window.get(), &MainWindow::systemRequested, this, &Application::useSystemHelper);
    auto* offer = new AgentOffer(&m_service, &m_actions, m_window.get()); // the window's child
    connect(offer, &AgentOffer::ready, m_window.get(),
            [this] { m_window->showNotice(tr("Vitrine asks for passwords now: try again.")); });
    // The window has shown the page by then; it knows no page's kind.
    connect(m_window->actionSet()->enter, &QAction::triggered, this, [this] {
        if (auto* console = qobject_cast<ConsolePage*>(m_window->page(QStringLiteral("console"))))
            console->openShell();
    });
    connect(m_window->actionSet()->doctor, &QAction::triggered, this, &Application::openDoctor);
    connect(m_window->actionSet()->elsewhere, &QAction::triggered, this, &Application::openElsewhere);
    connect(m_window->actionSet()->groups, &QAction::triggered, this, &Application::openGroups);
    connect(m_window->actionSet()->panic, &QAction::triggered, this, [this] {
        if (const ContainerEntry* entry = m_containers.find(m_window->selectedContainer()))
            askPanicStop(m_context, entry->info.group, m_window.get());
    });
    // Whoever asked may have closed the dialog.
    connect(&m_groups, &GroupStore::failed, this, [this](const QString& what, const ServiceError& error) {
        m_actions.reportFailure({}, what, error);
    });
    if (!options.container.isEmpty())
        m_window->selectContainerNamed(options.container);
}

Application::~Application() = default;

void Application::start() {
    m_window->show();
    m_service.connectToHelper();
    if (m_options.tour.isEmpty())
        return;
    auto* tour = new Tour(m_window.get(), m_options.tour, this);
    connect(
        tour, &Tour::finished, this, [](int exitCode) { QCoreApplication::exit(exitCode); },
        Qt::QueuedConnection);
    tour->start();
}

// Under a name of its own each time: QtDBus keeps a connection that has ended.
QDBusConnection Application::reopened() {
    return openBus(m_options, QStringLiteral("vitrine-%1").arg(++m_reopenings));
}

void Application::openDoctor() {
    if (!m_doctor) {
        m_doctor = new DoctorDialog([this] { return makeCheckup(m_options); }, m_window.get());
        m_doctor->setAttribute(Qt::WA_DeleteOnClose);
        m_doctor->show();
        m_doctor->check();
    }
    m_doctor->raise();
    m_doctor->activateWindow();
}

void Application::openGroups() {
    if (!m_groupsDialog) {
        m_groupsDialog = new GroupsDialog(m_context, m_window.get());
        m_groupsDialog->setAttribute(Qt::WA_DeleteOnClose);
        m_groupsDialog->show();
    }
    m_groupsDialog->raise();
    m_groupsDialog->activateWindow();
}

void Application::openElsewhere() {
    if (!m_elsewhere) {
        m_elsewhere = new ForeignDialog(&m_service, m_window.get());
        m_elsewhere->setAttribute(Qt::WA_DeleteOnClose);
        m_elsewhere->show();
    }
    m_elsewhere->raise();
    m_elsewhere->activateWindow();
}

// The window goes on as soon as the helper takes its name on the session bus. Where one runs already the
// second ends by itself, and no name is taken: then, and when it does not come, the question after a moment
// tells.
void Application::useRootlessMode() {
    constexpr auto patience = std::chrono::seconds(2);
    const QString program = helperProgram();
    m_service.setConnection(QDBusConnection::sessionBus());
    m_window->setBusKind(BusKind::Session);
    m_options.bus = BusKind::Session;
    if (QDBusConnection::sessionBus().isConnected() && !program.isEmpty() &&
        QProcess::startDetached(program, {QStringLiteral("--session")})) {
        QTimer::singleShot(patience, &m_service, [this] {
            if (m_service.status().availability == Availability::Connecting)
                m_service.connectToHelper();
        });
        return;
    }
    m_service.connectToHelper();
}

void Application::useSystemHelper() {
    m_options.bus = BusKind::System;
    m_service.setConnection(reopened());
    m_window->setBusKind(BusKind::System);
    m_service.connectToHelper();
}

} // namespace vitrine::gui
