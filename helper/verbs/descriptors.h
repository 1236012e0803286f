// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/volume.h"
#include "core/sys/uniquefd.h"
#include "helper/access/caller.h"
#include "helper/bus/method.h"
#include "helper/monitor/bundle.h"
#include "helper/options.h"

#include <QDBusUnixFileDescriptor>
#include <QList>

#include <string>
#include <vector>

/// Descriptors that callers give. Holding one proves little: root can do more with it than the one who opened
/// it. So each is examined for what it is and for what its caller may do with it.
namespace vitrine::helper {

struct GivenFile { // (sh)
    QString name;
    QDBusUnixFileDescriptor descriptor;
};

/// A program the caller opened for reading, of its own copy.
struct GivenSource {
    std::string name;
    sys::UniqueFd fd;
};

/// A directory the caller opened, and of whom it may be.
struct GivenFolder {
    sys::UniqueFd fd;
    uid_t caller = 0;
    QList<uint> groups; ///< the caller's
};

/// A directory for a place inside.
struct GivenVolume {
    std::string place; ///< checked: validateVolumePlace()
    GivenFolder folder;
};

enum class OwnersAppear { AsRootInside, AsTheyAre };

/// A directory that its owner may show to a container.
struct CheckedVolume {
    monitor::VolumeRecord record;
    VolumeOptions options;
    OwnersAppear owners = OwnersAppear::AsTheyAre;
};

/// The helper's own directories where they really are, as a path that comes from a descriptor says it: the
/// options may have symbolic links and ".." in them.
[[nodiscard]] std::vector<std::string> ownPlaces(const Options& options);

/// What helps to look at a volume.
struct VolumeRules {
    std::vector<std::string> ownPlaces; ///< see ownPlaces()
    bool mapsOwners = false;            ///< the kernel has id-mapped mounts, and the mode allows them
    bool mapsTmpfs = false;             ///< also on tmpfs
};
[[nodiscard]] VolumeRules volumeRules(const Context& context);

/// Argument `index` of type as: at most 2,000 names of programs without "/" and control characters.
[[nodiscard]] Result<std::vector<std::string>> takePrograms(const Call& call, int index);

/// Argument `index` of type a(sh): at most 16 with names without "/" and control characters, each once. Asks
/// no file system anything, so it never waits; checkGiven() does.
[[nodiscard]] Result<std::vector<GivenSource>> takeGiven(const Call& call, int index);

/// Regular files, opened for reading, of at most 256 MiB and together 1 GiB, on a file system that cannot
/// make the reader wait for ever. In a thread, because finding that out can.
[[nodiscard]] Result<> checkGiven(const std::vector<GivenSource>& given);

/// Argument `index` of type ah, at most 16. Asks no file system anything.
[[nodiscard]] Result<std::vector<GivenFolder>> takeFolders(const Context& context, const Call& call,
                                                           int index);

/// Exactly one: a directory that belongs to the caller and to a group of the caller's (root may give any but
/// "/"), with a path without control characters. In a thread.
[[nodiscard]] Result<monitor::RootRecord> checkFolder(const std::vector<GivenFolder>& folders);

/// Argument `index` of type a(sh), at most maximumVolumes, each place once. Asks no file system anything.
[[nodiscard]] Result<std::vector<GivenVolume>> takeVolumes(const Context& context, const Call& call,
                                                           int index);

/// The same of one argument of type h, for a place that was checked.
[[nodiscard]] Result<GivenVolume> takeVolume(const Context& context, const Call& call, int index,
                                             std::string place);

/// A disk image that belongs to the caller and was opened as it is to be used, with a file system out of
/// imageTypes; or a directory that belongs to the caller as checkFolder() has it, none that this computer
/// works with
/// (/proc, /sys, /dev, /run, /boot, the helper's own, and to write to not /etc and /usr), that is found by
/// its path again. In a thread.
[[nodiscard]] Result<CheckedVolume> checkVolume(const GivenVolume& volume, const VolumeOptions& options,
                                                const VolumeRules& rules);

/// Copies a file of the caller's to an unnamed one in `directory`: what is examined, parsed and copied on
/// afterwards can no longer change. Zeros become holes. LimitExceeded when the disk has no room for it.
[[nodiscard]] Result<sys::UniqueFd> privateCopy(int directory, const GivenSource& source);

} // namespace vitrine::helper
