// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/limits/limitrow.h"

class QCheckBox;
class QLineEdit;

namespace vitrine::gui {

/// CPUs or memory nodes by number, as the kernel writes them: "0-1,3"; or all of them.
class NumbersEditor : public LimitRow {
    Q_OBJECT
public:
    NumbersEditor(LimitKind kind, RowPlace place, const HelperInfo& helper, QWidget* parent = nullptr);

    void showLimits(const ResourceLimits& limits) override;
    void restoreLimits(const ResourceLimits& limits) override;
    void apply(ResourceLimits& limits) const override;
    [[nodiscard]] QString problem() const override;
    void setHelper(const HelperInfo& helper) override;

protected:
    void updateEnabled() override;

private:
    /// What is typed, or why it does not do.
    [[nodiscard]] Result<NumberList> typed() const;
    void onEdited();
    void onAll(bool all);
    void commit();

    NumberList m_there;
    NumberList m_shown; ///< set from outside, or asked for last; empty: all
    QLineEdit* m_edit;
    QCheckBox* m_all;
};

} // namespace vitrine::gui
