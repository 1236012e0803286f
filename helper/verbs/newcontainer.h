// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"
#include "helper/context.h"

#include <sys/types.h>

#include <cstdint>
#include <string>

/// What every container that is made needs, from nothing or from another one.
namespace vitrine::helper {

/// Whether this user may have one more container, and one of this name.
[[nodiscard]] Result<> checkQuota(const ContainerStore& store, uid_t uid, const std::string& name);

/// What validate() does not find, and would be noticed at the first start only: a profile that cannot be
/// loaded, a line of an id map that does not fit. In a thread.
[[nodiscard]] Result<> checkRunnable(const ContainerSpec& spec, Mode mode);

/// The first id of a range that no container and no user of this machine has.
[[nodiscard]] Result<std::uint32_t> takeIdRange(const ContainerStore& store);

} // namespace vitrine::helper
