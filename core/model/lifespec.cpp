// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/lifespec.h"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstring>

namespace vitrine {

namespace {

constexpr int lastSignal = 64;
/// The kernel's; the C library keeps the first two for itself, and its SIGRTMIN is 34.
constexpr int firstRealTime = 34;
constexpr std::chrono::milliseconds firstDelay{100};
constexpr std::chrono::milliseconds longestDelay{60'000};

constexpr std::string_view onFailure = "on-failure";

template <typename T>
std::optional<T> wholeNumber(std::string_view text, T minimum, T maximum) {
    T value{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size() || value < minimum || value > maximum)
        return std::nullopt;
    return value;
}

/// Second names (signal(7)), as images have them.
std::optional<int> aliasFrom(std::string_view name) {
    if (name == "IOT")
        return SIGABRT;
    if (name == "POLL")
        return SIGIO;
    if (name == "CLD")
        return SIGCHLD;
    return std::nullopt;
}

/// "RTMIN", "RTMIN+3", "RTMAX-2".
std::optional<int> realTimeFrom(std::string_view name) {
    const bool fromStart = name.starts_with("RTMIN");
    if (!fromStart && !name.starts_with("RTMAX"))
        return std::nullopt;
    const int base = fromStart ? firstRealTime : lastSignal;
    name.remove_prefix(5);
    if (name.empty())
        return base;
    if (name.front() != (fromStart ? '+' : '-'))
        return std::nullopt;
    const auto distance = wholeNumber(name.substr(1), 0, lastSignal - firstRealTime);
    if (!distance)
        return std::nullopt;
    return fromStart ? base + *distance : base - *distance;
}

} // namespace

std::chrono::milliseconds restartDelay(std::uint32_t number) {
    constexpr std::uint32_t enough = 10; // 100 ms * 2^10 is more than a minute
    const std::uint32_t doublings = std::min(std::max(number, 1U) - 1, enough);
    return std::min(firstDelay * (1U << doublings), longestDelay);
}

std::string signalName(int number) {
    // sigabbrev_np(3) knows the names without "SIG" and, unlike strsignal(3), is not translated.
    if (const char* name = sigabbrev_np(number))
        return std::string("SIG") + name;
    if (number == firstRealTime)
        return "SIGRTMIN";
    if (number > firstRealTime && number <= lastSignal)
        return "SIGRTMIN+" + std::to_string(number - firstRealTime);
    return "signal " + std::to_string(number);
}

std::optional<int> signalFrom(std::string_view text) {
    if (const auto number = wholeNumber(text, 1, lastSignal))
        return number;
    if (text.starts_with("SIG"))
        text.remove_prefix(3);
    for (int number = 1; number < firstRealTime; ++number) {
        const char* name = sigabbrev_np(number);
        if (name != nullptr && text == name)
            return number;
    }
    const auto alias = aliasFrom(text);
    return alias ? alias : realTimeFrom(text);
}

std::string restartWords(const LifeSpec& life) {
    switch (life.restart) {
    case RestartPolicy::No:
        break;
    case RestartPolicy::OnFailure:
        return std::string(onFailure) +
               (life.restartMaximum == 0 ? std::string() : ':' + std::to_string(life.restartMaximum));
    case RestartPolicy::Always:
        return "always";
    }
    return "no";
}

bool restartFrom(std::string_view words, LifeSpec& life) {
    const auto set = [&life](RestartPolicy policy, std::uint32_t maximum) {
        life.restart = policy;
        life.restartMaximum = maximum;
        return true;
    };
    if (words == "no")
        return set(RestartPolicy::No, 0);
    if (words == "always")
        return set(RestartPolicy::Always, 0);
    if (words == onFailure)
        return set(RestartPolicy::OnFailure, 0);
    if (!words.starts_with(onFailure) || words.substr(onFailure.size(), 1) != ":")
        return false;
    const auto maximum = wholeNumber(words.substr(onFailure.size() + 1), 1U, maximumRestarts);
    return maximum && set(RestartPolicy::OnFailure, *maximum);
}

Result<> validateLife(const LifeSpec& life) {
    const auto invalid = [](const char* annotation, const char* reason) {
        return failure(Error::invalid(std::string("$.annotations[\"") + annotation + "\"]", reason));
    };
    if (life.stopSignal && (*life.stopSignal < 1 || *life.stopSignal > lastSignal))
        return invalid("org.opencontainers.image.stopSignal", "must be a signal: its name, or 1 to 64");
    if (life.stopTimeoutMs && (*life.stopTimeoutMs < 1 || *life.stopTimeoutMs > maximumStopTimeoutMs))
        return invalid("org.vitrine.stop-timeout-ms", "must be 1 to 600000 milliseconds");
    const bool hasMaximum = life.restartMaximum != 0;
    if (life.restartMaximum > maximumRestarts || (hasMaximum && life.restart != RestartPolicy::OnFailure))
        return invalid("org.vitrine.restart",
                       "must be \"no\", \"always\", \"on-failure\" or \"on-failure:\" and 1 to 1000");
    if (!life.health)
        return {};
    if (life.health->onUnhealthy == OnUnhealthy::Restart && life.restart == RestartPolicy::No)
        return invalid("org.vitrine.health", "must have \"onUnhealthy\" \"nothing\" or \"stop\" where "
                                             "org.vitrine.restart is \"no\"");
    return validateHealth(*life.health);
}

} // namespace vitrine
