// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/hostfacts.h"

#include <algorithm>

namespace vitrine {

std::string_view nameOf(CgroupLayout layout) {
    switch (layout) {
    case CgroupLayout::None:
        return "none";
    case CgroupLayout::V1:
        return "v1";
    case CgroupLayout::Hybrid:
        return "hybrid";
    case CgroupLayout::V2:
        return "v2";
    }
    return "none";
}

bool CgroupMount::has(std::string_view controller) const {
    return std::ranges::find(controllers, controller) != controllers.end();
}

ControllerVersion versionOf(const CgroupFacts& facts, std::string_view controller) {
    if (controller == "cpu")
        return facts.cpu;
    if (controller == "memory")
        return facts.memory;
    if (controller == "pids")
        return facts.pids;
    if (controller == "cpuset")
        return facts.cpuset;
    const bool isNamedSo = (controller == "io" && facts.io == ControllerVersion::V2) ||
                           (controller == "blkio" && facts.io == ControllerVersion::V1);
    return isNamedSo ? facts.io : ControllerVersion::Absent;
}

} // namespace vitrine
