// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

enum class DeviceType { Character, Block };

/// 'c' or 'b', as in mknod(1).
[[nodiscard]] char letterOf(DeviceType type);

/// A device node that the container gets (config-linux.md, "Devices").
struct DeviceSpec {
    std::string path; ///< inside, below /dev
    DeviceType type = DeviceType::Character;
    std::uint32_t major = 0; ///< 0 to 4095
    std::uint32_t minor = 0; ///< 0 to 1048575
    /// Of the node, where the container gets one of its own. With a user namespace it gets the host's node,
    /// and these say nothing.
    std::optional<std::uint32_t> mode{}; ///< the lower nine bits; 0666 without it
    std::optional<std::uint32_t> uid{};  ///< inside; root without it
    std::optional<std::uint32_t> gid{};
    friend bool operator==(const DeviceSpec&, const DeviceSpec&) = default;
};

/// Bits of DeviceRule::access; the kernel's (linux/bpf.h, BPF_DEVCG_ACC_*).
inline constexpr std::uint32_t deviceMknod = 1;
inline constexpr std::uint32_t deviceRead = 2;
inline constexpr std::uint32_t deviceWrite = 4;
inline constexpr std::uint32_t deviceAllAccess = deviceMknod | deviceRead | deviceWrite;

/// Which devices a container may use (config-linux.md, "Allowed Device list"). Of several rules about the
/// same device the last one holds.
struct DeviceRule {
    bool allow = false;
    char type = 'a';                      ///< 'a' all, 'c' character, 'b' block
    std::optional<std::uint32_t> major{}; ///< empty: any
    std::optional<std::uint32_t> minor{};
    std::uint32_t access = deviceAllAccess;
    friend bool operator==(const DeviceRule&, const DeviceRule&) = default;
};

/// Devices that every container has, whatever its rules say (config-linux.md, "Default Devices"), terminals,
/// and the making of nodes, which by itself opens nothing.
[[nodiscard]] std::vector<DeviceRule> usualDeviceRules();

/// "rwm", in that order.
[[nodiscard]] std::string accessLetters(std::uint32_t access);
/// InvalidArgument about `path` for what is not made of r, w and m. Empty is all of it, as in crun and runc.
[[nodiscard]] Result<std::uint32_t> accessFrom(std::string_view letters, const std::string& path);

/// The rule that a device needs: all of it, for that very device.
[[nodiscard]] DeviceRule ruleFor(const DeviceSpec& device);

/// What devices.allow and devices.deny of cgroup v1 take: "c 1:3 rwm", "b *:* m", "a".
[[nodiscard]] std::string textOf(const DeviceRule& rule);

/// The same of several, with `separator` between; before those that refuse is a "-".
[[nodiscard]] std::string rulesText(const std::vector<DeviceRule>& rules, std::string_view separator);
/// "c 10:229"
[[nodiscard]] std::string numbersText(const DeviceSpec& device);

/// "$.linux.devices" and "$.linux.resources.devices": ranges, places and numbers, and that no place is taken
/// twice or is one that every container has. At most 64 devices and 256 rules.
[[nodiscard]] Result<> validateDevices(const std::vector<DeviceSpec>& devices,
                                       const std::vector<DeviceRule>& rules);

} // namespace vitrine
