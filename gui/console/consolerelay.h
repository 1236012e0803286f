// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/ownedfd.h"

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace vitrine::gui {

/// Moves bytes between a descriptor (the pty master of a shell, the stream socket of a console) and whatever
/// shows them. Never blocks: what the other side does not take is kept, up to maximumQueue bytes. Lives in
/// the window's thread.
class ConsoleRelay : public QObject {
    Q_OBJECT
public:
    /// More typing than this cannot wait for a program that does not read.
    static constexpr qsizetype maximumQueue = 1024 * 1024;
    static constexpr qsizetype readSize = 64 * 1024;

    explicit ConsoleRelay(OwnedFd fd, QObject* parent = nullptr);

    [[nodiscard]] bool isOpen() const { return m_fd.isValid(); }
    /// Typed, pasted. False: it was not taken, because too much waits already or the stream has ended.
    bool write(QByteArrayView data);
    /// Bytes that wait.
    [[nodiscard]] qsizetype queued() const { return m_queue.size(); }
    /// TIOCSWINSZ (tty_ioctl(4)); nothing for a socket.
    void resize(int rows, int columns);
    /// While held, output stays with the program, which then has to wait.
    enum class Reading { On, Held };
    void setReading(Reading reading);

signals:
    void received(const QByteArray& data);
    /// The other side closed it, or the program ended. Comes once, after all output.
    void ended();

private:
    void onReadable();
    void flush();
    void end();

    OwnedFd m_fd;
    QByteArray m_queue;
    std::unique_ptr<QSocketNotifier> m_readable;
    std::unique_ptr<QSocketNotifier> m_writable;
};

} // namespace vitrine::gui
