// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::sys {

namespace {

using Names = std::vector<std::string>;

/// One run of removeTreeAt(). The tree was written by somebody who may want its removal to fail: a container
/// can nest directories without end and fill one with millions of names.
class TreeRemoval {
public:
    TreeRemoval(int top, dev_t device)
        : m_top(top)
        , m_device(device) {}

    /// Empties the directory, which is `depth` levels below the top.
    Result<> empty(int directory, int depth) {
        for (;;) {
            const Names names = VITRINE_TRY(someNames(directory));
            if (names.empty())
                return {};
            for (const std::string& name : names)
                VITRINE_CHECK(removeEntry(directory, name, depth));
        }
    }

private:
    static constexpr int maximumDepth = 64;
    static constexpr std::size_t namesAtOnce = 1024;

    static Result<Names> someNames(int directory) {
        UniqueFd own = VITRINE_TRY(openAt(directory, ".", O_RDONLY | O_DIRECTORY));
        const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(own.get()), &::closedir);
        if (!stream)
            return failure(Error::fromErrno("list the directory", "", errno));
        static_cast<void>(own.release());
        Names names;
        while (names.size() < namesAtOnce) {
            errno = 0;
            const dirent* entry = ::readdir(stream.get());
            if (entry == nullptr && errno != 0)
                return failure(Error::fromErrno("list the directory", "", errno));
            if (entry == nullptr)
                break;
            const std::string_view name = entry->d_name;
            if (name != "." && name != "..")
                names.emplace_back(name);
        }
        return names;
    }

    Result<> removeEntry(int directory, const std::string& name, int depth) {
        struct stat status{};
        if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            return errno == ENOENT ? Result<>() : failure(Error::fromErrno("look at", name, errno));
        if (!S_ISDIR(status.st_mode))
            return unlink(directory, name, 0);
        if (status.st_dev != m_device)
            return failure(Error(ErrorKind::Busy, "remove", name, "another file system is mounted there"));
        if (depth >= maximumDepth)
            return moveToTop(directory, name);
        {
            const UniqueFd child = VITRINE_TRY(openDirectory(directory, name));
            VITRINE_CHECK(empty(child.get(), depth + 1));
        }
        return unlink(directory, name, AT_REMOVEDIR);
    }

    /// The loop of the top directory finds it there, and it is `maximumDepth` levels less deep.
    Result<> moveToTop(int directory, const std::string& name) {
        for (;;) {
            const std::string free = ".deep-" + std::to_string(m_moved++);
            if (::renameat2(directory, name.c_str(), m_top, free.c_str(), RENAME_NOREPLACE) == 0)
                return {};
            if (errno != EEXIST)
                return failure(Error::fromErrno("move out of the depth", name, errno));
        }
    }

    static Result<> unlink(int directory, const std::string& name, int flags) {
        if (::unlinkat(directory, name.c_str(), flags) != 0 && errno != ENOENT)
            return failure(Error::fromErrno("remove", name, errno));
        return {};
    }

    int m_top;
    dev_t m_device;
    std::uint64_t m_moved = 0;
};

} // namespace

Result<> removeTreeAt(int dirFd, const std::string& name) {
    struct stat status{};
    if (::fstatat(dirFd, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? Result<>() : failure(Error::fromErrno("remove", name, errno));
    const bool isDirectory = S_ISDIR(status.st_mode);
    if (isDirectory) {
        const UniqueFd top = VITRINE_TRY(openDirectory(dirFd, name));
        VITRINE_CHECK(TreeRemoval(top.get(), status.st_dev).empty(top.get(), 0));
    }
    if (::unlinkat(dirFd, name.c_str(), isDirectory ? AT_REMOVEDIR : 0) != 0 && errno != ENOENT)
        return failure(Error::fromErrno("remove", name, errno));
    return {};
}

} // namespace vitrine::sys
