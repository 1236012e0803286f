// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/containerstate.h"

#include "core/model/lifespec.h"

#include <array>
#include <csignal>
#include <cstring>
#include <format>
#include <utility>

namespace vitrine {

namespace {

constexpr std::array<std::pair<ContainerState, std::string_view>, 9> stateWords{{
    {ContainerState::Creating, "creating"},
    {ContainerState::Stopped, "stopped"},
    {ContainerState::Starting, "starting"},
    {ContainerState::Running, "running"},
    {ContainerState::Paused, "paused"},
    {ContainerState::Stopping, "stopping"},
    {ContainerState::Restarting, "restarting"},
    {ContainerState::Deleting, "deleting"},
    {ContainerState::Broken, "broken"},
}};

constexpr std::array<std::pair<StopRequest, std::string_view>, 4> stopWords{{
    {StopRequest::None, "none"},
    {StopRequest::Heeded, "heeded"},
    {StopRequest::Late, "late"},
    {StopRequest::Kill, "kill"},
}};

constexpr std::array<std::pair<RestartEnd, std::string_view>, 3> restartEndWords{{
    {RestartEnd::None, "none"},
    {RestartEnd::GaveUp, "gave-up"},
    {RestartEnd::Asked, "asked"},
}};

constexpr int killedInShell = 128 + SIGKILL; // how a shell passes it on

/// "its memory limit of 80 MiB".
std::string memoryLimitOf(const ExitRecord& record) {
    constexpr std::uint64_t mebi = 1ULL << 20U;
    constexpr std::uint64_t kibi = 1ULL << 10U;
    if (record.memoryLimit == 0)
        return "its memory limit";
    if (record.memoryLimit % mebi == 0)
        return std::format("its memory limit of {} MiB", record.memoryLimit / mebi);
    if (record.memoryLimit > mebi)
        return std::format("its memory limit of {:.1f} MiB",
                           static_cast<double>(record.memoryLimit) / static_cast<double>(mebi));
    return std::format("its memory limit of {} KiB", record.memoryLimit / kibi);
}

std::string describeSignal(int number, const ExitRecord& record) {
    std::string text = "was killed by " + signalName(number);
    if (!record.endedWith.empty())
        return text + ": the container " + record.endedWith + ", whose processes it shares, has ended";
    if (endedByMemoryLimit(record))
        return text + ": it reached " + memoryLimitOf(record);
    switch (number) {
    case SIGSEGV:
    case SIGBUS:
        return text + ": it touched memory that it must not use";
    case SIGILL:
        return text + ": it ran an instruction that this processor does not know";
    case SIGSYS:
        return text + ": it made a system call that its filter forbids";
    case SIGABRT:
        return text + ": it gave up by itself";
    case SIGFPE:
        return text + ": it made an arithmetic error, such as a division by zero";
    case SIGXCPU:
        return text + ": it used up its CPU time limit";
    default:
        return text;
    }
}

std::string describeCode(int code, const ExitRecord& record) {
    std::string text = "exited with " + std::to_string(code);
    if (code == 126)
        text += ": the command was found but could not be executed";
    else if (code == 127)
        text += ": the command was not found";
    else if (code > 128 && sigabbrev_np(code - 128) != nullptr)
        text += ": what a shell reports when its command was ended by " + signalName(code - 128);
    if (record.outOfMemory)
        text += endedByMemoryLimit(record)
                    ? "; it reached " + memoryLimitOf(record)
                    : "; while it ran, the kernel killed a process of it at " + memoryLimitOf(record);
    return text;
}

/// A shell that is stopped exits with 129, a program with a handler as it likes: what was asked for has
/// happened.
std::string describeStop(const ExitRecord& record) {
    if (record.stop == StopRequest::Kill)
        return "was killed as asked";
    if (record.stop == StopRequest::Late)
        return "was stopped as asked: it did not end in time, and was killed";
    std::string text = "was stopped as asked";
    if (record.exitCode && *record.exitCode != 0)
        text += ", and exited with " + std::to_string(*record.exitCode);
    else if (record.signal && *record.signal != SIGTERM)
        text += ", and was killed by " + signalName(*record.signal);
    return text;
}

std::string describeUnhealthy(const ExitRecord& record) {
    std::string text = record.healthFailures == 1
                           ? std::string("was ended, because its health command failed")
                           : std::format("was ended, because its health command failed {} times in a row",
                                         record.healthFailures);
    if (record.stop == StopRequest::Late || record.signal == SIGKILL)
        text += "; it did not end in time, and was killed";
    return text;
}

std::string describeEnd(const ExitRecord& record) {
    if (record.healthFailures != 0)
        return describeUnhealthy(record);
    if (record.stop != StopRequest::None)
        return describeStop(record);
    if (record.signal)
        return describeSignal(*record.signal, record);
    if (record.exitCode)
        return describeCode(*record.exitCode, record);
    return "ended, and how is not known";
}

} // namespace

std::string_view nameOf(RestartEnd end) {
    for (const auto& [value, word] : restartEndWords) {
        if (value == end)
            return word;
    }
    return "none";
}

std::optional<RestartEnd> restartEndFrom(std::string_view word) {
    for (const auto& [value, name] : restartEndWords) {
        if (name == word)
            return value;
    }
    return std::nullopt;
}

std::string_view nameOf(StopRequest request) {
    for (const auto& [value, word] : stopWords) {
        if (value == request)
            return word;
    }
    return "none";
}

std::optional<StopRequest> stopRequestFrom(std::string_view word) {
    for (const auto& [value, name] : stopWords) {
        if (name == word)
            return value;
    }
    return std::nullopt;
}

std::string_view nameOf(ContainerState state) {
    for (const auto& [value, word] : stateWords) {
        if (value == state)
            return word;
    }
    return "broken";
}

std::optional<ContainerState> containerStateFrom(std::string_view word) {
    for (const auto& [value, name] : stateWords) {
        if (name == word)
            return value;
    }
    return std::nullopt;
}

bool endedByMemoryLimit(const ExitRecord& record) {
    return record.outOfMemory && record.stop == StopRequest::None &&
           (record.signal == SIGKILL || record.exitCode == killedInShell);
}

std::string describe(const ExitRecord& record) {
    if (!record.failure.empty())
        return "could not start: " + record.failure;
    std::string text = describeEnd(record);
    if (record.restartEnd == RestartEnd::GaveUp)
        text += std::format("; it is not started again, after {} {} in a row, which is the most it may have",
                            record.restarts, record.restarts == 1 ? "restart" : "restarts");
    else if (record.restartEnd == RestartEnd::Asked)
        text += "; it is not started again, as asked";
    return text;
}

} // namespace vitrine
