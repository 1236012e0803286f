// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/sysroot.h"

#include "core/rootfs/searchpath.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <utility>

namespace vitrine::rootfs {

namespace {

std::string descriptorLink(int fd) {
    return "/proc/self/fd/" + std::to_string(fd);
}

Result<std::string> pathOf(int fd) {
    std::array<char, PATH_MAX> buffer;
    const ssize_t length = ::readlink(descriptorLink(fd).c_str(), buffer.data(), buffer.size());
    if (length < 0)
        return failure(Error::fromErrno("read the link", descriptorLink(fd), errno));
    return std::string(buffer.data(), static_cast<std::size_t>(length));
}

Error hidden(const std::string& path) {
    return {ErrorKind::NotFound, "open", path, "not every user of this machine may read it"};
}

} // namespace

Sysroot::Sysroot(sys::UniqueFd own, int borrowed, Visibility visibility)
    : m_own(std::move(own))
    , m_borrowed(borrowed)
    , m_onlyEveryones(visibility == Visibility::Everyones && ::geteuid() == 0) {
}

Result<Sysroot> Sysroot::open(const std::string& path, Visibility visibility) {
    sys::UniqueFd own = VITRINE_TRY(sys::openAt(AT_FDCWD, path, O_PATH | O_DIRECTORY));
    const int fd = own.get();
    Sysroot root(std::move(own), fd, visibility);
    root.m_realRoot = VITRINE_TRY(pathOf(fd));
    if (root.m_realRoot == "/")
        root.m_realRoot.clear();
    return root;
}

Result<Sysroot> Sysroot::borrow(int fd, Visibility visibility) {
    Sysroot root({}, fd, visibility);
    root.m_realRoot = VITRINE_TRY(pathOf(fd));
    if (root.m_realRoot == "/")
        root.m_realRoot.clear();
    return root;
}

Result<FoundFile> Sysroot::find(const std::string& path) const {
    FoundFile file;
    file.fd = VITRINE_TRY(sys::openInRoot(m_borrowed, path, O_PATH));
    if (::fstat(file.fd.get(), &file.status) != 0)
        return failure(Error::fromErrno("look at", path, errno));
    if (!S_ISREG(file.status.st_mode))
        return failure(Error(ErrorKind::InvalidArgument, "open", path, "it is not a regular file"));
    file.realPath = VITRINE_TRY(pathOf(file.fd.get()));
    if (!file.realPath.starts_with(m_realRoot + '/'))
        return failure(Error(ErrorKind::NotFound, "open", path, "it was moved away while it was looked at"));
    file.realPath.erase(0, m_realRoot.size());
    if (m_onlyEveryones && ((file.status.st_mode & S_IROTH) == 0 || !isReachable(directoryOf(file.realPath))))
        return failure(hidden(path));
    return file;
}

Result<FoundFile> Sysroot::open(const std::string& path) const {
    FoundFile file = VITRINE_TRY(find(path));
    // The descriptor is of the regular file that was looked at: opening it again cannot meet another one.
    auto readable = sys::openAt(AT_FDCWD, descriptorLink(file.fd.get()), O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (!readable)
        return failure(Error::fromErrno("open", path, readable.error().errnum()));
    file.fd = std::move(*readable);
    return file;
}

bool Sysroot::isReachable(const std::string& directory) const {
    if (directory == "/")
        return true;
    if (const auto known = m_reachable.find(directory); known != m_reachable.end())
        return known->second;
    bool reachable = false;
    struct stat status{};
    if (const auto fd = sys::openInRoot(m_borrowed, directory, O_PATH | O_DIRECTORY | O_NOFOLLOW);
        fd && ::fstat(fd->get(), &status) == 0)
        reachable = (status.st_mode & S_IXOTH) != 0 && isReachable(directoryOf(directory));
    m_reachable.emplace(directory, reachable);
    return reachable;
}

} // namespace vitrine::rootfs
