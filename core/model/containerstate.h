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
enum class ContainerState { Creating, Stopped, Starting, Running, Paused, Stopping, Deleting, Broken };
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

/// How the last run ended. Times are µs since the epoch (CLOCK_REALTIME).
struct ExitRecord {
    std::uint64_t startedUs = 0;
    std::uint64_t finishedUs = 0;
    std::optional<int> exitCode; ///< 0 … 255
    std::optional<int> signal;   ///< number of the signal that ended it
    bool outOfMemory = false;    ///< the kernel's OOM killer acted in its cgroup
    StopRequest stop = StopRequest::None;
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
