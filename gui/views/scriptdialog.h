// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/views/page.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace vitrine::gui {

/// The container as a shell script that builds it by hand: to read, to copy and to save.
class ScriptDialog : public QDialog {
    Q_OBJECT
public:
    ScriptDialog(const PageContext& context, const ContainerInfo& container, QWidget* parent = nullptr);

    /// Writes the script there, readable and executable for its owner only: the environment in it may hold
    /// secrets. In a thread, because the disk may be slow; what became of it is said in the window.
    void saveTo(const QString& path);

private:
    QLayout* makeText();
    QLayout* makeButtons();
    void fetch(const PageContext& context, const ContainerId& id);
    void showScript(const QString& script);
    void say(const QString& words);
    void copy();
    void askWhereToSave();

    QString m_name;
    QString m_script;
    QLabel* m_explanation;
    QPlainTextEdit* m_view;
    QLabel* m_state;
    QPushButton* m_copy;
    QPushButton* m_save;
};

/// Opens one, which deletes itself when it is closed.
ScriptDialog* openScriptDialog(const PageContext& context, const ContainerInfo& container, QWidget* parent);

} // namespace vitrine::gui
