// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/socket.h"

#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace vitrine::sys {

namespace {

struct alignas(cmsghdr) ControlBuffer {
    std::array<char, CMSG_SPACE(sizeof(int))> bytes{};
};

} // namespace

Result<SocketPair> socketPair() {
    std::array<int, 2> fds{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds.data()) != 0)
        return failure(Error::fromErrno("socketpair", "", errno));
    return SocketPair{UniqueFd(fds[0]), UniqueFd(fds[1])};
}

Result<> limitWaiting(int socket, std::chrono::milliseconds longest) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(longest);
    const timeval time{.tv_sec = seconds.count(),
                       .tv_usec = std::chrono::microseconds(longest - seconds).count()};
    if (::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time) != 0)
        return failure(Error::fromErrno("setsockopt", "SO_RCVTIMEO", errno));
    return {};
}

Result<> sendDescriptor(int socket, char byte, int fd) {
    iovec data{&byte, 1};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    ControlBuffer control;
    if (fd >= 0) {
        message.msg_control = control.bytes.data();
        message.msg_controllen = control.bytes.size();
        cmsghdr* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        std::memcpy(CMSG_DATA(header), &fd, sizeof fd);
    }
    ssize_t count = -1;
    do {
        count = ::sendmsg(socket, &message, MSG_NOSIGNAL);
    } while (count < 0 && errno == EINTR);
    if (count < 0)
        return failure(Error::fromErrno("sendmsg", "", errno));
    return {};
}

Result<std::optional<ReceivedDescriptor>> receiveDescriptor(int socket) {
    ReceivedDescriptor received;
    iovec data{&received.byte, 1};
    ControlBuffer control;
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes.data();
    message.msg_controllen = control.bytes.size();
    ssize_t count = -1;
    do {
        count = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    } while (count < 0 && errno == EINTR);
    if (count < 0 && errno != ECONNRESET)
        return failure(Error::fromErrno("recvmsg", "", errno));
    if (count <= 0)
        return std::nullopt;
    for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
         header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
            received.fd = UniqueFd(fd);
        }
    }
    return received;
}

} // namespace vitrine::sys
