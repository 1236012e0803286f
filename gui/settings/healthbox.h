// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/healthspec.h"

#include <QGroupBox>

#include <optional>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;

namespace vitrine::gui {

/// The health command of a container: off, or what is run and when. Part of LifeForm.
class HealthBox : public QGroupBox {
    Q_OBJECT
public:
    explicit HealthBox(QWidget* parent = nullptr);
    void setHealth(const std::optional<HealthSpec>& health);
    [[nodiscard]] std::optional<HealthSpec> health() const;

signals:
    void changed();

private:
    QSpinBox* addNumber(QFormLayout* form, const char* name, const QString& label, int minimum,
                        std::uint32_t maximum);

    std::vector<std::string> m_given; ///< the words that the line stood for: kept while it is the same
    QString m_shown;
    QLineEdit* m_command;
    QSpinBox* m_interval = nullptr;
    QSpinBox* m_timeout = nullptr;
    QSpinBox* m_retries = nullptr;
    QSpinBox* m_startPeriod = nullptr;
    QComboBox* m_action;
};

} // namespace vitrine::gui
