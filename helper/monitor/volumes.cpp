// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/volumes.h"

#include "core/model/diskimage.h"
#include "core/model/textrules.h"
#include "core/model/validation.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace vitrine::monitor {

namespace {

Error changed(const VolumeRecord& volume, std::string reason) {
    return Error(ErrorKind::NotFound, "open the directory", volume.path, std::move(reason))
        .withHint("Put it back where it was, or give the container the directory that is there now.");
}

bool isSameDirectory(const VolumeRecord& a, const VolumeRecord& b) {
    return a.device == b.device && a.inode == b.inode && a.bornNs == b.bornNs;
}

} // namespace

Result<VolumeRecord> identify(int directory, std::string path) {
    struct statx status{};
    if (::statx(directory, "", AT_EMPTY_PATH | AT_NO_AUTOMOUNT, STATX_BASIC_STATS | STATX_BTIME, &status) !=
        0)
        return failure(Error::fromErrno("look at", path, errno));
    if (!S_ISDIR(status.stx_mode) && !S_ISREG(status.stx_mode))
        return failure(Error::invalid("volumes", "must be directories, or files that are disk images"));
    VolumeRecord volume;
    volume.path = std::move(path);
    volume.device = makedev(status.stx_dev_major, status.stx_dev_minor);
    volume.inode = status.stx_ino;
    if ((status.stx_mask & STATX_BTIME) != 0) {
        constexpr std::uint64_t nsPerSecond = 1'000'000'000;
        volume.bornNs =
            static_cast<std::uint64_t>(status.stx_btime.tv_sec) * nsPerSecond + status.stx_btime.tv_nsec;
    }
    volume.ownerUid = status.stx_uid;
    volume.ownerGid = status.stx_gid;
    return volume;
}

Result<sys::UniqueFd> openVolume(const VolumeRecord& volume, VolumeAccess access) {
    // O_PATH: looking at it must not start anything in a file system of the user's. Symlinks on the way are
    // fine, because what is there says itself whether it is the directory that was given.
    const bool isImage = !volume.fileSystem.empty();
    auto directory = sys::openAt(AT_FDCWD, volume.path, O_PATH | (isImage ? 0 : O_DIRECTORY));
    if (!directory &&
        (directory.error().kind() == ErrorKind::NotFound || directory.error().errnum() == ENOTDIR))
        return failure(changed(volume, "it is no longer there"));
    if (!directory)
        return failure(std::move(directory).error());
    const VolumeRecord now = VITRINE_TRY(identify(directory->get(), volume.path));
    if (!isSameDirectory(now, volume))
        return failure(changed(volume, isImage
                                           ? "another file is there now, not the one that was given"
                                           : "another directory is there now, not the one that was given"));
    if (now.ownerUid != volume.ownerUid || now.ownerGid != volume.ownerGid)
        return failure(changed(volume, "it belongs to somebody else now"));
    if (!isImage)
        return directory;
    // The very file that was looked at, whatever its path leads to by now.
    return sys::openAt(AT_FDCWD, "/proc/self/fd/" + std::to_string(directory->get()),
                       (access == VolumeAccess::ReadOnly ? O_RDONLY : O_RDWR) | O_NOCTTY);
}

const MountSpec* mountOf(const ContainerSpec& spec, const VolumeRecord& volume) {
    const auto found = std::ranges::find_if(spec.mounts, [&](const MountSpec& mount) {
        return isOfHost(mount) && cleanPath(mount.destination) == volume.destination;
    });
    return found == spec.mounts.end() ? nullptr : &*found;
}

void mapOwners(MountSpec& mount, const VolumeRecord& volume, const std::vector<IdMapping>& users,
               const std::vector<IdMapping>& groups) {
    const auto user = std::ranges::find(users, 0U, &IdMapping::inside);
    const auto group = std::ranges::find(groups, 0U, &IdMapping::inside);
    mount.uidMappings.clear();
    mount.gidMappings.clear();
    if (user == users.end() || group == groups.end())
        return;
    if (!volume.fileSystem.empty()) {
        mount.uidMappings = users;
        mount.gidMappings = groups;
        return;
    }
    mount.uidMappings = {{volume.ownerUid, user->outside, 1}};
    mount.gidMappings = {{volume.ownerGid, group->outside, 1}};
}

Result<> checkBinds(const ContainerSpec& spec, const std::vector<VolumeRecord>& volumes,
                    std::uint32_t ownerUid) {
    for (const MountSpec& mount : spec.mounts) {
        if (!isOfHost(mount))
            continue;
        const auto volume =
            std::ranges::find(volumes, cleanPath(mount.destination), &VolumeRecord::destination);
        const bool known = volume != volumes.end();
        const bool isSame = known && volume->path == cleanPath(mount.source) &&
                            (volume->fileSystem.empty() ? isBind(mount) : mount.type == volume->fileSystem);
        if (known ? isSame : ownerUid == 0)
            continue;
        return failure(Error(ErrorKind::NotSupported, "show the directory", mount.source,
                             "nobody has given it to this container")
                           .withHint("Add it as a volume, so that it is known whose it is."));
    }
    return {};
}

} // namespace vitrine::monitor
