// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/app/options.h"

#include <QDBusConnection>

namespace vitrine::gui {

/// A new connection to the bus that the options name; `name` is QtDBus's for it, and used once.
[[nodiscard]] QDBusConnection openBus(const Options& options, const QString& name);

/// Path of vitrine-helper: beside the window (a build folder, an AppImage), where it is installed, or in
/// PATH; empty if it is nowhere.
[[nodiscard]] QString helperProgram();

} // namespace vitrine::gui
