// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"
#include "gui/console/consoletab.h"
#include "gui/console/enterchoice.h"
#include "gui/views/page.h"

#include <QHash>

class QAction;
class QLabel;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace vitrine::gui {

/// The container's own console and further shells, one tab each. Consoles stay open while another container
/// is looked at. Looking at the page never asks for a password: where one is needed there is a button.
class ConsolePage : public Page {
    Q_OBJECT
public:
    explicit ConsolePage(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] static QString title();
    [[nodiscard]] static QIcon icon();
    [[nodiscard]] static QString explanation();

    /// A further shell in the running container, in a tab of its own; also the window's "Enter".
    void openShell();
    /// Asks how to enter the running container: what is run, as whom, and in which of its namespaces.
    void askHowToEnter();
    /// The console that is seen, or null.
    [[nodiscard]] ConsoleTab* currentTab() const;

protected:
    void containerSwitched() override;
    void containerChanged() override;
    void shown() override;
    void passKeyboardOn() override;

private:
    struct Shell {
        ContainerId container;
        std::vector<std::vector<std::string>> candidates; ///< commands still to try
        ProcessSpec process;
        std::optional<QStringList> namespaces; ///< as in EnterChoice
        QPointer<ConsoleTab> tab;
    };
    QTabWidget* makeTabs(const ContainerId& id);
    [[nodiscard]] QTabWidget* tabs() const;
    [[nodiscard]] ConsoleTab* mainTab(const ContainerId& id) const;
    void attachMain(Prompt prompt);
    void onAttached(ConsoleTab* tab, Prompt prompt, Reply<OwnedFd> reply);
    QLayout* makeBar();
    ConsoleTab* addTab(const QString& name);
    void openEnterDialog(const ContainerId& id, const Reply<QString>& reply);
    void enter(const ContainerId& id, const EnterChoice& choice);
    void startShell(ConsoleTab* tab);
    void onConfig(ConsoleTab* tab, const ContainerId& id, const Reply<QString>& reply);
    void tryShell(Shell shell);
    void onShell(Shell shell, Reply<ExecResult> reply);
    void forget(const ContainerId& id);
    void updateButtons();
    [[nodiscard]] bool isAlive() const;

    QStackedWidget* m_stack;
    QLabel* m_empty;
    QToolButton* m_new;
    QAction* m_enter;
    QHash<ContainerId, QTabWidget*> m_tabs;
    QHash<ContainerId, int> m_shells; ///< counted, for the names of the tabs
};

} // namespace vitrine::gui
