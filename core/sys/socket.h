// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/sys/uniquefd.h"

#include <chrono>
#include <optional>

namespace vitrine::sys {

struct SocketPair {
    UniqueFd first;
    UniqueFd second;
};

/// socketpair(2): AF_UNIX, SOCK_SEQPACKET, close-on-exec.
[[nodiscard]] Result<SocketPair> socketPair();

/// One packet of one byte, with a descriptor (SCM_RIGHTS, unix(7)) when `fd` >= 0. Never raises SIGPIPE.
[[nodiscard]] Result<> sendDescriptor(int socket, char byte, int fd);

struct ReceivedDescriptor {
    char byte = 0;
    UniqueFd fd; ///< close-on-exec; empty if none came along
};

/// From now on receiveDescriptor() waits that long (SO_RCVTIMEO, socket(7)) and then fails with EAGAIN.
[[nodiscard]] Result<> limitWaiting(int socket, std::chrono::milliseconds longest);

/// Waits for one packet of sendDescriptor(). Empty when the other side has closed.
[[nodiscard]] Result<std::optional<ReceivedDescriptor>> receiveDescriptor(int socket);

} // namespace vitrine::sys
