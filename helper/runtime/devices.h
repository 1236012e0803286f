// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/cgroup/cgroup.h"
#include "core/model/jsonnode.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace vitrine::runtime {

/// Which devices a container may use (config-linux.md, "Allowed Device list"). Later rules overrule earlier
/// ones.
struct DeviceRule {
    bool allow = false;
    char type = 'a';                    ///< 'a' all, 'c' character, 'b' block
    std::optional<std::uint32_t> major; ///< empty: any
    std::optional<std::uint32_t> minor;
    std::uint32_t access = 0; ///< BPF_DEVCG_ACC_*
};

/// "linux.resources.devices"; with those that every container may use at the end, as crun and runc have it.
/// Empty without the member.
[[nodiscard]] Result<std::vector<DeviceRule>> readDeviceRules(const json::Node& resources);

/// Puts the rules in force for a group, as a program of the kernel's (bpf(2), BPF_PROG_TYPE_CGROUP_DEVICE).
/// They stay until the group is removed. NotSupported without a group in the unified hierarchy.
[[nodiscard]] Result<> restrictDevices(const cgroup::Cgroup* group, const std::vector<DeviceRule>& rules);

/// "linux.devices" becomes bind mounts of the machine's own nodes, which must be those very devices.
[[nodiscard]] Result<> bindDevices(json::Value& document);

} // namespace vitrine::runtime
