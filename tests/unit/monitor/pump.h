// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/sys/file.h"
#include "helper/monitor/eventloop.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <chrono>
#include <functional>

/// Runs an event loop until something is true, looking every 2 ms; false after `limit`.
inline bool pump(vitrine::monitor::EventLoop& loop, const std::function<bool()>& done,
                 std::chrono::milliseconds limit = std::chrono::seconds(10)) {
    const vitrine::sys::UniqueFd timer(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    const itimerspec every{{0, 2'000'000}, {0, 1}};
    ::timerfd_settime(timer.get(), 0, &every, nullptr);
    const auto deadline = std::chrono::steady_clock::now() + limit;
    bool reached = false;
    const auto look = [&](std::uint32_t) {
        std::uint64_t count = 0;
        static_cast<void>(!::read(timer.get(), &count, sizeof count));
        reached = done();
        if (reached || std::chrono::steady_clock::now() > deadline)
            loop.stop();
    };
    static_cast<void>(loop.watch(timer.get(), EPOLLIN, look));
    static_cast<void>(loop.run());
    loop.forget(timer.get());
    return reached;
}

inline std::size_t openDescriptors() {
    const auto directory = vitrine::sys::openDirectory(AT_FDCWD, "/proc/self/fd");
    return vitrine::sys::listDirectory(directory->get())->size();
}
