// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/volume.h"

#include "gui/service/ownedfd.h"
#include "gui/service/serviceerror.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace vitrine::gui {

/// A directory or disk image of this computer that is shown inside, or memory that is used as a directory.
struct Volume {
    QString place;      ///< inside
    QString source;     ///< the directory, or the file of the image; empty = memory
    QString fileSystem; ///< of a disk image (imageTypes); empty = none
    VolumeOptions options;
    std::uint64_t bytes = 64ULL << 20U; ///< of memory
    bool forAll = true;                 ///< everybody inside may write to the memory, or its root only
    /// What it was read from, until it is changed: other words of mount(8) in it stay.
    std::optional<MountSpec> read;

    [[nodiscard]] bool isMemory() const { return source.isEmpty(); }
    [[nodiscard]] bool isImage() const { return !fileSystem.isEmpty(); }
};

/// The volumes of a specification, in its order. What every container has for itself (/dev, /run) is none.
[[nodiscard]] std::vector<Volume> volumesOf(const ContainerSpec& spec);
/// Puts these in the place of those that it has.
void setVolumes(ContainerSpec& spec, const std::vector<Volume>& volumes);
/// Why its place cannot be used, or empty.
[[nodiscard]] QString placeProblem(const QString& place);
/// "read-only, no programs", "64 MiB"
[[nodiscard]] QString accessText(const Volume& volume);
/// The directory or the image, opened as this user for what may be done with it.
[[nodiscard]] Reply<OwnedFd> openSource(const Volume& volume);
/// A volume that shows the directory `path`, or what is in the image `path`, at a place made of its name.
[[nodiscard]] Volume directoryVolume(const QString& path);
[[nodiscard]] Reply<Volume> imageVolume(const QString& path);

} // namespace vitrine::gui
