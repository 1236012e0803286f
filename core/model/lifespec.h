// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/healthspec.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine {

/// What becomes of a container whose first process has ended by itself. One that somebody has stopped or
/// killed, or that ends because the machine does, is not started again.
enum class RestartPolicy {
    No,
    OnFailure, ///< when it ended with another exit code than 0, or by a signal
    Always
};

/// Whether the first process is a small one of Vitrine's own, and the command its child. It hands signals on,
/// takes orphans in, and ends as the command did. With the rights of the command, and no more.
enum class Init { No, Yes };

/// How a container is ended and whether it is started again. Nothing here changes what it may do.
struct LifeSpec {
    /// Number of the signal that asks the first process to end (signal(7)); nothing: SIGTERM, and SIGHUP too
    /// if it has a terminal. Annotation org.opencontainers.image.stopSignal (image-spec, conversion.md).
    std::optional<int> stopSignal;
    /// Milliseconds it then has before it is killed, 1 to 600,000. Annotation org.vitrine.stop-timeout-ms.
    std::optional<std::uint32_t> stopTimeoutMs;
    /// Annotation org.vitrine.restart: "no", "on-failure", "on-failure:5", "always".
    RestartPolicy restart = RestartPolicy::No;
    std::uint32_t restartMaximum = 0;   ///< OnFailure: at most so often in a row, 1 to 1,000; 0: without end
    Init init = Init::No;               ///< annotation org.vitrine.init, "true" or "false"
    std::optional<HealthSpec> health{}; ///< annotation org.vitrine.health
    friend bool operator==(const LifeSpec&, const LifeSpec&) = default;
};

inline constexpr std::uint32_t defaultStopTimeoutMs = 10'000;
inline constexpr std::uint32_t maximumStopTimeoutMs = 600'000;
inline constexpr std::uint32_t maximumRestarts = 1'000;

/// What counts between a stop and the kill.
[[nodiscard]] inline std::uint32_t stopTimeoutOf(const LifeSpec& life) {
    return life.stopTimeoutMs.value_or(defaultStopTimeoutMs);
}

/// A run of this length was none of a row of failures: the next restart is the first one again.
inline constexpr std::chrono::seconds steadyRun{10};

/// How long to wait before the restart that has this number in its row (1 = first): 100 ms, twice as long
/// each time, at most a minute.
[[nodiscard]] std::chrono::milliseconds restartDelay(std::uint32_t number);

/// "SIGTERM", "SIGRTMIN+3"; "signal 32" for a number that has no name.
[[nodiscard]] std::string signalName(int number);
/// "SIGTERM", "TERM", "15", "SIGRTMIN+3", "SIGRTMAX-1" (signal(7)); nothing if it is none of 1 to 64.
[[nodiscard]] std::optional<int> signalFrom(std::string_view text);

/// "no", "on-failure", "on-failure:5", "always".
[[nodiscard]] std::string restartWords(const LifeSpec& life);
/// The reverse, into `life`. False, and nothing is changed, when it is none of these.
[[nodiscard]] bool restartFrom(std::string_view words, LifeSpec& life);

/// The error's subject is the place in config.json.
[[nodiscard]] Result<> validateLife(const LifeSpec& life);

} // namespace vitrine
