// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/foreign/foreigndialog.h"

#include "core/plan/execplan.h"
#include "core/plan/quoting.h"
#include "gui/console/enterdialog.h"
#include "gui/foreign/foreignconsole.h"
#include "gui/views/announce.h"
#include "gui/views/explain.h"
#include "gui/views/icons.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHash>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QSet>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine::gui {

namespace {

enum Column { Name, Engine, Process, User, Count, Namespaces, ColumnCount };
/// On a container's line and on no other: its first process's pid and start time.
constexpr int keyRole = Qt::UserRole;
constexpr int indexRole = Qt::UserRole + 1;

QString keyOf(const ForeignContainer& foreign) {
    return QStringLiteral("%1 %2").arg(foreign.leader).arg(foreign.leaderStart);
}

QString engineText(const QString& engine) {
    static const QHash<QString, QString> names{{QStringLiteral("docker"), QStringLiteral("Docker")},
                                               {QStringLiteral("podman"), QStringLiteral("Podman")},
                                               {QStringLiteral("nspawn"), QStringLiteral("systemd-nspawn")},
                                               {QStringLiteral("lxc"), QStringLiteral("LXC")},
                                               {QStringLiteral("flatpak"), QStringLiteral("Flatpak")},
                                               {QStringLiteral("kubernetes"), QStringLiteral("Kubernetes")},
                                               {QStringLiteral("snap"), QStringLiteral("Snap")}};
    return engine.isEmpty() ? ForeignDialog::tr("not known") : names.value(engine, engine);
}

QStringList listOf(const std::vector<NamespaceKind>& kinds) {
    QStringList names;
    for (const NamespaceKind kind : kinds)
        names.append(QString::fromStdString(std::string(procName(kind))));
    return names;
}

QString titleOf(const ForeignContainer& foreign) {
    return foreign.name.isEmpty() ? foreign.command : foreign.name;
}

/// As far as it is known here: it has no capabilities to choose from, because those are the leader's.
ContainerSpec specOf(const ForeignContainer& foreign) {
    ContainerSpec spec = defaultSpec("foreign", {});
    for (const NamespaceKind kind : allNamespaceKinds)
        spec.namespaces[kind] =
            std::ranges::contains(foreign.namespaces, kind) ? Isolation::New : Isolation::Host;
    spec.rootMode = RootMode::Chroot;
    spec.seccomp = SeccompProfile::Unconfined;
    spec.process.capabilities = {};
    spec.process.rlimits.clear();
    return spec;
}

QTreeWidgetItem* processItem(const ForeignProcess& process) {
    auto* item = new QTreeWidgetItem;
    item->setText(Name, process.name);
    item->setText(Process, QString::number(process.pid));
    item->setText(User, QString::number(process.uid));
    return item;
}

/// Each below its parent, as far as that is one of them.
void addProcesses(QTreeWidgetItem* top, const std::vector<ForeignProcess>& processes) {
    QHash<std::uint32_t, QTreeWidgetItem*> items;
    for (const ForeignProcess& process : processes)
        items.insert(process.pid, processItem(process));
    for (const ForeignProcess& process : processes) {
        QTreeWidgetItem* item = items.value(process.pid);
        QTreeWidgetItem* parent = process.parent == process.pid ? nullptr : items.value(process.parent);
        // Pids read one after another could be used again meanwhile and make a circle.
        for (const QTreeWidgetItem* above = parent; above; above = above->parent()) {
            if (above == item)
                parent = nullptr;
        }
        if (!item->parent())
            (parent ? parent : top)->addChild(item);
    }
}

} // namespace

ForeignDialog::ForeignDialog(ContainerService* service, QWidget* parent)
    : QDialog(parent)
    , m_service(service)
    , m_tree(new QTreeWidget(this))
    , m_explanation(new QLabel(this))
    , m_byHand(new QPlainTextEdit(this))
    , m_state(new QLabel(this))
    , m_copy(new QPushButton(icon(QStringLiteral("edit-copy")), tr("&Copy the command"), this))
    , m_enter(new QPushButton(icon(QStringLiteral("utilities-terminal")), tr("&Enter…"), this)) {
    setObjectName(QStringLiteral("foreignDialog"));
    setWindowTitle(tr("Elsewhere on this computer"));
    const QSize room = (parent ? parent->screen() : QGuiApplication::primaryScreen())->availableSize();
    resize(QSize(860, 560).boundedTo(room - QSize(24, 64)));
    m_explanation->setWordWrap(true);
    m_explanation->setTextFormat(Qt::PlainText);
    m_explanation->setText(
        tr("Processes in namespaces that Vitrine did not make: containers of Docker, Podman and others, "
           "sandboxes of applications and services. Entering one asks for an administrator each time."));
    m_byHand->setObjectName(QStringLiteral("foreignByHand"));
    m_byHand->setAccessibleName(tr("The command by hand"));
    m_byHand->setReadOnly(true);
    m_byHand->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_byHand->setTabChangesFocus(true);
    m_byHand->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_byHand->setMaximumHeight(m_byHand->fontMetrics().lineSpacing() * 3);
    auto* label = new QLabel(tr("By &hand, root enters it with:"), this);
    label->setBuddy(m_byHand);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_explanation);
    column->addWidget(makeTree(), 1);
    column->addWidget(label);
    column->addWidget(m_byHand);
    column->addLayout(makeButtons());
    m_timer.setInterval(refreshMs);
    connect(&m_timer, &QTimer::timeout, this, &ForeignDialog::refresh);
    showCommand();
}

QWidget* ForeignDialog::makeTree() {
    m_tree->setObjectName(QStringLiteral("foreignTree"));
    m_tree->setAccessibleName(tr("Containers of others"));
    m_tree->setColumnCount(ColumnCount);
    m_tree->setHeaderLabels(
        {tr("Name"), tr("Made by"), tr("Process"), tr("User"), tr("Processes"), tr("Namespaces of its own")});
    m_tree->setUniformRowHeights(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    for (const int column : {Process, User, Count})
        m_tree->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &ForeignDialog::showCommand);
    return m_tree;
}

QLayout* ForeignDialog::makeButtons() {
    m_state->setObjectName(QStringLiteral("foreignState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_copy->setObjectName(QStringLiteral("foreignCopy"));
    m_copy->setAutoDefault(false);
    connect(m_copy, &QPushButton::clicked, this, &ForeignDialog::copy);
    auto* box = new QDialogButtonBox(QDialogButtonBox::Close, this);
    box->button(QDialogButtonBox::Close)->setIcon(icon(QStringLiteral("window-close")));
    connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* row = new QHBoxLayout;
    row->addWidget(m_state, 1);
    m_enter->setObjectName(QStringLiteral("foreignEnter"));
    m_enter->setAutoDefault(false);
    m_enter->setToolTip(tr("Runs a command in this container. It gets at most the capabilities of the "
                           "container's first process, but not its system call filter, and the container's "
                           "limits do not hold for it."));
    connect(m_enter, &QPushButton::clicked, this, &ForeignDialog::askHowToEnter);
    row->addWidget(m_copy);
    row->addWidget(m_enter);
    row->addWidget(box);
    return row;
}

void ForeignDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    m_timer.start();
    refresh();
}

void ForeignDialog::hideEvent(QHideEvent* event) {
    m_timer.stop();
    QDialog::hideEvent(event);
}

void ForeignDialog::refresh() {
    m_service->listForeign(this,
                           [this](const Reply<std::vector<ForeignContainer>>& reply) { onList(reply); });
}

void ForeignDialog::onList(const Reply<std::vector<ForeignContainer>>& reply) {
    if (!reply) {
        m_state->setText(QStringLiteral("⚠ %1").arg(reply.error().message));
        return;
    }
    m_state->setText(reply->empty() ? tr("There are none at the moment.")
                                    : tr("There are %1.").arg(reply->size()));
    if (*reply == m_shown)
        return;
    m_shown = *reply;
    fill();
}

QTreeWidgetItem* ForeignDialog::makeItem(const ForeignContainer& foreign) const {
    auto* item = new QTreeWidgetItem;
    item->setText(Name, titleOf(foreign));
    item->setText(Engine, engineText(foreign.engine));
    item->setText(Process, QString::number(foreign.leader));
    item->setText(User, QString::number(foreign.uid));
    item->setText(Count, QString::number(foreign.processes.size()));
    item->setText(Namespaces, listOf(foreign.namespaces).join(QLatin1Char(' ')));
    QStringList titles;
    for (const NamespaceKind kind : foreign.namespaces)
        titles.append(namespaceTitle(kind));
    item->setToolTip(Namespaces, titles.join(QLatin1Char('\n')));
    item->setData(Name, keyRole, keyOf(foreign));
    addProcesses(item, foreign.processes);
    return item;
}

/// What was open stays open, and what was selected stays selected.
void ForeignDialog::fill() {
    QSet<QString> open;
    const QTreeWidgetItem* current = m_tree->currentItem();
    while (current && current->parent())
        current = current->parent();
    const QString selected = current ? current->data(Name, keyRole).toString() : QString();
    for (int row = 0; row < m_tree->topLevelItemCount(); ++row) {
        if (m_tree->topLevelItem(row)->isExpanded())
            open.insert(m_tree->topLevelItem(row)->data(Name, keyRole).toString());
    }
    m_tree->clear();
    for (std::size_t index = 0; index < m_shown.size(); ++index) {
        QTreeWidgetItem* item = makeItem(m_shown[index]);
        item->setData(Name, indexRole, static_cast<int>(index));
        for (const int column : {Process, User, Count})
            item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        m_tree->addTopLevelItem(item);
        const QString key = keyOf(m_shown[index]);
        item->setExpanded(open.contains(key));
        if (key == selected || (selected.isEmpty() && index == 0))
            m_tree->setCurrentItem(item);
    }
    showCommand();
}

const ForeignContainer* ForeignDialog::current() const {
    const QTreeWidgetItem* item = m_tree->currentItem();
    while (item && item->parent())
        item = item->parent();
    return item ? &m_shown.at(item->data(Name, indexRole).toUInt()) : nullptr;
}

void ForeignDialog::showCommand() {
    const ForeignContainer* foreign = current();
    m_copy->setEnabled(foreign != nullptr);
    m_enter->setEnabled(foreign != nullptr);
    if (!foreign)
        return m_byHand->clear();
    auto words = nsenterWords({static_cast<std::int32_t>(foreign->leader), foreign->namespaces});
    // Its root may be another than that of its mount namespace.
    words.insert(words.end(), {"--root", "--wd", "--", "sh"});
    m_byHand->setPlainText(QString::fromStdString(shellCommand(words)));
}

void ForeignDialog::askHowToEnter() {
    const ForeignContainer* found = current();
    if (!found)
        return;
    ContainerInfo info;
    info.name = titleOf(*found);
    info.leader = found->leader;
    auto* dialog = new EnterDialog(info, specOf(*found), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &EnterDialog::chosen, this, [this, foreign = *found](EnterChoice choice) {
        if (!choice.namespaces)
            choice.namespaces = listOf(foreign.namespaces);
        auto* console = new ForeignConsole(m_service, foreign, choice, titleOf(foreign), parentWidget());
        console->setAttribute(Qt::WA_DeleteOnClose);
        console->show();
    });
    dialog->open();
}

void ForeignDialog::copy() {
    QGuiApplication::clipboard()->setText(m_byHand->toPlainText());
    m_state->setText(tr("Copied."));
    announce(m_state, m_state->text());
}

} // namespace vitrine::gui
