// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

namespace vitrine {

/// The specification without what belongs to one container: name, host name, ids, root, its group, the
/// container that it joins, and keys that Vitrine does not know (hooks among them). A valid one stays valid.
[[nodiscard]] ContainerSpec asTemplate(ContainerSpec spec);

} // namespace vitrine
