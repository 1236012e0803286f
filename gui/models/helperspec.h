// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"
#include "gui/service/values.h"

#include <string>
#include <vector>

/// What a specification has to look like for the helper that is there. Pure.
namespace vitrine::gui {

/// Why the helper cannot do this ("limits", "time-namespace" …: the property Unavailable), or empty.
[[nodiscard]] QString unavailableReason(const HelperInfo& helper, const char* feature);

/// defaultSpec() without what this helper cannot do: no limits where it has no control group, the host's time
/// namespace where the kernel has no others.
[[nodiscard]] ContainerSpec defaultSpecFor(const HelperInfo& helper, const std::string& name,
                                           std::vector<std::string> arguments);

/// A limit that these control groups cannot keep.
struct LimitProblem {
    QString field; ///< as in ResourceLimits: "swapMax"
    QString reason;
};
/// What validate(ResourceLimits) cannot know: cgroup v1 counts memory and swap together, so it keeps a limit
/// of swap only beside one of memory (Documentation/admin-guide/cgroup-v1/memory.rst, memsw).
[[nodiscard]] std::optional<LimitProblem> limitProblem(const HelperInfo& helper,
                                                       const ResourceLimits& limits);

} // namespace vitrine::gui
