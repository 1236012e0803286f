// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/bundle.h"

#include "core/model/jsonnode.h"
#include "core/model/ociconfig.h"
#include "core/model/ociparts.h"
#include "core/model/textrules.h"
#include "core/sys/file.h"
#include "helper/runtime/configcheck.h"
#include "helper/runtime/configextras.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <utility>

namespace vitrine::runtime {

namespace {

using json::Value;

Result<std::string> readConfigFile(int bundle, const std::string& name) {
    const auto file = sys::openAt(bundle, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (!file)
        return failure(Error(file.error()).within("read the bundle"));
    struct stat status{};
    if (::fstat(file->get(), &status) != 0 || !S_ISREG(status.st_mode))
        return failure(Error(ErrorKind::Corrupt, "read", name, "it is not a regular file"));
    return sys::readAll(file->get(), maximumConfigSize);
}

Result<bool> isHostRoot(int directory) {
    struct stat there{};
    struct stat host{};
    if (::fstat(directory, &there) != 0 || ::stat("/", &host) != 0)
        return failure(Error::fromErrno("look at", "the root", errno));
    return there.st_dev == host.st_dev && there.st_ino == host.st_ino;
}

Result<sys::UniqueFd> openRootOf(int bundle, const std::string& path) {
    constexpr int flags = O_PATH | O_DIRECTORY | O_NOFOLLOW;
    auto root = path.starts_with('/') ? sys::openAt(AT_FDCWD, path, flags)
                                      : sys::openInRootNoSymlinks(bundle, path, flags);
    if (!root && (root.error().errnum() == ELOOP || root.error().errnum() == ENOTDIR))
        return failure(Error::invalid("$.root.path",
                                      "must be a directory and no symbolic link, which " + path + " is not"));
    if (!root)
        return failure(std::move(root).error().within("open the container's root"));
    if (VITRINE_TRY(isHostRoot(root->get())))
        return failure(Error::invalid("$.root.path", "must not be the host's own root directory"));
    return root;
}

/// "tmpcopyup" is no word of the file system's: it begins with what lies below it.
void takeCopyUps(BundleConfig& config) {
    for (MountSpec& mount : config.spec.mounts) {
        if (std::erase(mount.options, "tmpcopyup") != 0)
            config.extras.copiedUp.push_back(cleanPath(mount.destination));
    }
}

/// Where an open directory is, by its name of now.
Result<std::string> pathOf(int directory) {
    std::array<char, PATH_MAX> path{};
    const std::string link = "/proc/self/fd/" + std::to_string(directory);
    const ssize_t length = ::readlink(link.c_str(), path.data(), path.size());
    if (length <= 0)
        return failure(Error::fromErrno("read", link, errno));
    return std::string(path.data(), static_cast<std::size_t>(length));
}

} // namespace

Result<BundleConfig> parseBundleConfig(std::string text) {
    BundleConfig config;
    Value document = VITRINE_TRY(json::parse(text, maximumConfigSize));
    VITRINE_CHECK(checkConfig(document));
    VITRINE_CHECK(readExtras(document, config));
    config.spec = VITRINE_TRY(oci::readSpec(document));
    if (config.extras.filter)
        config.spec.seccomp = SeccompProfile::Default; // the place in the plan that the bundle's own takes
    else if (!hasSeccompAnnotation(document))
        config.spec.seccomp = SeccompProfile::Unconfined;
    takeCopyUps(config);
    VITRINE_CHECK(checkAgainst(config));
    config.text = std::move(text);
    return config;
}

Result<Bundle> openBundle(const std::string& path, const std::string& configName) {
    Bundle bundle;
    auto directory = sys::openAt(AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
    if (!directory)
        return failure(std::move(directory).error().within("open the bundle"));
    bundle.path = VITRINE_TRY(pathOf(directory->get()));
    std::string text = VITRINE_TRY(readConfigFile(directory->get(), configName));
    bundle.config = VITRINE_TRY(parseBundleConfig(std::move(text)));
    bundle.root = VITRINE_TRY(openRootOf(directory->get(), bundle.config.spec.rootPath));
    bundle.rootPath = VITRINE_TRY(pathOf(bundle.root.get()));
    return bundle;
}

} // namespace vitrine::runtime
