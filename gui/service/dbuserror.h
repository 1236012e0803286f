// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/serviceerror.h"
#include "gui/service/values.h"

#include <QDBusError>

namespace vitrine::gui {

/// The prefix of the helper's error names.
inline constexpr QLatin1StringView errorPrefix("org.vitrine.Error.");

/// An error as it came over the bus, in words for people: the helper's own sentences as they are, the bus's
/// errors explained. `name` is "org.vitrine.Error.X" or "org.freedesktop.DBus.Error.X".
[[nodiscard]] ServiceError errorFrom(const QString& name, const QString& message);
[[nodiscard]] ServiceError errorFrom(const QDBusError& error);

/// How the window stands with a helper that answered its first question so.
[[nodiscard]] Availability availabilityFrom(const QString& errorName);

} // namespace vitrine::gui
