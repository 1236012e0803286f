// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/store/processstore.h"

namespace vitrine::gui {

/// How brothers in the tree of processes are ordered: by a column of ProcessModel, or by age (-1). Those that
/// are equal stand in order of age in both directions.
struct ProcessOrder {
    int column = -1;
    Qt::SortOrder direction = Qt::AscendingOrder;

    /// True when `a` comes before `b`.
    [[nodiscard]] bool operator()(const ProcessEntry& a, const ProcessEntry& b) const;
    /// Whether a process that was `before` and is `after` can have another place now.
    [[nodiscard]] bool isMovedBy(const ProcessEntry& before, const ProcessEntry& after) const;
};

} // namespace vitrine::gui
