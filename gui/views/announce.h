// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

class QWidget;

namespace vitrine::gui {

/// Has screen readers say at once what has appeared in `widget` without the keyboard going there.
void announce(QWidget* widget, const QString& message);

} // namespace vitrine::gui
