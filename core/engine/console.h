// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/sys/uniquefd.h"

#include <cstdint>

namespace vitrine::engine {

struct TerminalSize {
    std::uint16_t rows = 24;
    std::uint16_t columns = 80;
};

/// A pseudo-terminal (pty(7)).
struct Pty {
    sys::UniqueFd master;
    sys::UniqueFd slave;
};

/// Opens a new terminal through `ptmx`, a path below `rootFd`, which must be the master multiplexer of a
/// devpts (checked: a container's root could have put anything there). The slave is opened through the master
/// (TIOCGPTPEER, ioctl_tty(2)) and so without a path that could lead elsewhere.
[[nodiscard]] Result<Pty> openTerminal(int rootFd, const std::string& ptmx, TerminalSize size);

/// A session of its own with `slave` as controlling terminal and as descriptors 0, 1, 2. AFTER FORK.
[[nodiscard]] Result<> enterTerminal(int slave);

} // namespace vitrine::engine
