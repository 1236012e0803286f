// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/groups/groupsdialog.h"

#include "core/model/containerspec.h"
#include "gui/groups/groupeditor.h"
#include "gui/groups/panicbox.h"
#include "gui/limits/limitkind.h"
#include "gui/limits/limitwords.h"
#include "gui/models/containermodel.h"
#include "gui/store/groupstore.h"
#include "gui/views/announce.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine::gui {

namespace {

enum Column { Name, Members, Limits, ColumnCount };
constexpr int idRole = Qt::UserRole;

QString limitsText(const ResourceLimits& limits, const std::vector<Disk>& disks) {
    QStringList words;
    for (const LimitKind kind : allLimitKinds)
        if (!isSame(kind, limits, ResourceLimits()))
            words << QStringLiteral("%1: %2").arg(titleOf(kind), describe(kind, limits, disks));
    return words.isEmpty() ? GroupsDialog::tr("none") : words.join(QStringLiteral(", "));
}

} // namespace

GroupsDialog::GroupsDialog(const PageContext& context, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_tree(new QTreeWidget(this))
    , m_none(new QLabel(tr("There is none yet. “New…” makes one, and asks for its limits."), this))
    , m_state(new QLabel(this)) {
    setObjectName(QStringLiteral("groupsDialog"));
    setWindowTitle(tr("Groups of containers"));
    const QSize room = (parent ? parent->screen() : QGuiApplication::primaryScreen())->availableSize();
    resize(QSize(760, 480).boundedTo(room - QSize(24, 64)));
    auto* explanation = new QLabel(
        tr("Containers in a group share its limits, and can be stopped together at once. A container's "
           "group is chosen when it is made, and with “Edit” while it is stopped."),
        this);
    explanation->setWordWrap(true);
    m_state->setObjectName(QStringLiteral("groupsState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    auto* row = new QHBoxLayout;
    row->addWidget(makeTree(), 1);
    row->addLayout(makeButtons());
    auto* box = new QDialogButtonBox(QDialogButtonBox::Close, this);
    box->button(QDialogButtonBox::Close)->setIcon(icon(QStringLiteral("window-close")));
    connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_state, 1);
    bottom->addWidget(box);
    auto* column = new QVBoxLayout(this);
    m_none->setObjectName(QStringLiteral("groupsNone"));
    m_none->setWordWrap(true);
    column->addWidget(explanation);
    column->addWidget(m_none);
    column->addLayout(row, 1);
    column->addLayout(bottom);
    connectStore();
    fill();
    m_context.service->listDisks(this, [this](const Reply<std::vector<Disk>>& reply) {
        if (!reply)
            return;
        m_disks = *reply;
        fill();
    });
}

QWidget* GroupsDialog::makeTree() {
    m_tree->setObjectName(QStringLiteral("groupsTree"));
    m_tree->setAccessibleName(tr("Groups"));
    m_tree->setColumnCount(ColumnCount);
    m_tree->setHeaderLabels({tr("Name"), tr("Containers"), tr("Limits of all together")});
    m_tree->setUniformRowHeights(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setTextElideMode(Qt::ElideMiddle);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &GroupsDialog::updateButtons);
    return m_tree;
}

QPushButton* GroupsDialog::makeButton(const char* name, const char* iconName, const QString& text) {
    auto* button = new QPushButton(icon(QLatin1String(iconName)), text, this);
    button->setObjectName(QLatin1String(name));
    button->setAutoDefault(false);
    return button;
}

QLayout* GroupsDialog::makeButtons() {
    m_new = makeButton("groupNew", "list-add", tr("&New…"));
    m_limits = makeButton("groupLimits", "page-limits", tr("&Limits…"));
    m_rename = makeButton("groupRename", "edit-rename", tr("&Rename…"));
    m_delete = makeButton("groupDelete", "edit-delete", tr("&Delete…"));
    m_panic = makeButton("groupPanic", "process-stop", tr("&Stop all now…"));
    QPalette colours = m_panic->palette();
    colours.setColor(QPalette::Active, QPalette::ButtonText, dangerColour(colours));
    colours.setColor(QPalette::Inactive, QPalette::ButtonText, dangerColour(colours));
    m_panic->setPalette(colours);
    auto* column = new QVBoxLayout;
    for (QPushButton* button : {m_new, m_limits, m_rename, m_delete})
        column->addWidget(button);
    column->addStretch(1);
    column->addWidget(m_panic);
    connect(m_new, &QPushButton::clicked, this, &GroupsDialog::askNew);
    connect(m_limits, &QPushButton::clicked, this, &GroupsDialog::askLimits);
    connect(m_rename, &QPushButton::clicked, this, &GroupsDialog::askRename);
    connect(m_delete, &QPushButton::clicked, this, &GroupsDialog::askDelete);
    connect(m_panic, &QPushButton::clicked, this, [this] {
        if (const GroupInfo* group = current())
            askPanicStop(m_context, group->id, this);
    });
    return column;
}

void GroupsDialog::connectStore() {
    GroupStore* groups = m_context.groups;
    connect(groups, &GroupStore::changed, this, &GroupsDialog::fill);
    connect(m_context.containers, &ContainerStore::changed, this, &GroupsDialog::fill);
    connect(m_context.service, &ContainerService::statusChanged, this, &GroupsDialog::updateButtons);
    connect(groups, &GroupStore::created, this, [this](const QString& id) {
        m_wanted = id;
        fill();
    });
    connect(groups, &GroupStore::succeeded, this, [this] { showState({}); });
    connect(groups, &GroupStore::failed, this, [this](const QString& what, const ServiceError& error) {
        showState(tr("⚠ Could not %1: %2").arg(what, error.message));
    });
}

void GroupsDialog::showState(const QString& text) {
    m_state->setText(text);
    if (!text.isEmpty())
        announce(m_state, text);
}

QStringList GroupsDialog::membersOf(const QString& group) const {
    QStringList names;
    for (const ContainerEntry& entry : m_context.containers->containers())
        if (entry.info.group == group)
            names << entry.info.name;
    return names;
}

QTreeWidgetItem* GroupsDialog::makeItem(const GroupInfo& group) const {
    auto* item = new QTreeWidgetItem;
    int running = 0;
    int all = 0;
    for (const ContainerEntry& entry : m_context.containers->containers()) {
        if (entry.info.group != group.id)
            continue;
        ++all;
        running += isAlive(entry.info.state) ? 1 : 0;
        auto* member = new QTreeWidgetItem(item);
        member->setText(Name, entry.info.name);
        member->setToolTip(Name, entry.info.name);
        member->setText(Members, stateWord(entry.info.state));
        member->setData(Name, idRole, group.id);
    }
    item->setText(Name, group.name);
    item->setToolTip(Name, group.name);
    item->setText(Members, m_context.groups->isStopping(group.id) ? tr("being stopped")
                           : all == 0                             ? tr("none")
                                      : tr("%1, %2 of them running").arg(all).arg(running));
    item->setText(Limits, limitsText(group.limits, m_disks));
    item->setToolTip(Limits, item->text(Limits));
    item->setData(Name, idRole, group.id);
    return item;
}

/// A long name leaves room for what is said of it. Whoever has moved a border keeps it until there are more
/// groups or fewer.
void GroupsDialog::fitColumns() {
    for (const Column column : {Name, Members})
        m_tree->resizeColumnToContents(column);
    const int most = m_tree->viewport()->width() * 2 / 5;
    m_tree->setColumnWidth(Name, std::min(m_tree->columnWidth(Name), most));
}

void GroupsDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    fitColumns();
}

/// What was open stays open, and what was selected stays selected.
void GroupsDialog::fill() {
    const GroupInfo* before = current();
    QString selected = before ? before->id : QString();
    if (m_context.groups->find(m_wanted))
        selected = std::exchange(m_wanted, {});
    QStringList closed;
    for (int row = 0; row < m_tree->topLevelItemCount(); ++row)
        if (!m_tree->topLevelItem(row)->isExpanded())
            closed << m_tree->topLevelItem(row)->data(Name, idRole).toString();
    const int count = m_tree->topLevelItemCount();
    m_tree->clear();
    for (const GroupInfo& group : m_context.groups->groups()) {
        QTreeWidgetItem* item = makeItem(group);
        m_tree->addTopLevelItem(item);
        item->setExpanded(!closed.contains(group.id));
        if (group.id == selected || (selected.isEmpty() && m_tree->topLevelItemCount() == 1))
            m_tree->setCurrentItem(item);
    }
    m_none->setVisible(m_tree->topLevelItemCount() == 0);
    if (isVisible() && m_tree->topLevelItemCount() != count)
        fitColumns();
    updateButtons();
}

const GroupInfo* GroupsDialog::current() const {
    const QTreeWidgetItem* item = m_tree->currentItem();
    return item ? m_context.groups->find(item->data(Name, idRole).toString()) : nullptr;
}

void GroupsDialog::updateButtons() {
    const bool isThere = isConnected(m_context.service->status().availability);
    const GroupInfo* group = current();
    const QStringList members = group ? membersOf(group->id) : QStringList();
    const QString none = !isThere ? tr("The helper is not there")
                         : !group ? tr("Select a group first")
                                  : QString();
    const auto set = [](QPushButton* button, const QString& explanation, const QString& reason) {
        button->setEnabled(reason.isEmpty());
        button->setToolTip(reason.isEmpty() ? explanation : reason);
        button->setAccessibleDescription(button->toolTip());
    };
    set(m_new, tr("Makes a group without containers"), isThere ? QString() : none);
    set(m_limits, tr("Changes what all its containers may use together, also while they run"), none);
    set(m_rename, tr("Gives the group another name"), none);
    set(m_delete, tr("Deletes the group, which has no containers"),
        none.isEmpty() && !members.isEmpty()
            ? tr("There are containers in it: %1").arg(members.join(QStringLiteral(", ")))
            : none);
    const bool isStopping = group && m_context.groups->isStopping(group->id);
    set(m_panic, tr("Ends all its containers at once, and starts none of them again"),
        none.isEmpty() && isStopping ? tr("It is being stopped") : none);
}

QString GroupsDialog::nameProblem(const QString& name) const {
    if (!validateName(name.toStdString()))
        return tr(
            "name: 1 to 63 letters (A to Z, a to z), digits, “_”, “.” or “-” are needed, with a letter or "
            "a digit first");
    if (std::ranges::contains(m_context.groups->groups(), name, &GroupInfo::name))
        return tr("name: there is already a group of this name");
    return {};
}

QString GroupsDialog::freeName() const {
    QString name = QStringLiteral("group");
    for (int number = 2; std::ranges::contains(m_context.groups->groups(), name, &GroupInfo::name); ++number)
        name = QStringLiteral("group-%1").arg(number);
    return name;
}

void GroupsDialog::askNew() {
    auto* editor = new GroupEditor(
        m_context.service, freeName(), [this](const QString& name) { return nameProblem(name); }, this);
    editor->setAttribute(Qt::WA_DeleteOnClose);
    connect(editor, &QDialog::accepted, this,
            [this, editor] { m_context.groups->create(editor->name(), editor->limits()); });
    editor->open();
}

void GroupsDialog::askLimits() {
    const GroupInfo* group = current();
    if (!group)
        return;
    auto* editor = new GroupEditor(m_context.service, *group, this);
    editor->setAttribute(Qt::WA_DeleteOnClose);
    connect(editor, &QDialog::accepted, this,
            [this, editor, id = group->id] { m_context.groups->setLimits(id, editor->limits()); });
    editor->open();
}

void GroupsDialog::askRename() {
    const GroupInfo* group = current();
    if (!group)
        return;
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("groupRenameDialog"));
    dialog->setWindowTitle(tr("Rename %1").arg(group->name));
    dialog->setLabelText(tr("New name (letters, digits, “.”, “_” and “-”, at most 63):"));
    dialog->setTextValue(group->name);
    dialog->setOkButtonText(tr("Rename"));
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, id = group->id, old = group->name](const QString& name) {
                if (name != old)
                    m_context.groups->rename(id, name);
            });
    dialog->open();
}

void GroupsDialog::askDelete() {
    const GroupInfo* group = current();
    if (!group)
        return;
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(QStringLiteral("groupDeleteBox"));
    box->setIcon(QMessageBox::Warning);
    box->setWindowTitle(tr("Delete %1").arg(group->name));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Delete the group %1?").arg(group->name));
    box->setInformativeText(tr("Its name and its limits are deleted. It has no containers."));
    QPushButton* remove = box->addButton(tr("Delete %1").arg(group->name), QMessageBox::DestructiveRole);
    remove->setObjectName(QStringLiteral("groupDeleteButton"));
    QPushButton* keep = box->addButton(tr("Keep it"), QMessageBox::RejectRole);
    box->setDefaultButton(keep);
    box->setEscapeButton(keep);
    connect(remove, &QPushButton::clicked, this, [this, id = group->id] { m_context.groups->remove(id); });
    box->open();
}

} // namespace vitrine::gui
