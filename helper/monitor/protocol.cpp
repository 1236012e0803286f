// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/protocol.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace vitrine::monitor {

namespace {

/// An exec without a terminal passes three.
constexpr std::size_t maximumFds = 4;

union ControlBuffer {
    cmsghdr header;
    std::array<char, CMSG_SPACE(sizeof(int) * maximumFds)> bytes;
};

Error socketError(const char* operation, int errnum) {
    Error error = Error::fromErrno(operation, "", errnum);
    if (errnum == EAGAIN || errnum == EWOULDBLOCK)
        return std::move(error).withKind(ErrorKind::Busy);
    if (errnum == EPIPE || errnum == ECONNRESET)
        return std::move(error).withKind(ErrorKind::NotFound);
    return error;
}

/// Length of the next packet without taking it: MSG_TRUNC returns the real one (recv(2)).
Result<std::size_t> nextLength(int socket) {
    ssize_t length = -1;
    do {
        length = ::recv(socket, nullptr, 0, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
    } while (length < 0 && errno == EINTR);
    if (length < 0)
        return failure(socketError("receive a message", errno));
    if (length == 0)
        return failure(Error(ErrorKind::NotFound, "receive a message", "", "the other side has closed"));
    return static_cast<std::size_t>(length);
}

std::vector<sys::UniqueFd> takeFds(msghdr& header) {
    std::vector<sys::UniqueFd> fds;
    for (cmsghdr* part = CMSG_FIRSTHDR(&header); part != nullptr; part = CMSG_NXTHDR(&header, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(part) + i * sizeof(int), sizeof fd);
            fds.emplace_back(fd);
        }
    }
    return fds;
}

} // namespace

Result<> send(int socket, const Message& message, const std::vector<int>& fds) {
    std::string text = encode(message);
    if (text.size() > maximumMessage)
        return failure(Error(ErrorKind::LimitExceeded, "send a message", "",
                             "it is larger than " + std::to_string(maximumMessage) + " bytes"));
    if (fds.size() > maximumFds)
        return failure(Error::invalid("fds", "at most " + std::to_string(maximumFds)));
    iovec part{text.data(), text.size()};
    ControlBuffer control{};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    if (!fds.empty()) {
        header.msg_control = &control;
        header.msg_controllen = CMSG_SPACE(sizeof(int) * fds.size());
        cmsghdr* rights = CMSG_FIRSTHDR(&header);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof(int) * fds.size());
        std::memcpy(CMSG_DATA(rights), fds.data(), sizeof(int) * fds.size());
    }
    ssize_t sent = -1;
    do {
        sent = ::sendmsg(socket, &header, MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (sent < 0 && errno == EINTR);
    if (sent < 0)
        return failure(socketError("send a message", errno));
    return {};
}

Result<Packet> receive(int socket) {
    const std::size_t length = VITRINE_TRY(nextLength(socket));
    const bool tooLong = length > maximumMessage;
    // A packet that is too long is taken all the same, so that the next one can be read.
    std::string text(tooLong ? 0 : length, '\0');
    iovec part{text.data(), text.size()};
    ControlBuffer control{};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = &control;
    header.msg_controllen = sizeof control;
    ssize_t count = -1;
    do {
        count = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    } while (count < 0 && errno == EINTR);
    if (count < 0)
        return failure(socketError("receive a message", errno));
    std::vector<sys::UniqueFd> fds = takeFds(header);
    if (tooLong)
        return failure(Error(ErrorKind::LimitExceeded, "receive a message", "",
                             "it is larger than " + std::to_string(maximumMessage) + " bytes"));
    if ((header.msg_flags & MSG_CTRUNC) != 0)
        return failure(Error(ErrorKind::LimitExceeded, "receive a message", "",
                             "it carries more than " + std::to_string(maximumFds) + " descriptors"));
    Message message = VITRINE_TRY(decode(text));
    return Packet{std::move(message), std::move(fds)};
}

sockaddr_un controlAddress(int runDirectory) {
    const std::string path = "/proc/self/fd/" + std::to_string(runDirectory) + '/' + controlName;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    return address;
}

Result<sys::UniqueFd> connectTo(int runDirectory) {
    sys::UniqueFd socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket)
        return failure(Error::fromErrno("make a socket", "", errno));
    const sockaddr_un address = controlAddress(runDirectory);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return socket;
    Error error = Error::fromErrno("connect to the monitor", "", errno);
    if (error.errnum() == ECONNREFUSED)
        return failure(std::move(error).withKind(ErrorKind::NotFound));
    if (error.errnum() == EAGAIN)
        return failure(std::move(error).withKind(ErrorKind::Busy));
    return failure(std::move(error));
}

} // namespace vitrine::monitor
