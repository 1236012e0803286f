// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <utility>

namespace vitrine::sys {

Result<UniqueFd> openAt(int dirFd, const std::string& path, int flags, mode_t mode) {
    int fd = -1;
    do {
        fd = ::openat(dirFd, path.c_str(), flags | O_CLOEXEC, mode);
    } while (fd < 0 && errno == EINTR);
    if (fd < 0)
        return failure(Error::fromErrno("open", path, errno));
    return UniqueFd(fd);
}

namespace {

Result<UniqueFd> openResolved(int rootFd, const std::string& path, int flags, mode_t mode,
                              std::uint64_t resolve) {
    open_how how{};
    how.flags = static_cast<std::uint64_t>(flags) | O_CLOEXEC;
    how.mode = (flags & O_CREAT) != 0 ? mode : 0;
    how.resolve = resolve;
    long fd = -1;
    do {
        fd = ::syscall(SYS_openat2, rootFd, path.c_str(), &how, sizeof how);
    } while (fd < 0 &&
             (errno == EINTR || errno == EAGAIN)); // EAGAIN: a rename raced with the walk, openat2(2)
    if (fd < 0)
        return failure(Error::fromErrno("open inside the root", path, errno));
    return UniqueFd(static_cast<int>(fd));
}

} // namespace

Result<UniqueFd> openInRoot(int rootFd, const std::string& path, int flags, mode_t mode) {
    return openResolved(rootFd, path, flags, mode, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
}

Result<UniqueFd> openInRootNoSymlinks(int rootFd, const std::string& path, int flags, mode_t mode) {
    return openResolved(rootFd, path, flags, mode,
                        RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS);
}

Result<UniqueFd> openBeneath(int dirFd, const std::string& path, int flags) {
    return openResolved(dirFd, path, flags, 0, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV);
}

Result<UniqueFd> openDirectory(int dirFd, const std::string& path) {
    return openAt(dirFd, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
}

Result<std::string> readAll(int fd, std::size_t maximum) {
    std::string content;
    std::array<char, 16384> buffer;
    off_t offset = 0;
    for (;;) {
        ssize_t count = ::pread(fd, buffer.data(), buffer.size(), offset);
        if (count < 0 && errno == ESPIPE)
            count = ::read(fd, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failure(Error::fromErrno("read", "", errno));
        if (count == 0)
            return content;
        if (content.size() + static_cast<std::size_t>(count) > maximum) {
            return failure(Error(ErrorKind::LimitExceeded, "read", "",
                                 "it is larger than " + std::to_string(maximum) + " bytes"));
        }
        content.append(buffer.data(), static_cast<std::size_t>(count));
        offset += count;
    }
}

Result<std::string> readFileAt(int dirFd, const std::string& path, std::size_t maximum) {
    const UniqueFd fd = VITRINE_TRY(openAt(dirFd, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
    auto content = readAll(fd.get(), maximum);
    if (!content)
        return failure(std::move(content).error().within(path));
    return content;
}

Result<std::string> readKernelFile(int fd) {
    constexpr std::size_t largest = 1024UL * 1024;
    std::array<char, 4096> buffer;
    ssize_t count = -1;
    do {
        count = ::pread(fd, buffer.data(), buffer.size(), 0);
    } while (count < 0 && errno == EINTR);
    if (count < 0)
        return failure(Error::fromErrno("read", "", errno));
    const auto length = static_cast<std::size_t>(count);
    return length < buffer.size() / 2 ? std::string(buffer.data(), length) : readAll(fd, largest);
}

Result<std::string> readKernelFileAt(int dirFd, const std::string& path) {
    const UniqueFd fd = VITRINE_TRY(openAt(dirFd, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
    auto content = readKernelFile(fd.get());
    if (!content)
        return failure(std::move(content).error().within(path));
    return content;
}

Result<> writeAll(int fd, std::string_view data) {
    while (!data.empty()) {
        const ssize_t count = ::write(fd, data.data(), data.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failure(Error::fromErrno("write", "", errno));
        data.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

Result<> writeKernelFileAt(int dirFd, const std::string& path, std::string_view data) {
    const UniqueFd fd = VITRINE_TRY(openAt(dirFd, path, O_WRONLY));
    return writeKernelFile(fd.get(), path, data);
}

Result<> writeKernelFile(int fd, const std::string& name, std::string_view data) {
    ssize_t count = -1;
    do {
        count = ::write(fd, data.data(), data.size());
    } while (count < 0 && errno == EINTR);
    if (count < 0)
        return failure(Error::fromErrno("write \"" + std::string(data) + "\" to", name, errno));
    return {};
}

Result<> replaceFileAt(int dirFd, const std::string& name, std::string_view data, mode_t mode,
                       Durability durability) {
    const std::string temporary = "." + name + ".new";
    const auto attempt = [&]() -> Result<> {
        const UniqueFd fd =
            VITRINE_TRY(openAt(dirFd, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode));
        VITRINE_CHECK(writeAll(fd.get(), data));
        if (durability == Durability::Synced && ::fsync(fd.get()) != 0)
            return failure(Error::fromErrno("fsync", temporary, errno));
        if (::renameat(dirFd, temporary.c_str(), dirFd, name.c_str()) != 0)
            return failure(Error::fromErrno("rename", temporary, errno));
        return {};
    };
    if (auto result = attempt(); !result) {
        ::unlinkat(dirFd, temporary.c_str(), 0);
        return failure(std::move(result).error().within("replace " + name));
    }
    if (durability == Durability::Synced && ::fsync(dirFd) != 0)
        return failure(Error::fromErrno("fsync the directory of", name, errno));
    return {};
}

Result<UniqueFd> makeDirectoryAt(int dirFd, const std::string& name, mode_t mode) {
    if (::mkdirat(dirFd, name.c_str(), mode) != 0)
        return failure(Error::fromErrno("make the directory", name, errno));
    return openDirectory(dirFd, name);
}

Result<UniqueFd> ensureDirectoryAt(int dirFd, const std::string& path, mode_t mode) {
    const bool absolute = path.starts_with('/');
    UniqueFd current = VITRINE_TRY(absolute ? openDirectory(AT_FDCWD, "/") : openDirectory(dirFd, "."));
    std::size_t start = 0;
    while (start < path.size()) {
        const std::size_t slash = std::min(path.find('/', start), path.size());
        const std::string component = path.substr(start, slash - start);
        start = slash + 1;
        if (component.empty() || component == ".")
            continue;
        const bool last = path.find_first_not_of('/', slash) == std::string::npos;
        if (::mkdirat(current.get(), component.c_str(), last ? mode : 0755) != 0 && errno != EEXIST)
            return failure(Error::fromErrno("make the directory", path, errno));
        // A folder on the way need only be passable: a home's parent is often 0711.
        current = VITRINE_TRY(openAt(current.get(), component, (last ? O_RDONLY : O_PATH) | O_DIRECTORY));
    }
    return current;
}

Result<std::vector<std::string>> listDirectory(int dirFd) {
    // A descriptor of its own: fdopendir takes over the one it is given, and dup would share the read offset.
    UniqueFd own = VITRINE_TRY(openAt(dirFd, ".", O_RDONLY | O_DIRECTORY));
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(own.get()), &::closedir);
    if (!stream)
        return failure(Error::fromErrno("list the directory", "", errno));
    static_cast<void>(own.release());
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(stream.get())) {
        const std::string name = entry->d_name;
        if (name != "." && name != "..")
            names.push_back(name);
    }
    if (errno != 0)
        return failure(Error::fromErrno("list the directory", "", errno));
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace vitrine::sys
