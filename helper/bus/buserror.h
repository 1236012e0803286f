// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <QString>

namespace vitrine::helper {

/// "org.vitrine.Error.Busy". The two errors below become NoSuchContainer and NoSuchJob.
[[nodiscard]] QString busErrorName(const Error& error);

/// First line: what happened and why; second line, if there is one: what can be done about it.
[[nodiscard]] QString busErrorText(const Error& error);

/// The error for a path on which the caller may see no container (or job): the same for "there is none" and
/// for "it belongs to somebody else".
[[nodiscard]] Error noSuchContainer(const QString& path);
[[nodiscard]] Error noSuchJob(const QString& path);

} // namespace vitrine::helper
