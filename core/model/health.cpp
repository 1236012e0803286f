// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/health.h"

#include "core/model/lifespec.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vitrine {

namespace {

constexpr std::array<std::pair<HealthStatus, std::string_view>, 3> statusWords{{
    {HealthStatus::Starting, "starting"},
    {HealthStatus::Healthy, "healthy"},
    {HealthStatus::Unhealthy, "unhealthy"},
}};

} // namespace

std::string_view nameOf(HealthStatus status) {
    return std::ranges::find(statusWords, status, &decltype(statusWords)::value_type::first)->second;
}

std::optional<HealthStatus> healthStatusFrom(std::string_view word) {
    const auto* const found =
        std::ranges::find(statusWords, word, &decltype(statusWords)::value_type::second);
    return found == statusWords.end() ? std::nullopt : std::optional(found->first);
}

std::string plainOutput(std::string_view bytes) {
    std::string text(bytes);
    std::ranges::replace_if(
        text, [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f; }, ' ');
    return text;
}

std::string describe(const HealthResult& result) {
    if (!result.problem.empty())
        return "could not be run: " + result.problem;
    if (result.timedOut)
        return "took too long, and was killed";
    if (result.signal)
        return "was killed by " + signalName(*result.signal);
    return "exited with " + std::to_string(result.exitCode.value_or(0));
}

bool HealthWatch::finish(Time now, HealthResult result) {
    const bool isGood = result.isGood();
    m_report.last = std::move(result);
    resume(now);
    if (isGood) {
        m_report.status = HealthStatus::Healthy;
        m_report.failures = 0;
        return false;
    }
    // A container that has been healthy once is past its start.
    const bool isStarting = m_report.status == HealthStatus::Starting &&
                            now - m_started < std::chrono::seconds(m_spec.startPeriod);
    if (isStarting)
        return false;
    ++m_report.failures;
    if (m_report.failures < m_spec.retries || m_report.status == HealthStatus::Unhealthy)
        return false;
    m_report.status = HealthStatus::Unhealthy;
    return true;
}

} // namespace vitrine
