// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/procfs.h"

#include "core/sys/file.h"
#include "core/sys/mount.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <cerrno>

namespace vitrine::sys {

namespace {

constexpr ino_t rootInode = 1; // PROC_ROOT_INO, include/linux/proc_ns.h

Error notProcfs(const std::string& what) {
    return {ErrorKind::Failed, "look at", what, "it is not a file of procfs"};
}

Result<> checkType(int fd, const std::string& what) {
    struct statfs status{};
    if (::fstatfs(fd, &status) != 0)
        return failure(Error::fromErrno("look at", what, errno));
    if (status.f_type != PROC_SUPER_MAGIC)
        return failure(notProcfs(what));
    return {};
}

Result<> checkRoot(int fd) {
    VITRINE_CHECK(checkType(fd, "/proc"));
    struct stat status{};
    if (::fstat(fd, &status) != 0)
        return failure(Error::fromErrno("look at", "/proc", errno));
    if (status.st_ino != rootInode)
        return failure(notProcfs("/proc"));
    return {};
}

/// Of processes alone, where the kernel knows that (Linux 5.8).
Result<UniqueFd> newProcfs() {
    constexpr unsigned attributes = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
    auto processes = newFilesystem("proc", attributes, {{"subset", "pid"}});
    return processes ? std::move(processes) : newFilesystem("proc", attributes);
}

} // namespace

Result<UniqueFd> openProcfs() {
    auto procfs = newProcfs();
    if (!procfs)
        procfs = openDirectory(AT_FDCWD, "/proc");
    const UniqueFd root = VITRINE_TRY(std::move(procfs));
    VITRINE_CHECK(checkRoot(root.get()));
    // A descriptor that can only be a place to begin: it neither lists nor reads anything.
    return openAt(root.get(), ".", O_PATH | O_DIRECTORY);
}

Result<UniqueFd> openInProcfs(int procfs, const std::string& path, int flags) {
    auto file = openBeneath(procfs, path, flags | O_NOCTTY);
    if (!file)
        return failure(Error::fromErrno("open", "/proc/" + path, file.error().errnum()));
    VITRINE_CHECK(checkType(file->get(), "/proc/" + path));
    return file;
}

} // namespace vitrine::sys
