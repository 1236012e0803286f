// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/windowactions.h"
#include "gui/models/containermodel.h"
#include "gui/views/icons.h"

#include <QLocale>
#include <QWidget>

namespace vitrine::gui {

namespace {

QAction* make(QWidget* window, const char* name, const char* iconName, const QString& text,
              const QKeySequence& shortcut) {
    auto* action = new QAction(icon(QLatin1String(iconName)), text, window);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(shortcut);
    window->addAction(action);
    return action;
}

} // namespace

WindowActions::WindowActions(QWidget* window)
    : QObject(window)
    , create(make(window, "actionNew", "list-add", tr("&New…"), QKeySequence(Qt::CTRL | Qt::Key_N)))
    , start(make(window, "actionStart", "media-playback-start", tr("&Start"), QKeySequence(Qt::Key_F5)))
    , stop(make(window, "actionStop", "media-playback-stop", tr("S&top"),
                QKeySequence(Qt::SHIFT | Qt::Key_F5)))
    , pause(make(window, "actionPause", "media-playback-pause", tr("&Pause"), QKeySequence(Qt::Key_F6)))
    , enter(make(window, "actionEnter", "utilities-terminal", tr("&Enter"), QKeySequence(Qt::Key_F7)))
    , kill(make(window, "actionKill", "process-stop", tr("&Kill"),
                QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F5)))
    , rename(make(window, "actionRename", "edit-rename", tr("&Rename…"), QKeySequence(Qt::Key_F2)))
    , edit(
          make(window, "actionEdit", "document-properties", tr("Ed&it…"), QKeySequence(Qt::CTRL | Qt::Key_E)))
    , clone(make(window, "actionClone", "edit-copy", tr("&Clone…"),
                 QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)))
    , remove(make(window, "actionDelete", "edit-delete", tr("&Delete…"),
                  QKeySequence(Qt::SHIFT | Qt::Key_Delete)))
    , exportScript(make(window, "actionExportScript", "document-save", tr("E&xport by hand…"),
                        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)))
    , groups(make(window, "actionGroups", "view-list-details", tr("&Groups…"),
                  QKeySequence(Qt::CTRL | Qt::Key_G)))
    , panic(make(window, "actionPanic", "process-stop", tr("Stop its group n&ow…"),
                 QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_G)))
    , saveTemplate(make(window, "actionSaveTemplate", "document-save", tr("Save as te&mplate…"),
                        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M)))
    , templates(make(window, "actionTemplates", "list-add", tr("New from te&mplate…"),
                     QKeySequence(Qt::CTRL | Qt::Key_M)))
    , elsewhere(make(window, "actionElsewhere", "view-list-details", tr("E&lsewhere on this computer…"),
                     QKeySequence(Qt::Key_F9)))
    , doctor(
          make(window, "actionDoctor", "edit-find", tr("Check this &computer…"), QKeySequence(Qt::Key_F8))) {
    doctor->setToolTip(tr("Says what keeps containers from running here, and what mends it"));
}

void WindowActions::set(QAction* action, const QString& explanation, const QString& reason) {
    action->setEnabled(reason.isEmpty());
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    const QString text = reason.isEmpty() ? explanation : reason;
    action->setToolTip(keys.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, keys));
}

void WindowActions::update(const ContainerEntry* entry, const QString& unavailable) {
    using State = ContainerState;
    const State state = entry ? entry->info.state : State::Stopped;
    const QString name = entry ? entry->info.name : QString();
    const QString pending = entry ? describe(entry->pending) : QString();
    QString none = unavailable;
    if (none.isEmpty() && !entry)
        none = tr("Select a container first");
    // Stop and kill stay possible while another thing is asked for: that is how one gets out of it.
    const auto busy = [&](const QString& reason) {
        if (!none.isEmpty())
            return none;
        return pending.isEmpty() ? reason : tr("%1: %2").arg(name, pending);
    };
    const auto free = [&](const QString& reason) { return none.isEmpty() ? reason : none; };
    const QString is = tr("%1 is %2").arg(name, stateWord(state));
    const bool alive = isAlive(state);
    const bool waits = state == State::Restarting;
    const bool resumes = state == State::Paused;
    pause->setText(resumes ? tr("&Resume") : tr("&Pause"));
    pause->setIcon(
        icon(resumes ? QStringLiteral("media-playback-start") : QStringLiteral("media-playback-pause")));

    set(elsewhere, tr("Shows the containers of others: Docker, Podman, Flatpak and whoever"), unavailable);
    set(groups, tr("Shows the groups of containers, with limits for all in a group"), unavailable);
    const bool isGrouped = entry && !entry->info.group.isEmpty();
    set(panic, tr("Ends all containers of the group of %1 at once").arg(name),
        free(isGrouped ? QString() : tr("%1 is in no group").arg(name)));
    set(create, tr("Makes a new container"), unavailable);
    set(templates, tr("Makes a new container with the settings of another one that were kept"), unavailable);
    set(start, tr("Starts %1").arg(name), busy(state == State::Stopped ? QString() : is));
    const double patience = entry ? stopTimeoutOf(entry->info.life) / 1000.0 : 0;
    set(stop,
        waits ? tr("Does not start %1 again").arg(name)
              : tr("Asks %1 to end, and ends it after %2 s").arg(name, QLocale().toString(patience)),
        free(alive || waits ? QString() : is));
    set(pause,
        resumes ? tr("Lets all processes of %1 go on").arg(name)
                : tr("Freezes all processes of %1").arg(name),
        busy(state == State::Running || resumes ? QString() : is));
    set(enter, tr("Opens a shell in %1").arg(name), free(state == State::Running ? QString() : is));
    set(kill, tr("Ends %1 at once (SIGKILL)").arg(name), free(alive ? QString() : is));
    set(rename, tr("Gives %1 another name").arg(name),
        busy(state == State::Creating || state == State::Deleting ? is : QString()));
    const QString atRest = state == State::Stopped ? QString() : tr("%1; stop it first").arg(is);
    set(edit, tr("Changes the settings of %1").arg(name), busy(atRest));
    set(clone, tr("Makes another container like %1, with a copy of its files").arg(name), busy(atRest));
    set(remove, tr("Deletes %1 and its files").arg(name),
        busy(state == State::Stopped || state == State::Broken || waits ? QString()
                                                                        : tr("%1; stop it first").arg(is)));
    set(saveTemplate, tr("Keeps the settings of %1, for further containers").arg(name), none);
    set(exportScript, tr("Shows a shell script that builds %1 by hand").arg(name), none);
}

} // namespace vitrine::gui
