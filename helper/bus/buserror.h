// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <QString>

namespace vitrine::helper {

/// "org.vitrine.Error.Busy".
[[nodiscard]] QString busErrorName(const Error& error);

/// First line: what happened and why; second line, if there is one: what can be done about it.
[[nodiscard]] QString busErrorText(const Error& error);

/// What a caller does not find at a path: the same for "there is none" and for "it belongs to somebody else".
enum class Missing { Container, Job, Object };

/// "org.vitrine.Error.NoSuchContainer", "org.freedesktop.DBus.Error.UnknownObject"
[[nodiscard]] QString missingName(Missing missing);
[[nodiscard]] QString missingText(Missing missing, const QString& path);

} // namespace vitrine::helper
