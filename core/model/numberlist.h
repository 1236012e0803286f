// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Numbers of CPUs or memory nodes, rising, each once.
using NumberList = std::vector<std::uint32_t>;

/// No kernel has more CPUs (NR_CPUS_RANGE_END of arch/x86) or memory nodes than this, so that no list is
/// long.
inline constexpr std::uint32_t mostNumbers = 8192;

/// The kernel's list format (cpuset(7), "List format"): "0-3,6". Blanks around a number are passed over.
/// InvalidArgument without numbers, for ranges that fall and for numbers of 8,192 or more; its subject is
/// `field`.
[[nodiscard]] Result<NumberList> parseNumberList(std::string_view text, std::string_view field);

/// The same in the kernel's shortest form; empty for no numbers.
[[nodiscard]] std::string textOf(const NumberList& numbers);

} // namespace vitrine
