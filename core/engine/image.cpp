// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/image.h"

#include "core/engine/idmap.h"
#include "core/sys/file.h"
#include "core/sys/loop.h"
#include "core/sys/mount.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace vitrine::engine {

namespace {

/// With the open file, which the loop device keeps, goes the lock. A container that has just ended may still
/// be about to let go of it: the kernel clears up when it has time.
Result<> lockImage(int image, bool isReadOnly, const std::string& path) {
    constexpr int attempts = 40;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        if (::flock(image, (isReadOnly ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0)
            return {};
        if (errno != EWOULDBLOCK)
            return failure(Error::fromErrno("lock", path, errno));
        std::this_thread::sleep_for(std::chrono::milliseconds(25));
    }
    return failure(Error(ErrorKind::Busy, "mount the disk image", path,
                         isReadOnly ? "it is written to elsewhere" : "it is used elsewhere")
                       .withHint("Stop what uses it, or show it read-only everywhere."));
}

/// A disk is one already.
Result<sys::LoopDevice> deviceOf(int image, bool isReadOnly, const std::string& path) {
    struct stat status{};
    if (::fstat(image, &status) != 0)
        return failure(Error::fromErrno("look at", path, errno));
    if (S_ISBLK(status.st_mode))
        return sys::LoopDevice{{}, "/proc/self/fd/" + std::to_string(image)};
    if (!S_ISREG(status.st_mode))
        return failure(Error(ErrorKind::InvalidArgument, "mount the disk image", path,
                             "it is neither a file nor a disk"));
    return sys::openLoop(image, isReadOnly ? sys::LoopAccess::ReadOnly : sys::LoopAccess::ReadWrite);
}

Error cannotMount(const step::MountFilesystem& step, const Error& error) {
    return Error::fromErrno("mount the disk image", step.mount.source, error.errnum())
        .withHint("It must hold a file system of the type " + step.mount.type +
                  " that this kernel knows, without damage. The log of the kernel (dmesg) says more.");
}

} // namespace

Result<sys::UniqueFd> mountImage(const step::MountFilesystem& step, int image) {
    const bool isReadOnly = (step.flags & MS_RDONLY) != 0;
    sys::UniqueFd opened;
    if (image < 0) {
        opened = VITRINE_TRY(sys::openAt(AT_FDCWD, step.mount.source, isReadOnly ? O_RDONLY : O_RDWR));
        image = opened.get();
    }
    VITRINE_CHECK(lockImage(image, isReadOnly, step.mount.source));
    const sys::LoopDevice device = VITRINE_TRY(deviceOf(image, isReadOnly, step.mount.source));
    std::vector<sys::FilesystemOption> options{{"source", device.path}};
    if (isReadOnly)
        options.push_back({"ro", {}});
    // The image says itself what is done about errors in it, and one answer is to stop the machine
    // (ext4(5), "errors=panic").
    if (step.mount.type == "ext4")
        options.push_back({"errors", "remount-ro"});
    unsigned attributes = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
    if (isReadOnly)
        attributes |= MOUNT_ATTR_RDONLY;
    if ((step.flags & MS_NOEXEC) != 0)
        attributes |= MOUNT_ATTR_NOEXEC;
    auto tree = sys::newFilesystem(step.mount.type, attributes, options);
    if (!tree)
        return failure(cannotMount(step, tree.error()));
    VITRINE_CHECK(mapOwnersOf(tree->get(), step.mount, sys::Recursive::No));
    return tree;
}

} // namespace vitrine::engine
