// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/plan/plan.h"

#include <string>
#include <string_view>
#include <vector>

/// The parts of describe(): each knows every kind of step.
namespace vitrine::describing {

/// The system call with its arguments, in C.
[[nodiscard]] std::string systemCallOf(const Step& step, const PlanContext& context);

/// A shell command that does the same. Commands before "Make the container's root the root" use the paths of
/// the host. "$PID" is the cloned process.
[[nodiscard]] std::string byHandOf(const Step& step, const PlanContext& context);

/// "0 100000 65536" (as the kernel reads it), several with a comma between.
[[nodiscard]] std::string mappingText(const std::vector<IdMapping>& mappings);

/// "monotonic 86400 0" and "boottime 86400 0", those that are not zero, as the kernel reads them.
[[nodiscard]] std::string offsetsText(const TimeOffsets& offsets, std::string_view separator);
/// The options of unshare(1) for them, which knows whole seconds.
[[nodiscard]] std::vector<std::string> timeOptions(const TimeOffsets& offsets);

/// The file of a limit of the control group `path`, under /sys/fs/cgroup.
[[nodiscard]] std::string limitPathOf(const LimitFile& limit, const CgroupFacts& facts,
                                      const std::string& path);

/// The v1 hierarchies that the facts tell of, by the controller that Vitrine uses.
[[nodiscard]] std::vector<std::string> v1Controllers(const CgroupFacts& facts);

} // namespace vitrine::describing
