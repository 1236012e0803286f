// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/diskimage.h"

#include "core/model/validation.h"

#include <algorithm>

namespace vitrine {

namespace {

using namespace std::string_view_literals;

struct Magic {
    std::string_view type;
    std::size_t offset;
    std::string_view bytes;
};

/// As libblkid(3) has them. What is only a word somewhere (vfat) comes last: an image of a CD can begin with
/// a boot sector, too.
constexpr std::array<Magic, 8> magics{{{"xfs", 0, "XFSB"sv},
                                       {"squashfs", 0, "hsqs"sv},
                                       {"erofs", 1024, "\xe2\xe1\xf5\xe0"sv},
                                       {"ext4", 1080, "\x53\xef"sv},
                                       {"iso9660", 32769, "CD001"sv},
                                       {"btrfs", 65600, "_BHRfS_M"sv},
                                       {"vfat", 82, "FAT32   "sv},
                                       {"vfat", 54, "FAT1"sv}}};

} // namespace

bool isImage(const MountSpec& mount) {
    return !isBind(mount) && std::ranges::contains(imageTypes, mount.type);
}

bool isOfHost(const MountSpec& mount) {
    return isBind(mount) || isImage(mount);
}

std::vector<std::string> imageWordsOf(const VolumeOptions& options) {
    std::vector<std::string> words = wordsOf(options);
    std::erase_if(words, [](const std::string& word) {
        return word == "bind" || word == "private" || word == "slave";
    });
    return words;
}

std::optional<std::string_view> fileSystemOf(std::string_view head) {
    const auto found = std::ranges::find_if(magics, [&](const Magic& magic) {
        return head.size() >= magic.offset && head.substr(magic.offset).starts_with(magic.bytes);
    });
    if (found == magics.end())
        return std::nullopt;
    return found->type;
}

bool mapsOwners(std::string_view imageType) {
    return imageType != "iso9660";
}

bool isWritable(std::string_view imageType) {
    return imageType != "iso9660" && imageType != "squashfs" && imageType != "erofs";
}

} // namespace vitrine
