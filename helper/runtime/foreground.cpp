// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/foreground.h"

#include "core/sys/file.h"
#include "core/sys/pidfd.h"
#include "core/sys/process.h"

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace vitrine::runtime {

namespace {

constexpr int signalBase = 128;

/// The caller's terminal passes every key on while this lives; then it is as it was.
class RawTerminal {
public:
    RawTerminal() {
        m_changed = ::tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (!m_changed)
            return;
        termios raw = m_before;
        ::cfmakeraw(&raw);
        ::tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    }
    RawTerminal(const RawTerminal&) = delete;
    RawTerminal& operator=(const RawTerminal&) = delete;
    ~RawTerminal() {
        if (m_changed)
            ::tcsetattr(STDIN_FILENO, TCSANOW, &m_before);
    }

private:
    termios m_before{};
    bool m_changed = false;
};

void copyWindowSize(int master) {
    winsize size{};
    if (::ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0)
        ::ioctl(master, TIOCSWINSZ, &size);
}

/// One piece. False: there will be no more.
bool copyPiece(int from, int to) {
    std::array<char, 4096> piece{};
    const ssize_t length = ::read(from, piece.data(), piece.size());
    if (length <= 0)
        return length < 0 && (errno == EINTR || errno == EAGAIN);
    return sys::writeAll(to, std::string_view(piece.data(), static_cast<std::size_t>(length))).has_value();
}

class Foreground {
public:
    Foreground(int pidfd, int master, int signals)
        : m_pidfd(pidfd)
        , m_master(master)
        , m_signals(signals) {}

    Result<> stay() {
        if (m_master >= 0)
            copyWindowSize(m_master);
        int input = m_master >= 0 ? STDIN_FILENO : -1; // poll(2) passes over -1
        int output = m_master;
        for (;;) {
            std::array<pollfd, 4> fds{
                {{m_pidfd, POLLIN, 0}, {m_signals, POLLIN, 0}, {input, POLLIN, 0}, {output, POLLIN, 0}}};
            if (::poll(fds.data(), fds.size(), -1) < 0 && errno != EINTR)
                return failure(Error::fromErrno("poll", "", errno));
            if (fds[1].revents != 0)
                passSignals();
            if (fds[2].revents != 0 && !copyPiece(STDIN_FILENO, m_master))
                input = -1;
            if (fds[3].revents != 0 && !copyPiece(m_master, STDOUT_FILENO))
                output = -1;
            // What it has written last is still in its terminal.
            if (fds[0].revents != 0 && (output < 0 || (fds[3].revents & POLLIN) == 0))
                return {};
        }
    }

private:
    void passSignals() {
        signalfd_siginfo info{};
        while (::read(m_signals, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
            if (info.ssi_signo == SIGWINCH && m_master >= 0)
                copyWindowSize(m_master);
            else // it may have ended meanwhile
                static_cast<void>(sys::pidfdSendSignal(m_pidfd, static_cast<int>(info.ssi_signo)));
        }
    }

    int m_pidfd;
    int m_master;
    int m_signals;
};

} // namespace

Result<sys::UniqueFd> holdSignals() {
    sigset_t set;
    ::sigemptyset(&set);
    for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH})
        ::sigaddset(&set, signal);
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
    sys::UniqueFd signals(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!signals)
        return failure(Error::fromErrno("receive signals", "", errno));
    return signals;
}

Result<int> stayWith(engine::StartedProcess& process, int signals) {
    const auto* master = std::get_if<sys::UniqueFd>(&process.console);
    Foreground foreground(process.pidfd.get(), master != nullptr && *master ? master->get() : -1, signals);
    {
        std::optional<RawTerminal> raw;
        if (master != nullptr && *master)
            raw.emplace();
        VITRINE_CHECK(foreground.stay());
    }
    const siginfo_t ended = VITRINE_TRY(sys::waitPidfd(process.pidfd.get(), WEXITED));
    return ended.si_code == CLD_EXITED ? ended.si_status : signalBase + ended.si_status;
}

} // namespace vitrine::runtime
