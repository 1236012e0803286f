// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/hostfacts.h"
#include "core/model/resourcelimits.h"

#include <string>
#include <vector>

namespace vitrine {

/// One write to one control file.
struct LimitFile {
    std::string controller; ///< "cpu", "memory", "pids"
    std::string file;       ///< "memory.max" (v2), "memory.limit_in_bytes" (v1)
    std::string value;      ///< exactly what is written, without newline; "max" or "-1" for no limit
    friend bool operator==(const LimitFile&, const LimitFile&) = default;
};

enum class UnsetLimits {
    Skip, ///< a new cgroup has no limits: nothing to write
    Reset ///< a running container: write the kernel's "no limit" so that an earlier one ends
};

/// The writes that put `limits` in force, in an order that the kernel accepts (v1: memory before memsw when
/// lowering is the caller's business: it retries in reverse order). A limit whose controller is absent is an
/// error of kind NotSupported naming the field.
[[nodiscard]] Result<std::vector<LimitFile>> limitFiles(const CgroupFacts& facts,
                                                        const ResourceLimits& limits, UnsetLimits unset);

} // namespace vitrine
