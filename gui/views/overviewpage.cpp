// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/overviewpage.h"
#include "gui/limits/limitwords.h"
#include "gui/models/format.h"
#include "gui/models/helperspec.h"
#include "gui/settings/lifeform.h"
#include "gui/views/colours.h"
#include "gui/views/explain.h"
#include "gui/views/healthview.h"
#include "gui/views/icons.h"
#include "gui/volumes/volumesbox.h"

#include <QCheckBox>
#include <QEvent>
#include <QGridLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>

#include <algorithm>
#include <csignal>

namespace vitrine::gui {

namespace {

QLabel* value(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

QString quoted(const QStringList& arguments) {
    QStringList words;
    for (const QString& argument : arguments)
        words << (argument.contains(QLatin1Char(' ')) || argument.isEmpty()
                      ? QStringLiteral("'%1'").arg(argument)
                      : argument);
    return words.join(QLatin1Char(' '));
}

QString resultOf(const ContainerInfo& info) {
    if (info.outOfMemory)
        return OverviewPage::tr("⚠ killed: it reached its memory limit");
    if (info.exitSignal > 0)
        return OverviewPage::tr("ended by signal %1").arg(info.exitSignal);
    if (info.exitCode >= 0)
        return info.exitCode == 0 ? OverviewPage::tr("ended well (exit code 0)")
                                  : OverviewPage::tr("ended with exit code %1").arg(info.exitCode);
    return OverviewPage::tr("none yet");
}

} // namespace

OverviewPage::OverviewPage(const PageContext& context, QWidget* parent)
    : Page(context, parent) {
    auto* content = new QWidget;
    auto* general = makeGeneral();
    auto* limits = makeLimits();
    auto* isolation = new QGroupBox(tr("Isolation"), content);
    makeNamespaces(new QGridLayout(isolation));
    m_volumes = new VolumesBox(this->context().actions, content);
    m_health = new HealthView(content);
    auto* grid = new QGridLayout(content);
    grid->addWidget(general, 0, 0);
    grid->addWidget(limits, 0, 1);
    grid->addWidget(m_health, 1, 0, 1, 2);
    grid->addWidget(isolation, 2, 0, 1, 2);
    grid->addWidget(m_volumes, 3, 0, 1, 2);
    grid->setRowStretch(4, 1);
    grid->setColumnStretch(0, 3);
    grid->setColumnStretch(1, 2);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(title());
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    if (context.groups)
        connect(context.groups, &GroupStore::changed, this, &OverviewPage::refresh);
}

QWidget* OverviewPage::makeGeneral() {
    auto* box = new QGroupBox(tr("Container"), this);
    auto* rows = makeRows(box);
    m_command = addRow(rows, tr("Command")).text;
    m_root = addRow(rows, tr("Root")).text;
    m_root->setObjectName(QStringLiteral("overviewRoot"));
    m_created = addRow(rows, tr("Created")).text;
    m_started = addRow(rows, tr("Last start")).text;
    m_finished = addRow(rows, tr("Last end")).text;
    m_result = addRow(rows, tr("Last result")).text;
    m_stop = addRow(rows, tr("When stopped")).text;
    m_restart = addRow(rows, tr("When it ends")).text;
    m_restart->setObjectName(QStringLiteral("overviewRestart"));
    m_group = addRow(rows, tr("Group")).text;
    m_group->setObjectName(QStringLiteral("overviewGroup"));
    m_cgroup = addRow(rows, tr("Control group")).text;
    m_id = addRow(rows, tr("Id")).text;
    makeAtBoot(rows);
    rows->setRowStretch(rows->rowCount(), 1);
    return box;
}

QWidget* OverviewPage::makeLimits() {
    auto* box = new QGroupBox(tr("Limits"), this);
    auto* rows = makeRows(box);
    for (const LimitKind kind : allLimitKinds) {
        Row& row = m_limits.at(static_cast<std::size_t>(kind));
        row = addRow(rows, titleOf(kind));
        row.text->setObjectName(QStringLiteral("overview-%1").arg(fieldOf(kind)));
    }
    rows->setRowStretch(rows->rowCount(), 1);
    return box;
}

QIcon OverviewPage::icon() {
    return ownIcon(QStringLiteral("page-overview"));
}

// A form layout would give a text that needs a second line the height of one, once the scroll bar has taken
// some of its width.
QGridLayout* OverviewPage::makeRows(QWidget* box) {
    auto* rows = new QGridLayout(box);
    rows->setColumnStretch(1, 1);
    return rows;
}

OverviewPage::Row OverviewPage::addRow(QGridLayout* rows, const QString& name) {
    const Row made{new QLabel(name, this), value(this)};
    made.title->setBuddy(made.text);
    const int row = rows->rowCount();
    rows->addWidget(made.title, row, 0, Qt::AlignTop);
    rows->addWidget(made.text, row, 1);
    return made;
}

void OverviewPage::makeAtBoot(QGridLayout* rows) {
    m_atBoot = new QCheckBox(tr("Start when the machine starts"), this);
    m_atBoot->setObjectName(QStringLiteral("overviewAtBoot"));
    m_atBootText = value(this);
    m_atBootText->setObjectName(QStringLiteral("overviewAtBootText"));
    rows->addWidget(m_atBoot, rows->rowCount(), 0, 1, 2);
    rows->addWidget(m_atBootText, rows->rowCount(), 0, 1, 2);
    // Clicked by a person: setChecked() is no click.
    connect(m_atBoot, &QCheckBox::clicked, this, [this](bool checked) {
        if (entry())
            context().actions->setAtBoot(container(), checked ? AtBoot::Start : AtBoot::Leave);
    });
}

void OverviewPage::makeNamespaces(QGridLayout* grid) {
    int row = 0;
    for (const NamespaceKind kind : allNamespaceKinds) {
        auto* colour = new QLabel(this);
        QPixmap square(12, 12);
        square.fill(colourOf(kind));
        colour->setPixmap(square);
        NamespaceRow labels{new QLabel(namespaceTitle(kind), this), value(this), value(this)};
        labels.inode->setWordWrap(false);
        labels.inode->setToolTip(
            tr("Inode number of the namespace: processes with the same number share it"));
        grid->addWidget(colour, row, 0);
        grid->addWidget(labels.title, row, 1);
        grid->addWidget(labels.text, row, 2);
        grid->addWidget(labels.inode, row, 3, Qt::AlignRight);
        m_namespaces.push_back(labels);
        ++row;
    }
    grid->setColumnStretch(2, 1);
}

void OverviewPage::refresh() {
    const ContainerEntry* entry = this->entry();
    if (!entry)
        return;
    const ContainerInfo& info = entry->info;
    m_command->setText(quoted(info.command));
    m_root->setText(info.rootKind == QLatin1String("folder")
                        ? tr("⚠ a folder of this computer: %1").arg(info.rootPath)
                        : tr("its own: %1").arg(info.rootPath));
    m_created->setText(formatMoment(info.createdUs));
    m_started->setText(formatMoment(info.startedUs));
    m_finished->setText(isAlive(info.state) ? tr("it is running") : formatMoment(info.finishedUs));
    m_result->setText(resultOf(info));
    m_stop->setText(tr("%1, and is killed after %2 s")
                        .arg(QString::fromStdString(signalName(info.life.stopSignal.value_or(SIGTERM))),
                             QLocale().toString(stopTimeoutOf(info.life) / 1000.0)));
    m_restart->setText(describeRestart(info.life));
    const QString group = context().groups ? context().groups->nameOf(info.group) : QString();
    m_group->setText(info.group.isEmpty() ? tr("in none")
                     : group.isEmpty()    ? tr("one that is not there (any more)")
                                          : group);
    m_cgroup->setText(info.cgroup.isEmpty() ? tr("none") : info.cgroup);
    m_id->setText(info.id);
    m_health->setReport(info.health);
    refreshAtBoot(*entry);
    refreshVolumes(info);
    refreshLimits(info.limits);
    refreshNamespaces(info);
}

void OverviewPage::refreshVolumes(const ContainerInfo& info) {
    const bool isRunning = info.state == ContainerState::Running || info.state == ContainerState::Paused;
    QString unavailable;
    if (!info.sharing.isNew(NamespaceKind::Mount))
        unavailable = tr("it has the mounts of this computer itself.");
    else if (isRunning && context().service->helper().mode == HelperMode::Session)
        unavailable = tr("without root's rights only a stopped container can be given a volume.");
    else if (!isRunning && info.state != ContainerState::Stopped)
        unavailable = tr("it must be running or stopped.");
    m_volumes->setContainer(info, unavailable);
}

/// The usual ones, and of the others those that are set.
void OverviewPage::refreshLimits(const ResourceLimits& limits) {
    constexpr std::array usual{LimitKind::Cpu, LimitKind::MemoryMax, LimitKind::MemoryHigh, LimitKind::Swap,
                               LimitKind::Pids};
    for (const LimitKind kind : allLimitKinds) {
        const Row& row = m_limits.at(static_cast<std::size_t>(kind));
        const bool isSet = !isSame(kind, limits, ResourceLimits());
        const bool isShown = isSet || std::ranges::contains(usual, kind);
        row.title->setVisible(isShown);
        row.text->setVisible(isShown);
        row.text->setText(describe(kind, limits, m_disks));
    }
}

void OverviewPage::shown() {
    refresh();
    const bool needsDisks = entry() && !entry()->info.limits.ioMax.empty() && m_disks.empty();
    if (!needsDisks)
        return;
    context().service->listDisks(this, [this](const Reply<std::vector<Disk>>& reply) {
        if (!reply)
            return;
        m_disks = *reply;
        refresh();
    });
}

void OverviewPage::refreshAtBoot(const ContainerEntry& entry) {
    const ContainerInfo& info = entry.info;
    const QString unavailable = unavailableReason(context().service->helper(), "start-at-boot");
    const bool isAsked = entry.pending == PendingAction::Marking;
    const bool isWide = !info.widenings.isEmpty();
    const bool isWhole = info.state != ContainerState::Creating && info.state != ContainerState::Deleting &&
                         (info.state != ContainerState::Broken || info.startAtBoot);
    m_atBoot->setEnabled(unavailable.isEmpty() && isWhole && !isAsked);
    if (!isAsked) // else it shows what was clicked
        m_atBoot->setChecked(info.startAtBoot);
    QPalette colours = palette();
    if (isWide && unavailable.isEmpty())
        colours.setColor(QPalette::WindowText, dangerColour(palette()));
    m_atBootText->setPalette(colours);
    m_atBootText->setText(
        !unavailable.isEmpty() ? tr("Not available: %1").arg(unavailable)
        : isWide ? tr("⚠ Nobody is asked about it then, although it isolates less than the default.")
                 : tr("Before anybody has logged in, and without a question about it then."));
}

/// Its own, or another container's; and who else is in it.
QString OverviewPage::containerNamespaceText(const ContainerInfo& info, NamespaceKind kind) const {
    const ContainerStore& containers = *context().containers;
    if (info.sharing.isJoined(kind)) {
        const ContainerEntry* other = containers.find(info.joinedContainer);
        return joinedNamespaceText(kind, other ? other->info.name : tr("a container that is gone"));
    }
    QStringList names;
    for (const ContainerEntry& other : containers.containers())
        if (other.info.joinedContainer == info.id && other.info.sharing.isJoined(kind))
            names << other.info.name;
    const QString own = ownNamespaceText(kind);
    return names.isEmpty() ? own : tr("%1 Shared by: %2.").arg(own, names.join(QStringLiteral(", ")));
}

void OverviewPage::refreshNamespaces(const ContainerInfo& info) {
    for (const NamespaceKind kind : allNamespaceKinds) {
        const auto number = static_cast<std::size_t>(kind);
        const NamespaceRow& row = m_namespaces.at(number);
        const bool hosts = info.sharing.isHosts(kind);
        QPalette colours = palette();
        if (hosts)
            colours.setColor(QPalette::WindowText, dangerColour(palette()));
        row.text->setPalette(colours);
        row.text->setText(hosts ? tr("⚠ Shared with the host: %1").arg(sharedNamespaceText(kind))
                                : containerNamespaceText(info, kind));
        row.inode->setText(info.namespaces.at(number) == 0 ? QString()
                                                           : QString::number(info.namespaces.at(number)));
        row.inode->setVisible(!row.inode->text().isEmpty());
    }
}

void OverviewPage::changeEvent(QEvent* event) {
    Page::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && isShown())
        refresh();
}

} // namespace vitrine::gui
