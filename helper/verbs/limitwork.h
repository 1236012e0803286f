// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/hostfacts.h"
#include "core/model/resourcelimits.h"
#include "helper/bus/wiretypes.h"
#include "helper/context.h"

#include <QVariantMap>

#include <string>

/// What limits of a container and of a group have in common.
namespace vitrine::helper {

/// Limits out of a message, checked against what this machine has. InvalidArgument names the key.
[[nodiscard]] Result<ResourceLimits> takeLimits(const Context& context, const QVariantMap& map);

/// For a thread: writes all limits to a control group, or none, and reads them back. Nothing for an empty
/// path. NotFound when the group is not there.
[[nodiscard]] Result<QList<LimitEffectRow>> applyToKernel(const CgroupFacts& facts, const std::string& cgroup,
                                                          const ResourceLimits& limits);

/// What the control files of all limits say; nothing when the group is not there.
[[nodiscard]] Result<QList<LimitReadingRow>> readFromKernel(const CgroupFacts& facts,
                                                            const std::string& cgroup);

} // namespace vitrine::helper
