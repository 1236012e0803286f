// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine {

/// Where a container is in its life. The names on D-Bus are the lower-case words.
/// Restarting: its first process has ended, and its monitor starts it again when its time has come.
enum class ContainerState {
    Creating,
    Stopped,
    Starting,
    Running,
    Paused,
    Stopping,
    Restarting,
    Deleting,
    Broken
};
[[nodiscard]] std::string_view nameOf(ContainerState state);
[[nodiscard]] std::optional<ContainerState> containerStateFrom(std::string_view word);

/// Whether somebody had asked for a run to end.
enum class StopRequest {
    None,
    Heeded, ///< it was told to end, and did
    Late,   ///< it was told to end, did not in time, and was killed
    Kill    ///< it was to be killed at once
};
[[nodiscard]] std::string_view nameOf(StopRequest request);
[[nodiscard]] std::optional<StopRequest> stopRequestFrom(std::string_view word);

/// Why a container that is to be started again (LifeSpec) was not.
enum class RestartEnd {
    None,
    GaveUp, ///< it had been started again as often in a row as it may be
    Asked   ///< somebody stopped it between two runs
};
[[nodiscard]] std::string_view nameOf(RestartEnd end);
[[nodiscard]] std::optional<RestartEnd> restartEndFrom(std::string_view word);

/// How the last run ended. Times are µs since the epoch (CLOCK_REALTIME).
struct ExitRecord {
    std::uint64_t startedUs = 0;
    std::uint64_t finishedUs = 0;
    std::optional<int> exitCode;   ///< 0 … 255
    std::optional<int> signal;     ///< number of the signal that ended it
    bool outOfMemory = false;      ///< the kernel's OOM killer acted in its cgroup
    std::uint64_t memoryLimit = 0; ///< bytes that it could have at the end; 0 = not known, or no limit
    std::uint32_t restarts = 0;    ///< how often in a row it had been started again before that
    RestartEnd restartEnd = RestartEnd::None;
    StopRequest stop = StopRequest::None;
    /// Its health command had failed so often in a row, and therefore it was ended; 0 = not for that.
    std::uint32_t healthFailures = 0;
    std::string endedWith;   ///< name of the container whose processes it shared, and whose end took it along
    std::string failure;     ///< set when it never ran: message of the step that failed
    std::string failureHint; ///< what to do about it
    friend bool operator==(const ExitRecord&, const ExitRecord&) = default;
};

/// Whether the memory limit is why it ended. A process of a container can be killed for want of memory long
/// before the container ends by itself.
[[nodiscard]] bool endedByMemoryLimit(const ExitRecord& record);

/// In words: "exited with 0", "was killed by SIGKILL: it reached its memory limit", "was stopped as asked",
/// "could not start: …".
[[nodiscard]] std::string describe(const ExitRecord& record);

} // namespace vitrine
