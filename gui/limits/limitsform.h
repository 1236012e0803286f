// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/limits/limitrow.h"

#include <array>
#include <utility>

namespace vitrine::gui {

/// The limits of a container that is about to be made: the rows of the page without the kernel's answers.
class LimitsForm : public QWidget {
    Q_OBJECT
public:
    explicit LimitsForm(const HelperInfo& helper, QWidget* parent = nullptr);
    [[nodiscard]] ResourceLimits limits() const;
    void setLimits(const ResourceLimits& limits);
    void setDisks(const std::vector<Disk>& disks);
    /// Field ("cpus") and reason of what is typed and cannot be read as a limit; empty when all can.
    [[nodiscard]] std::pair<QString, QString> problem() const;
    /// Shows what is wrong beside the field ("memoryMax", "cpuMax" …); an empty field clears all.
    void showProblem(const QString& field, const QString& message);

signals:
    void changed();

private:
    std::array<LimitRow*, allLimitKinds.size()> m_rows{};
};

} // namespace vitrine::gui
