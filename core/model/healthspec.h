// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// What becomes of a container whose health command has failed too often in a row.
enum class OnUnhealthy {
    Nothing, ///< it is only shown
    Restart, ///< it is ended, which counts as a failure: LifeSpec::restart says whether it is started again
    Stop     ///< it is ended, as if somebody had stopped it
};

/// A command that says whether a container does its work: exit code 0 if so. It is run inside, with the
/// rights of the container's own command and no more. Docker's HEALTHCHECK has the same numbers.
struct HealthSpec {
    std::vector<std::string> command; ///< the program and its arguments, at most 64, 4 KiB in all
    std::uint32_t interval = 30;   ///< seconds between the end of one and the begin of the next, 1 to 86,400
    std::uint32_t timeout = 30;    ///< seconds until it is killed, which counts as a failure, 1 to 3,600
    std::uint32_t retries = 3;     ///< failures in a row that make it unhealthy, 1 to 100
    std::uint32_t startPeriod = 0; ///< seconds from the start in which failures do not count, 0 to 86,400
    OnUnhealthy onUnhealthy = OnUnhealthy::Nothing;
    friend bool operator==(const HealthSpec&, const HealthSpec&) = default;
};

inline constexpr std::uint32_t maximumHealthInterval = 86'400;
inline constexpr std::uint32_t maximumHealthTimeout = 3'600;
inline constexpr std::uint32_t maximumHealthRetries = 100;
inline constexpr std::size_t maximumHealthWords = 64;
inline constexpr std::size_t maximumHealthCommand = 4'096;

/// "nothing", "restart", "stop".
[[nodiscard]] std::string_view nameOf(OnUnhealthy action);

/// The value of the annotation: {"command":["curl","-f","http://localhost"],"interval":30,…}
[[nodiscard]] std::string healthText(const HealthSpec& health);
/// The reverse. Keys that are left out have their defaults; "command" must be there, and one that is not
/// known is refused, because it would be a wish that nobody heeds. The error's subject is within the
/// annotation: "$.annotations[\"org.vitrine.health\"].interval".
[[nodiscard]] Result<HealthSpec> healthFrom(std::string_view text);

/// Ranges. The error's subject is as in healthFrom().
[[nodiscard]] Result<> validateHealth(const HealthSpec& health);

} // namespace vitrine
