// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/health.h"

#include <QGroupBox>

#include <optional>

class QLabel;
class QPlainTextEdit;

namespace vitrine::gui {

/// What the health command of a container says, on its overview. Hidden without one.
class HealthView : public QGroupBox {
    Q_OBJECT
public:
    explicit HealthView(QWidget* parent = nullptr);
    void setReport(const std::optional<HealthReport>& report);

private:
    QLabel* m_status;
    QLabel* m_last;
    QPlainTextEdit* m_output;
};

} // namespace vitrine::gui
