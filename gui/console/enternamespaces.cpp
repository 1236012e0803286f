// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/console/enternamespaces.h"

#include "gui/views/colours.h"
#include "gui/views/explain.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>

namespace vitrine::gui {

QString enteredText(NamespaceKind kind) {
    switch (kind) {
    case NamespaceKind::Pid:
        return EnterNamespaces::tr("It is numbered among the container's processes and can signal no others. "
                                   "(What ps shows comes from /proc: for that the files are needed, too.)");
    case NamespaceKind::Mount:
        return EnterNamespaces::tr("Every path means a file of the container, and so does the command.");
    case NamespaceKind::Network:
        return EnterNamespaces::tr("It has the container's interfaces, addresses and ports.");
    case NamespaceKind::Uts:
        return EnterNamespaces::tr("hostname answers with the container's name.");
    case NamespaceKind::Ipc:
        return EnterNamespaces::tr("It reaches the container's shared memory and message queues.");
    case NamespaceKind::User:
        return EnterNamespaces::tr(
            "User numbers are the container's: root here is an ordinary user outside.");
    case NamespaceKind::Cgroup:
        return EnterNamespaces::tr("It sees the container's control group as the top of the tree.");
    case NamespaceKind::Time:
        return EnterNamespaces::tr("It reads the container's monotonic and boot clocks.");
    }
    return {};
}

QString leftOutText(NamespaceKind kind) {
    switch (kind) {
    case NamespaceKind::Pid:
        return EnterNamespaces::tr("It is a process of this computer that the container does not see; it "
                                   "ends with the container all the same.");
    case NamespaceKind::Mount:
        return EnterNamespaces::tr("Its root directory is this computer's: every path means a file of this "
                                   "computer, and so does the command.");
    case NamespaceKind::Network:
        return EnterNamespaces::tr("It uses this computer's network, its ports included.");
    case NamespaceKind::Uts:
        return EnterNamespaces::tr("It has this computer's name.");
    case NamespaceKind::Ipc:
        return EnterNamespaces::tr("It reaches this computer's shared memory.");
    case NamespaceKind::User:
        return EnterNamespaces::tr(
            "User numbers are this computer's: as user 0 it is root of this computer.");
    case NamespaceKind::Cgroup:
        return EnterNamespaces::tr("It sees this computer's whole tree of control groups; the container's "
                                   "limits hold all the same.");
    case NamespaceKind::Time:
        return EnterNamespaces::tr("It reads this computer's clocks.");
    }
    return {};
}

EnterNamespaces::EnterNamespaces(const NamespaceSet& own, QWidget* parent)
    : QWidget(parent)
    , m_own(own)
    , m_warning(new QLabel(this)) {
    auto* grid = new QGridLayout(this);
    grid->setColumnStretch(1, 1);
    auto* text =
        new QLabel(tr("The command enters these namespaces of the container, as nsenter does:"), this);
    text->setWordWrap(true);
    grid->addWidget(text, grid->rowCount(), 0, 1, 2);
    for (const NamespaceKind kind : allNamespaceKinds)
        m_rows.at(static_cast<std::size_t>(kind)) = addRow(kind);
    m_warning->setObjectName(QStringLiteral("enterWarning"));
    m_warning->setWordWrap(true);
    m_warning->setTextFormat(Qt::PlainText);
    QPalette colours = m_warning->palette();
    colours.setColor(QPalette::WindowText, dangerColour(colours));
    m_warning->setPalette(colours);
    grid->addWidget(m_warning, grid->rowCount(), 0, 1, 2);
    grid->setRowStretch(grid->rowCount(), 1);
    refresh();
}

EnterNamespaces::Row EnterNamespaces::addRow(NamespaceKind kind) {
    auto* grid = static_cast<QGridLayout*>(layout());
    Row row{kind, new QCheckBox(namespaceTitle(kind), this), new QLabel(this)};
    row.box->setObjectName(
        QStringLiteral("enter_%1").arg(QString::fromStdString(std::string(procName(kind)))));
    row.box->setChecked(!m_own.isHosts(kind));
    row.box->setEnabled(!m_own.isHosts(kind));
    row.text->setWordWrap(true);
    row.text->setTextFormat(Qt::PlainText);
    const int line = grid->rowCount();
    grid->addWidget(row.box, line, 0, Qt::AlignTop);
    grid->addWidget(row.text, line, 1);
    connect(row.box, &QCheckBox::toggled, this, [this] {
        refresh();
        emit changed();
    });
    return row;
}

void EnterNamespaces::refresh() {
    for (const auto& [kind, box, text] : m_rows) {
        const bool entered = box->isChecked();
        const bool shared = m_own.isHosts(kind);
        QPalette colours = box->palette();
        if (!entered)
            colours.setColor(QPalette::WindowText, dangerColour(colours));
        text->setPalette(colours);
        if (shared)
            text->setText(tr("⚠ The container has none of its own: %1").arg(sharedNamespaceText(kind)));
        else
            text->setText(entered ? enteredText(kind) : QStringLiteral("⚠ %1").arg(leftOutText(kind)));
        box->setAccessibleDescription(text->text());
    }
    m_warning->setText(outside().empty()
                           ? QString()
                           : tr("⚠ An administrator is asked each time: what this command reaches, root in "
                                "the container can reach through it."));
}

std::vector<NamespaceKind> EnterNamespaces::outside() const {
    std::vector<NamespaceKind> kinds;
    for (const Row& row : m_rows) {
        if (!m_own.isHosts(row.kind) && !row.box->isChecked())
            kinds.push_back(row.kind);
    }
    return kinds;
}

} // namespace vitrine::gui
