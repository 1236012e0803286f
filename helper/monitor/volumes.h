// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"
#include "core/model/volume.h"
#include "core/sys/uniquefd.h"

#include <cstdint>
#include <string>
#include <vector>

/// Directories and disk images of the host that containers are shown. Used by helper and monitor alike.
namespace vitrine::monitor {

/// One of them, as it was when its owner gave it. The path alone would be whatever lies there when root
/// opens it.
struct VolumeRecord {
    std::string destination; ///< place inside: the mount of config.json that this belongs to
    std::string path;        ///< absolute
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t bornNs = 0; ///< its birth: inodes are used again. 0 = the file system does not say
    std::uint32_t ownerUid = 0;
    std::uint32_t ownerGid = 0;
    std::string fileSystem; ///< what is in a disk image (imageTypes); empty = it is a directory
    friend bool operator==(const VolumeRecord&, const VolumeRecord&) = default;
};

/// Device, inode, birth and owner of an open directory or file (statx(2)), with `path`. InvalidArgument with
/// the subject "volumes" when it is none.
[[nodiscard]] Result<VolumeRecord> identify(int directory, std::string path);

/// Opens it (a directory with O_PATH) and compares: NotFound, with a sentence that names the path, when it is
/// not there any more, when another directory is there now, or when it belongs to somebody else. Use the
/// descriptor, never the path again.
[[nodiscard]] Result<sys::UniqueFd> openVolume(const VolumeRecord& volume, VolumeAccess access);

/// The mount of `spec` that a volume is mounted by; null if there is none.
[[nodiscard]] const MountSpec* mountOf(const ContainerSpec& spec, const VolumeRecord& volume);

/// Sets the owners of a volume's mount: who owns the directory on disk appears as root inside, and nobody
/// else has an id there, so that what is written belongs to that owner. In a disk image everybody is who has
/// the same number inside. `users` and `groups` are the maps of
/// the container; none without a user namespace of its own.
void mapOwners(MountSpec& mount, const VolumeRecord& volume, const std::vector<IdMapping>& users,
               const std::vector<IdMapping>& groups);

/// Every bind mount and disk image of a container that an ordinary user made is a volume, and nothing has
/// changed its source. NotSupported, naming the mount: such a configuration is not of Vitrine's making.
[[nodiscard]] Result<> checkBinds(const ContainerSpec& spec, const std::vector<VolumeRecord>& volumes,
                                  std::uint32_t ownerUid);

} // namespace vitrine::monitor
