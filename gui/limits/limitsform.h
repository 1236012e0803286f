// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/limits/limitrow.h"
#include "gui/settings/specform.h"

#include <array>
#include <optional>
#include <span>

class QComboBox;
class QLabel;

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
    QWidget* makeReplaced();
    /// Says what a preset has put other values in place of, if anything.
    void showReplaced();
    void putBack();
    void onEdited(LimitKind kind);
    void forgetPreset();
    /// What is being typed in fields of other kinds stays.
    void fillIn(const ResourceLimits& limits, std::span<const LimitKind> kinds);

    QComboBox* m_presets = nullptr;
    QWidget* m_replaced = nullptr;
    QLabel* m_replacedText = nullptr;
    bool m_isPreset = false;                ///< a preset was used, and nobody has changed what it says since
    std::optional<ResourceLimits> m_before; ///< what a person had set before presets were used
    std::array<LimitRow*, allLimitKinds.size()> m_rows{};
};

} // namespace vitrine::gui
