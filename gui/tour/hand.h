// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

class QAbstractButton;
class QApplication;
class QPalette;
class QWidget;

namespace vitrine::gui {

/// What a hand does: events that go the same way as those of a real mouse and keyboard.
void click(QAbstractButton* button);
/// Replaces what is in an input field, and enters it.
void enterText(QWidget* field, const QString& text);

/// The looks that the pictures are taken in, the same on every desktop.
enum class Look { Light, Dark };
[[nodiscard]] QPalette paletteFor(Look look);

} // namespace vitrine::gui
