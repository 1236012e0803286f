// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/cgroup/cgroup.h"
#include "core/model/devicespec.h"

#include <linux/bpf.h>

#include <string>
#include <vector>

namespace vitrine::cgroup {

/// Puts rules about devices in force for a group; they stay until it is removed. In the unified hierarchy,
/// which hybrid machines have too, by a program of the kernel's (bpf(2), BPF_PROG_TYPE_CGROUP_DEVICE); with
/// v1 alone by devices.deny and devices.allow (Documentation/admin-guide/cgroup-v1/devices.rst). NotSupported
/// about "$.linux.resources.devices" where there is neither.
[[nodiscard]] Result<> restrictDevices(const Cgroup& group, const std::vector<DeviceRule>& rules);

/// What devices.deny and devices.allow take. To them "a" is everything, whatever comes after it, so that
/// most rules about both types are two lines.
[[nodiscard]] std::vector<std::string> linesOf(const DeviceRule& rule);

/// That program: the last rule that has something to say of an access decides, and without one it is allowed.
[[nodiscard]] std::vector<bpf_insn> deviceProgram(const std::vector<DeviceRule>& rules);

} // namespace vitrine::cgroup
