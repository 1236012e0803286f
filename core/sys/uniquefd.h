// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <unistd.h>

#include <utility>

namespace vitrine::sys {

/// Owns one file descriptor and closes it once. Not thread-safe; move-only.
class UniqueFd {
public:
    UniqueFd() = default;
    explicit UniqueFd(int fd)
        : m_fd(fd) {}
    UniqueFd(UniqueFd&& other) noexcept
        : m_fd(std::exchange(other.m_fd, -1)) {}
    UniqueFd& operator=(UniqueFd&& other) noexcept {
        // Swapping through a temporary closes the old descriptor exactly once, self-assignment included.
        UniqueFd old(std::exchange(m_fd, std::exchange(other.m_fd, -1)));
        return *this;
    }
    UniqueFd(const UniqueFd&) = delete;
    UniqueFd& operator=(const UniqueFd&) = delete;
    ~UniqueFd() { reset(); }

    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool isValid() const { return m_fd >= 0; }
    explicit operator bool() const { return isValid(); }
    /// Gives the descriptor up without closing it.
    [[nodiscard]] int release() { return std::exchange(m_fd, -1); }
    void reset() {
        if (const int fd = std::exchange(m_fd, -1); fd >= 0)
            ::close(fd); // EINTR here still means closed on Linux (close(2)); nothing can be done about EIO.
    }

private:
    int m_fd = -1;
};

} // namespace vitrine::sys
