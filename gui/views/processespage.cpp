// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/processespage.h"
#include "gui/views/columnwidths.h"
#include "gui/views/icons.h"
#include "gui/views/processdelegate.h"
#include "gui/views/processtree.h"
#include "gui/views/refusedcallsbox.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QTreeView>

#include <csignal>

namespace vitrine::gui {

namespace {

constexpr int intervalMs = 1000;

} // namespace

ProcessesPage::ProcessesPage(const PageContext& context, QWidget* parent)
    : Page(context, parent)
    , m_model(new ProcessModel(context.processes, this))
    , m_proxy(new ProcessProxy(this))
    , m_tree(new ProcessTree(this))
    , m_filter(new QLineEdit(this))
    , m_count(new QLabel(this))
    , m_empty(new QLabel(this))
    , m_refused(new RefusedCallsBox(context.service, this))
    , m_signals(new QMenu(tr("Send a &signal"), this))
    , m_signalButton(new QToolButton(this)) {
    m_filter->setObjectName(QStringLiteral("processFilter"));
    m_filter->setPlaceholderText(tr("Filter by name, command, pid or user"));
    m_filter->setAccessibleName(tr("Filter the processes"));
    m_filter->setClearButtonEnabled(true);
    m_count->setObjectName(QStringLiteral("processCount"));
    m_empty->setObjectName(QStringLiteral("processEmpty"));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_signalButton->setText(tr("Send a signal"));
    m_signalButton->setObjectName(QStringLiteral("signalButton"));
    m_signalButton->setToolTip(tr("Sends a signal to the selected process"));
    m_signalButton->setMenu(m_signals);
    m_signalButton->setPopupMode(QToolButton::InstantPopup);
    makeTree();
    makeSignals();
    auto* top = new QHBoxLayout;
    top->addWidget(m_filter, 1);
    top->addWidget(m_signalButton);
    top->addWidget(m_count);
    auto* column = new QVBoxLayout(this);
    column->addLayout(top);
    column->addWidget(m_tree, 1);
    column->addWidget(m_empty, 1);
    column->addWidget(m_refused);
    connect(m_filter, &QLineEdit::textChanged, this, &ProcessesPage::setFilter);
    connect(context.processes, &ProcessStore::changed, this, [this](const ProcessDelta& delta) {
        if (isShown() && (delta.reset || !delta.upserted.empty() || !delta.gone.empty()))
            refreshText();
    });
}

ProcessesPage::~ProcessesPage() {
    m_columns->save();
}

QIcon ProcessesPage::icon() {
    return ownIcon(QStringLiteral("page-processes"));
}

void ProcessesPage::makeTree() {
    m_tree->setObjectName(QStringLiteral("processTree"));
    m_tree->setAccessibleName(tr("Processes"));
    useModel(m_model);
    m_tree->setItemDelegate(new ProcessDelegate(m_tree));
    m_tree->setUniformRowHeights(true);
    m_tree->setAlternatingRowColors(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setSortingEnabled(true);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    QHeaderView* header = m_tree->header();
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    makeColumns();
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &ProcessesPage::openMenu);
}

void ProcessesPage::makeColumns() {
    m_columns = new ColumnWidths(m_tree, m_tree->header(), QStringLiteral("processes/columns"));
    m_columns->setShare(ProcessModel::Name, 30, 19);
    m_columns->setFitting(ProcessModel::HostPid, QStringLiteral("8888888"));
    m_columns->setFitting(ProcessModel::InnerPid, ProcessModel::tr("1 (first)"));
    m_columns->setFitting(ProcessModel::User, QStringLiteral("0 → 4294967295"));
    m_columns->setFitting(ProcessModel::State, ProcessModel::tr("sleeping"));
    m_columns->setFitting(ProcessModel::Cpu, QStringLiteral("888.8 %"));
    m_columns->setFitting(ProcessModel::Memory, QStringLiteral("888.8 MiB"));
    m_columns->setFitting(ProcessModel::Threads, QStringLiteral("888"));
    m_columns->setShare(ProcessModel::Command, 70, 14);
    m_columns->restore();
}

// The connections come after the view's own, which must know the rows before they can be expanded.
void ProcessesPage::useModel(QAbstractItemModel* model) {
    if (m_columns)
        m_columns->setQuiet(true);
    const QByteArray columns = m_tree->header()->saveState();
    const std::unique_ptr<QItemSelectionModel> before(m_tree->selectionModel());
    m_tree->setModel(model);
    if (before)
        m_tree->header()->restoreState(columns);
    if (m_columns)
        m_columns->setQuiet(false);
    m_watch = std::make_unique<QObject>();
    connect(model, &QAbstractItemModel::modelReset, m_watch.get(), [this] { m_tree->expandAll(); });
    connect(model, &QAbstractItemModel::rowsInserted, m_watch.get(),
            [this, model](const QModelIndex& parent, int first, int last) {
                // A branch that somebody folded stays folded.
                if (parent.isValid() && model->rowCount(parent) == last - first + 1)
                    m_tree->expand(parent);
                for (int row = first; row <= last; ++row)
                    if (const QModelIndex index = model->index(row, 0, parent); model->hasChildren(index))
                        m_tree->expandRecursively(index);
            });
    const auto updateEnabled = [this] { m_signalButton->setEnabled(m_tree->currentIndex().isValid()); };
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, m_watch.get(), updateEnabled);
    updateEnabled();
}

// The proxy is between model and view only while there is something to filter: it makes all else slower.
void ProcessesPage::setFilter(const QString& text) {
    const ProcessEntry* process = currentProcess();
    const std::optional<ProcessKey> current = process ? std::optional(process->row.key) : std::nullopt;
    m_proxy->setFilterText(text);
    const bool filters = !text.trimmed().isEmpty();
    if (filters != (m_tree->model() == m_proxy)) {
        if (filters)
            m_proxy->setSourceModel(m_model);
        useModel(filters ? static_cast<QAbstractItemModel*>(m_proxy) : m_model);
        if (!filters)
            m_proxy->setSourceModel(nullptr);
        const QModelIndex index = current ? m_model->indexOf(*current) : QModelIndex();
        m_tree->setCurrentIndex(filters ? m_proxy->mapFromSource(index) : index);
    }
    m_tree->expandAll();
    refreshText();
}

const ProcessEntry* ProcessesPage::currentProcess() const {
    const QModelIndex index = m_tree->currentIndex();
    return m_model->entryOf(m_tree->model() == m_proxy ? m_proxy->mapToSource(index) : index);
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
    const ProcessEntry* process = currentProcess();
    if (process)
        context().actions->signalProcess(container(), process->row.key, signal);
}

void ProcessesPage::askSignal() {
    const ProcessEntry* process = currentProcess();
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
    m_refused->stop();
}

void ProcessesPage::containerChanged() {
    refreshText();
    refreshRefused();
}

void ProcessesPage::refreshRefused() {
    if (const ContainerEntry* entry = this->entry())
        m_refused->follow(entry->info);
}

void ProcessesPage::shown() {
    if (context().processes->container() != container())
        context().processes->setContainer(container());
    m_subscription = context().subscriptions->subscribe({container()}, SampleKind::Processes, intervalMs);
    refreshText();
    refreshRefused();
}

void ProcessesPage::hidden() {
    m_subscription.end();
    m_refused->stop();
}

void ProcessesPage::refreshText() {
    const ContainerEntry* entry = this->entry();
    const bool alive = entry && isAlive(entry->info.state);
    const auto& processes = context().processes->processes();
    if (!alive && !processes.empty())
        context().processes->setContainer(container());
    std::uint64_t threads = 0;
    int zombies = 0;
    for (const SharedProcess& process : processes) {
        threads += process->row.threads;
        zombies += process->row.state == 'Z' ? 1 : 0;
    }
    QString text = tr("Processes: %1 · threads: %2").arg(processes.size()).arg(threads);
    if (zombies > 0)
        text += tr(" · ⚠ zombies: %1").arg(zombies);
    m_count->setText(text);
    m_count->setVisible(alive);
    const bool noMatch = !processes.empty() && m_tree->model() == m_proxy && m_proxy->rowCount() == 0;
    m_empty->setText(
        noMatch ? tr("No process matches the filter.")
        : alive ? tr("Asking for its processes…")
                : tr("It does not run, so there are no processes.\n\nStart it, and its processes appear "
                     "here with the numbers they have inside and outside."));
    const bool empty = processes.empty() || !alive || noMatch;
    m_tree->setVisible(!empty);
    m_empty->setVisible(empty);
}

} // namespace vitrine::gui
