// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/rootbuilder.h"

#include "core/sys/file.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
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

/// A mount in procfs or sysfs would take away what masks a file there, or put a false one in its place.
Result<> refuseKernelFilesystem(int fd, const std::string& path) {
    struct statfs status{};
    if (::fstatfs(fd, &status) != 0)
        return failure(Error::fromErrno("look at", path, errno));
    if (status.f_type != PROC_SUPER_MAGIC && status.f_type != SYSFS_MAGIC)
        return {};
    return failure(Error(ErrorKind::Failed, "mount on", path, "a symbolic link leads it into /proc or /sys")
                       .withHint("In the container's root, replace the link by a directory."));
}

/// openat2(2) inside the root. A symlink on the way to /proc, /sys or /dev is an error there, and one from
/// elsewhere into /proc or /sys too.
Result<sys::UniqueFd> openTarget(int root, const std::string& path, int flags) {
    if (!isKernelPath(path)) {
        sys::UniqueFd elsewhere = VITRINE_TRY(sys::openInRoot(root, path, flags | O_PATH));
        VITRINE_CHECK(refuseKernelFilesystem(elsewhere.get(), path));
        return elsewhere;
    }
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

Result<> verifyDevice(const struct stat& status, const std::string& path, const step::BindDevice& wanted) {
    const bool isBlock = wanted.type == DeviceType::Block;
    const bool isOfType = isBlock ? S_ISBLK(status.st_mode) : S_ISCHR(status.st_mode);
    if (isOfType && status.st_rdev == makedev(wanted.major, wanted.minor))
        return {};
    return failure(Error(ErrorKind::Failed, "bind the device", path,
                         std::string("this machine's node is not ") + (isBlock ? "block" : "character") +
                             " device " + std::to_string(wanted.major) + ":" + std::to_string(wanted.minor)));
}

bool isSameOrBelow(const std::string& path, const std::string& above) {
    return path == above || path.starts_with(above + '/');
}

/// A descriptor as a path. What is mounted through it lands on exactly what was opened.
std::string pathOf(int fd) {
    return "/proc/self/fd/" + std::to_string(fd);
}

} // namespace

void RootBuilder::setAside(sys::UniqueFd done) {
    constexpr int many = 256; // of 1,024 that a process may usually have
    if (done.get() < many)
        static_cast<void>(done.release());
}

void RootBuilder::forgetDescriptors() {
    for (KernelMount& mount : m_kernelMounts)
        static_cast<void>(mount.root.release());
    m_kernelMounts.clear();
    static_cast<void>(m_parent.release());
    static_cast<void>(m_null.release());
}

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

bool RootBuilder::isInOwn(const std::string& path) const {
    return std::ranges::contains(m_own, splitPath(path).first);
}

Result<sys::UniqueFd> RootBuilder::openDirectoryInRoot(const std::string& path) {
    if (!isInOwn(path)) { // a new tmpfs is empty
        auto opened = openTarget(m_root.get(), path, O_DIRECTORY);
        if (opened || opened.error().errnum() != ENOENT || path == "/")
            return opened;
    }
    const int parent = VITRINE_TRY(parentOf(path));
    const std::string name = splitPath(path).second;
    VITRINE_CHECK(makeDirectoryIn(parent, name));
    return sys::openAt(parent, name, O_PATH | O_DIRECTORY | O_NOFOLLOW);
}

Result<int> RootBuilder::parentOf(const std::string& path) {
    const std::string parentPath = splitPath(path).first;
    if (parentPath == "/")
        return m_root.get();
    if (!m_parent || m_parentPath != parentPath) {
        sys::UniqueFd parent = VITRINE_TRY(openDirectoryInRoot(parentPath));
        setAside(std::exchange(m_parent, std::move(parent)));
        m_parentPath = parentPath;
    }
    return m_parent.get();
}

Result<> RootBuilder::bindOnFile(const std::string& source, const std::string& path) {
    const int parent = VITRINE_TRY(parentOf(path));
    const std::string name = splitPath(path).second;
    // An existing node is mounted over.
    if (::mknodat(parent, name.c_str(), S_IFREG | 0644, 0) != 0 && errno != EEXIST)
        return failure(Error::fromErrno("make the file", path, errno));
    sys::UniqueFd target;
    if (!isInOwn(path)) // mount(2) would follow a symlink that somebody has put there
        target = VITRINE_TRY(sys::openAt(parent, name, O_PATH | O_NOFOLLOW));
    const std::string place = target ? pathOf(target.get()) : pathOf(parent) + '/' + name;
    if (auto bound = sys::mount(source, place, "", MS_BIND, ""); !bound)
        return failure(Error::fromErrno("bind " + source + " on", path, bound.error().errnum()));
    return {};
}

Result<sys::UniqueFd> RootBuilder::openOrMakeFile(const std::string& path) {
    auto opened = openTarget(m_root.get(), path, 0);
    if (opened || opened.error().errnum() != ENOENT)
        return opened;
    const int parent = VITRINE_TRY(parentOf(path));
    return sys::openAt(parent, splitPath(path).second, O_RDONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0644);
}

Result<> RootBuilder::rememberKernelMount(const std::string& destination, const std::string& type) {
    sys::UniqueFd root = VITRINE_TRY(openTarget(m_root.get(), destination, O_DIRECTORY));
    struct statfs status{};
    if (::fstatfs(root.get(), &status) != 0)
        return failure(Error::fromErrno("look at", destination, errno));
    if (status.f_type != (type == "proc" ? PROC_SUPER_MAGIC : SYSFS_MAGIC)) {
        return failure(Error(ErrorKind::Failed, "mount " + type + " on", destination,
                             "something else is there now: the container's root is changed meanwhile"));
    }
    m_kernelMounts.push_back({destination, std::move(root)});
    return {};
}

Result<sys::UniqueFd> RootBuilder::openExisting(const std::string& path) const {
    for (const KernelMount& mount : m_kernelMounts) {
        if (path == mount.place)
            return sys::openInRoot(mount.root.get(), ".", O_PATH);
        if (isSameOrBelow(path, mount.place))
            return sys::openInRoot(mount.root.get(), path.substr(mount.place.size() + 1), O_PATH);
    }
    return sys::openInRoot(m_root.get(), path, O_PATH);
}

void RootBuilder::forgetCovered(const std::string& destination) {
    if (isSameOrBelow(m_parentPath, destination))
        setAside(std::move(m_parent));
    std::erase_if(m_own, [&](const std::string& own) { return isSameOrBelow(own, destination); });
    std::erase_if(m_kernelMounts,
                  [&](const KernelMount& mount) { return isSameOrBelow(mount.place, destination); });
}

Result<> RootBuilder::mountFilesystem(const step::MountFilesystem& step, int source) {
    const std::string& destination = step.mount.destination;
    forgetCovered(destination);
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
    sys::UniqueFd target = VITRINE_TRY(openDirectoryInRoot(destination));
    const std::string through = pathOf(target.get());
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
    setAside(std::move(target)); // still the directory below
    if (step.propagation != 0) {
        const sys::UniqueFd mount = VITRINE_TRY(openTarget(m_root.get(), destination, O_DIRECTORY));
        VITRINE_CHECK(sys::mount("", pathOf(mount.get()), "", step.propagation, ""));
    }
    if (step.mount.type == "tmpfs")
        m_own.push_back(destination);
    if (step.mount.type == "proc" || step.mount.type == "sysfs")
        return rememberKernelMount(destination, step.mount.type);
    return {};
}

Result<> RootBuilder::attachDirectory(const step::MountFilesystem& step, int source) {
    const std::string& destination = step.mount.destination;
    const sys::UniqueFd target = VITRINE_TRY(openDirectoryInRoot(destination));
    struct statx status{};
    if (::statx(target.get(), "", AT_EMPTY_PATH, STATX_BASIC_STATS, &status) != 0)
        return failure(Error::fromErrno("look at", destination, errno));
    if ((status.stx_attributes_mask & status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0)
        return failure(Error(ErrorKind::AlreadyExists, "mount on", destination, "something is mounted there")
                           .withHint("Choose another place."));
    VITRINE_CHECK(restrict(source, step.flags, step.propagation, sys::Recursive::No));
    return sys::moveMount(source, target.get(), "");
}

Result<> RootBuilder::bindDevice(const step::BindDevice& step) {
    const std::string path = "/dev/" + step.name;
    VITRINE_CHECK(bindOnFile(path, path));
    // What is there now is what counts: nothing runs in the container yet, and a wrong node ends its start.
    struct stat status{};
    if (::fstatat(VITRINE_TRY(parentOf(path)), splitPath(path).second.c_str(), &status,
                  AT_SYMLINK_NOFOLLOW) != 0)
        return failure(Error::fromErrno("look at", path, errno));
    return verifyDevice(status, path, step);
}

Result<> RootBuilder::makeDevice(const step::MakeDevice& step) {
    const DeviceSpec& device = step.device;
    const int parent = VITRINE_TRY(parentOf(device.path));
    const std::string name = splitPath(device.path).second;
    const mode_t type = device.type == DeviceType::Block ? S_IFBLK : S_IFCHR;
    const mode_t mode = device.mode.value_or(0666);
    if (::mknodat(parent, name.c_str(), type | mode, makedev(device.major, device.minor)) != 0)
        return failure(Error::fromErrno("make the device", device.path, errno));
    // In a file system that nobody else has yet, so that the name is still that node.
    if (::fchownat(parent, name.c_str(), device.uid.value_or(0), device.gid.value_or(0),
                   AT_SYMLINK_NOFOLLOW) != 0)
        return failure(Error::fromErrno("give away the device", device.path, errno));
    if (::fchmodat(parent, name.c_str(), mode, 0) != 0) // chown has taken bits away
        return failure(Error::fromErrno("set the mode of the device", device.path, errno));
    return {};
}

Result<> RootBuilder::bindConsole(int slave) {
    return bindOnFile(pathOf(slave), "/dev/console");
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
    m_null = VITRINE_TRY(sys::openAt(AT_FDCWD, "/dev/null", O_PATH | O_NOFOLLOW));
    struct stat status{};
    if (::fstat(m_null.get(), &status) != 0)
        return failure(Error::fromErrno("look at", "/dev/null", errno));
    return verifyDevice(status, "/dev/null", {"null", 1, 3});
}

Result<> RootBuilder::maskPath(const std::string& path) {
    auto target = openExisting(path);
    if (!target) {
        if (target.error().errnum() == ENOENT || target.error().errnum() == ENOTDIR)
            return {};
        return failure(target.error());
    }
    auto covered = sys::mount(pathOf(m_null.get()), pathOf(target->get()), "", MS_BIND, "");
    if (!covered && covered.error().errnum() == ENOTDIR) // a file never covers a directory (mount(2))
        covered = coverDirectory(target->get());
    if (!covered)
        return failure(Error::fromErrno("cover", path, covered.error().errnum()));
    setAside(*std::move(target));
    return {};
}

Result<> RootBuilder::coverDirectory(int directory) {
    return sys::mount("tmpfs", pathOf(directory), "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, "");
}

Result<> RootBuilder::makeReadOnly(const std::string& path) {
    auto target = openExisting(path);
    if (!target) {
        if (target.error().errnum() == ENOENT || target.error().errnum() == ENOTDIR)
            return {};
        return failure(target.error());
    }
    const auto apply = [&]() -> Result<> {
        sys::UniqueFd tree = VITRINE_TRY(sys::cloneTree(target->get(), "", sys::Recursive::Yes));
        VITRINE_CHECK(sys::setMountAttributes(tree.get(), {.set = MOUNT_ATTR_RDONLY}, sys::Recursive::Yes));
        VITRINE_CHECK(sys::moveMount(tree.get(), target->get(), ""));
        setAside(std::move(tree));
        return {};
    };
    if (auto done = apply(); !done)
        return failure(Error::fromErrno("make read-only", path, done.error().errnum()));
    setAside(*std::move(target));
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
