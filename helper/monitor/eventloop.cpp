// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/eventloop.h"

#include <sys/epoll.h>

#include <cerrno>
#include <utility>

namespace vitrine::monitor {

Result<EventLoop> EventLoop::create() {
    sys::UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll)
        return failure(Error::fromErrno("make an epoll descriptor", "", errno));
    return EventLoop(std::move(epoll));
}

Result<> EventLoop::watch(int fd, std::uint32_t events, Handler handler) {
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    if (::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, fd, &event) != 0)
        return failure(Error::fromErrno("watch a descriptor", "", errno));
    m_handlers[fd] = std::make_shared<const Handler>(std::move(handler));
    return {};
}

void EventLoop::change(int fd, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    // It can only fail for a descriptor that is not watched (epoll_ctl(2)).
    static_cast<void>(::epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, fd, &event));
}

void EventLoop::forget(int fd) {
    if (m_handlers.erase(fd) != 0)
        static_cast<void>(::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, fd, nullptr));
}

Result<> EventLoop::run() {
    m_running = true;
    while (m_running) {
        epoll_event event{};
        const int count = ::epoll_wait(m_epoll.get(), &event, 1, -1);
        if (count < 0 && errno != EINTR)
            return failure(Error::fromErrno("wait for events", "", errno));
        if (count <= 0)
            continue;
        const auto found = m_handlers.find(event.data.fd);
        if (found == m_handlers.end())
            continue;
        const std::shared_ptr<const Handler> handler = found->second; // it may forget itself
        (*handler)(event.events);
    }
    return {};
}

} // namespace vitrine::monitor
