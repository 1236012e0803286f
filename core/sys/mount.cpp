// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/mount.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace vitrine::sys {

namespace {

const char* orNull(const std::string& text) {
    return text.empty() ? nullptr : text.c_str();
}

} // namespace

Result<UniqueFd> cloneTree(int dirFd, const std::string& path, Recursive recursive) {
    unsigned flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_SYMLINK_NOFOLLOW;
    if (path.empty())
        flags |= AT_EMPTY_PATH;
    if (recursive == Recursive::Yes)
        flags |= AT_RECURSIVE;
    const int fd = ::open_tree(dirFd, path.c_str(), flags);
    if (fd < 0)
        return failure(Error::fromErrno("open_tree", path, errno));
    return UniqueFd(fd);
}

Result<UniqueFd> newFilesystem(const std::string& type, unsigned attributes,
                               const std::vector<FilesystemOption>& options) {
    const UniqueFd context(::fsopen(type.c_str(), FSOPEN_CLOEXEC));
    if (!context)
        return failure(Error::fromErrno("fsopen", type, errno));
    for (const FilesystemOption& option : options) {
        const bool isFlag = option.value.empty();
        if (::fsconfig(context.get(), isFlag ? FSCONFIG_SET_FLAG : FSCONFIG_SET_STRING, option.name.c_str(),
                       isFlag ? nullptr : option.value.c_str(), 0) != 0)
            return failure(Error::fromErrno("fsconfig", option.name, errno));
    }
    if (::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0)
        return failure(Error::fromErrno("fsconfig", type, errno));
    const int tree = ::fsmount(context.get(), FSMOUNT_CLOEXEC, attributes);
    if (tree < 0)
        return failure(Error::fromErrno("fsmount", type, errno));
    return UniqueFd(tree);
}

Result<> moveMount(int treeFd, int dirFd, const std::string& name) {
    unsigned flags = MOVE_MOUNT_F_EMPTY_PATH;
    if (name.empty())
        flags |= MOVE_MOUNT_T_EMPTY_PATH;
    if (::move_mount(treeFd, "", dirFd, name.c_str(), flags) != 0)
        return failure(Error::fromErrno("move_mount", name, errno));
    return {};
}

Result<> setMountAttributes(int fd, const MountAttributes& attributes, Recursive recursive) {
    mount_attr request{};
    request.attr_set = attributes.set;
    request.attr_clr = attributes.clear;
    request.propagation = attributes.propagation;
    if (attributes.userNamespace >= 0)
        request.userns_fd = static_cast<std::uint64_t>(attributes.userNamespace);
    unsigned flags = AT_EMPTY_PATH;
    if (recursive == Recursive::Yes)
        flags |= AT_RECURSIVE;
    if (::mount_setattr(fd, "", flags, &request, sizeof request) != 0)
        return failure(Error::fromErrno("mount_setattr", "", errno));
    return {};
}

Result<> mount(const std::string& source, const std::string& target, const std::string& type,
               unsigned long flags, const std::string& data) {
    if (::mount(orNull(source), target.c_str(), orNull(type), flags, orNull(data)) != 0)
        return failure(Error::fromErrno("mount", target, errno));
    return {};
}

Result<> unmount(const std::string& target, int flags) {
    if (::umount2(target.c_str(), flags | UMOUNT_NOFOLLOW) != 0)
        return failure(Error::fromErrno("umount", target, errno));
    return {};
}

Result<> pivotRoot(const std::string& newRoot, const std::string& putOld) {
    if (::syscall(SYS_pivot_root, newRoot.c_str(), putOld.c_str()) != 0)
        return failure(Error::fromErrno("pivot_root", newRoot, errno));
    return {};
}

} // namespace vitrine::sys
