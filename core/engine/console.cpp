// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/console.h"

#include "core/sys/file.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>

namespace vitrine::engine {

Result<Pty> openTerminal(int rootFd, const std::string& ptmx, TerminalSize size) {
    // O_NONBLOCK: what is there could be a FIFO.
    sys::UniqueFd master =
        VITRINE_TRY(sys::openInRoot(rootFd, ptmx, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    struct stat status{};
    if (::fstat(master.get(), &status) != 0)
        return failure(Error::fromErrno("look at", ptmx, errno));
    if (!S_ISCHR(status.st_mode) || status.st_rdev != makedev(5, 2))
        return failure(Error(ErrorKind::Failed, "open a terminal", ptmx, "it is not a terminal multiplexer"));
    if (::fcntl(master.get(), F_SETFL, O_RDWR) != 0)
        return failure(Error::fromErrno("open a terminal", ptmx, errno));
    int locked = 0;
    if (::ioctl(master.get(), TIOCSPTLCK, &locked) != 0)
        return failure(Error::fromErrno("unlock the terminal of", ptmx, errno));
    sys::UniqueFd slave(::ioctl(master.get(), TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!slave)
        return failure(Error::fromErrno("open the terminal of", ptmx, errno));
    winsize window{};
    window.ws_row = size.rows;
    window.ws_col = size.columns;
    if (::ioctl(master.get(), TIOCSWINSZ, &window) != 0)
        return failure(Error::fromErrno("set the size of the terminal of", ptmx, errno));
    return Pty{std::move(master), std::move(slave)};
}

Result<> enterTerminal(int slave) {
    if (::setsid() < 0 && errno != EPERM) // EPERM: already the leader of its session
        return failure(Error::fromErrno("setsid", "", errno));
    if (::ioctl(slave, TIOCSCTTY, 0) != 0)
        return failure(Error::fromErrno("make the terminal the controlling one", "", errno));
    for (int standard = 0; standard < 3; ++standard) {
        if (::dup2(slave, standard) < 0)
            return failure(Error::fromErrno("dup2", "", errno));
    }
    return {};
}

} // namespace vitrine::engine
