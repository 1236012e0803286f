// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/terminal.h"

#include "core/sys/uniquefd.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

namespace vitrine::runtime {

Result<> checkTerminal(const Request& request, Terminal terminal, bool leaves) {
    const bool hasSocket = !request.consoleSocket.empty();
    if (terminal == Terminal::Yes && leaves && !hasSocket)
        return failure(Error::invalid("--console-socket",
                                      "must be given: the container has a terminal, and nobody "
                                      "here stays to serve it"));
    if (terminal == Terminal::No && hasSocket)
        return failure(
            Error::invalid("--console-socket", "must not be given: the container has no terminal"));
    return {};
}

Result<> sendTerminal(const std::string& path, int master) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return failure(Error::invalid("--console-socket", "must be a shorter path (unix(7))"));
    std::memcpy(address.sun_path, path.data(), path.size());
    const sys::UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket || ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return failure(Error::fromErrno("connect to the console socket", path, errno));
    char name[] = "/dev/ptmx"; // runc sends the name along
    iovec text{name, sizeof name - 1};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))]{};
    msghdr message{};
    message.msg_iov = &text;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &master, sizeof master);
    if (::sendmsg(socket.get(), &message, MSG_NOSIGNAL) < 0)
        return failure(Error::fromErrno("send the terminal to", path, errno));
    return {};
}

} // namespace vitrine::runtime
