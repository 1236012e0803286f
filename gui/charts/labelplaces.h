// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QRectF>

#include <vector>

namespace vitrine::gui {

/// A place for a label as near below `wanted` as it does not cross one that is taken, and still inside of
/// `area`; `wanted` itself where there is none.
[[nodiscard]] QRectF freePlace(const QRectF& wanted, const std::vector<QRectF>& taken, const QRectF& area);

} // namespace vitrine::gui
