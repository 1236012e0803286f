// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/groups/panicbox.h"

#include "gui/store/groupstore.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

namespace vitrine::gui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PanicBox)
};

QStringList runningIn(const ContainerStore& containers, const QString& group) {
    QStringList names;
    for (const ContainerEntry& entry : containers.containers()) {
        const ContainerState state = entry.info.state;
        const bool isActive =
            isAlive(state) || state == ContainerState::Starting || state == ContainerState::Restarting;
        if (entry.info.group == group && isActive)
            names << entry.info.name;
    }
    return names;
}

} // namespace

void askPanicStop(const PageContext& context, const QString& group, QWidget* parent) {
    const GroupInfo* info = context.groups ? context.groups->find(group) : nullptr;
    if (!info)
        return;
    const QStringList names = runningIn(*context.containers, group);
    auto* box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(QStringLiteral("panicBox"));
    box->setIcon(QMessageBox::Warning);
    box->setWindowTitle(Words::tr("Stop the group %1 now").arg(info->name));
    box->setTextFormat(Qt::PlainText);
    box->setText(Words::tr("End all containers of the group %1 at once?").arg(info->name));
    const QString which = names.isEmpty() ? Words::tr("None of them runs at the moment.")
                                          : Words::tr("These run: %1.").arg(names.join(QStringLiteral(", ")));
    box->setInformativeText(
        Words::tr(
            "%1\nTheir processes are killed: none is asked to end, what they have not saved is lost, and "
            "none of them is started again by itself.")
            .arg(which));
    QPushButton* stop = box->addButton(Words::tr("Stop all &now"), QMessageBox::DestructiveRole);
    stop->setObjectName(QStringLiteral("panicButton"));
    stop->setIcon(icon(QStringLiteral("process-stop")));
    QPalette colours = stop->palette();
    colours.setColor(QPalette::ButtonText, dangerColour(colours));
    stop->setPalette(colours);
    QPushButton* keep = box->addButton(Words::tr("&Let them run"), QMessageBox::RejectRole);
    box->setDefaultButton(keep);
    box->setEscapeButton(keep);
    QObject::connect(stop, &QPushButton::clicked, context.groups,
                     [groups = context.groups, group] { groups->stopAll(group); });
    box->open();
}

} // namespace vitrine::gui
