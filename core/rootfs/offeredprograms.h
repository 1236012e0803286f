// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/rootfs/handmaderoot.h"
#include "core/rootfs/sysroot.h"

#include <optional>
#include <string>

namespace vitrine::rootfs {

/// The offered program of this name, or nothing.
[[nodiscard]] std::optional<OfferedProgram> findOffered(const Sysroot& root, const std::string& name);

} // namespace vitrine::rootfs
