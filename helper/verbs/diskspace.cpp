// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/verbs/diskspace.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>
#include <format>
#include <string>

namespace vitrine::helper {

namespace {

constexpr std::uint64_t mostKept = std::uint64_t{256} << 20U;
constexpr std::uint64_t partKept = 50;

std::string inMiB(std::uint64_t bytes) {
    constexpr double mebi = 1024.0 * 1024.0;
    return std::format("{:.1f} MiB", static_cast<double>(bytes) / mebi);
}

} // namespace

Result<> checkSpace(int directory, std::uint64_t needed) {
    struct statvfs disk{};
    if (::fstatvfs(directory, &disk) != 0)
        return failure(Error::fromErrno("examine", "the disk with the containers", errno));
    const std::uint64_t size = std::uint64_t{disk.f_blocks} * disk.f_frsize;
    if (size == 0)
        return {}; // of a kind that does not tell
    const std::uint64_t available = std::uint64_t{disk.f_bavail} * disk.f_frsize;
    const std::uint64_t kept = std::min(mostKept, size / partKept);
    if (available >= kept && available - kept >= needed)
        return {};
    return failure(Error(ErrorKind::LimitExceeded, {}, "the disk with the containers",
                         std::format("No space left for {} more: {} are free, of which {} are kept free",
                                     inMiB(needed), inMiB(available), inMiB(kept)))
                       .withHint("Free some space where the containers are kept, then try again."));
}

} // namespace vitrine::helper
