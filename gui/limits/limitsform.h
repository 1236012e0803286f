// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/limits/limitrow.h"
#include "gui/settings/specform.h"

#include <array>

class QComboBox;

namespace vitrine::gui {

/// The limits of a container that is about to be made: the rows of the page without the kernel's answers.
class LimitsForm : public SpecForm {
    Q_OBJECT
public:
    explicit LimitsForm(const HelperInfo& helper, QWidget* parent = nullptr);
    void setSpec(const ContainerSpec& spec) override;
    void apply(ContainerSpec& spec) const override;
    void setDisks(const std::vector<Disk>& disks);
    /// What is typed and cannot be read as a limit; the field is that of the limit ("cpus").
    [[nodiscard]] std::optional<FormProblem> problem() const override;
    /// Shows what is wrong beside the field ("memoryMax", "cpuMax" …); an empty field clears all.
    void showProblem(const QString& field, const QString& message);

private:
    QWidget* makePresets();
    /// Fills the fields for CPU time, memory and processes; the others stay.
    void usePreset(int index);

    QComboBox* m_presets = nullptr;
    std::array<LimitRow*, allLimitKinds.size()> m_rows{};
};

} // namespace vitrine::gui
