// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/engine/trace.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace vitrine::engine {

/// CLOCK_MONOTONIC in ns; answered by the vDSO, so without a system call (vdso(7)).
[[nodiscard]] std::uint64_t monotonicNs();

/// The records of a run in memory that parent and child share, so that tracing a step costs no system call.
/// Each step is written by the one side that performs it; the other reads only after the socket between them
/// closed.
class SharedTrace {
public:
    [[nodiscard]] static Result<SharedTrace> create(std::size_t steps);

    void begin(std::size_t step);
    void finish(std::size_t step);
    /// Marks the step failed and keeps the error's texts (cut to the space there is).
    void fail(std::size_t step, const Error& error);
    /// The step was taken back.
    void markUndone(std::size_t step);

    [[nodiscard]] StepState stateOf(std::size_t step) const;
    /// First step that fail() was called for.
    [[nodiscard]] std::optional<std::size_t> failedStep() const;
    /// The error given to fail().
    [[nodiscard]] Error failureOfChild() const;

    /// One number that the child leaves for the parent.
    void setNumber(std::int64_t number);
    [[nodiscard]] std::int64_t number() const;

    [[nodiscard]] Trace toTrace() const;

private:
    struct Record {
        StepState state = StepState::Pending;
        std::int32_t errnum = 0;
        std::uint64_t startNs = 0;
        std::uint64_t durationNs = 0;
    };
    struct Header {
        std::uint64_t runStartNs = 0;
        std::int64_t number = 0;
        std::uint32_t failed = 0; ///< index + 1; 0 = none
        std::int32_t errnum = 0;
        ErrorKind kind = ErrorKind::Failed;
        std::array<char, 256> operation{};
        std::array<char, 512> subject{};
        std::array<char, 256> reason{};
        std::array<char, 256> hint{};
    };
    struct Unmap {
        std::size_t size = 0;
        void operator()(std::byte* memory) const;
    };

    SharedTrace(std::unique_ptr<std::byte, Unmap> memory, std::size_t steps);
    [[nodiscard]] Header& header() const { return *reinterpret_cast<Header*>(m_memory.get()); }
    [[nodiscard]] Record& record(std::size_t step) const { return m_records[step]; }

    std::unique_ptr<std::byte, Unmap> m_memory;
    std::span<Record> m_records;
};

} // namespace vitrine::engine
