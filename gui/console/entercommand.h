// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;

namespace vitrine::gui {

/// What is run, and as whom, where and with which environment; first as the container's own command is.
class EnterCommand : public QWidget {
    Q_OBJECT
public:
    explicit EnterCommand(const ProcessSpec& own, QWidget* parent = nullptr);

    /// Writes the choices into `process`. Args become empty where no command was given.
    void apply(ProcessSpec& process) const;
    /// Why it cannot be used, in words, or empty.
    [[nodiscard]] QString problem() const;

signals:
    void changed();

private:
    void makeEnvironment(const ProcessSpec& own);
    [[nodiscard]] QStringList environmentLines() const;

    QLineEdit* m_command;
    QCheckBox* m_terminal;
    QSpinBox* m_user;
    QSpinBox* m_group;
    QLineEdit* m_directory;
    QPlainTextEdit* m_environment;
    ProcessSpec m_own;
    /// Variables whose value has a line break: they are passed on and cannot be changed here.
    std::vector<std::string> m_kept;
};

} // namespace vitrine::gui
