// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/rootwriter.h"

#include "core/rootfs/copy.h"
#include "core/rootfs/searchpath.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace vitrine::rootfs {

namespace {

/// Owner and mode, by descriptor; the group would otherwise come from a parent with the setgid bit.
Result<> finish(int fd, mode_t mode, const std::string& path) {
    if (::geteuid() == 0 && ::fchown(fd, 0, 0) != 0)
        return failure(Error::fromErrno("change the owner of", path, errno));
    if (::fchmod(fd, mode) != 0)
        return failure(Error::fromErrno("change the mode of", path, errno));
    return {};
}

} // namespace

Result<sys::UniqueFd> RootWriter::ensure(const std::string& directory, mode_t mode) const {
    auto existing = sys::openInRoot(m_rootFd, directory, O_RDONLY | O_DIRECTORY);
    if (existing || existing.error().errnum() != ENOENT || directory == "/")
        return existing;
    const sys::UniqueFd parent = VITRINE_TRY(ensure(directoryOf(directory), 0755));
    const std::string name = baseOf(directory);
    if (name.empty() || name == "." || name == "..")
        return sys::openInRoot(m_rootFd, directory, O_RDONLY | O_DIRECTORY);
    const bool isNew = ::mkdirat(parent.get(), name.c_str(), 0700) == 0;
    if (!isNew && errno != EEXIST)
        return failure(Error::fromErrno("make the directory", directory, errno));
    sys::UniqueFd made = VITRINE_TRY(sys::openDirectory(parent.get(), name));
    if (isNew)
        VITRINE_CHECK(finish(made.get(), mode, directory));
    return made;
}

Result<sys::UniqueFd> RootWriter::create(const std::string& path) const {
    const sys::UniqueFd parent = VITRINE_TRY(ensure(directoryOf(path), 0755));
    auto fd = sys::openAt(parent.get(), baseOf(path), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    if (!fd)
        return failure(Error::fromErrno("make the file", path, fd.error().errnum()));
    return fd;
}

Result<> RootWriter::directory(const std::string& path, mode_t mode) const {
    VITRINE_CHECK(ensure(path, mode));
    return {};
}

Result<> RootWriter::link(const std::string& path, const std::string& target) const {
    const sys::UniqueFd parent = VITRINE_TRY(ensure(directoryOf(path), 0755));
    const std::string name = baseOf(path);
    if (::symlinkat(target.c_str(), parent.get(), name.c_str()) != 0)
        return failure(Error::fromErrno("make the link", path, errno));
    if (::geteuid() == 0 && ::fchownat(parent.get(), name.c_str(), 0, 0, AT_SYMLINK_NOFOLLOW) != 0)
        return failure(Error::fromErrno("change the owner of", path, errno));
    return {};
}

Result<> RootWriter::file(const std::string& path, std::string_view content, mode_t mode) const {
    const sys::UniqueFd fd = VITRINE_TRY(create(path));
    if (auto written = sys::writeAll(fd.get(), content); !written)
        return failure(Error::fromErrno("write", path, written.error().errnum()));
    return finish(fd.get(), mode, path);
}

Result<> RootWriter::copy(const std::string& path, int source, std::uint64_t size, mode_t mode) const {
    const sys::UniqueFd fd = VITRINE_TRY(create(path));
    VITRINE_CHECK(copyContent(source, fd.get(), size, path));
    return finish(fd.get(), mode & 0755U, path);
}

} // namespace vitrine::rootfs
