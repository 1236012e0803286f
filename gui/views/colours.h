// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <QColor>
#include <QPalette>

namespace vitrine::gui {

/// The one colour of a kind of namespace, everywhere (Okabe and Ito's palette, which colour-blind people can
/// tell apart).
[[nodiscard]] QColor colourOf(NamespaceKind kind);

/// Black or white, whichever has the higher contrast on `background` (WCAG 2.1, 1.4.3: at least 4.5:1).
[[nodiscard]] QColor textOn(const QColor& background);
/// 1 … 21, WCAG 2.1 "contrast ratio".
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

[[nodiscard]] bool isDark(const QPalette& palette);
/// Lines and marks on the palette's Base: CPU is blue, memory is purple.
[[nodiscard]] QColor cpuColour(const QPalette& palette);
[[nodiscard]] QColor memoryColour(const QPalette& palette);
/// Red text for "shared with the host", "dangerous", "killed": never alone, always with an icon and a word.
[[nodiscard]] QColor dangerColour(const QPalette& palette);
/// Text that is less important than the rest, still 4.5:1 on Base and Window.
[[nodiscard]] QColor quietColour(const QPalette& palette);

} // namespace vitrine::gui
