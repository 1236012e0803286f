// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/engine/executor.h"
#include "core/sys/uniquefd.h"
#include "helper/monitor/eventloop.h"
#include "helper/monitor/outputlog.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vitrine::monitor {

/// The container's standard streams, a terminal or pipes, on one side; the log and any number of attached
/// stream sockets on the other. What a client does not take is kept, up to maximumBacklog bytes; then output
/// is not read, as with a real terminal that is slower than its program. A client that has not caught up to
/// half of that after a second is disconnected: nobody attached can hold the container up for longer. Output
/// of stdout and stderr is one stream.
class Console {
public:
    static constexpr std::size_t maximumBacklog = std::size_t{256} * 1024;
    static constexpr std::size_t maximumClients = 16;
    using Streams = std::variant<std::monostate, sys::UniqueFd, engine::PipeStreams>;

    /// `loop` must outlive it.
    Console(EventLoop& loop, OutputLog log)
        : m_loop(loop)
        , m_log(std::move(log)) {}
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;
    ~Console();

    /// Takes the streams and starts relaying.
    [[nodiscard]] Result<> open(Streams streams);

    /// Lets the streams go, after drain(). The clients and the log stay, for the streams of another run.
    void close();

    /// The other end of a stream socket on which recent output (at most 16 KiB), then all further output
    /// arrives, and whose input goes to the container. shutdown(2) for writing ends the standard input of a
    /// container without a terminal; closing only detaches.
    [[nodiscard]] Result<sys::UniqueFd> attach();

    /// TIOCSWINSZ. WrongState without a terminal.
    [[nodiscard]] Result<> resize(std::uint16_t rows, std::uint16_t columns);

    /// Takes what is left of the output, after the last process has ended, and hands it to log and clients.
    void drain();

private:
    struct Client {
        sys::UniqueFd socket;
        std::string backlog;
        bool inputEnded = false;
        bool outputEnded = false;
        std::uint32_t awaited = 0; ///< EPOLLIN, EPOLLOUT
    };
    enum class ReadEnd { Later, Never };

    void onOutput(int fd, std::uint32_t events);
    ReadEnd readSome(int fd);
    void onInputReady(std::uint32_t events);
    void closeOutput(int fd);
    void deliver(std::string_view data);
    void deliverTo(int fd, Client& client, std::string_view data);
    void onClient(int fd, std::uint32_t events);
    void readClient(int fd, Client& client, std::uint32_t events);
    void flushClient(int fd, Client& client);
    void dropClient(int fd);
    void flushInput();
    void rearm();
    [[nodiscard]] Result<> watchOutputs();
    void holdOrResume();
    void dropSlowClients();

    EventLoop& m_loop;
    OutputLog m_log;
    sys::UniqueFd m_terminal; ///< pty master
    sys::UniqueFd m_peer; ///< its slave, held open so that the master reports no hang-up while nobody has it
    engine::PipeStreams m_pipes;
    std::vector<int> m_outputs;  ///< descriptors being read: the terminal, or one or two pipes
    std::string m_input;         ///< not yet taken by the container
    bool m_inputEnds = false;    ///< close the pipe once m_input is written
    std::uint32_t m_awaited = 0; ///< EPOLLOUT while m_input waits
    std::map<int, Client> m_clients;
    sys::UniqueFd m_holdTimer; ///< valid while output is held back for a client
};

} // namespace vitrine::monitor
