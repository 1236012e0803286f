// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/volume.h"

#include "core/model/textrules.h"

#include <array>

namespace vitrine {

Result<> validateVolumePlace(std::string_view place, const std::string& field) {
    VITRINE_CHECK(checkAbsolutePath(place, field));
    const std::string clean = cleanPath(place);
    if (clean == "/")
        return failure(Error::invalid(field, "must not be \"/\", which is the container's root"));
    for (const std::string_view kernel : {"/proc", "/sys", "/dev"}) {
        if (isAtOrBelow(clean, kernel))
            return failure(Error::invalid(field, "must be outside of /proc, /sys and /dev, which protect "
                                                 "this computer"));
    }
    return {};
}

std::vector<std::string> wordsOf(const VolumeOptions& options) {
    std::vector<std::string> words{"bind", options.access == VolumeAccess::ReadOnly ? "ro" : "rw", "nosuid",
                                   "nodev"};
    if (options.programs == VolumePrograms::Refused)
        words.emplace_back("noexec");
    words.emplace_back(options.propagation == VolumePropagation::Follow ? "slave" : "private");
    return words;
}

Result<VolumeOptions> volumeOptionsFrom(const std::vector<std::string>& words, const std::string& field) {
    VolumeOptions options{VolumeAccess::ReadWrite, VolumePrograms::Allowed, VolumePropagation::Private};
    for (const std::string& word : words) {
        if (word == "ro")
            options.access = VolumeAccess::ReadOnly;
        else if (word == "rw")
            options.access = VolumeAccess::ReadWrite;
        else if (word == "noexec")
            options.programs = VolumePrograms::Refused;
        else if (word == "exec")
            options.programs = VolumePrograms::Allowed;
        else if (word == "slave")
            options.propagation = VolumePropagation::Follow;
        else if (word == "private")
            options.propagation = VolumePropagation::Private;
        else if (word != "bind" && word != "nosuid" && word != "nodev")
            return failure(Error::invalid(field, "must be out of bind, ro, rw, nosuid, nodev, noexec, exec, "
                                                 "private and slave for a directory of this computer"));
    }
    return options;
}

} // namespace vitrine
