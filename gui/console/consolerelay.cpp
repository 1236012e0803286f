// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/console/consolerelay.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace vitrine::gui {

namespace {

void makeNonBlocking(int fd) {
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags >= 0)
        ::fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

/// A socket whose other end is gone must not end the window with SIGPIPE.
ssize_t writeTo(int fd, const char* data, std::size_t size) {
    const ssize_t sent = ::send(fd, data, size, MSG_NOSIGNAL);
    return sent < 0 && errno == ENOTSOCK ? ::write(fd, data, size) : sent;
}

} // namespace

ConsoleRelay::ConsoleRelay(OwnedFd fd, QObject* parent)
    : QObject(parent)
    , m_fd(std::move(fd)) {
    if (!m_fd.isValid())
        return;
    makeNonBlocking(m_fd.get());
    m_readable = std::make_unique<QSocketNotifier>(m_fd.get(), QSocketNotifier::Read);
    m_writable = std::make_unique<QSocketNotifier>(m_fd.get(), QSocketNotifier::Write);
    m_writable->setEnabled(false);
    connect(m_readable.get(), &QSocketNotifier::activated, this, &ConsoleRelay::onReadable);
    connect(m_writable.get(), &QSocketNotifier::activated, this, &ConsoleRelay::flush);
}

bool ConsoleRelay::write(QByteArrayView data) {
    if (!isOpen() || m_queue.size() + data.size() > maximumQueue)
        return false;
    m_queue.append(data);
    flush();
    return true;
}

void ConsoleRelay::flush() {
    while (isOpen() && !m_queue.isEmpty()) {
        const ssize_t written =
            writeTo(m_fd.get(), m_queue.constData(), static_cast<std::size_t>(m_queue.size()));
        if (written > 0) {
            m_queue.remove(0, written);
        } else if (errno == EAGAIN) {
            break;
        } else if (errno != EINTR) {
            // Nobody reads any more; what was said before is still to be read.
            m_queue.clear();
        }
    }
    if (m_writable)
        m_writable->setEnabled(!m_queue.isEmpty());
}

void ConsoleRelay::onReadable() {
    QByteArray data(readSize, Qt::Uninitialized);
    const ssize_t size = ::read(m_fd.get(), data.data(), static_cast<std::size_t>(data.size()));
    if (size > 0) {
        data.truncate(size);
        emit received(data);
    } else if (size == 0 || (errno != EAGAIN && errno != EINTR)) {
        // A pty master says EIO when the last process has closed the terminal (pty(7)).
        end();
    }
}

void ConsoleRelay::end() {
    m_readable.reset();
    m_writable.reset();
    m_queue.clear();
    m_fd = OwnedFd();
    emit ended();
}

void ConsoleRelay::resize(int rows, int columns) {
    constexpr int most = 1000;
    winsize size{};
    size.ws_row = static_cast<unsigned short>(std::clamp(rows, 1, most));
    size.ws_col = static_cast<unsigned short>(std::clamp(columns, 1, most));
    if (isOpen())
        ::ioctl(m_fd.get(), TIOCSWINSZ, &size); // a socket says ENOTTY
}

void ConsoleRelay::setReading(Reading reading) {
    if (m_readable)
        m_readable->setEnabled(reading == Reading::On);
}

} // namespace vitrine::gui
