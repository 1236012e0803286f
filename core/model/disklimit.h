// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// A device as the kernel numbers it: 254:0 (makedev(3)).
struct DeviceNumber {
    std::uint32_t major = 0; ///< at most 4,095
    std::uint32_t minor = 0; ///< at most 1,048,575
    friend auto operator<=>(const DeviceNumber&, const DeviceNumber&) = default;
};
[[nodiscard]] std::string textOf(DeviceNumber device); ///< "254:0"
[[nodiscard]] std::optional<DeviceNumber> parseDevice(std::string_view text);

/// How fast a disk may be used (io.max, Documentation/admin-guide/cgroup-v2.rst); 0 is "no limit".
struct DiskLimit {
    DeviceNumber device;
    std::uint64_t readBytes = 0;  ///< bytes a second, at most 2^62
    std::uint64_t writeBytes = 0; ///< bytes a second
    std::uint64_t readOps = 0;    ///< operations a second, at most 4,294,967,294
    std::uint64_t writeOps = 0;   ///< operations a second
    friend bool operator==(const DiskLimit&, const DiskLimit&) = default;
};

/// A disk of this machine: what io.max takes. Partitions share the queue of theirs and are none.
struct Disk {
    DeviceNumber device;
    std::string name; ///< "vda"
    std::uint64_t bytes = 0;
    friend bool operator==(const Disk&, const Disk&) = default;
};

/// A line of io.max without its end: "254:0 rbps=1048576 wbps=max riops=max wiops=max".
[[nodiscard]] std::string ioMaxLine(const DiskLimit& limit);
/// One such line; keys may be missing or be of a newer kernel. Empty when it is no such line.
[[nodiscard]] std::optional<DiskLimit> parseIoMaxLine(std::string_view line);
/// The content of io.max by rising device; devices without a limit are left out.
[[nodiscard]] std::vector<DiskLimit> parseIoMax(std::string_view text);

/// Refuses a device that is not among `disks`; the error's subject is "ioMax" and its reason names those that
/// are.
[[nodiscard]] Result<> checkDisks(const std::vector<DiskLimit>& limits, const std::vector<Disk>& disks);

} // namespace vitrine
