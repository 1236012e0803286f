// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/diagnosis/finding.h"

#include <QFrame>

class QLabel;

namespace vitrine::gui {

/// One finding: icon and word of its state, the sentence, its cause, and the command that mends it with a
/// button to copy it. Takes the focus, so that a screen reader reads it.
class FindingView : public QFrame {
    Q_OBJECT
public:
    explicit FindingView(const diagnosis::Finding& finding, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void arrange(QLabel* title, QLabel* sentence, const QString& command);
    [[nodiscard]] QWidget* makeCommand(const QString& command);
    void updateColours();

    diagnosis::FindingState m_state;
    QLabel* m_picture;
    QLabel* m_word;
    QLabel* m_cause;
};

} // namespace vitrine::gui
