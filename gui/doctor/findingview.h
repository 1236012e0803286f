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

    /// What the title of a finding that is well needs; 0 for others, whose sentences stand below their
    /// titles.
    [[nodiscard]] int titleWidth() const;
    /// So that the sentences of all that is well begin at the same place.
    void setTitleWidth(int pixels);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void arrange(QLabel* sentence, const QString& command);
    [[nodiscard]] QWidget* makeCommand(const QString& command);
    void updateColours();

    diagnosis::FindingState m_state;
    QLabel* m_picture;
    QLabel* m_word;
    QLabel* m_title;
    QLabel* m_cause;
};

} // namespace vitrine::gui
