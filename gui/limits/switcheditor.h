// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/limits/limitrow.h"

class QCheckBox;

namespace vitrine::gui {

/// memory.oom.group: stop all when out of memory, or not.
class SwitchEditor : public LimitRow {
    Q_OBJECT
public:
    SwitchEditor(LimitKind kind, RowPlace place, const HelperInfo& helper, QWidget* parent = nullptr);

    void showLimits(const ResourceLimits& limits) override;
    void restoreLimits(const ResourceLimits& limits) override;
    void apply(ResourceLimits& limits) const override;

protected:
    void updateEnabled() override;

private:
    void onToggled();

    QCheckBox* m_switch;
};

} // namespace vitrine::gui
