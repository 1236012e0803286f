// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCheckBox>
#include <QLabel>

class QGridLayout;

namespace vitrine::gui {

/// A check box and one sentence that says what its state means, as a row of a grid. Off is what takes
/// isolation away: then the sentence is red and has a sign, unless off is harmless.
class SwitchRow : public QObject {
    Q_OBJECT
public:
    struct Words {
        QString title;
        QString on;
        QString off;
    };
    enum class Off { Widens, Harmless };

    SwitchRow(QGridLayout* grid, const QString& name, const Words& words, Off off, QWidget* parent);

    [[nodiscard]] bool isOn() const { return m_box->isChecked(); }
    /// Emits nothing; leaves a fixed one alone.
    void set(bool on);
    /// Takes the choice away and says why.
    void fix(Qt::CheckState state, const QString& reason);
    /// Another choice has taken the place of this one, and says what is so; empty: this one holds again.
    void setOverridden(const QString& text);

signals:
    void changed();

private:
    void refresh();

    QCheckBox* m_box;
    QLabel* m_text;
    Words m_words;
    Off m_off;
    QString m_fixed; ///< the reason
    QString m_override;
};

} // namespace vitrine::gui
