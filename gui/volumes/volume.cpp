// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/volumes/volume.h"
#include "gui/models/format.h"

#include "core/model/diskimage.h"
#include "core/model/validation.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace vitrine::gui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Volume)
};

constexpr std::string_view forAllMode = "mode=1777";
constexpr std::string_view forRootMode = "mode=755";

bool isEveryContainers(const MountSpec& mount) {
    static const ContainerSpec usual = defaultSpec("x", {"x"});
    return std::ranges::contains(usual.mounts, mount.destination, &MountSpec::destination);
}

bool isVolume(const MountSpec& mount) {
    return isOfHost(mount) || (mount.type == "tmpfs" && !isEveryContainers(mount));
}

/// "64m" of tmpfs(5) in bytes; nothing for a share of the memory ("50%").
std::optional<std::uint64_t> bytesOf(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (error != std::errc{} || unit.size() > 1)
        return std::nullopt;
    if (unit.empty())
        return number;
    const std::size_t power = std::string_view("kmg").find(static_cast<char>(unit.front() | 0x20));
    if (power == std::string_view::npos)
        return std::nullopt;
    return number << (10U * (power + 1));
}

Volume volumeFrom(const MountSpec& mount) {
    Volume volume;
    volume.place = QString::fromStdString(mount.destination);
    volume.read = mount;
    if (isOfHost(mount)) {
        volume.source = QString::fromStdString(mount.source);
        if (isImage(mount))
            volume.fileSystem = QString::fromStdString(mount.type);
        volume.options = volumeOptionsFrom(mount.options, "options").value_or(VolumeOptions());
        return volume;
    }
    for (const std::string& option : mount.options) {
        if (option.starts_with("size="))
            volume.bytes = bytesOf(std::string_view(option).substr(5)).value_or(volume.bytes);
        if (option.starts_with("mode="))
            volume.forAll = option == forAllMode;
    }
    return volume;
}

MountSpec mountFrom(const Volume& volume) {
    if (volume.read)
        return *volume.read;
    const std::string place = volume.place.toStdString();
    if (volume.isImage())
        return {place, volume.fileSystem.toStdString(), volume.source.toStdString(),
                imageWordsOf(volume.options)};
    if (!volume.isMemory())
        return {place, "bind", volume.source.toStdString(), wordsOf(volume.options)};
    return {place,
            "tmpfs",
            "tmpfs",
            {"nosuid", "nodev", "noexec", "size=" + std::to_string(volume.bytes),
             std::string(volume.forAll ? forAllMode : forRootMode)}};
}

} // namespace

std::vector<Volume> volumesOf(const ContainerSpec& spec) {
    std::vector<Volume> volumes;
    for (const MountSpec& mount : spec.mounts) {
        if (isVolume(mount))
            volumes.push_back(volumeFrom(mount));
    }
    return volumes;
}

void setVolumes(ContainerSpec& spec, const std::vector<Volume>& volumes) {
    std::erase_if(spec.mounts, isVolume);
    for (const Volume& volume : volumes)
        spec.mounts.push_back(mountFrom(volume));
}

QString placeProblem(const QString& place) {
    const auto valid = validateVolumePlace(place.toStdString(), "place");
    return valid ? QString() : QString::fromStdString(valid.error().reason());
}

QString accessText(const Volume& volume) {
    if (volume.isMemory())
        return formatBytes(volume.bytes);
    QStringList words{volume.options.access == VolumeAccess::ReadOnly ? Words::tr("read-only")
                                                                      : Words::tr("⚠ read and write")};
    if (volume.options.programs == VolumePrograms::Allowed)
        words << Words::tr("programs");
    if (volume.options.propagation == VolumePropagation::Follow)
        words << Words::tr("later mounts");
    return words.join(QStringLiteral(", "));
}

Reply<OwnedFd> openSource(const Volume& volume) {
    const bool writes = volume.isImage() && volume.options.access == VolumeAccess::ReadWrite;
    const int flags = volume.isImage() ? O_NONBLOCK | O_NOCTTY : O_DIRECTORY;
    OwnedFd source(::open(QFile::encodeName(volume.source).constData(),
                          (writes ? O_RDWR : O_RDONLY) | flags | O_CLOEXEC));
    if (source.isValid())
        return source;
    const QString reason = QString::fromLocal8Bit(std::strerror(errno));
    return std::unexpected(
        ServiceError{ErrorKind::InvalidArgument,
                     Words::tr("%1 cannot be opened: %2").arg(volume.source, reason),
                     volume.isImage() ? Words::tr("Choose a file that you may read, and write if it is to be "
                                                  "written to.")
                                      : Words::tr("Choose a directory that you may read."),
                     {}});
}

Volume directoryVolume(const QString& path) {
    Volume volume;
    volume.source = path;
    volume.place = QStringLiteral("/mnt/%1").arg(QFileInfo(path).fileName());
    return volume;
}

Reply<Volume> imageVolume(const QString& path) {
    Volume volume;
    volume.source = path;
    volume.fileSystem = QStringLiteral("?");
    const Reply<OwnedFd> file = openSource(volume);
    if (!file)
        return std::unexpected(file.error());
    std::string head(imageHeadSize, '\0');
    const ssize_t length = ::pread(file->get(), head.data(), head.size(), 0);
    head.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
    const auto found = fileSystemOf(head);
    if (!found)
        return std::unexpected(ServiceError{
            ErrorKind::InvalidArgument,
            Words::tr("%1 is no disk image: it does not begin with a file system that can be shown.")
                .arg(path),
            Words::tr("The kinds are btrfs, erofs, ext4, iso9660, squashfs, vfat and xfs. An image with a "
                      "partition table has its file systems further inside."),
            {}});
    volume.fileSystem = QString::fromUtf8(found->data(), static_cast<qsizetype>(found->size()));
    volume.place = QStringLiteral("/mnt/%1").arg(QFileInfo(path).completeBaseName());
    return volume;
}

} // namespace vitrine::gui
