// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/processespage.h"
#include "gui/views/icons.h"
#include "gui/views/processdelegate.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QToolButton>
#include <QTreeView>

#include <csignal>

namespace vitrine::gui {

namespace {

constexpr int intervalMs = 1000;
constexpr auto headerKey = "processes/header";

} // namespace

ProcessesPage::ProcessesPage(const PageContext& context, QWidget* parent)
    : Page(context, parent)
    , m_model(new ProcessModel(context.processes, this))
    , m_proxy(new ProcessProxy(this))
    , m_tree(new QTreeView(this))
    , m_filter(new QLineEdit(this))
    , m_count(new QLabel(this))
    , m_empty(new QLabel(this))
    , m_signals(new QMenu(tr("Send a &signal"), this)) {
    m_proxy->setSourceModel(m_model);
    m_filter->setObjectName(QStringLiteral("processFilter"));
    m_filter->setPlaceholderText(tr("Filter by name, command, pid or user"));
    m_filter->setAccessibleName(tr("Filter the processes"));
    m_filter->setClearButtonEnabled(true);
    m_count->setObjectName(QStringLiteral("processCount"));
    m_empty->setObjectName(QStringLiteral("processEmpty"));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    makeTree();
    makeSignals();
    auto* signalButton = new QToolButton(this);
    signalButton->setText(tr("Send a signal"));
    signalButton->setObjectName(QStringLiteral("signalButton"));
    signalButton->setToolTip(tr("Sends a signal to the selected process"));
    signalButton->setMenu(m_signals);
    signalButton->setPopupMode(QToolButton::InstantPopup);
    auto* top = new QHBoxLayout;
    top->addWidget(m_filter, 1);
    top->addWidget(signalButton);
    top->addWidget(m_count);
    auto* column = new QVBoxLayout(this);
    column->addLayout(top);
    column->addWidget(m_tree, 1);
    column->addWidget(m_empty, 1);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_proxy->setFilterText(text);
        expand({});
    });
    connect(context.processes, &ProcessStore::changed, this, [this] {
        if (isShown())
            refreshText();
    });
    const auto updateEnabled = [this, signalButton] {
        signalButton->setEnabled(m_tree->currentIndex().isValid());
    };
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, updateEnabled);
    updateEnabled();
}

ProcessesPage::~ProcessesPage() {
    QSettings().setValue(QLatin1String(headerKey), m_tree->header()->saveState());
}

QIcon ProcessesPage::icon() const {
    return ownIcon(QStringLiteral("page-processes"));
}

void ProcessesPage::makeTree() {
    m_tree->setObjectName(QStringLiteral("processTree"));
    m_tree->setAccessibleName(tr("Processes"));
    m_tree->setModel(m_proxy);
    m_tree->setItemDelegate(new ProcessDelegate(m_tree));
    m_tree->setUniformRowHeights(true);
    m_tree->setAlternatingRowColors(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setSortingEnabled(true);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    QHeaderView* header = m_tree->header();
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setStretchLastSection(true);
    const QFontMetrics metrics = m_tree->fontMetrics();
    const int unit = metrics.horizontalAdvance(QLatin1Char('0'));
    const std::array<int, ProcessModel::ColumnCount> widths{19, 11, 11, 14, 10, 8, 11, 8, 30};
    for (int column = 0; column < ProcessModel::ColumnCount; ++column)
        header->resizeSection(column, unit * widths.at(static_cast<std::size_t>(column)));
    if (const QByteArray state = QSettings().value(QLatin1String(headerKey)).toByteArray(); !state.isEmpty())
        header->restoreState(state);
    connect(m_proxy, &QAbstractItemModel::modelReset, this, [this] { expand({}); });
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex& parent, int first, int last) {
                // A branch that somebody folded stays folded.
                if (parent.isValid() && m_proxy->rowCount(parent) == last - first + 1)
                    m_tree->expand(parent);
                for (int row = first; row <= last; ++row)
                    expand(m_proxy->index(row, 0, parent));
            });
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &ProcessesPage::openMenu);
}

void ProcessesPage::expand(const QModelIndex& parent) {
    if (!parent.isValid()) {
        m_tree->expandAll();
        return;
    }
    if (m_proxy->hasChildren(parent))
        m_tree->expandRecursively(parent);
}

void ProcessesPage::makeSignals() {
    struct Choice {
        int signal;
        QString text;
        QKeySequence keys;
    };
    const std::array choices{
        Choice{SIGTERM, tr("&TERM: ask it to end"), QKeySequence(Qt::CTRL | Qt::Key_T)},
        Choice{SIGKILL, tr("&KILL: end it at once"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_K)},
        Choice{SIGSTOP, tr("&STOP: freeze it"), {}},
        Choice{SIGCONT, tr("&CONT: let it go on"), {}},
        Choice{SIGINT, tr("&INT: as Ctrl+C in its terminal"), {}},
        Choice{SIGHUP, tr("&HUP: its terminal is gone; many programs read their settings again"), {}},
    };
    for (const Choice& choice : choices) {
        QAction* action = m_signals->addAction(choice.text);
        action->setObjectName(QStringLiteral("signal%1").arg(choice.signal));
        action->setShortcut(choice.keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        m_tree->addAction(action);
        connect(action, &QAction::triggered, this, [this, signal = choice.signal] { send(signal); });
    }
    m_signals->addSeparator();
    connect(m_signals->addAction(tr("&Another…")), &QAction::triggered, this, &ProcessesPage::askSignal);
}

void ProcessesPage::openMenu(const QPoint& position) {
    if (m_tree->indexAt(position).isValid())
        m_signals->popup(m_tree->viewport()->mapToGlobal(position));
}

void ProcessesPage::send(int signal) {
    const ProcessEntry* process = m_model->entryOf(m_proxy->mapToSource(m_tree->currentIndex()));
    if (process)
        context().actions->signalProcess(container(), process->row.key, signal);
}

void ProcessesPage::askSignal() {
    const ProcessEntry* process = m_model->entryOf(m_proxy->mapToSource(m_tree->currentIndex()));
    if (!process)
        return;
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(1, 64);
    dialog->setIntValue(SIGUSR1);
    dialog->setWindowTitle(tr("Send a signal"));
    dialog->setLabelText(tr("Number of the signal for %1 (1 to 64, see signal(7)):").arg(process->row.name));
    dialog->setOkButtonText(tr("Send"));
    connect(dialog, &QInputDialog::intValueSelected, this,
            [this, id = container(), key = process->row.key](int signal) {
                context().actions->signalProcess(id, key, signal);
            });
    dialog->open();
}

void ProcessesPage::containerSwitched() {
    m_tree->clearSelection();
}

void ProcessesPage::shown() {
    if (context().processes->container() != container())
        context().processes->setContainer(container());
    m_subscription = context().subscriptions->subscribe({container()}, SampleKind::Processes, intervalMs);
    refreshText();
}

void ProcessesPage::hidden() {
    m_subscription.end();
}

void ProcessesPage::refreshText() {
    const ContainerEntry* entry = this->entry();
    const bool alive = entry && isAlive(entry->info.state);
    const auto& processes = context().processes->processes();
    if (!alive && !processes.empty())
        context().processes->setContainer(container());
    std::uint64_t threads = 0;
    int zombies = 0;
    for (const ProcessEntry& process : processes) {
        threads += process.row.threads;
        zombies += process.row.state == 'Z' ? 1 : 0;
    }
    QString text = tr("Processes: %1 · threads: %2").arg(processes.size()).arg(threads);
    if (zombies > 0)
        text += tr(" · ⚠ zombies: %1").arg(zombies);
    m_count->setText(text);
    m_count->setVisible(alive);
    m_empty->setText(
        alive ? tr("Asking for its processes…")
              : tr("It does not run, so there are no processes.\n\nStart it, and its processes appear "
                   "here with the numbers they have inside and outside."));
    const bool empty = processes.empty() || !alive;
    m_tree->setVisible(!empty);
    m_empty->setVisible(empty);
}

} // namespace vitrine::gui
