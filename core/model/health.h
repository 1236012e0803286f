// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/healthspec.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine {

/// What the health command (HealthSpec) says of a container that runs.
enum class HealthStatus {
    Starting, ///< it has not said anything yet that counts
    Healthy,
    Unhealthy ///< it has failed as often in a row as it may
};
/// "starting", "healthy", "unhealthy".
[[nodiscard]] std::string_view nameOf(HealthStatus status);
[[nodiscard]] std::optional<HealthStatus> healthStatusFrom(std::string_view word);

/// More of what a health command writes is thrown away.
inline constexpr std::size_t maximumHealthOutput = 4'096;

/// One run of a health command.
struct HealthResult {
    std::uint64_t finishedUs = 0; ///< CLOCK_REALTIME µs
    std::optional<int> exitCode;
    std::optional<int> signal; ///< that ended it
    bool timedOut = false;     ///< it was killed, because its time was over
    std::string problem;       ///< why it could not be run; empty: it could
    std::string output; ///< the last of its output and errors, UTF-8, at most maximumHealthOutput bytes
    [[nodiscard]] bool isGood() const { return problem.empty() && !timedOut && exitCode == 0; }
    friend bool operator==(const HealthResult&, const HealthResult&) = default;
};

/// Without the control characters, NUL among them, that could draw on a terminal or end a text: spaces are in
/// their place. Newlines and tabulators stay.
[[nodiscard]] std::string plainOutput(std::string_view bytes);

/// "exited with 1", "took too long, and was killed", "could not be run: …".
[[nodiscard]] std::string describe(const HealthResult& result);

struct HealthReport {
    HealthStatus status = HealthStatus::Starting;
    std::uint32_t failures = 0; ///< in a row, those that count
    std::optional<HealthResult> last;
    friend bool operator==(const HealthReport&, const HealthReport&) = default;
};

/// When a health command is to be run, and what its results make of the container. Knows neither processes
/// nor clocks: it is told the time.
class HealthWatch {
public:
    using Time = std::chrono::steady_clock::time_point;

    HealthWatch(const HealthSpec& spec, Time started)
        : m_spec(spec)
        , m_started(started)
        , m_due(started + std::chrono::seconds(spec.interval)) {}

    /// When the command is to be run next; nothing while it runs, or while the container is paused.
    [[nodiscard]] std::optional<Time> due() const { return m_due; }
    void begin() { m_due.reset(); }
    /// True if the container has become unhealthy by this.
    [[nodiscard]] bool finish(Time now, HealthResult result);
    /// Also when it runs: how it ends then does not count.
    void suspend() { m_due.reset(); }
    void resume(Time now) { m_due = now + std::chrono::seconds(m_spec.interval); }
    [[nodiscard]] const HealthReport& report() const { return m_report; }

private:
    HealthSpec m_spec;
    Time m_started;
    std::optional<Time> m_due;
    HealthReport m_report;
};

} // namespace vitrine
