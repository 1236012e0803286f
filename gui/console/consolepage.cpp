// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/console/consolepage.h"

#include "core/model/ociconfig.h"
#include "gui/console/enterdialog.h"
#include "gui/views/icons.h"

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace vitrine::gui {

ConsolePage::ConsolePage(const PageContext& context, QWidget* parent)
    : Page(context, parent)
    , m_stack(new QStackedWidget(this))
    , m_empty(new QLabel(m_stack))
    , m_new(new QToolButton(this))
    , m_enter(new QAction(gui::icon(QStringLiteral("utilities-terminal")), QString(), this)) {
    setObjectName(QStringLiteral("console"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(24);
    m_empty->setObjectName(QStringLiteral("console-empty"));
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(makeBar());
    layout->addWidget(m_stack, 1);
    connect(context.containers, &ContainerStore::containerRemoved, this, &ConsolePage::forget);
}

QLayout* ConsolePage::makeBar() {
    m_new->setObjectName(QStringLiteral("console-new"));
    m_new->setText(tr("&New shell"));
    m_new->setIcon(gui::icon(QStringLiteral("list-add")));
    m_new->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_new->setToolTip(tr("Run a further shell in this container (Ctrl+Shift+T)"));
    m_new->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T));
    m_enter->setObjectName(QStringLiteral("console-enter"));
    m_enter->setText(tr("&Enter with choices…"));
    m_enter->setShortcut(QKeySequence(Qt::SHIFT | Qt::Key_F7));
    m_enter->setToolTip(
        tr("Choose the command, the user, the directory, the environment, the capabilities and "
           "the namespaces"));
    addAction(m_enter);
    auto* choices = new QMenu(m_new);
    choices->setToolTipsVisible(true);
    choices->addAction(m_enter);
    m_new->setMenu(choices);
    m_new->setPopupMode(QToolButton::MenuButtonPopup);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 6, 8, 6);
    bar->addWidget(m_new);
    bar->addStretch(1);
    connect(m_new, &QToolButton::clicked, this, &ConsolePage::openShell);
    connect(m_enter, &QAction::triggered, this, &ConsolePage::askHowToEnter);
    return bar;
}

QString ConsolePage::title() {
    return tr("Console");
}

QIcon ConsolePage::icon() {
    return gui::icon(QStringLiteral("page-console"));
}

QString ConsolePage::explanation() {
    return tr(
        "Type into the container: its own console, and as many further shells as you like.\n"
        "Ctrl and Alt with a letter go into the container; function keys, Alt with a digit and Ctrl+Shift "
        "with a letter stay with the window (Ctrl+Shift+C copies, Ctrl+Shift+V pastes).");
}

QTabWidget* ConsolePage::tabs() const {
    return m_tabs.value(container());
}

ConsoleTab* ConsolePage::currentTab() const {
    const QTabWidget* shown = tabs();
    return shown ? qobject_cast<ConsoleTab*>(shown->currentWidget()) : nullptr;
}

ConsoleTab* ConsolePage::mainTab(const ContainerId& id) const {
    const QTabWidget* tabs = m_tabs.value(id);
    return tabs ? qobject_cast<ConsoleTab*>(tabs->widget(0)) : nullptr;
}

bool ConsolePage::isAlive() const {
    const ContainerEntry* entry = this->entry();
    return entry && gui::isAlive(entry->info.state);
}

QTabWidget* ConsolePage::makeTabs(const ContainerId& id) {
    auto* tabs = new QTabWidget(m_stack);
    tabs->setDocumentMode(true);
    tabs->setTabsClosable(true);
    tabs->setObjectName(QStringLiteral("console-tabs"));
    tabs->setAccessibleName(tr("Consoles"));
    auto* tab = new ConsoleTab(tr("Console of the container"), tabs);
    tabs->addTab(tab, tr("Main"));
    // The first process's own console has nothing to close.
    tabs->tabBar()->setTabButton(0, QTabBar::RightSide, nullptr);
    tabs->tabBar()->setTabButton(0, QTabBar::LeftSide, nullptr);
    connect(tabs, &QTabWidget::tabCloseRequested, tabs, [tabs](int index) {
        if (index > 0)
            tabs->widget(index)->deleteLater(); // the shell gets SIGHUP
    });
    connect(tab, &ConsoleTab::againRequested, this, [this] { attachMain(Prompt::Allowed); });
    connect(tab, &ConsoleTab::ended, this, [this, id, tab] {
        const ContainerEntry* entry = context().containers->find(id);
        const bool alive = entry && gui::isAlive(entry->info.state);
        tab->setNotice(alive ? tr("The connection to this console has ended.")
                             : tr("The container is not running any more."),
                       alive ? tr("Connect again") : QString());
    });
    connect(tab, &ConsoleTab::sizeChanged, this, [this, id, tab](int rows, int columns) {
        const ContainerEntry* entry = context().containers->find(id);
        if (tab->isAttached() && entry && entry->info.terminal)
            context().service->resizeConsole(id, rows, columns);
    });
    m_stack->addWidget(tabs);
    m_tabs.insert(id, tabs);
    return tabs;
}

void ConsolePage::containerSwitched() {
    m_stack->setCurrentWidget(tabs() ? static_cast<QWidget*>(tabs()) : m_empty);
    updateButtons();
}

void ConsolePage::shown() {
    containerChanged();
}

void ConsolePage::passKeyboardOn() {
    if (ConsoleTab* tab = currentTab(); tab && tab->isVisible())
        tab->setFocus();
    else
        Page::passKeyboardOn();
}

void ConsolePage::containerChanged() {
    updateButtons();
    if (!isAlive()) {
        m_empty->setText(tr("The container is not running. Start it, and its console appears here."));
        if (!tabs())
            m_stack->setCurrentWidget(m_empty);
        return;
    }
    if (!tabs())
        makeTabs(container());
    m_stack->setCurrentWidget(tabs());
    ConsoleTab* tab = mainTab(container());
    if (!tab->terminal())
        return tab->setNotice(
            tr("This Vitrine was built without a terminal (QTermWidget for Qt 6), so there is no "
               "console here. What the container prints is on the page Log."));
    // A tab that says why it is not connected waits for its button, unless the container has been started
    // anew.
    const std::uint64_t run = entry()->info.leaderStart;
    const QVariant seen = tab->property("run");
    if (tab->isAttached() || (seen.isValid() && seen.toULongLong() == run))
        return;
    tab->setProperty("run", QVariant::fromValue<qulonglong>(run));
    attachMain(Prompt::No);
}

void ConsolePage::attachMain(Prompt prompt) {
    QPointer<ConsoleTab> tab = mainTab(container());
    if (!tab)
        return;
    tab->setNotice(tr("Connecting …"));
    context().service->attachConsole(container(), prompt, this, [this, tab, prompt](Reply<OwnedFd> reply) {
        if (tab)
            onAttached(tab, prompt, std::move(reply));
    });
}

void ConsolePage::onAttached(ConsoleTab* tab, Prompt prompt, Reply<OwnedFd> reply) {
    if (reply)
        return tab->attach(*std::move(reply));
    const ServiceError& error = reply.error();
    if (error.kind == ErrorKind::NotAuthorized && prompt == Prompt::No)
        return tab->setNotice(tr("Typing into this container needs a password or an administrator."),
                              tr("&Connect"));
    tab->setNotice(error.hint.isEmpty() ? error.message : tr("%1 %2").arg(error.message, error.hint),
                   tr("Connect again"));
    if (error.kind == ErrorKind::NotAuthorized)
        context().actions->reportFailure(container(), tr("open the console"), error);
}

void ConsolePage::updateButtons() {
    const ContainerEntry* entry = this->entry();
    const bool running = entry && entry->info.state == ContainerState::Running;
    m_new->setEnabled(running);
    m_enter->setEnabled(running);
    m_new->setToolTip(running ? tr("Run a further shell in this container (Ctrl+Shift+T)")
                              : tr("A shell can be run while the container is running."));
}

ConsoleTab* ConsolePage::addTab(const QString& name) {
    QTabWidget* shown = tabs() ? tabs() : makeTabs(container());
    m_stack->setCurrentWidget(shown);
    auto* tab = new ConsoleTab(name, shown);
    shown->setCurrentIndex(shown->addTab(tab, name));
    if (!tab->terminal())
        tab->setNotice(tr("This Vitrine was built without a terminal (QTermWidget for Qt 6)."));
    return tab;
}

void ConsolePage::openShell() {
    if (!isAlive())
        return;
    ConsoleTab* tab = addTab(tr("Shell %1").arg(++m_shells[container()]));
    if (!tab->terminal())
        return;
    connect(tab, &ConsoleTab::ended, tab,
            [tab] { tab->setNotice(tr("The shell has ended."), tr("Run it again")); });
    connect(tab, &ConsoleTab::againRequested, this, [this, tab] { startShell(tab); });
    startShell(tab);
    tab->setFocus();
}

void ConsolePage::askHowToEnter() {
    if (!isAlive())
        return;
    context().service->getConfig(container(), this, [this, id = container()](const Reply<QString>& reply) {
        openEnterDialog(id, reply);
    });
}

void ConsolePage::openEnterDialog(const ContainerId& id, const Reply<QString>& reply) {
    const ContainerEntry* entry = context().containers->find(id);
    if (!entry || id != container())
        return; // looked away meanwhile
    if (!reply)
        return context().actions->reportFailure(id, tr("enter %1").arg(entry->info.name), reply.error());
    const auto spec = parseConfig(reply->toStdString());
    if (!spec)
        return context().actions->reportFailure(
            id, tr("enter %1").arg(entry->info.name),
            {spec.error().kind(), QString::fromStdString(spec.error().message()), {}, {}});
    auto* dialog = new EnterDialog(entry->info, *spec, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &EnterDialog::chosen, this, [this, id](const EnterChoice& choice) { enter(id, choice); });
    dialog->open();
}

void ConsolePage::enter(const ContainerId& id, const EnterChoice& choice) {
    if (id != container())
        return;
    const QString command =
        choice.process.args.empty()
            ? tr("Shell")
            : QString::fromStdString(choice.process.args.front()).section(QLatin1Char('/'), -1);
    ConsoleTab* tab = addTab(choice.namespaces ? QStringLiteral("⚠ %1").arg(command) : command);
    if (!tab->terminal())
        return;
    Shell shell{.container = id,
                .candidates = {choice.process.args},
                .process = choice.process,
                .namespaces = choice.namespaces,
                .tab = tab};
    // The last one is tried first; where each attempt is asked about, there is only one.
    if (choice.process.args.empty())
        shell.candidates = choice.namespaces
                               ? std::vector<std::vector<std::string>>{{"/bin/sh"}}
                               : std::vector<std::vector<std::string>>{{"/bin/sh"}, {"/bin/bash"}};
    connect(tab, &ConsoleTab::ended, tab,
            [tab] { tab->setNotice(tr("The command has ended."), tr("Run it again")); });
    connect(tab, &ConsoleTab::againRequested, this, [this, shell] {
        shell.tab->setNotice(tr("Starting …"));
        tryShell(shell);
    });
    tab->setNotice(tr("Starting …"));
    tryShell(std::move(shell));
    tab->setFocus();
}

void ConsolePage::startShell(ConsoleTab* tab) {
    tab->setNotice(tr("Starting a shell …"));
    QPointer<ConsoleTab> guarded = tab;
    context().service->getConfig(container(), this,
                                 [this, guarded, id = container()](const Reply<QString>& reply) {
                                     if (guarded)
                                         onConfig(guarded, id, reply);
                                 });
}

/// The shell runs as the container's own first process does: same user, environment and capabilities.
void ConsolePage::onConfig(ConsoleTab* tab, const ContainerId& id, const Reply<QString>& reply) {
    if (!reply)
        return tab->setNotice(reply.error().message, tr("Try again"));
    const auto spec = parseConfig(reply->toStdString());
    if (!spec)
        return tab->setNotice(QString::fromStdString(spec.error().message()), tr("Try again"));
    Shell shell{.container = id, .candidates = {}, .process = spec->process, .namespaces = {}, .tab = tab};
    // The last one is tried first.
    shell.candidates = {spec->process.args, {"/bin/sh"}, {"/bin/bash"}};
    shell.process.terminal = Terminal::Yes;
    tryShell(std::move(shell));
}

void ConsolePage::tryShell(Shell shell) {
    shell.process.args = shell.candidates.back();
    shell.candidates.pop_back();
    const int rows = shell.tab->rows();
    const int columns = shell.tab->columns();
    const QString process = QString::fromStdString(writeProcess(shell.process));
    const ContainerId id = shell.container;
    const auto namespaces = shell.namespaces;
    auto done = [this, shell = std::move(shell)](Reply<ExecResult> reply) mutable {
        onShell(std::move(shell), std::move(reply));
    };
    if (!namespaces)
        return context().service->exec(id, process, rows, columns, this, std::move(done));
    context().service->enter(id, process, *namespaces, rows, columns, this, std::move(done));
}

void ConsolePage::onShell(Shell shell, Reply<ExecResult> reply) {
    if (!shell.tab)
        return; // closed meanwhile: the shell gets SIGHUP with its terminal
    // Without a terminal: input, output, errors. The input is closed, so that the command does not wait.
    if (reply && reply->streams.size() == 3)
        return shell.tab->attachOutput(std::move(reply->streams[1]), std::move(reply->streams[2]));
    if (reply && !reply->streams.empty())
        return shell.tab->attach(std::move(reply->streams.front()));
    if (!reply) {
        const ErrorKind kind = reply.error().kind;
        const bool isMissing = kind == ErrorKind::NotFound || kind == ErrorKind::Failed;
        if (isMissing && !shell.candidates.empty())
            return tryShell(std::move(shell));
        if (kind == ErrorKind::NotAuthorized)
            context().actions->reportFailure(shell.container, tr("open a shell"), reply.error());
        const ServiceError& error = reply.error();
        return shell.tab->setNotice(error.hint.isEmpty() ? error.message
                                                         : tr("%1 %2").arg(error.message, error.hint),
                                    tr("Try again"));
    }
    shell.tab->setNotice(tr("The helper gave no terminal for the shell."), tr("Try again"));
}

void ConsolePage::forget(const ContainerId& id) {
    m_shells.remove(id);
    if (QTabWidget* tabs = m_tabs.take(id))
        tabs->deleteLater();
}

} // namespace vitrine::gui
