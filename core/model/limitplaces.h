// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/hostfacts.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Where a limit is found.
struct LimitPlace {
    std::string_view key;        ///< "cpuQuotaUs", "cpuPeriodUs" (v1 has them apart), "memoryMax", "ioMax"
                                 ///< (v1: "ioReadBytes", "ioWriteBytes", "ioReadOps", "ioWriteOps") …
    std::string_view controller; ///< "cpu", "memory", "pids", "cpuset", "io" (v1: "blkio")
    std::string file;            ///< "memory.max" (v2), "memory.limit_in_bytes" (v1)
};

/// The files of all limits on this machine, in the order in which limitFiles() writes them.
[[nodiscard]] std::vector<LimitPlace> limitPlaces(const CgroupFacts& facts);

} // namespace vitrine
