// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/dbus/helper/hangingfuse.h"

#include <QtGlobal>

#include <fcntl.h>
#include <linux/fuse.h>
#include <poll.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace vitrine::test {

namespace {

constexpr std::size_t requestSize = 135168; // FUSE_MIN_READ_BUFFER and what max_write allows

/// /dev/fuse, or the same made here where a container's /dev lacks it.
int openDevice(const QByteArray& parent) {
    const int fd = ::open("/dev/fuse", O_RDWR | O_CLOEXEC);
    const QByteArray own = parent + "/fuse-device";
    if (fd >= 0 || ::mknod(own.constData(), S_IFCHR | 0600, makedev(10, 229)) != 0)
        return fd;
    const int second = ::open(own.constData(), O_RDWR | O_CLOEXEC);
    ::unlink(own.constData());
    return second;
}

} // namespace

HangingFuse::HangingFuse(const QByteArray& parent)
    : m_device(openDevice(parent)) {
    QByteArray path = parent + "/hanging-XXXXXX";
    if (!m_device || ::mkdtemp(path.data()) == nullptr)
        return;
    const QByteArray options =
        "fd=" + QByteArray::number(m_device.get()) + ",rootmode=40000,user_id=0,group_id=0,allow_other";
    if (::mount("vitrine-test", path.constData(), "fuse", MS_NOSUID | MS_NODEV, options.constData()) != 0) {
        ::rmdir(path.constData());
        return;
    }
    m_directory = path;
    m_thread = std::thread([this] { serve(); });
}

HangingFuse::~HangingFuse() {
    if (m_directory.isEmpty())
        return;
    release();
    ::umount2(m_directory.constData(), MNT_FORCE | MNT_DETACH | UMOUNT_NOFOLLOW);
    ::rmdir(m_directory.constData());
    m_hangs = false;
    m_thread.join(); // ENODEV, when the last descriptor of the file system is closed
}

void HangingFuse::release() {
    m_hangs = false;
    const std::lock_guard lock(m_mutex);
    for (const std::uint64_t unique : std::exchange(m_waiting, {}))
        answerAttributes(unique);
}

int HangingFuse::waiting() {
    const std::lock_guard lock(m_mutex);
    return static_cast<int>(m_waiting.size());
}

void HangingFuse::answer(std::uint64_t unique, int error, const void* data, std::size_t size) {
    fuse_out_header header{static_cast<std::uint32_t>(sizeof(fuse_out_header) + size), -error, unique};
    std::array<iovec, 2> parts{{{&header, sizeof header}, {const_cast<void*>(data), size}}};
    static_cast<void>(::writev(m_device.get(), parts.data(), size == 0 ? 1 : 2));
}

void HangingFuse::answerAttributes(std::uint64_t unique) {
    fuse_attr_out out{}; // valid for no time: asked each time
    out.attr.ino = FUSE_ROOT_ID;
    out.attr.mode = S_IFDIR | 0755;
    out.attr.nlink = 2;
    answer(unique, 0, &out, sizeof out);
}

void HangingFuse::serve() {
    std::vector<char> buffer(requestSize);
    for (;;) {
        const ssize_t length = ::read(m_device.get(), buffer.data(), buffer.size());
        if (length < 0 && (errno == EINTR || errno == ENOENT || errno == EAGAIN))
            continue;
        if (length < static_cast<ssize_t>(sizeof(fuse_in_header)))
            return; // unmounted
        fuse_in_header request{};
        std::memcpy(&request, buffer.data(), sizeof request);
        if (request.opcode == FUSE_INIT) {
            fuse_init_out out{};
            out.major = FUSE_KERNEL_VERSION;
            out.minor = 31;
            out.max_write = 65536;
            out.time_gran = 1;
            answer(request.unique, 0, &out, sizeof out);
        } else if (request.opcode == FUSE_GETATTR) {
            const std::lock_guard lock(m_mutex);
            if (m_hangs)
                m_waiting.push_back(request.unique);
            else
                answerAttributes(request.unique);
        } else if (request.opcode == FUSE_OPENDIR) {
            const fuse_open_out out{};
            answer(request.unique, 0, &out, sizeof out);
        } else if (request.opcode == FUSE_STATFS) {
            const fuse_statfs_out out{};
            answer(request.unique, 0, &out, sizeof out);
        } else if (request.opcode == FUSE_RELEASEDIR) {
            answer(request.unique, 0);
        } else if (request.opcode != FUSE_FORGET && request.opcode != FUSE_BATCH_FORGET &&
                   request.opcode != FUSE_INTERRUPT) {
            answer(request.unique, ENOSYS);
        }
    }
}

} // namespace vitrine::test
