// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/mainwindow.h"
#include "gui/views/announce.h"
#include "gui/views/containerpane.h"
#include "gui/views/errorbar.h"
#include "gui/views/headerwidget.h"
#include "gui/views/icons.h"
#include "gui/views/jobbar.h"
#include "gui/views/newcontainerdialog.h"
#include "gui/views/pageholder.h"
#include "gui/views/windowactions.h"

#include "core/model/ociconfig.h"

#include <QCloseEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <csignal>

namespace vitrine::gui {

MainWindow::MainWindow(const PageContext& context, const std::vector<PageEntry>& pages, BusKind bus,
                       QWidget* parent)
    : QMainWindow(parent)
    , m_context(context)
    , m_bus(bus)
    , m_actions(new WindowActions(this))
    , m_pane(new ContainerPane(context, this))
    , m_helperPage(new HelperPage(this))
    , m_stack(new QStackedWidget(this))
    , m_splitter(new QSplitter(this))
    , m_header(new HeaderWidget(this))
    , m_errorBar(new ErrorBar(this))
    , m_tabs(new QTabWidget(this))
    , m_right(new QWidget(this))
    , m_nothing(new QLabel(this))
    , m_filter(new QLineEdit(this))
    , m_helperLabel(new QLabel(this)) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Vitrine"));
    setMinimumSize(780, 480);
    resize(1180, 740);
    makeToolBar();
    makePages(pages);
    makeRightSide();
    m_splitter->setObjectName(QStringLiteral("splitter"));
    m_splitter->addWidget(m_pane);
    m_splitter->addWidget(m_right);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({340, 840});
    m_stack->addWidget(m_splitter);
    m_stack->addWidget(m_helperPage);
    setCentralWidget(m_stack);
    makeStatusBar();
    connectActions();
    restoreSettings();
    connect(m_pane, &ContainerPane::currentChanged, this, &MainWindow::onCurrentChanged);
    connect(context.containers, &ContainerStore::changed, this, &MainWindow::onContainersChanged);
    connect(context.service, &ContainerService::statusChanged, this, &MainWindow::onStatusChanged);
    onCurrentChanged(m_pane->current());
    onStatusChanged();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeToolBar() {
    QToolBar* bar = addToolBar(tr("Actions"));
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize({18, 18});
    for (QAction* action :
         {m_actions->create, m_actions->start, m_actions->stop, m_actions->pause, m_actions->enter})
        bar->addAction(action);
    bar->addSeparator();
    m_filter->setObjectName(QStringLiteral("filter"));
    m_filter->setPlaceholderText(tr("Filter containers"));
    m_filter->setAccessibleName(tr("Filter containers"));
    m_filter->setToolTip(tr("Shows only containers with these words (%1)")
                             .arg(QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText)));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(260);
    bar->addWidget(m_filter);
    auto* spacer = new QWidget(bar);
    spacer->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(spacer);
    auto* menuButton = new QToolButton(bar);
    menuButton->setObjectName(QStringLiteral("menuButton"));
    menuButton->setIcon(icon(QStringLiteral("open-menu")));
    menuButton->setToolTip(tr("Menu (F10)"));
    menuButton->setAccessibleName(tr("Menu"));
    menuButton->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(menuButton);
    menu->addActions({m_actions->kill, m_actions->edit, m_actions->clone, m_actions->rename,
                      m_actions->saveTemplate, m_actions->exportScript, m_actions->remove});
    menu->addSeparator();
    menu->addAction(m_actions->templates);
    QAction* refresh = menu->addAction(icon(QStringLiteral("view-refresh")), tr("Ask the &helper again"));
    connect(refresh, &QAction::triggered, m_context.service, &ContainerService::connectToHelper);
    menu->addActions({m_actions->groups, m_actions->panic, m_actions->elsewhere, m_actions->doctor});
    QAction* about = menu->addAction(icon(QStringLiteral("help-about")), tr("&About Vitrine"));
    connect(about, &QAction::triggered, this, &MainWindow::showAbout);
    QAction* quit = menu->addAction(icon(QStringLiteral("application-exit")), tr("&Quit"));
    quit->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q));
    connect(quit, &QAction::triggered, this, &QWidget::close);
    addAction(quit);
    menuButton->setMenu(menu);
    bar->addWidget(menuButton);
    connect(new QShortcut(Qt::Key_F10, this), &QShortcut::activated, menuButton, &QToolButton::showMenu);
    connect(new QShortcut(QKeySequence::Find, this), &QShortcut::activated, this, [this] {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    });
    connect(m_filter, &QLineEdit::textChanged, m_pane, &ContainerPane::setFilterText);
}

void MainWindow::makePages(const std::vector<PageEntry>& pages) {
    m_tabs->setObjectName(QStringLiteral("pages"));
    m_tabs->setAccessibleName(tr("Pages"));
    m_tabs->setDocumentMode(true);
    m_tabs->setElideMode(Qt::ElideNone);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->installEventFilter(this);
    // The click is told before the page changes.
    connect(m_tabs, &QTabWidget::tabBarClicked, this, &MainWindow::enterPage, Qt::QueuedConnection);
    int number = 0;
    for (const PageEntry& entry : pages) {
        auto* holder = new PageHolder(m_context, entry, m_tabs);
        const int index = m_tabs->addTab(holder, entry.icon, entry.title);
        m_pages.emplace_back(entry.key, holder);
        m_tabIcons.push_back(entry.icon);
        QString tip = entry.explanation;
        if (++number <= 9) {
            const QKeySequence keys(Qt::ALT | static_cast<Qt::Key>(Qt::Key_0 + number));
            connect(new QShortcut(keys, this), &QShortcut::activated, this, [this, index] {
                m_tabs->setCurrentIndex(index);
                enterPage();
            });
            tip = QStringLiteral("%1 (%2)").arg(tip, keys.toString(QKeySequence::NativeText));
        }
        m_tabs->setTabToolTip(index, tip);
    }
}

// In a narrow window the words are worth more than the icons.
void MainWindow::fitTabs() {
    if (m_tabsHaveIcons)
        m_tabsWidth = m_tabs->tabBar()->sizeHint().width();
    const bool room = m_tabs->width() >= m_tabsWidth;
    if (room == m_tabsHaveIcons)
        return;
    m_tabsHaveIcons = room;
    for (int i = 0; i < m_tabs->count(); ++i)
        m_tabs->setTabIcon(i, room ? m_tabIcons.at(static_cast<std::size_t>(i)) : QIcon());
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_tabs && (event->type() == QEvent::Resize || event->type() == QEvent::Show))
        fitTabs();
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::enterPage() {
    m_tabs->currentWidget()->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::makeRightSide() {
    // When the window shrinks, the list gives way before the pages' names do.
    m_right->setMinimumWidth(fontMetrics().averageCharWidth() * 88);
    m_nothing->setObjectName(QStringLiteral("nothingSelected"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    auto* column = new QVBoxLayout(m_right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_errorBar);
    column->addWidget(m_header);
    column->addWidget(m_tabs, 1);
    column->addWidget(m_nothing, 1);
}

void MainWindow::makeStatusBar() {
    statusBar()->addWidget(new JobBar(m_context, this), 1);
    m_helperLabel->setObjectName(QStringLiteral("helperLabel"));
    statusBar()->addPermanentWidget(m_helperLabel);
}

void MainWindow::connectActions() {
    const auto id = [this] { return m_pane->current(); };
    connect(m_actions->create, &QAction::triggered, this, &MainWindow::openNewDialog);
    connect(m_actions->start, &QAction::triggered, this, [this, id] { m_context.actions->start(id()); });
    connect(m_actions->stop, &QAction::triggered, this, [this, id] { m_context.actions->stop(id()); });
    connect(m_actions->kill, &QAction::triggered, this,
            [this, id] { m_context.actions->kill(id(), SIGKILL); });
    connect(m_actions->pause, &QAction::triggered, this, [this, id] {
        const ContainerEntry* entry = m_context.containers->find(id());
        if (entry && entry->info.state == ContainerState::Paused)
            m_context.actions->resume(id());
        else
            m_context.actions->pause(id());
    });
    connect(m_actions->enter, &QAction::triggered, this, [this] { showPage(QStringLiteral("console")); });
    connect(m_actions->rename, &QAction::triggered, this, &MainWindow::askRename);
    connect(m_actions->edit, &QAction::triggered, this, &MainWindow::askEdit);
    connect(m_actions->clone, &QAction::triggered, this, &MainWindow::askClone);
    connect(m_actions->remove, &QAction::triggered, this, &MainWindow::askDelete);
    connect(m_actions->exportScript, &QAction::triggered, this, &MainWindow::exportScript);
    connect(m_actions->templates, &QAction::triggered, this, &MainWindow::openTemplates);
    connect(m_actions->saveTemplate, &QAction::triggered, this, &MainWindow::askSaveTemplate);
    connect(m_pane, &ContainerPane::starterRequested, this, &MainWindow::createStarter);
    connect(m_pane, &ContainerPane::newRequested, this, &MainWindow::openNewDialog);
    connect(m_pane, &ContainerPane::contextMenuRequested, this, [this](const QPoint& position) {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addActions({m_actions->start, m_actions->stop, m_actions->pause, m_actions->enter,
                          m_actions->kill, m_actions->edit, m_actions->clone, m_actions->rename,
                          m_actions->saveTemplate, m_actions->exportScript, m_actions->panic,
                          m_actions->remove});
        menu->popup(position);
    });
    connect(m_context.actions, &ContainerActions::failed, this,
            [this](const ContainerId&, const QString& what, const ServiceError& error) {
                m_errorBar->showError(what, error);
            });
    connect(m_context.actions, &ContainerActions::succeeded, this,
            [this](const QString& what) { m_errorBar->dismissAbout(what); });
    connect(m_context.actions, &ContainerActions::created, m_pane, &ContainerPane::select);
    connect(m_helperPage, &HelperPage::retryRequested, m_context.service, &ContainerService::connectToHelper);
    connect(m_helperPage, &HelperPage::doctorRequested, m_actions->doctor, &QAction::trigger);
    connect(m_helperPage, &HelperPage::rootlessRequested, this, &MainWindow::rootlessRequested);
    connect(m_helperPage, &HelperPage::systemRequested, this, &MainWindow::systemRequested);
}

void MainWindow::restoreSettings() {
    const QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    m_splitter->restoreState(settings.value(QStringLiteral("window/splitter")).toByteArray());
    m_pane->setOrder(static_cast<ContainerOrder>(settings.value(QStringLiteral("window/order"), 0).toInt()));
    showPage(settings.value(QStringLiteral("window/page"), QStringLiteral("overview")).toString());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/splitter"), m_splitter->saveState());
    settings.setValue(QStringLiteral("window/order"), static_cast<int>(m_pane->order()));
    settings.setValue(QStringLiteral("window/page"), currentPageKey());
    QMainWindow::closeEvent(event);
}

void MainWindow::selectContainer(const ContainerId& id) {
    m_pane->select(id);
}

void MainWindow::selectContainerNamed(const QString& name) {
    const ContainerEntry* entry = m_context.containers->findByName(name);
    m_wantedName = entry ? QString() : name;
    if (entry)
        m_pane->select(entry->info.id);
}

ContainerId MainWindow::selectedContainer() const {
    return m_pane->current();
}

PageHolder* MainWindow::holder(const QString& key) const {
    const auto it = std::ranges::find(m_pages, key, &std::pair<QString, PageHolder*>::first);
    return it == m_pages.end() ? nullptr : it->second;
}

Page* MainWindow::page(const QString& key) {
    PageHolder* wanted = holder(key);
    return wanted ? wanted->page() : nullptr;
}

void MainWindow::showPage(const QString& key) {
    if (PageHolder* wanted = holder(key)) {
        m_tabs->setCurrentWidget(wanted);
        if (isVisible())
            wanted->setFocus(Qt::ShortcutFocusReason);
    }
}

void MainWindow::showNotice(const QString& text) {
    constexpr int shownMs = 15'000;
    m_errorBar->dismiss();
    statusBar()->showMessage(text, shownMs);
    announce(statusBar(), text);
}

QString MainWindow::currentPageKey() const {
    for (const auto& [name, holder] : m_pages)
        if (holder == m_tabs->currentWidget())
            return name;
    return {};
}

void MainWindow::setBusKind(BusKind bus) {
    m_bus = bus;
    onStatusChanged();
}

void MainWindow::setHelperProgram(const QString& path) {
    m_helperPage->setHelperProgram(path);
    onStatusChanged();
}

void MainWindow::onCurrentChanged(const ContainerId& id) {
    for (const auto& [key, holder] : m_pages)
        holder->setContainer(id);
    refreshCurrent();
}

void MainWindow::onContainersChanged() {
    if (!m_wantedName.isEmpty())
        selectContainerNamed(m_wantedName);
    refreshCurrent();
}

void MainWindow::refreshCurrent() {
    const ContainerEntry* entry = m_context.containers->find(m_pane->current());
    m_header->setEntry(entry);
    m_header->setVisible(entry != nullptr);
    m_tabs->setVisible(entry != nullptr);
    m_nothing->setVisible(entry == nullptr);
    m_nothing->setText(m_context.containers->containers().empty()
                           ? tr("A container that you make appears here,\nwith all that it is made of.")
                           : tr("Select a container to see what it is made of,\nor make a new one."));
    m_actions->update(entry, unavailableReason());
    setWindowTitle(entry ? tr("%1 – Vitrine").arg(entry->info.name) : tr("Vitrine"));
}

QString MainWindow::unavailableReason() const {
    switch (m_context.service->status().availability) {
    case Availability::Connected:
    case Availability::NoPolkit:
        return {};
    case Availability::Vanished:
        return tr("The helper is starting again");
    default:
        return tr("There is no helper");
    }
}

void MainWindow::onStatusChanged() {
    const HelperStatus status = m_context.service->status();
    const bool usable = isConnected(status.availability) || status.availability == Availability::Vanished;
    m_helperPage->setStatus(status, m_bus);
    m_stack->setCurrentWidget(usable ? static_cast<QWidget*>(m_splitter) : m_helperPage);
    const HelperInfo helper = m_context.service->helper();
    const QString mode = helper.mode == HelperMode::Session ? tr("rootless helper") : tr("helper");
    if (isConnected(status.availability))
        m_helperLabel->setText(helper.cgroupLayout == QLatin1String("none")
                                   ? tr("%1: connected · no control groups").arg(mode)
                                   : tr("%1: connected · cgroup %2").arg(mode, helper.cgroupLayout));
    else if (status.availability == Availability::Vanished)
        m_helperLabel->setText(tr("⚠ %1: gone, starting it again…").arg(mode));
    else
        m_helperLabel->setText(tr("no helper"));
    QStringList reasons;
    for (auto it = helper.unavailable.cbegin(); it != helper.unavailable.cend(); ++it)
        reasons << QStringLiteral("%1: %2").arg(it.key(), it.value());
    m_helperLabel->setToolTip(reasons.isEmpty()
                                  ? tr("Everything is available on this computer")
                                  : tr("Not available here:\n%1").arg(reasons.join(QLatin1Char('\n'))));
    if (status.availability == Availability::NoPolkit)
        m_errorBar->showError(
            {}, {ErrorKind::NotAuthorized,
                 tr("polkit is not installed, so nobody can be asked whether you may change containers"),
                 tr("Install it with: sudo apt install polkitd"), status.details});
    refreshCurrent();
}

} // namespace vitrine::gui
