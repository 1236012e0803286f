// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/sys/uniquefd.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>

namespace vitrine::monitor {

/// epoll(7), level-triggered, one event at a time: a handler may forget any descriptor, its own too, and may
/// close it, without an event of the same round reaching the wrong handler. Descriptors are not owned: forget
/// them before closing. One thread.
class EventLoop {
public:
    using Handler = std::function<void(std::uint32_t events)>;

    [[nodiscard]] static Result<EventLoop> create();

    /// Calls `handler` with what is ready of `events` (EPOLLIN …; EPOLLHUP and EPOLLERR always).
    [[nodiscard]] Result<> watch(int fd, std::uint32_t events, Handler handler);
    /// For a watched descriptor.
    void change(int fd, std::uint32_t events);
    /// No effect on a descriptor that is not watched.
    void forget(int fd);

    /// Until stop().
    [[nodiscard]] Result<> run();
    void stop() { m_running = false; }

private:
    explicit EventLoop(sys::UniqueFd epoll)
        : m_epoll(std::move(epoll)) {}

    sys::UniqueFd m_epoll;
    std::map<int, std::shared_ptr<const Handler>> m_handlers;
    bool m_running = false;
};

} // namespace vitrine::monitor
