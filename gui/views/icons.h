// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QIcon>
#include <QString>

namespace vitrine::gui {

/// The desktop's icon of this freedesktop name (icon-naming-spec), or Vitrine's own from
/// resources/icons/NAME.svg, which is drawn in the text colour of the palette and follows it when it changes.
[[nodiscard]] QIcon icon(const QString& name);

/// Vitrine's own, whatever the desktop has.
[[nodiscard]] QIcon ownIcon(const QString& name);

} // namespace vitrine::gui
