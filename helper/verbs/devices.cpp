// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/devicespec.h"
#include "core/sys/file.h"
#include "helper/verbs/common.h"
#include "helper/verbs/verbs.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <cerrno>
#include <string>
#include <utility>

namespace vitrine::helper {

namespace {

/// systemd hides the devices from the helper (PrivateDevices=), not from the first process
/// (proc_pid_root(5)), whose root only the system's helper may enter.
Result<sys::UniqueFd> openDevices() {
    if (auto all = sys::openDirectory(AT_FDCWD, "/proc/1/root/dev"))
        return all;
    return sys::openDirectory(AT_FDCWD, "/dev");
}

/// By its path and nothing that this leads on to: not opened, so that no driver hears of it.
Result<DeviceSpec> inspect(const std::string& path) {
    const sys::UniqueFd directory = VITRINE_TRY(openDevices());
    const std::string below = path.substr(std::string_view("/dev/").size());
    const auto node = sys::openInRootNoSymlinks(directory.get(), below, O_PATH | O_NOFOLLOW);
    if (!node && node.error().errnum() == ELOOP)
        return failure(Error::invalid("device", "must not lead through a link: name the device itself"));
    if (!node)
        return failure(Error::fromErrno("look at", path, node.error().errnum()));
    struct stat status{};
    if (::fstat(node->get(), &status) != 0)
        return failure(Error::fromErrno("look at", path, errno));
    if (!S_ISCHR(status.st_mode) && !S_ISBLK(status.st_mode))
        return failure(Error::invalid("device", "must be the name of one, which " + path + " is not"));
    DeviceSpec device;
    device.path = path;
    device.type = S_ISBLK(status.st_mode) ? DeviceType::Block : DeviceType::Character;
    device.major = major(status.st_rdev);
    device.minor = minor(status.st_rdev);
    return device;
}

} // namespace

// Safe because: it tells what "ls -l /dev" tells everybody; the path lies below /dev, the first process's,
// which is the host's; no link is followed, and no device is opened.
Result<Intent> prepareInspectDevice(Context&, const Call& call) {
    const std::string path = argument<QString>(call, 0).toStdString();
    if (const auto valid = validateDevices({DeviceSpec{path}}, {}); !valid)
        return failure(Error::invalid("device", valid.error().reason()));
    return Intent{.act = [path](const Granted& granted) {
        const auto device = inspect(path);
        if (!device)
            return granted.reply->fail(device.error());
        granted.reply->send(
            {toQString(std::string(1, letterOf(device->type))), uint{device->major}, uint{device->minor}});
    }};
}

} // namespace vitrine::helper
