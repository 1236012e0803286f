// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::security {

/// Five sets as bit masks, ready to be applied without allocating.
struct CapabilityMasks {
    std::uint64_t bounding = 0;
    std::uint64_t effective = 0;
    std::uint64_t permitted = 0;
    std::uint64_t inheritable = 0;
    std::uint64_t ambient = 0;
};

/// Names to masks; InvalidArgument names an unknown capability. Ones that this kernel does not have are left
/// out.
[[nodiscard]] Result<CapabilityMasks> toMasks(const CapabilitySets& sets);

/// PR_CAPBSET_DROP of all that is not in the mask. AFTER FORK safe. Returns 0 or an errno.
[[nodiscard]] int applyBounding(const CapabilityMasks& masks);
/// capset(2) and the ambient set; call after the change of user (with PR_SET_KEEPCAPS before it). AFTER FORK
/// safe.
[[nodiscard]] int applySets(const CapabilityMasks& masks);

} // namespace vitrine::security
