// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/loop.h"

#include "core/sys/file.h"

#include <fcntl.h>
#include <linux/loop.h>
#include <linux/major.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <cerrno>
#include <utility>

namespace vitrine::sys {

namespace {

/// Others look for a free one at the same time.
constexpr int attempts = 64;

Error noLoop(const Error& error) {
    return Error(ErrorKind::NotSupported, "use", "a loop device", error.reason())
        .withHint("This kernel has none, or this process may not open them: modprobe loop.");
}

Result<LoopDevice> openFree(int control) {
    const int number = ::ioctl(control, LOOP_CTL_GET_FREE);
    if (number < 0)
        return failure(Error::fromErrno("find", "a free loop device", errno));
    LoopDevice device;
    device.path = "/dev/loop" + std::to_string(number);
    auto opened = openAt(AT_FDCWD, device.path, O_RDWR | O_NOFOLLOW);
    if (!opened)
        return failure(noLoop(opened.error()));
    struct stat status{};
    if (::fstat(opened->get(), &status) != 0)
        return failure(Error::fromErrno("look at", device.path, errno));
    if (!S_ISBLK(status.st_mode) || major(status.st_rdev) != LOOP_MAJOR)
        return failure(Error(ErrorKind::NotSupported, "use", device.path, "it is no loop device"));
    device.fd = std::move(*opened);
    return device;
}

} // namespace

Result<LoopDevice> openLoop(int file, LoopAccess access) {
    const auto control = openAt(AT_FDCWD, "/dev/loop-control", O_RDWR);
    if (!control)
        return failure(noLoop(control.error()));
    loop_config config{};
    config.fd = static_cast<__u32>(file);
    config.info.lo_flags = LO_FLAGS_AUTOCLEAR;
    if (access == LoopAccess::ReadOnly)
        config.info.lo_flags |= LO_FLAGS_READ_ONLY;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        LoopDevice device = VITRINE_TRY(openFree(control->get()));
        if (::ioctl(device.fd.get(), LOOP_CONFIGURE, &config) == 0)
            return device;
        if (errno != EBUSY)
            return failure(Error::fromErrno("make a loop device of", "the file", errno));
    }
    return failure(Error(ErrorKind::Busy, "use", "a loop device", "others take all of them"));
}

} // namespace vitrine::sys
