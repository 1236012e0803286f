// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::bench {

[[nodiscard]] std::int64_t nowNs();

/// One start: from before it was asked for, in µs.
struct Times {
    double first = 0; ///< until the container's first process ran its first instructions
    double whole = 0; ///< until the command had ended, or the helper's job was completed
};

/// Where the container's first process says when it began (bench_payload).
class Stamps {
public:
    /// Makes the FIFO `path` for everybody. It must have an owner whom the container's mount maps
    /// (path_resolution(7)).
    Stamps(const std::string& path, uid_t owner);
    Stamps(const Stamps&) = delete;
    Stamps& operator=(const Stamps&) = delete;
    ~Stamps();
    [[nodiscard]] int fd() const { return m_fd; }
    /// The oldest stamp that was not taken yet.
    [[nodiscard]] std::optional<std::int64_t> take() const;

private:
    int m_fd = -1;
};

/// When a program began and had ended.
struct Run {
    std::int64_t beginNs = 0;
    std::int64_t endNs = 0;
    int code = -1;
};
/// Runs a program to its end, its output thrown away.
[[nodiscard]] Run runCommand(const std::vector<std::string>& words);

/// Runs programs in a mount namespace in which the cgroup v2 tree of a hybrid machine is not mounted, for
/// those that refuse such machines. A process of its own, made before there are threads.
class V1Runner {
public:
    V1Runner();
    V1Runner(const V1Runner&) = delete;
    V1Runner& operator=(const V1Runner&) = delete;
    ~V1Runner();
    [[nodiscard]] Run run(const std::vector<std::string>& words) const;

private:
    int m_socket = -1;
    pid_t m_pid = -1;
};

/// Empty if it failed or its container did not say that it ran.
[[nodiscard]] std::optional<Times> timesOf(const Run& run, const Stamps& stamps);

struct Summary {
    double fastest = 0; ///< says most where others use the machine too
    double median = 0;
    double p99 = 0;
};
[[nodiscard]] Summary summaryOf(std::vector<double> values);

} // namespace vitrine::bench
