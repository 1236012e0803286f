// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/diskimage.h"
#include "core/model/jsonnode.h"
#include "core/model/securitylabels.h"
#include "core/model/textrules.h"
#include "core/model/validation.h"

#include <algorithm>

namespace vitrine {

namespace {

using json::elementPath;

constexpr std::array<std::string_view, 8> knownTypes{"proc",   "sysfs",  "tmpfs",   "devpts",
                                                     "mqueue", "cgroup", "cgroup2", "bind"};

struct FixedPlace {
    std::string_view type;
    std::string_view destination;
};

/// A second proc or sysfs elsewhere would show what is masked in the first.
constexpr std::array<FixedPlace, 2> fixedPlaces{{{"proc", "/proc"}, {"sysfs", "/sys"}}};

Result<> checkOptions(const MountSpec& mount, const std::string& path) {
    if (mount.options.size() > 64)
        return failure(Error::invalid(path, "must have at most 64 elements"));
    for (std::size_t i = 0; i < mount.options.size(); ++i) {
        const std::string& option = mount.options[i];
        const std::string here = elementPath(path, i);
        VITRINE_CHECK(checkText(option, here, TextRule::NoControl, 4095));
        if (option.empty() || option.contains(','))
            return failure(Error::invalid(here, "must be one option, such as \"ro\" or \"mode=755\""));
        // Chosen there, it is marked and asked about.
        if (isContextOption(option))
            return failure(Error::invalid(here, "must not choose an SELinux label, which "
                                                "$.linux.mountLabel is for"));
    }
    return {};
}

/// Without a mapping of its own, an id-mapped directory would have files of the host's root written by the
/// container's.
Result<> checkMappings(const MountSpec& mount, const std::string& path) {
    const bool asks =
        std::ranges::contains(mount.options, "idmap") || std::ranges::contains(mount.options, "ridmap");
    const bool none = mount.uidMappings.empty() && mount.gidMappings.empty();
    if (none && asks)
        return failure(Error::invalid(path + ".options", "must not have \"idmap\" without uidMappings and "
                                                         "gidMappings"));
    if (none)
        return {};
    const std::string users = path + ".uidMappings";
    const std::string groups = path + ".gidMappings";
    if (!isOfHost(mount))
        return failure(Error::invalid(users, "must be empty unless it is a bind mount or a disk image"));
    VITRINE_CHECK(validateMappings(mount.uidMappings, users));
    return validateMappings(mount.gidMappings, groups);
}

bool isOctal(std::string_view text) {
    return !text.empty() && text.size() <= 5 &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '7'; });
}

/// A number with an optional unit of tmpfs(5): "65536k", "50%".
bool isSize(std::string_view text) {
    if (!text.empty() && std::string_view("kKmMgG%").contains(text.back()))
        text.remove_suffix(1);
    return !text.empty() && text.size() <= 15 &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// What the kernel would only call an invalid argument, at the start.
Result<> checkTmpfs(const MountSpec& mount, const std::string& path) {
    if (mount.type != "tmpfs" || isBind(mount))
        return {};
    for (std::size_t i = 0; i < mount.options.size(); ++i) {
        const std::string_view option = mount.options[i];
        if (option.starts_with("size=") && !isSize(option.substr(5)))
            return failure(Error::invalid(elementPath(path, i), "must be a size such as \"size=64m\""));
        if (option.starts_with("mode=") && !isOctal(option.substr(5)))
            return failure(Error::invalid(elementPath(path, i), "must be a mode such as \"mode=1777\""));
    }
    return {};
}

Result<> checkBindSource(const MountSpec& mount, const std::string& path) {
    VITRINE_CHECK(checkAbsolutePath(mount.source, path));
    if (cleanPath(mount.source) == "/")
        return failure(Error::invalid(path, "must not be the host's \"/\" as a whole"));
    return {};
}

Result<> checkDestination(const MountSpec& mount, const std::string& path) {
    VITRINE_CHECK(checkAbsolutePath(mount.destination, path));
    const std::string place = cleanPath(mount.destination);
    if (place == "/")
        return failure(Error::invalid(path, "must not be \"/\": $.root is what is mounted there"));
    // A false file in /proc could lie to every program that asks the kernel something.
    if (isAtOrBelow(place, "/proc") && place != "/proc")
        return failure(Error::invalid(path, "must not be below /proc"));
    const bool hostProc = isBind(mount) && cleanPath(mount.source) == "/proc";
    if (place == "/proc" && mount.type != "proc" && !hostProc)
        return failure(Error::invalid(path, "must not be /proc, which is for the type \"proc\""));
    if (isBind(mount))
        return {};
    for (const auto& [type, destination] : fixedPlaces) {
        if (mount.type == type && place != destination) {
            return failure(Error::invalid(path, "must be " + std::string(destination) + " for the type \"" +
                                                    std::string(type) + "\""));
        }
    }
    return {};
}

} // namespace

bool isBind(const MountSpec& mount) {
    return mount.type == "bind" || std::ranges::contains(mount.options, "bind") ||
           std::ranges::contains(mount.options, "rbind");
}

Result<> validateMount(const MountSpec& mount, const std::string& path) {
    VITRINE_CHECK(checkOptions(mount, path + ".options"));
    if (!isOfHost(mount) && !std::ranges::contains(knownTypes, mount.type)) {
        return failure(Error::invalid(path + ".type", "must be proc, sysfs, tmpfs, devpts, mqueue, cgroup, "
                                                      "cgroup2, bind, or for a disk image btrfs, erofs, "
                                                      "ext4, iso9660, squashfs, vfat or xfs"));
    }
    VITRINE_CHECK(checkText(mount.type, path + ".type", TextRule::NoControl, 64));
    VITRINE_CHECK(checkDestination(mount, path + ".destination"));
    VITRINE_CHECK(checkMappings(mount, path));
    VITRINE_CHECK(checkTmpfs(mount, path + ".options"));
    if (isOfHost(mount))
        return checkBindSource(mount, path + ".source");
    VITRINE_CHECK(checkText(mount.source, path + ".source", TextRule::NoControl, 4095));
    if (cleanPath(mount.destination) == "/dev" && std::ranges::contains(mount.options, "ro")) {
        return failure(Error::invalid(path + ".options", "must not have \"ro\" for /dev, which is filled "
                                                         "after it is mounted"));
    }
    return {};
}

} // namespace vitrine
