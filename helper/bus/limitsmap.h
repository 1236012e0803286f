// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/resourcelimits.h"

#include <QVariantMap>

namespace vitrine::helper {

/// Limits by the keys of the contract (property Limits of org.vitrine.Container1); absent = no limit.
[[nodiscard]] QVariantMap limitsToMap(const ResourceLimits& limits);
/// The way back. InvalidArgument names the key ("limits.memoryMax") of a value out of range or of another
/// D-Bus type, and keys that there are not.
[[nodiscard]] Result<ResourceLimits> limitsFromMap(const QVariantMap& map);

} // namespace vitrine::helper
