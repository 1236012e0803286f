// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/store/containeractions.h"

#include <QAction>
#include <QObject>

namespace vitrine::gui {

/// The window's actions about the selected container: enabled when the state allows, and if not, the tool tip
/// says why.
class WindowActions : public QObject {
    Q_OBJECT
public:
    explicit WindowActions(QWidget* window);

    QAction* create;
    QAction* start;
    QAction* stop;
    QAction* pause; ///< "Pause", or "Resume" when it is paused
    QAction* enter;
    QAction* kill;
    QAction* rename;
    QAction* edit;
    QAction* clone;
    QAction* remove;
    QAction* exportScript;
    QAction* groups; ///< needs no container
    QAction* panic;  ///< ends all containers of the selected one's group
    QAction* saveTemplate;
    QAction* templates; ///< needs no container
    QAction* elsewhere; ///< needs no container
    QAction* doctor;    ///< needs no container, and no helper

    /// `entry` null: none is selected. `unavailable`: why nothing can be done at all, or empty.
    void update(const ContainerEntry* entry, const QString& unavailable);

private:
    void set(QAction* action, const QString& explanation, const QString& reason);
};

} // namespace vitrine::gui
