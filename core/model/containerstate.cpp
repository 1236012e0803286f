// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/containerstate.h"

#include <array>
#include <csignal>
#include <cstring>
#include <utility>

namespace vitrine {

namespace {

constexpr std::array<std::pair<ContainerState, std::string_view>, 8> stateWords{{
    {ContainerState::Creating, "creating"},
    {ContainerState::Stopped, "stopped"},
    {ContainerState::Starting, "starting"},
    {ContainerState::Running, "running"},
    {ContainerState::Paused, "paused"},
    {ContainerState::Stopping, "stopping"},
    {ContainerState::Deleting, "deleting"},
    {ContainerState::Broken, "broken"},
}};

constexpr std::array<std::pair<StopRequest, std::string_view>, 4> stopWords{{
    {StopRequest::None, "none"},
    {StopRequest::Heeded, "heeded"},
    {StopRequest::Late, "late"},
    {StopRequest::Kill, "kill"},
}};

constexpr int killedInShell = 128 + SIGKILL; // how a shell passes it on

/// "SIGKILL", or "signal 35" for the real-time signals, which have no fixed names (signal(7)).
std::string signalName(int number) {
    // sigabbrev_np(3) knows the names without "SIG" and, unlike strsignal(3), is not translated.
    if (const char* name = sigabbrev_np(number))
        return std::string("SIG") + name;
    return "signal " + std::to_string(number);
}

std::string describeSignal(int number, const ExitRecord& record) {
    std::string text = "was killed by " + signalName(number);
    if (endedByMemoryLimit(record))
        return text + ": it reached its memory limit";
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
                    ? "; it reached its memory limit"
                    : "; while it ran, the kernel killed a process of it at its memory limit";
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

} // namespace

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
    if (record.stop != StopRequest::None)
        return describeStop(record);
    if (record.signal)
        return describeSignal(*record.signal, record);
    if (record.exitCode)
        return describeCode(*record.exitCode, record);
    return "ended, and how is not known";
}

} // namespace vitrine
