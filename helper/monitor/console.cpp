// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/console.h"

#include <asm/termbits.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace vitrine::monitor {

namespace {

constexpr std::size_t chunkBytes = std::size_t{16} * 1024;
constexpr time_t holdSeconds = 1;
constexpr std::size_t maximumInput = std::size_t{64} * 1024;
/// Most that is taken at the end: a process that got out of the cgroup could go on writing for ever.
constexpr std::size_t maximumDrain = std::size_t{8} * 1024 * 1024;

Result<> makeNonBlocking(int fd) {
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0)
        return failure(Error::fromErrno("make a console stream non-blocking", "", errno));
    return {};
}

/// ioctl_tty(2): opens the slave whatever mount namespace its devpts is in.
sys::UniqueFd openPeer(int master) {
    return sys::UniqueFd(::ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC));
}

} // namespace

Console::~Console() {
    while (!m_clients.empty())
        dropClient(m_clients.begin()->first);
    for (const int fd : m_outputs)
        m_loop.forget(fd);
    m_loop.forget(m_pipes.input.get());
    m_loop.forget(m_holdTimer.get());
}

Result<> Console::open(Streams streams) {
    if (auto* terminal = std::get_if<sys::UniqueFd>(&streams)) {
        m_terminal = std::move(*terminal);
        m_peer = openPeer(m_terminal.get());
        m_outputs = {m_terminal.get()};
    } else if (auto* pipes = std::get_if<engine::PipeStreams>(&streams)) {
        m_pipes = std::move(*pipes);
        VITRINE_CHECK(makeNonBlocking(m_pipes.input.get()));
        // Watched for nothing but a hang-up until there is input to write.
        VITRINE_CHECK(
            m_loop.watch(m_pipes.input.get(), 0, [this](std::uint32_t events) { onInputReady(events); }));
        m_outputs = {m_pipes.output.get(), m_pipes.error.get()};
    }
    for (const int fd : m_outputs)
        VITRINE_CHECK(makeNonBlocking(fd));
    return watchOutputs();
}

void Console::close() {
    for (const int fd : std::vector<int>(m_outputs))
        closeOutput(fd);
    m_loop.forget(m_pipes.input.get());
    m_pipes = {};
    m_terminal.reset();
    m_peer.reset();
    m_input.clear();
    m_inputEnds = false;
    m_awaited = 0;
    rearm();
}

Result<> Console::watchOutputs() {
    for (const int fd : m_outputs) {
        const bool writes = fd == m_terminal.get() && !m_input.empty();
        VITRINE_CHECK(m_loop.watch(fd, EPOLLIN | (writes ? EPOLLOUT : 0U),
                                   [this, fd](std::uint32_t events) { onOutput(fd, events); }));
    }
    return {};
}

Result<sys::UniqueFd> Console::attach() {
    if (m_clients.size() >= maximumClients)
        return failure(Error(ErrorKind::LimitExceeded, "attach the console", "",
                             "it is attached " + std::to_string(maximumClients) + " times already")
                           .withHint("Close a console of this container first."));
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return failure(Error::fromErrno("make a socket pair", "", errno));
    sys::UniqueFd theirs(ends[1]);
    const int fd = ends[0];
    Client client{sys::UniqueFd(fd), m_log.tail()};
    VITRINE_CHECK(makeNonBlocking(fd));
    VITRINE_CHECK(m_loop.watch(fd, 0, [this, fd](std::uint32_t events) { onClient(fd, events); }));
    const auto place = m_clients.emplace(fd, std::move(client)).first;
    flushClient(fd, place->second);
    rearm();
    return theirs;
}

Result<> Console::resize(std::uint16_t rows, std::uint16_t columns) {
    if (!m_terminal)
        return failure(
            Error(ErrorKind::WrongState, "resize the console", "", "the container has no terminal"));
    const winsize size{rows, columns, 0, 0};
    if (::ioctl(m_terminal.get(), TIOCSWINSZ, &size) != 0)
        return failure(Error::fromErrno("resize the console", "", errno));
    return {};
}

void Console::drain() {
    for (const int fd : std::vector<int>(m_outputs)) {
        std::array<char, chunkBytes> buffer;
        std::size_t total = 0;
        while (total < maximumDrain) {
            const ssize_t count = ::read(fd, buffer.data(), buffer.size());
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0)
                break;
            total += static_cast<std::size_t>(count);
            deliver({buffer.data(), static_cast<std::size_t>(count)});
        }
        closeOutput(fd);
    }
}

void Console::onOutput(int fd, std::uint32_t events) {
    if ((events & EPOLLOUT) != 0)
        flushInput();
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && readSome(fd) == ReadEnd::Never)
        closeOutput(fd);
    rearm();
}

/// A pipe whose reader is gone says EPOLLERR for ever: it is closed, and what was to be written is lost.
void Console::onInputReady(std::uint32_t events) {
    m_inputEnds = m_inputEnds || (events & (EPOLLERR | EPOLLHUP)) != 0;
    flushInput();
    rearm();
}

Console::ReadEnd Console::readSome(int fd) {
    std::array<char, chunkBytes> buffer;
    const ssize_t count = ::read(fd, buffer.data(), buffer.size());
    if (count > 0) {
        deliver({buffer.data(), static_cast<std::size_t>(count)});
        return ReadEnd::Later;
    }
    return count < 0 && (errno == EINTR || errno == EAGAIN) ? ReadEnd::Later : ReadEnd::Never;
}

void Console::closeOutput(int fd) {
    m_loop.forget(fd);
    std::erase(m_outputs, fd);
}

void Console::deliver(std::string_view data) {
    m_log.append(data);
    for (auto next = m_clients.begin(); next != m_clients.end();) {
        const auto place = next++; // deliverTo may erase it
        deliverTo(place->first, place->second, data);
    }
    rearm();
}

void Console::deliverTo(int fd, Client& client, std::string_view data) {
    if (client.backlog.size() + data.size() > 2 * maximumBacklog) { // only drain() does not wait for it
        dropClient(fd);
        return;
    }
    if (client.outputEnded)
        return;
    client.backlog += data;
    flushClient(fd, client);
}

void Console::flushClient(int fd, Client& client) {
    while (!client.backlog.empty()) {
        const ssize_t count =
            ::send(fd, client.backlog.data(), client.backlog.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno == EAGAIN)
            return;
        if (count < 0) {
            // It has closed. What it typed before is still to be read: onClient() drops it on EPOLLHUP.
            client.outputEnded = true;
            client.backlog.clear();
            return;
        }
        client.backlog.erase(0, static_cast<std::size_t>(count));
    }
}

void Console::onClient(int fd, std::uint32_t events) {
    const auto place = m_clients.find(fd);
    if (place == m_clients.end())
        return;
    if ((events & (EPOLLIN | EPOLLHUP)) != 0)
        readClient(fd, place->second, events);
    flushInput();
    if ((events & (EPOLLHUP | EPOLLERR)) != 0)
        dropClient(fd);
    else if ((events & EPOLLOUT) != 0)
        flushClient(fd, place->second);
    rearm();
}

/// Input typed just before closing is still taken: EPOLLIN and EPOLLHUP arrive together.
void Console::readClient(int fd, Client& client, std::uint32_t events) {
    while (m_input.size() < maximumInput && !client.inputEnded) {
        std::array<char, chunkBytes> buffer;
        const ssize_t count = ::recv(fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return;
        if (count == 0) {
            client.inputEnded = true;
            m_inputEnds = m_inputEnds || (!m_terminal && (events & EPOLLHUP) == 0);
            return;
        }
        m_input.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

void Console::dropClient(int fd) {
    m_loop.forget(fd);
    m_clients.erase(fd);
}

void Console::flushInput() {
    const int input = m_terminal ? m_terminal.get() : m_pipes.input.get();
    while (!m_input.empty()) {
        const ssize_t count = ::write(input, m_input.data(), m_input.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno == EAGAIN)
            return;
        if (count < 0)
            m_input.clear(); // nobody reads it any more, or there are no streams
        else
            m_input.erase(0, static_cast<std::size_t>(count));
    }
    if (m_inputEnds) {
        m_loop.forget(m_pipes.input.get());
        m_pipes.input.reset();
    }
}

/// Sets what is waited for: clients are read only while the container takes input, written while they have a
/// backlog; the container's input is written while there is some.
void Console::rearm() {
    const bool takes = m_input.size() < maximumInput;
    for (auto& [fd, client] : m_clients) {
        const std::uint32_t events =
            (takes && !client.inputEnded ? EPOLLIN : 0U) | (client.backlog.empty() ? 0U : EPOLLOUT);
        if (std::exchange(client.awaited, events) != events)
            m_loop.change(fd, events);
    }
    const std::uint32_t writing = m_input.empty() ? 0U : EPOLLOUT;
    if (std::exchange(m_awaited, writing) != writing) {
        if (m_pipes.input)
            m_loop.change(m_pipes.input.get(), writing);
        else if (m_terminal && !m_holdTimer)
            m_loop.change(m_terminal.get(), EPOLLIN | writing);
    }
    holdOrResume();
}

/// Output is not read while a client is far behind, as with any terminal, but for holdSeconds at most.
void Console::holdOrResume() {
    const std::size_t limit = m_holdTimer ? maximumBacklog / 2 : maximumBacklog;
    const bool behind = std::ranges::any_of(
        m_clients, [limit](const auto& entry) { return entry.second.backlog.size() > limit; });
    if (behind == m_holdTimer.isValid())
        return;
    if (!behind) {
        m_loop.forget(m_holdTimer.get());
        m_holdTimer.reset();
        static_cast<void>(watchOutputs()); // they were watched before: there is room for them
        return;
    }
    sys::UniqueFd timer(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    const itimerspec when{{0, 0}, {holdSeconds, 0}};
    if (!timer || ::timerfd_settime(timer.get(), 0, &when, nullptr) != 0 ||
        !m_loop.watch(timer.get(), EPOLLIN, [this](std::uint32_t) { dropSlowClients(); }))
        return dropSlowClients();
    m_holdTimer = std::move(timer);
    for (const int fd : m_outputs)
        m_loop.forget(fd);
}

void Console::dropSlowClients() {
    for (auto next = m_clients.begin(); next != m_clients.end();) {
        const auto place = next++; // dropClient erases it
        if (place->second.backlog.size() > maximumBacklog / 2)
            dropClient(place->first);
    }
    holdOrResume();
}

} // namespace vitrine::monitor
