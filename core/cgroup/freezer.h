// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <chrono>

/// The two freezers by the descriptor of a group's directory.
namespace vitrine::cgroup {

/// cgroup.freeze = 1 and waiting for "frozen 1" in cgroup.events (cgroup-v2.rst). Not frozen in time: Busy,
/// and it is thawed again.
[[nodiscard]] Result<> freezeV2(int directory, std::chrono::milliseconds timeout);
[[nodiscard]] Result<> thawV2(int directory);

/// freezer.state = FROZEN and waiting until it says so (cgroup-v1/freezer-subsystem.rst). The same on a
/// timeout.
[[nodiscard]] Result<> freezeV1(int directory, std::chrono::milliseconds timeout);
[[nodiscard]] Result<> thawV1(int directory);

/// Sleeps until a v2 group's cgroup.events changes, at most 10 ms; without a v2 group (-1) 2 ms.
void waitForChange(int v2Directory);

} // namespace vitrine::cgroup
