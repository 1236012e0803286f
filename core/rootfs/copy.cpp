// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/copy.h"

#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace vitrine::rootfs {

namespace {

constexpr std::size_t largestPiece = 64U << 20U;

/// One way to move up to `length` bytes on; the offset is advanced. As the system calls: -1 and errno.
using Mover = ssize_t (*)(int from, off_t& offset, int to, std::size_t length);

ssize_t moveByRange(int from, off_t& offset, int to, std::size_t length) {
    return ::copy_file_range(from, &offset, to, nullptr, length, 0);
}

ssize_t moveBySendfile(int from, off_t& offset, int to, std::size_t length) {
    return ::sendfile(to, from, &offset, length);
}

ssize_t moveByHand(int from, off_t& offset, int to, std::size_t length) {
    std::array<char, 65536> buffer;
    const ssize_t got = ::pread(from, buffer.data(), std::min(length, buffer.size()), offset);
    if (got <= 0)
        return got;
    const ssize_t put = ::write(to, buffer.data(), static_cast<std::size_t>(got));
    if (put > 0)
        offset += put;
    return put;
}

constexpr std::array<Mover, 3> movers{&moveByRange, &moveBySendfile, &moveByHand};

/// The call does not work between these two files, another one may (copy_file_range(2), sendfile(2)).
bool isUnsuited(int errnum) {
    return errnum == EXDEV || errnum == EINVAL || errnum == ENOSYS || errnum == EOPNOTSUPP ||
           errnum == EBADF || errnum == EPERM;
}

Error writeFailure(const std::string& name, int errnum) {
    auto error = Error::fromErrno("write", name, errnum);
    if (errnum == ENOSPC || errnum == EDQUOT)
        return std::move(error).withHint("Free some space where the containers are kept, then try again.");
    return error;
}

/// Part of a file that has content.
struct Piece {
    off_t begin;
    off_t end;
};

/// The first one at or after `offset`, or an empty one at `size` (lseek(2), SEEK_DATA and SEEK_HOLE). A file
/// system that knows no holes has one piece.
Piece nextPiece(int from, off_t offset, off_t size) {
    const off_t begin = ::lseek(from, offset, SEEK_DATA);
    struct stat status{};
    // No content up to its end; one that ends too early is read, which finds that out.
    if (begin < 0 && errno == ENXIO && ::fstat(from, &status) == 0 && status.st_size >= size)
        return {size, size};
    if (begin < 0)
        return {offset, size};
    const off_t end = ::lseek(from, begin, SEEK_HOLE);
    return {std::min(begin, size), end < 0 ? size : std::min(end, size)};
}

/// Tries one way after the other, and remembers in `mover` which one works.
Result<> copyPiece(int from, int to, Piece piece, const Mover*& mover, const std::string& name) {
    off_t offset = piece.begin;
    while (offset < piece.end) {
        const auto left = static_cast<std::size_t>(piece.end - offset);
        const ssize_t count = (*mover)(from, offset, to, std::min(left, largestPiece));
        if (count > 0 || (count < 0 && errno == EINTR))
            continue;
        // copy_file_range returns 0 too for files whose content the kernel makes while it is read.
        const bool isLast = mover + 1 == movers.end();
        if (!isLast && (count == 0 || isUnsuited(errno))) {
            ++mover;
        } else if (count == 0) {
            return failure(
                Error(ErrorKind::Failed, "copy", name, "the file became shorter while it was copied"));
        } else {
            return failure(writeFailure(name, errno));
        }
    }
    return {};
}

} // namespace

Result<> copyContent(int from, int to, std::uint64_t size, const std::string& name) {
    const Mover* mover = movers.begin();
    const auto length = static_cast<off_t>(size);
    for (off_t offset = 0; offset < length;) {
        const Piece piece = nextPiece(from, offset, length);
        if (::lseek(to, piece.begin, SEEK_SET) < 0)
            return failure(writeFailure(name, errno));
        VITRINE_CHECK(copyPiece(from, to, piece, mover, name));
        offset = piece.end;
    }
    if (::ftruncate(to, length) != 0) // of a hole at its end
        return failure(writeFailure(name, errno));
    return {};
}

} // namespace vitrine::rootfs
