// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QLabel;

namespace vitrine::gui {

/// Holds a label whose words change every second. A QLabel has all layouts up to the window done again at
/// each setText(), and what they move painted again; here only a text that needs another height does that.
class SteadyLabel : public QWidget {
    Q_OBJECT
public:
    explicit SteadyLabel(QWidget* parent = nullptr);
    [[nodiscard]] QLabel* label() const { return m_label; }

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();

    QLabel* m_label;
};

} // namespace vitrine::gui
