// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/controlserver.h"

#include "core/sys/memory.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace vitrine::monitor {

namespace {

constexpr std::size_t maximumConnections = 16;

/// Besides the mode of socket and directory: only the same user, or root, is listened to (unix(7)).
bool isTrusted(int connection) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return false;
    return peer.uid == 0 || peer.uid == ::geteuid();
}

} // namespace

void ControlServer::shutDown() {
    while (!m_connections.empty())
        close(m_connections.begin()->first);
    m_loop.forget(m_listener.get());
    m_listener.reset();
}

Result<> ControlServer::listen(int runDirectory) {
    sys::UniqueFd listener(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!listener)
        return failure(Error::fromErrno("make a socket", controlName, errno));
    if (::unlinkat(runDirectory, controlName, 0) != 0 && errno != ENOENT)
        return failure(Error::fromErrno("remove the old", controlName, errno));
    const sockaddr_un address = controlAddress(runDirectory);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    if (::bind(listener.get(), generic, sizeof address) != 0)
        return failure(Error::fromErrno("bind the socket", controlName, errno));
    if (::fchmodat(runDirectory, controlName, 0600, 0) != 0)
        return failure(Error::fromErrno("change the mode of", controlName, errno));
    if (::listen(listener.get(), static_cast<int>(maximumConnections)) != 0)
        return failure(Error::fromErrno("listen on", controlName, errno));
    VITRINE_CHECK(m_loop.watch(listener.get(), EPOLLIN, [this](std::uint32_t) { onIncoming(); }));
    m_listener = std::move(listener);
    return {};
}

void ControlServer::adopt(sys::UniqueFd connection) {
    const int fd = connection.get();
    if (!monitor::send(fd, Event(m_greeting())))
        return;
    if (!m_loop.watch(fd, EPOLLIN, [this, fd](std::uint32_t) { onReadable(fd); }))
        return;
    m_connections[fd] = std::move(connection);
}

void ControlServer::broadcast(const Event& event) {
    for (auto next = m_connections.begin(); next != m_connections.end();) {
        const int fd = (next++)->first; // close() erases it
        if (!monitor::send(fd, event))
            close(fd);
    }
}

void ControlServer::onIncoming() {
    sys::UniqueFd connection(::accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (connection && m_connections.size() < maximumConnections && isTrusted(connection.get()))
        adopt(std::move(connection));
}

void ControlServer::onReadable(int fd) {
    const auto packet = receive(fd);
    if (!packet && packet.error().kind() == ErrorKind::Busy)
        return;
    const Request* request = packet ? std::get_if<Request>(&packet->message) : nullptr;
    if (request == nullptr) {
        close(fd);
        return;
    }
    Reply reply = m_handler(*request);
    reply.answer.serial = request->serial;
    std::vector<int> fds;
    fds.reserve(reply.fds.size());
    for (const sys::UniqueFd& passed : reply.fds)
        fds.push_back(passed.get());
    // The handler may have broadcast, and that may have closed this very connection.
    if (m_connections.contains(fd) && !monitor::send(fd, reply.answer, fds))
        close(fd);
    sys::giveBackMemory(); // a request may have been large, and the next one may be hours away
}

void ControlServer::close(int fd) {
    m_loop.forget(fd);
    m_connections.erase(fd);
}

} // namespace vitrine::monitor
