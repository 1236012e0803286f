// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/settings/specform.h"

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QGroupBox;
class QSpinBox;

namespace vitrine::gui {

class HealthBox;

/// How the container is stopped, what happens when it ends by itself, whether a command says that it
/// does its work, and whether an init program is first.
class LifeForm : public SpecForm {
    Q_OBJECT
public:
    explicit LifeForm(QWidget* parent = nullptr);
    void setSpec(const ContainerSpec& spec) override;
    void apply(ContainerSpec& spec) const override;

private:
    QGroupBox* makeStop();
    QGroupBox* makeRestart();
    QGroupBox* makeFirst();
    void showSignal(std::optional<int> signal);
    void updateMaximum();

    LifeSpec m_given;          ///< by setSpec()
    double m_shownSeconds = 0; ///< of its time: as long as that is shown the time keeps its exact value
    QComboBox* m_signal;
    QDoubleSpinBox* m_timeout;
    QButtonGroup* m_restart;
    QSpinBox* m_maximum;
    QCheckBox* m_init;
    HealthBox* m_health;
};

/// "it stays stopped", "it is started again, at most 5 times in a row": RestartPolicy in words.
[[nodiscard]] QString describeRestart(const LifeSpec& life);

} // namespace vitrine::gui
