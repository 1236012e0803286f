// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/treecopy.h"

#include "core/rootfs/copy.h"
#include "core/sys/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

namespace vitrine::rootfs {

namespace {

constexpr int maximumDepth = 100; // two descriptors each
constexpr std::uint64_t maximumNames = 1'000'000;
/// Beyond that each name of a file becomes a file of its own.
constexpr std::size_t maximumLinked = 100'000;
constexpr std::size_t maximumAttribute = std::size_t{64} * 1024; // XATTR_SIZE_MAX

using Stream = std::unique_ptr<DIR, int (*)(DIR*)>;
using Visit = std::function<Result<>(const std::string& name, const struct stat& status)>;

std::uint64_t bytesOf(const struct stat& status) {
    return static_cast<std::uint64_t>(status.st_blocks) * 512;
}

Result<Stream> streamOf(int directory) {
    sys::UniqueFd own = VITRINE_TRY(sys::openAt(directory, ".", O_RDONLY | O_DIRECTORY));
    Stream stream(::fdopendir(own.get()), &::closedir);
    if (!stream)
        return failure(Error::fromErrno("list the directory", "", errno));
    static_cast<void>(own.release());
    return stream;
}

/// Calls `visit` for each name in the directory, one at a time: there can be any number of them.
Result<> forEach(int directory, dev_t device, const Visit& visit) {
    const Stream stream = VITRINE_TRY(streamOf(directory));
    for (;;) {
        errno = 0;
        const dirent* entry = ::readdir(stream.get());
        if (entry == nullptr)
            return errno == 0 ? Result<>() : failure(Error::fromErrno("list the directory", "", errno));
        const std::string name = entry->d_name;
        if (name == "." || name == "..")
            continue;
        struct stat status{};
        if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            return failure(Error::fromErrno("look at", name, errno));
        if (status.st_dev != device)
            return failure(Error(ErrorKind::Busy, "copy", name, "another file system is mounted there"));
        VITRINE_CHECK(visit(name, status));
    }
}

Error tooDeep(const std::string& name) {
    return {ErrorKind::LimitExceeded, "copy", name,
            "it lies deeper than " + std::to_string(maximumDepth) + " directories"};
}

/// Adds up the tree, so that the copying can say how far it is.
class Measuring {
public:
    Result<> measure(int directory, dev_t device, int depth) {
        return forEach(directory, device,
                       [&](const std::string& name, const struct stat& status) -> Result<> {
                           if (++m_names > maximumNames)
                               return failure(Error(ErrorKind::LimitExceeded, "copy", "the files",
                                                    "there are more than " + std::to_string(maximumNames)));
                           m_bytes += bytesOf(status);
                           if (!S_ISDIR(status.st_mode))
                               return {};
                           if (depth >= maximumDepth)
                               return failure(tooDeep(name));
                           const auto child = VITRINE_TRY(sys::openDirectory(directory, name));
                           return measure(child.get(), device, depth + 1);
                       });
    }
    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }

private:
    std::uint64_t m_names = 0;
    std::uint64_t m_bytes = 0;
};

/// Those that mean the same in the copy.
bool isKept(std::string_view attribute) {
    return attribute.starts_with("user.") || attribute == "security.capability" ||
           attribute.starts_with("system.posix_acl_");
}

/// Of a file system that has none there is nothing to keep.
Result<> copyAttributes(int from, int to, const std::string& name) {
    std::vector<char> names(maximumAttribute);
    const ssize_t size = ::flistxattr(from, names.data(), names.size());
    if (size < 0)
        return errno == ENOTSUP ? Result<>()
                                : failure(Error::fromErrno("read the attributes of", name, errno));
    std::vector<char> value;
    for (const char* next = names.data(); next < names.data() + size;
         next += std::string_view(next).size() + 1) {
        if (!isKept(next))
            continue;
        value.resize(maximumAttribute);
        const ssize_t length = ::fgetxattr(from, next, value.data(), value.size());
        if (length < 0)
            return failure(Error::fromErrno("read an attribute of", name, errno));
        if (::fsetxattr(to, next, value.data(), static_cast<std::size_t>(length), 0) != 0)
            return failure(Error::fromErrno("set an attribute of", name, errno));
    }
    return {};
}

/// fchown(2) takes set-user-ID bits and capabilities away, so it comes first.
Result<> takeOwner(int fd, const std::string& name, const struct stat& wanted) {
    struct stat made{};
    if (::fstat(fd, &made) != 0)
        return failure(Error::fromErrno("look at", name, errno));
    const bool isTheirs = made.st_uid == wanted.st_uid && made.st_gid == wanted.st_gid;
    if (!isTheirs && ::fchown(fd, wanted.st_uid, wanted.st_gid) != 0)
        return failure(Error::fromErrno("change the owner of", name, errno));
    return {};
}

Result<> takeModeAndTimes(int fd, const std::string& name, const struct stat& wanted) {
    if (::fchmod(fd, wanted.st_mode & 07777) != 0)
        return failure(Error::fromErrno("change the mode of", name, errno));
    const std::array<timespec, 2> times{wanted.st_atim, wanted.st_mtim};
    if (::futimens(fd, times.data()) != 0)
        return failure(Error::fromErrno("set the times of", name, errno));
    return {};
}

class Copying {
public:
    Copying(int top, dev_t device, std::uint64_t total, const CopyProgress& progress)
        : m_top(top)
        , m_device(device)
        , m_total(total)
        , m_progress(progress) {}

    /// `path`: of the directory below the top, with a "/" at its end unless empty.
    Result<> copy(int from, int to, const std::string& path) {
        return forEach(from, m_device, [&](const std::string& name, const struct stat& status) -> Result<> {
            if (!m_progress(m_done, m_total, path + name))
                return failure(Error(ErrorKind::Cancelled, {}, "the copying", "was cancelled"));
            VITRINE_CHECK(copyEntry(from, to, path, name, status));
            m_done += bytesOf(status);
            return {};
        });
    }

private:
    Result<> copyEntry(int from, int to, const std::string& path, const std::string& name,
                       const struct stat& status) {
        if (S_ISDIR(status.st_mode))
            return copyDirectory(from, to, path, name, status);
        if (S_ISSOCK(status.st_mode))
            return {};
        if (VITRINE_TRY(linked(to, name, status)))
            return {};
        if (S_ISREG(status.st_mode))
            VITRINE_CHECK(copyFile(from, to, name, status));
        else if (S_ISLNK(status.st_mode))
            VITRINE_CHECK(copySymlink(from, to, name, status));
        else
            VITRINE_CHECK(copyNode(to, name, status));
        if (status.st_nlink > 1 && m_linked.size() < maximumLinked && path.size() + name.size() < PATH_MAX)
            m_linked.emplace(status.st_ino, path + name);
        return {};
    }

    /// Another name of a file that was copied already.
    Result<bool> linked(int to, const std::string& name, const struct stat& status) {
        const auto found = status.st_nlink > 1 ? m_linked.find(status.st_ino) : m_linked.end();
        if (found == m_linked.end())
            return false;
        if (::linkat(m_top, found->second.c_str(), to, name.c_str(), 0) == 0)
            return true;
        if (errno == EMLINK)
            return false;
        return failure(Error::fromErrno("make another name of", name, errno));
    }

    Result<> copyDirectory(int from, int to, const std::string& path, const std::string& name,
                           const struct stat& status) {
        const auto source = VITRINE_TRY(sys::openDirectory(from, name));
        const auto made = VITRINE_TRY(sys::makeDirectoryAt(to, name, 0700));
        VITRINE_CHECK(takeOwner(made.get(), name, status));
        VITRINE_CHECK(copyAttributes(source.get(), made.get(), name));
        VITRINE_CHECK(copy(source.get(), made.get(), path + name + '/'));
        return takeModeAndTimes(made.get(), name, status);
    }

    static Result<> copyFile(int from, int to, const std::string& name, const struct stat& status) {
        const auto source = VITRINE_TRY(sys::openAt(from, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
        const auto made = VITRINE_TRY(sys::openAt(to, name, O_WRONLY | O_CREAT | O_EXCL, 0600));
        VITRINE_CHECK(
            copyContent(source.get(), made.get(), static_cast<std::uint64_t>(status.st_size), name));
        VITRINE_CHECK(takeOwner(made.get(), name, status));
        VITRINE_CHECK(copyAttributes(source.get(), made.get(), name));
        return takeModeAndTimes(made.get(), name, status);
    }

    static Result<> copySymlink(int from, int to, const std::string& name, const struct stat& status) {
        std::string target(PATH_MAX, '\0');
        const ssize_t length = ::readlinkat(from, name.c_str(), target.data(), target.size());
        if (length < 0)
            return failure(Error::fromErrno("read the symbolic link", name, errno));
        target.resize(static_cast<std::size_t>(length));
        if (::symlinkat(target.c_str(), to, name.c_str()) != 0)
            return failure(Error::fromErrno("make the symbolic link", name, errno));
        return takeOwnerAndTimesAt(to, name, status);
    }

    static Result<> copyNode(int to, const std::string& name, const struct stat& status) {
        if (::mknodat(to, name.c_str(), (status.st_mode & S_IFMT) | 0600, status.st_rdev) != 0)
            return failure(Error::fromErrno("make the special file", name, errno));
        VITRINE_CHECK(takeOwnerAndTimesAt(to, name, status));
        // Just made in a directory that is nobody else's: it is no symlink, which fchmodat(2) would follow.
        if (::fchmodat(to, name.c_str(), status.st_mode & 07777, 0) != 0)
            return failure(Error::fromErrno("change the mode of", name, errno));
        return {};
    }

    static Result<> takeOwnerAndTimesAt(int to, const std::string& name, const struct stat& wanted) {
        struct stat made{};
        if (::fstatat(to, name.c_str(), &made, AT_SYMLINK_NOFOLLOW) != 0)
            return failure(Error::fromErrno("look at", name, errno));
        const bool isTheirs = made.st_uid == wanted.st_uid && made.st_gid == wanted.st_gid;
        if (!isTheirs && ::fchownat(to, name.c_str(), wanted.st_uid, wanted.st_gid, AT_SYMLINK_NOFOLLOW) != 0)
            return failure(Error::fromErrno("change the owner of", name, errno));
        const std::array<timespec, 2> times{wanted.st_atim, wanted.st_mtim};
        if (::utimensat(to, name.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) != 0)
            return failure(Error::fromErrno("set the times of", name, errno));
        return {};
    }

    int m_top;
    dev_t m_device;
    std::uint64_t m_total;
    std::uint64_t m_done = 0;
    const CopyProgress& m_progress;
    std::map<ino_t, std::string> m_linked; ///< files with several names: where the first copy is
};

} // namespace

Result<> copyTree(int from, int to, const CopyProgress& progress) {
    struct stat status{};
    if (::fstat(from, &status) != 0)
        return failure(Error::fromErrno("look at", "the directory", errno));
    Measuring measuring;
    VITRINE_CHECK(measuring.measure(from, status.st_dev, 0));
    if (!progress(0, measuring.bytes(), ""))
        return failure(Error(ErrorKind::Cancelled, {}, "the copying", "was cancelled"));
    Copying copying(to, status.st_dev, measuring.bytes(), progress);
    VITRINE_CHECK(copying.copy(from, to, ""));
    VITRINE_CHECK(takeOwner(to, ".", status));
    VITRINE_CHECK(copyAttributes(from, to, "."));
    return takeModeAndTimes(to, ".", status);
}

} // namespace vitrine::rootfs
