// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/sys/uniquefd.h"
#include "helper/monitor/eventloop.h"
#include "helper/monitor/protocol.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace vitrine::monitor {

/// What is sent back for one request.
struct Reply {
    Answer answer;
    std::vector<sys::UniqueFd> fds; ///< closed here once they are sent
};

/// The monitor's side of the protocol: any number of helpers (one, and for a moment two while it is
/// upgraded). A connection that sends what is no message, or does not read what it is sent, is closed:
/// whoever connects again gets the whole truth in Hello.
class ControlServer {
public:
    using Greeting = std::function<Hello()>;
    using Handler = std::function<Reply(const Request&)>;

    /// `loop` must outlive it; `greeting` and `handler` are called from it.
    ControlServer(EventLoop& loop, Greeting greeting, Handler handler)
        : m_loop(loop)
        , m_greeting(std::move(greeting))
        , m_handler(std::move(handler)) {}
    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;
    ~ControlServer() { shutDown(); }

    /// Binds and listens on "control" in the directory, mode 0600. An old socket of that name is replaced:
    /// the caller holds the container's lock.
    [[nodiscard]] Result<> listen(int runDirectory);

    /// A connection that exists already (SOCK_SEQPACKET). It is greeted as any other.
    void adopt(sys::UniqueFd connection);

    void broadcast(const Event& event);

    /// Closes everything: to the others the monitor has ended.
    void shutDown();

private:
    void onIncoming();
    void onReadable(int fd);
    void close(int fd);

    EventLoop& m_loop;
    Greeting m_greeting;
    Handler m_handler;
    sys::UniqueFd m_listener;
    std::map<int, sys::UniqueFd> m_connections;
};

} // namespace vitrine::monitor
