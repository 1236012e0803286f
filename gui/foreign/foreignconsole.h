// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/console/enterchoice.h"
#include "gui/service/containerservice.h"

#include <QDialog>

namespace vitrine::gui {

class ConsoleTab;

/// A command in a container that is not Vitrine's, in a window of its own. Closing it hangs up.
class ForeignConsole : public QDialog {
    Q_OBJECT
public:
    /// Starts it at once. `choice` names the namespaces that are entered.
    ForeignConsole(ContainerService* service, const ForeignContainer& foreign, EnterChoice choice,
                   const QString& name, QWidget* parent = nullptr);

    [[nodiscard]] ConsoleTab* console() const { return m_tab; }

private:
    void run();
    void onStarted(Reply<ExecResult> reply);

    ContainerService* m_service;
    ForeignContainer m_foreign;
    EnterChoice m_choice;
    ConsoleTab* m_tab;
};

} // namespace vitrine::gui
