// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/copyup.h"

#include "core/sys/file.h"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <string>

namespace vitrine::engine {

namespace {

constexpr int deepest = 64;

Error problem(const std::string& name, int errnum) {
    return Error::fromErrno("copy", name, errnum);
}

Result<> copyContent(int from, int to, const std::string& name) {
    constexpr std::size_t piece = 1U << 20U;
    for (;;) {
        const ssize_t count = ::sendfile(to, from, nullptr, piece);
        if (count == 0)
            return {};
        if (count < 0 && errno != EINTR)
            return failure(problem(name, errno));
    }
}

/// Owner first: changing it takes the set-user-ID bit away (chown(2)).
Result<> copyAttributes(int to, const struct stat& status, const std::string& name) {
    const std::array<timespec, 2> times{status.st_atim, status.st_mtim};
    if (::fchown(to, status.st_uid, status.st_gid) != 0 || ::fchmod(to, status.st_mode & 07777) != 0 ||
        ::futimens(to, times.data()) != 0)
        return failure(problem(name, errno));
    return {};
}

Result<> copyLink(int from, int to, const std::string& name, const struct stat& status) {
    std::array<char, PATH_MAX> target{};
    const ssize_t length = ::readlinkat(from, name.c_str(), target.data(), target.size() - 1);
    if (length < 0 || ::symlinkat(target.data(), to, name.c_str()) != 0 ||
        ::fchownat(to, name.c_str(), status.st_uid, status.st_gid, AT_SYMLINK_NOFOLLOW) != 0)
        return failure(problem(name, errno));
    return {};
}

Result<> copyFile(int from, int to, const std::string& name) {
    const auto source = VITRINE_TRY(sys::openAt(from, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
    struct stat status{};
    if (::fstat(source.get(), &status) != 0)
        return failure(problem(name, errno));
    const auto copy = VITRINE_TRY(sys::openAt(to, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600));
    VITRINE_CHECK(copyContent(source.get(), copy.get(), name));
    return copyAttributes(copy.get(), status, name);
}

Result<> copyDirectory(int from, int to, int depth);

Result<> copyEntry(int from, int to, const std::string& name, int depth) {
    struct stat status{};
    if (::fstatat(from, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return failure(problem(name, errno));
    if (S_ISLNK(status.st_mode))
        return copyLink(from, to, name, status);
    if (S_ISREG(status.st_mode))
        return copyFile(from, to, name);
    if (!S_ISDIR(status.st_mode))
        return failure(Error(ErrorKind::NotSupported, "copy", name, "it is no file, directory or link"));
    const auto source = VITRINE_TRY(sys::openDirectory(from, name));
    const auto copy = VITRINE_TRY(sys::makeDirectoryAt(to, name, 0700));
    VITRINE_CHECK(copyDirectory(source.get(), copy.get(), depth + 1));
    return copyAttributes(copy.get(), status, name);
}

Result<> copyDirectory(int from, int to, int depth) {
    if (depth > deepest)
        return failure(Error(ErrorKind::LimitExceeded, "copy", "", "it is more than 64 directories deep"));
    for (const std::string& name : VITRINE_TRY(sys::listDirectory(from)))
        VITRINE_CHECK(copyEntry(from, to, name, depth));
    return {};
}

} // namespace

Result<> copyUp(int from, int to) {
    return copyDirectory(from, to, 0);
}

} // namespace vitrine::engine
