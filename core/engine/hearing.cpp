// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/hearing.h"

#include "core/engine/child.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

namespace vitrine::engine {

Result<> Hearing::waitForWord() {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + m_patience;
    std::array<pollfd, 2> both{{{m_socket, POLLIN, 0}, {m_listener->fd(), POLLIN, 0}}};
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
        if (left.count() <= 0)
            return failure(Error::fromErrno("wait for the new process", "", EAGAIN));
        if (::poll(both.data(), both.size(), static_cast<int>(std::min<std::int64_t>(left.count(), 60'000))) <
                0 &&
            errno != EINTR)
            return failure(Error::fromErrno("wait for the new process", "", errno));
        if ((both[1].revents & POLLIN) != 0)
            VITRINE_CHECK(m_listener->answer());
        else if (both[1].revents != 0) // nobody has the filter any more
            both[1].fd = -1;
        if (both[0].revents != 0)
            return {};
    }
}

Result<std::optional<sys::ReceivedDescriptor>> Hearing::next() {
    for (;;) {
        if (m_listener)
            VITRINE_CHECK(waitForWord());
        auto message = VITRINE_TRY(sys::receiveDescriptor(m_socket));
        if (!message || message->byte != listenerMessage)
            return message;
        m_listener = VITRINE_TRY(security::CallListener::open(std::move(message->fd), m_refusing));
    }
}

} // namespace vitrine::engine
