// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <vector>

namespace vitrine {

/// The respects in which `to` isolates less than `from` does: those of widenings(to) that `from` has not, or
/// not to that degree. What cannot be compared counts as wider, unless both say the very same. For changes
/// of a container: what was permitted once is not asked about again, and what is added is.
[[nodiscard]] std::vector<Widening> widerIn(const ContainerSpec& from, const ContainerSpec& to);

/// Mounts of the host's directories, and of disk images, in `to` that `from` has not, each compared whole.
[[nodiscard]] std::vector<MountSpec> bindsAdded(const ContainerSpec& from, const ContainerSpec& to);

} // namespace vitrine
