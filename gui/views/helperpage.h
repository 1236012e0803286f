// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/values.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace vitrine::gui {

enum class BusKind { System, Session, Other };

/// Fills the window while there is no helper to talk to: what is wrong, the one command that mends it,
/// another try, and the rootless mode, which needs no helper of root's.
class HelperPage : public QWidget {
    Q_OBJECT
public:
    explicit HelperPage(QWidget* parent = nullptr);
    void setStatus(const HelperStatus& status, BusKind bus);
    /// Where vitrine-helper is on this computer; empty if nowhere. For the next setStatus().
    void setHelperProgram(const QString& path) { m_program = path; }

signals:
    void retryRequested();
    void rootlessRequested();
    void systemRequested();
    void doctorRequested();

private:
    void makeTexts();
    void makeCommandRow();
    [[nodiscard]] QHBoxLayout* makeButtons();

    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_text;
    QLineEdit* m_command;
    QWidget* m_commandRow;
    QPushButton* m_rootless;
    QPushButton* m_system;
    QLabel* m_rootlessText;
    QPlainTextEdit* m_details;
    QString m_program;
};

} // namespace vitrine::gui
