// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <string>
#include <string_view>

/// Volumes: directories of the host that their owner shows to a container, and memory of its own (tmpfs) at
/// a place inside.
namespace vitrine {

/// How many directories one container can have: each is a descriptor of the call that gives it.
inline constexpr std::size_t maximumVolumes = 15;

enum class VolumeAccess { ReadOnly, ReadWrite };
enum class VolumePrograms { Refused, Allowed };
/// Whether what the host mounts below the directory later appears inside, too.
enum class VolumePropagation { Private, Follow };

struct VolumeOptions {
    VolumeAccess access = VolumeAccess::ReadOnly;
    VolumePrograms programs = VolumePrograms::Refused;
    VolumePropagation propagation = VolumePropagation::Private;
    friend bool operator==(const VolumeOptions&, const VolumeOptions&) = default;
};

/// Where a volume may be: an absolute path without "..", not "/", and neither at nor below /proc, /sys and
/// /dev, which hold what protects the host. `field` is the subject of the error.
[[nodiscard]] Result<> validateVolumePlace(std::string_view place, const std::string& field);

/// The options of a directory in words of mount(8). Set-user-ID bits and device nodes never count in it.
[[nodiscard]] std::vector<std::string> wordsOf(const VolumeOptions& options);
/// The same backwards. InvalidArgument, with `field` as its subject, for a word that has no place here.
[[nodiscard]] Result<VolumeOptions> volumeOptionsFrom(const std::vector<std::string>& words,
                                                      const std::string& field);

} // namespace vitrine
