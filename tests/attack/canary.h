// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

/// What of the host no container may change: switches of the kernel, what PID 1 has mounted, the root of
/// every v1 hierarchy, network interfaces, the host's name, and a process and a file that stand for all
/// others.
class Canary {
public:
    /// Starts the process and makes the file below `directory`.
    explicit Canary(const std::string& directory);
    ~Canary();
    Canary(const Canary&) = delete;
    Canary& operator=(const Canary&) = delete;

    [[nodiscard]] int pid() const { return m_pid; }
    [[nodiscard]] std::string file() const { return m_file; }
    /// What is different from the beginning, or empty.
    [[nodiscard]] std::string harm() const;

private:
    [[nodiscard]] std::vector<std::string> look() const;

    std::string m_file;
    int m_pid = -1;
    std::vector<std::string> m_before;
};
