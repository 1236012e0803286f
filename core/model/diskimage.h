// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"
#include "core/model/volume.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Disk images: files of the host that hold a file system, which a container is shown as a directory. The
/// kernel reads what is in them with the rights of the kernel, whoever has written it: a container with one
/// isolates less.
namespace vitrine {

/// The file systems that can be in one, as mount(2) calls them; "ext4" is ext2 and ext3, too.
inline constexpr std::array<std::string_view, 7> imageTypes{"btrfs",    "erofs", "ext4", "iso9660",
                                                            "squashfs", "vfat",  "xfs"};

/// Whether the mount shows the file system in a file or a disk of the host.
[[nodiscard]] bool isImage(const MountSpec& mount);

/// Whether it shows anything of the host's: a directory (isBind()) or a disk image.
[[nodiscard]] bool isOfHost(const MountSpec& mount);

/// The options of a volume that is one, in words of mount(8), as wordsOf() says those of a directory.
[[nodiscard]] std::vector<std::string> imageWordsOf(const VolumeOptions& options);

/// So many bytes from its beginning say what is in an image.
inline constexpr std::size_t imageHeadSize = std::size_t{66} * 1024;

/// The file system out of imageTypes that an image begins with, by its magic numbers; nothing if it is none
/// of them. `head`: the first imageHeadSize bytes, or all of them.
[[nodiscard]] std::optional<std::string_view> fileSystemOf(std::string_view head);

/// Whether the kernel shows the owners in it as others (id-mapped mounts).
[[nodiscard]] bool mapsOwners(std::string_view imageType);
/// Whether it can be written to at all.
[[nodiscard]] bool isWritable(std::string_view imageType);

} // namespace vitrine
