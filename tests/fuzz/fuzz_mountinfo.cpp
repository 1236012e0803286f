// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// /proc/self/mountinfo: the names of mount points are everybody's choice.

#include "core/cgroup/hierarchies.h"
#include "tests/fuzz/fuzz.h"

void fuzzOne(std::string_view input) {
    using namespace vitrine;
    for (const cgroup::Hierarchy& hierarchy : cgroup::parseMountInfo(input)) {
        FUZZ_REQUIRE(hierarchy.mountPoint.starts_with('/'));
        FUZZ_REQUIRE(hierarchy.version != ControllerVersion::Absent);
        FUZZ_REQUIRE((hierarchy.version == ControllerVersion::V1) == !hierarchy.controllers.empty());
    }
}
