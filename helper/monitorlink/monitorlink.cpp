// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitorlink/monitorlink.h"

#include "core/sys/file.h"

#include <QPointer>
#include <QTimer>

#include <utility>

namespace vitrine::helper {

namespace {

constexpr int packetsPerTurn = 64; ///< so that a chatty monitor leaves room for others

Error gone() {
    return Error(ErrorKind::WrongState, {}, "the container has just ended", "");
}

} // namespace

MonitorLink::MonitorLink(sys::UniqueFd socket)
    : m_socket(std::move(socket))
    , m_notifier(m_socket.get(), QSocketNotifier::Read) {
    connect(&m_notifier, &QSocketNotifier::activated, this, [this] { read(); });
}

MonitorLink::~MonitorLink() {
    m_notifier.setEnabled(false);
    failAll(gone());
}

void MonitorLink::request(Verb verb, Answered answered, std::chrono::seconds patience) {
    if (m_closed)
        return answered(failure(gone()));
    const std::uint64_t serial = ++m_lastSerial;
    const monitor::Message message = monitor::Request{serial, std::move(verb)};
    if (auto sent = monitor::send(m_socket.get(), message); !sent)
        return answered(failure(std::move(sent).error().within("speak to the container's monitor")));
    m_pending.emplace(serial, std::move(answered));
    QTimer::singleShot(patience, this, [this, serial] {
        if (auto late = m_pending.extract(serial))
            late.mapped()(
                failure(Error(ErrorKind::Failed, {}, "the container's monitor", "does not answer")));
    });
}

void MonitorLink::read() {
    const QPointer<MonitorLink> self(this);
    for (int packets = 0; self && !m_closed && packets < packetsPerTurn; ++packets) {
        auto packet = monitor::receive(m_socket.get());
        if (packet) {
            dispatch(std::move(*packet));
            continue;
        }
        if (packet.error().kind() == ErrorKind::Busy)
            return;
        // A closed socket, or a packet that is no message: nothing sensible can follow.
        return close();
    }
}

void MonitorLink::dispatch(monitor::Packet packet) {
    if (auto* answer = std::get_if<monitor::Answer>(&packet.message)) {
        auto pending = m_pending.extract(answer->serial);
        if (!pending)
            return;
        if (answer->error)
            return pending.mapped()(failure(std::move(*answer->error)));
        pending.mapped()(MonitorAnswer{answer->started, std::move(packet.fds), std::move(answer->refused)});
    } else if (const auto* event = std::get_if<monitor::Event>(&packet.message)) {
        if (onEvent)
            onEvent(*event);
    }
}

void MonitorLink::hangUp() {
    m_closed = true;
    m_notifier.setEnabled(false);
    failAll(gone());
}

void MonitorLink::close() {
    const QPointer<MonitorLink> self(this);
    hangUp();
    if (self && onClosed)
        onClosed();
}

void MonitorLink::failAll(const Error& error) {
    for (auto& [serial, answered] : std::exchange(m_pending, {}))
        answered(failure(error));
}

Result<sys::UniqueFd> connectToMonitor(int runFd, const std::string& id) {
    const sys::UniqueFd directory = VITRINE_TRY(sys::openDirectory(runFd, id));
    return monitor::connectTo(directory.get());
}

} // namespace vitrine::helper
