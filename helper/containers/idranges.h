// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "helper/monitor/bundle.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace vitrine::helper {

/// Host ids first … first + count - 1.
struct IdRange {
    std::uint64_t first = 0;
    std::uint64_t count = 0;
    friend bool operator==(const IdRange&, const IdRange&) = default;
};

using monitor::idsPerContainer;
inline constexpr std::uint32_t firstContainerId = 0x20000000;
inline constexpr std::uint32_t lastContainerId = 0x5fffffff;

/// The ranges in a file of the form of subuid(5); lines that are none are skipped.
[[nodiscard]] std::vector<IdRange> parseSubordinateIds(std::string_view text);

/// The lowest range of 65,536, at a multiple of 65,536, that touches none of `taken`. LimitExceeded when all
/// are gone.
[[nodiscard]] Result<std::uint32_t> freeIdRange(const std::vector<IdRange>& taken);

/// What /etc/subuid and /etc/subgid give to users of this machine.
[[nodiscard]] std::vector<IdRange> subordinateIdsOfHost();

} // namespace vitrine::helper
