// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/console/enterchoice.h"
#include "gui/service/values.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace vitrine::gui {

class EnterCapabilities;
class EnterCommand;
class EnterNamespaces;
class StepModel;

/// How to enter a running container: what is run and as whom, into which of its namespaces, with which
/// capabilities. It shows the steps that this takes and the command by hand, and asks the helper for nothing.
class EnterDialog : public QDialog {
    Q_OBJECT
public:
    EnterDialog(const ContainerInfo& container, ContainerSpec spec, QWidget* parent = nullptr);

    [[nodiscard]] EnterChoice choice() const;

signals:
    /// The person wants it so; the dialog has closed.
    void chosen(const vitrine::gui::EnterChoice& choice);

private:
    QWidget* makeTabs();
    QWidget* makeNamespaces();
    QWidget* makeSteps();
    QLayout* makeByHand();
    QLayout* makeButtons();
    void refresh();
    void copy();

    ContainerInfo m_container;
    ContainerSpec m_spec;
    EnterCommand* m_command;
    EnterNamespaces* m_namespaces;
    EnterCapabilities* m_capabilities;
    StepModel* m_steps;
    QPlainTextEdit* m_byHand;
    QLabel* m_state;
    QPushButton* m_enter;
};

} // namespace vitrine::gui
