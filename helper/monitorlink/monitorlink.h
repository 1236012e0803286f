// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/monitor/protocol.h"

#include <QObject>
#include <QSocketNotifier>

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace vitrine::helper {

/// What a monitor answered: the process an exec started, and descriptors.
struct MonitorAnswer {
    std::optional<process::ProcessKey> started;
    std::vector<sys::UniqueFd> fds;
    std::optional<monitor::RefusedReport> refused{};
};

/// The helper's end of one monitor's control socket (protocol.h). Main thread only.
class MonitorLink : public QObject {
public:
    using Answered = std::function<void(Result<MonitorAnswer>)>;
    using Verb = decltype(monitor::Request::verb);

    explicit MonitorLink(sys::UniqueFd socket);
    ~MonitorLink() override;

    /// Both are called from the event loop; the link may be destroyed in them.
    std::function<void(const monitor::Event&)> onEvent;
    std::function<void()> onClosed;

    static constexpr std::chrono::seconds usualPatience{30};

    /// `answered` is called exactly once: with the monitor's answer, or with an error when the socket closes
    /// (WrongState) or `patience` is over (Failed).
    void request(Verb verb, Answered answered, std::chrono::seconds patience = usualPatience);

    /// Reads what is there. The event loop does it by itself; for the start of the helper, when none turns
    /// yet.
    void read();
    /// Listens no more: neither onEvent nor onClosed is called again, and requests end with an error.
    void hangUp();
    /// For poll(2).
    [[nodiscard]] int socket() const { return m_socket.get(); }

private:
    void dispatch(monitor::Packet packet);
    void close();
    void failAll(const Error& error);

    sys::UniqueFd m_socket;
    QSocketNotifier m_notifier;
    std::uint64_t m_lastSerial = 0;
    std::map<std::uint64_t, Answered> m_pending;
    bool m_closed = false;
};

/// connect(2) to <run>/<id>/control.
[[nodiscard]] Result<sys::UniqueFd> connectToMonitor(int runFd, const std::string& id);

} // namespace vitrine::helper
