// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/limits/limitrow.h"

namespace vitrine::gui {

/// The row that a limit of this kind is set in, on the page and in the form alike.
[[nodiscard]] LimitRow* makeLimitRow(LimitKind kind, RowPlace place, const HelperInfo& helper,
                                     QWidget* parent);

/// A thin line between two rows.
[[nodiscard]] QFrame* makeRowSeparator(QWidget* parent);

/// The kind whose field this is ("memoryMax"), or empty.
[[nodiscard]] std::optional<LimitKind> kindOf(const QString& field);

} // namespace vitrine::gui
