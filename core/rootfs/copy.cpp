// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/copy.h"

#include <sys/sendfile.h>
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

} // namespace

Result<> copyContent(int from, int to, std::uint64_t size, const std::string& name) {
    constexpr std::array<Mover, 3> movers{&moveByRange, &moveBySendfile, &moveByHand};
    auto mover = movers.begin();
    off_t offset = 0;
    while (static_cast<std::uint64_t>(offset) < size) {
        const std::uint64_t left = size - static_cast<std::uint64_t>(offset);
        const ssize_t count = (*mover)(from, offset, to, std::min<std::uint64_t>(left, largestPiece));
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

} // namespace vitrine::rootfs
