// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/security/noting.h"
#include "core/sys/socket.h"

#include <linux/filter.h>

#include <chrono>
#include <optional>
#include <utility>
#include <vector>

namespace vitrine::engine {

/// What the new process says to its parent. From the message with which it hands its listener over until
/// execve(2) the calls of its own that its filter refuses are answered here: else both would wait for ever.
class Hearing {
public:
    /// `refusing` is the filter of a listener, should one come.
    Hearing(int socket, std::chrono::milliseconds patience, std::vector<sock_filter> refusing)
        : m_socket(socket)
        , m_patience(patience)
        , m_refusing(std::move(refusing)) {}

    /// As sys::receiveDescriptor(): waits that long and then fails with EAGAIN.
    [[nodiscard]] Result<std::optional<sys::ReceivedDescriptor>> next();
    /// What was handed over.
    [[nodiscard]] std::optional<security::CallListener> takeListener() {
        return std::exchange(m_listener, std::nullopt);
    }

private:
    [[nodiscard]] Result<> waitForWord();

    int m_socket;
    std::chrono::milliseconds m_patience;
    std::vector<sock_filter> m_refusing;
    std::optional<security::CallListener> m_listener;
};

} // namespace vitrine::engine
