// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/disks.h"

#include "core/cgroup/controlfile.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace vitrine::cgroup {

namespace {

/// "../../devices/pci0000:00/…/block/vda" to "vda".
std::string nameOf(int directory, const std::string& entry) {
    std::array<char, 4096> target{};
    const ssize_t size = ::readlinkat(directory, entry.c_str(), target.data(), target.size());
    if (size <= 0)
        return {};
    const std::string_view path(target.data(), static_cast<std::size_t>(size));
    return std::string(path.substr(path.rfind('/') + 1));
}

} // namespace

Result<std::vector<Disk>> listDisks(const std::string& root) {
    constexpr std::uint64_t sector = 512; // the unit of "size", whatever the disk's is
    const std::string path = (root == "/" ? "" : root) + "/sys/dev/block";
    const sys::UniqueFd directory = VITRINE_TRY(sys::openDirectory(AT_FDCWD, path));
    std::vector<Disk> disks;
    for (const std::string& entry : VITRINE_TRY(sys::listDirectory(directory.get()))) {
        const auto device = parseDevice(entry);
        const auto size = readControlFile(directory.get(), entry + "/size");
        const std::uint64_t sectors = size ? parseNumber(*size).value_or(0) : 0;
        const bool isPartition = ::faccessat(directory.get(), (entry + "/partition").c_str(), F_OK, 0) == 0;
        if (device && sectors > 0 && !isPartition)
            disks.push_back({*device, nameOf(directory.get(), entry), sectors * sector});
    }
    std::ranges::sort(disks, {}, &Disk::device);
    return disks;
}

} // namespace vitrine::cgroup
