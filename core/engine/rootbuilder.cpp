// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/rootbuilder.h"

#include "core/sys/file.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

namespace vitrine::engine {

namespace {

/// True for /proc, /sys, /dev and what is below them.
bool isKernelPath(std::string_view path) {
    for (const std::string_view top : {"/proc", "/sys", "/dev"}) {
        if (path == top || (path.starts_with(top) && path[top.size()] == '/'))
            return true;
    }
    return false;
}

/// openat2(2) inside the root. A symlink on the way to /proc, /sys or /dev is an error there.
Result<sys::UniqueFd> openTarget(int root, const std::string& path, int flags) {
    if (!isKernelPath(path))
        return sys::openInRoot(root, path, flags | O_PATH);
    auto opened = sys::openInRootNoSymlinks(root, path, flags | O_PATH);
    if (!opened && opened.error().errnum() == ELOOP) {
        return failure(
            std::move(opened).error().withHint("In the container's root, " + path +
                                               " is or is below a symbolic link, so the mount could land "
                                               "elsewhere. Replace it by a directory."));
    }
    return opened;
}

std::pair<std::string, std::string> splitPath(const std::string& path) {
    const std::size_t slash = path.find_last_of('/');
    return {slash == 0 ? "/" : path.substr(0, slash), path.substr(slash + 1)};
}

/// MS_* of mount(2) as MOUNT_ATTR_* of mount_setattr(2), for what both know.
std::uint64_t attributesFrom(std::uint64_t flags) {
    constexpr std::array<std::pair<std::uint64_t, std::uint64_t>, 6> table{{
        {MS_RDONLY, MOUNT_ATTR_RDONLY},
        {MS_NOSUID, MOUNT_ATTR_NOSUID},
        {MS_NODEV, MOUNT_ATTR_NODEV},
        {MS_NOEXEC, MOUNT_ATTR_NOEXEC},
        {MS_NODIRATIME, MOUNT_ATTR_NODIRATIME},
        {MS_NOSYMFOLLOW, MOUNT_ATTR_NOSYMFOLLOW},
    }};
    std::uint64_t attributes = 0;
    for (const auto& [flag, attribute] : table) {
        if ((flags & flag) != 0)
            attributes |= attribute;
    }
    return attributes;
}

/// Only ever adds restrictions, so locked flags of the mount (mount_namespaces(7)) cannot get in the way.
Result<> restrict(int tree, std::uint64_t flags, std::uint64_t propagation, sys::Recursive recursive) {
    sys::MountAttributes attributes{.set = attributesFrom(flags), .propagation = propagation & ~MS_REC};
    if ((flags & (MS_NOATIME | MS_STRICTATIME)) != 0) {
        attributes.clear = MOUNT_ATTR__ATIME;
        attributes.set |= (flags & MS_NOATIME) != 0 ? MOUNT_ATTR_NOATIME : MOUNT_ATTR_STRICTATIME;
    }
    if (attributes.set == 0 && attributes.propagation == 0)
        return {};
    return sys::setMountAttributes(tree, attributes, recursive);
}

Result<> makeDirectoryIn(int parent, const std::string& name) {
    if (::mkdirat(parent, name.c_str(), 0755) != 0 && errno != EEXIST)
        return failure(Error::fromErrno("make the directory", name, errno));
    return {};
}

Result<> verifyDevice(int fd, const std::string& path, unsigned major, unsigned minor) {
    struct stat status{};
    if (::fstat(fd, &status) != 0)
        return failure(Error::fromErrno("look at", path, errno));
    if (!S_ISCHR(status.st_mode) || status.st_rdev != makedev(major, minor)) {
        return failure(Error(ErrorKind::Failed, "bind the device", path,
                             "this machine's node is not character device " + std::to_string(major) + ":" +
                                 std::to_string(minor)));
    }
    return {};
}

} // namespace

Result<> RootBuilder::attachRoot(sys::UniqueFd tree, const std::string& place) {
    auto moved = sys::moveMount(tree.get(), AT_FDCWD, place);
    if (!moved && moved.error().errnum() == EACCES && place != "/")
        moved = sys::moveMount(tree.get(), AT_FDCWD, "/");
    VITRINE_CHECK(moved);
    useRoot(std::move(tree));
    return {};
}

void RootBuilder::useRoot(sys::UniqueFd directory) {
    m_root = std::move(directory);
    m_parent.reset();
}

Result<sys::UniqueFd> RootBuilder::openDirectoryInRoot(const std::string& path) {
    auto opened = openTarget(m_root.get(), path, O_DIRECTORY);
    if (opened || opened.error().errnum() != ENOENT || path == "/")
        return opened;
    const auto [parentPath, name] = splitPath(path);
    const sys::UniqueFd parent = VITRINE_TRY(openDirectoryInRoot(parentPath));
    VITRINE_CHECK(makeDirectoryIn(parent.get(), name));
    return sys::openAt(parent.get(), name, O_PATH | O_DIRECTORY | O_NOFOLLOW);
}

Result<int> RootBuilder::parentOf(const std::string& path) {
    const std::string parentPath = splitPath(path).first;
    if (!m_parent || m_parentPath != parentPath) {
        m_parent = VITRINE_TRY(openDirectoryInRoot(parentPath));
        m_parentPath = parentPath;
    }
    return m_parent.get();
}

Result<> RootBuilder::attachOnFile(int tree, const std::string& path) {
    const int parent = VITRINE_TRY(parentOf(path));
    const std::string name = splitPath(path).second;
    // An existing node is mounted over; moveMount() does not follow it if it is a symlink.
    if (::mknodat(parent, name.c_str(), S_IFREG | 0644, 0) != 0 && errno != EEXIST)
        return failure(Error::fromErrno("make the file", path, errno));
    if (auto moved = sys::moveMount(tree, parent, name); !moved)
        return failure(Error::fromErrno("move_mount", path, moved.error().errnum()));
    return {};
}

Result<sys::UniqueFd> RootBuilder::openOrMakeFile(const std::string& path) {
    auto opened = openTarget(m_root.get(), path, 0);
    if (opened || opened.error().errnum() != ENOENT)
        return opened;
    const int parent = VITRINE_TRY(parentOf(path));
    return sys::openAt(parent, splitPath(path).second, O_RDONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0644);
}

Result<> RootBuilder::mountFilesystem(const step::MountFilesystem& step, int source) {
    const std::string& destination = step.mount.destination;
    m_parent.reset(); // the new mount may cover it
    if (source >= 0) {
        struct stat status{};
        if (::fstat(source, &status) != 0)
            return failure(Error::fromErrno("look at", step.mount.source, errno));
        const sys::UniqueFd target = VITRINE_TRY(S_ISDIR(status.st_mode) ? openDirectoryInRoot(destination)
                                                                         : openOrMakeFile(destination));
        const auto recursive = (step.flags & MS_REC) != 0 ? sys::Recursive::Yes : sys::Recursive::No;
        VITRINE_CHECK(restrict(source, step.flags, step.propagation, recursive));
        return sys::moveMount(source, target.get(), "");
    }
    const sys::UniqueFd target = VITRINE_TRY(openDirectoryInRoot(destination));
    const std::string through = "/proc/self/fd/" + std::to_string(target.get());
    const auto mounted = sys::mount(step.mount.source, through, step.mount.type, step.flags, step.data);
    if (!mounted) {
        auto error =
            Error::fromErrno("mount " + step.mount.type + " on", destination, mounted.error().errnum());
        if (mounted.error().errnum() == EPERM && (step.mount.type == "proc" || step.mount.type == "sysfs"))
            error = std::move(error).withHint("In a user namespace the kernel allows this only where the "
                                              "machine's own " +
                                              step.mount.type + " is not partly covered by other mounts.");
        return failure(std::move(error));
    }
    if (step.propagation == 0)
        return {};
    return sys::mount("", through, "", step.propagation, "");
}

Result<> RootBuilder::bindDevice(const step::BindDevice& step) {
    const std::string path = "/dev/" + step.name;
    // Cloning the tree opens the very mount that is then attached: there is nothing to swap in between.
    const sys::UniqueFd node = VITRINE_TRY(sys::cloneTree(AT_FDCWD, path, sys::Recursive::No));
    VITRINE_CHECK(verifyDevice(node.get(), path, step.major, step.minor));
    return attachOnFile(node.get(), path);
}

Result<> RootBuilder::bindConsole(int slave) {
    const sys::UniqueFd node = VITRINE_TRY(sys::cloneTree(slave, "", sys::Recursive::No));
    return attachOnFile(node.get(), "/dev/console");
}

Result<> RootBuilder::makeSymlink(const step::MakeSymlink& step) {
    const int parent = VITRINE_TRY(parentOf(step.path));
    const std::string name = splitPath(step.path).second;
    if (::symlinkat(step.target.c_str(), parent, name.c_str()) == 0)
        return {};
    const int errnum = errno;
    std::array<char, 4096> existing{};
    const ssize_t length = ::readlinkat(parent, name.c_str(), existing.data(), existing.size());
    if (length >= 0 && std::string_view(existing.data(), static_cast<std::size_t>(length)) == step.target)
        return {};
    return failure(Error::fromErrno("make the link", step.path, errnum));
}

Result<> RootBuilder::prepareMasks() {
    m_null = VITRINE_TRY(sys::cloneTree(AT_FDCWD, "/dev/null", sys::Recursive::No));
    return verifyDevice(m_null.get(), "/dev/null", 1, 3);
}

Result<> RootBuilder::maskPath(const std::string& path) {
    const auto target = sys::openInRoot(m_root.get(), path, O_PATH);
    if (!target) {
        if (target.error().errnum() == ENOENT || target.error().errnum() == ENOTDIR)
            return {};
        return failure(target.error());
    }
    struct stat status{};
    if (::fstat(target->get(), &status) != 0)
        return failure(Error::fromErrno("look at", path, errno));
    auto covered = S_ISDIR(status.st_mode) ? maskDirectory(target->get()) : maskFile(target->get());
    if (!covered)
        return failure(Error::fromErrno("cover", path, covered.error().errnum()));
    return {};
}

Result<> RootBuilder::maskFile(int file) {
    // A detached mount cannot be copied (open_tree(2)), an attached one can: the first use gives it away.
    if (!m_nullIsAttached) {
        VITRINE_CHECK(sys::moveMount(m_null.get(), file, ""));
        m_nullIsAttached = true;
        return {};
    }
    const sys::UniqueFd copy = VITRINE_TRY(sys::cloneTree(m_null.get(), "", sys::Recursive::No));
    return sys::moveMount(copy.get(), file, "");
}

Result<> RootBuilder::maskDirectory(int directory) {
    if (m_emptyDirectory) {
        const sys::UniqueFd copy =
            VITRINE_TRY(sys::cloneTree(m_emptyDirectory.get(), "", sys::Recursive::No));
        return sys::moveMount(copy.get(), directory, "");
    }
    m_emptyDirectory = VITRINE_TRY(sys::newFilesystem("tmpfs", MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID |
                                                                   MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC));
    return sys::moveMount(m_emptyDirectory.get(), directory, "");
}

Result<> RootBuilder::makeReadOnly(const std::string& path) {
    const auto target = sys::openInRoot(m_root.get(), path, O_PATH);
    if (!target) {
        if (target.error().errnum() == ENOENT || target.error().errnum() == ENOTDIR)
            return {};
        return failure(target.error());
    }
    const auto apply = [&]() -> Result<> {
        const sys::UniqueFd tree = VITRINE_TRY(sys::cloneTree(target->get(), "", sys::Recursive::Yes));
        VITRINE_CHECK(sys::setMountAttributes(tree.get(), {.set = MOUNT_ATTR_RDONLY}, sys::Recursive::Yes));
        return sys::moveMount(tree.get(), target->get(), "");
    };
    if (auto done = apply(); !done)
        return failure(Error::fromErrno("make read-only", path, done.error().errnum()));
    return {};
}

Result<> RootBuilder::makeRootReadOnly() {
    return sys::setMountAttributes(m_root.get(), {.set = MOUNT_ATTR_RDONLY}, sys::Recursive::No);
}

Result<> RootBuilder::pivotRoot() {
    if (::fchdir(m_root.get()) != 0)
        return failure(Error::fromErrno("enter the root", "", errno));
    VITRINE_CHECK(sys::pivotRoot(".", "."));
    // "." is now the old root, on top of the new one. A slave first, so that its unmounting stays in here.
    VITRINE_CHECK(sys::mount("", ".", "", MS_SLAVE | MS_REC, ""));
    VITRINE_CHECK(sys::unmount(".", MNT_DETACH));
    if (::chdir("/") != 0)
        return failure(Error::fromErrno("enter", "/", errno));
    return {};
}

Result<> RootBuilder::changeRoot() {
    if (::fchdir(m_root.get()) != 0)
        return failure(Error::fromErrno("enter the root", "", errno));
    if (::chroot(".") != 0)
        return failure(Error::fromErrno("chroot", "", errno));
    return {};
}

} // namespace vitrine::engine
