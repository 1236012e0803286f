// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/sharedtrace.h"

#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <new>
#include <string>
#include <utility>

namespace vitrine::engine {

namespace {

template <std::size_t size>
void copyText(std::array<char, size>& target, const std::string& text) {
    const std::size_t length = std::min(text.size(), size - 1);
    std::copy_n(text.begin(), length, target.begin());
    target[length] = '\0';
}

} // namespace

std::uint64_t monotonicNs() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(now.tv_nsec);
}

void SharedTrace::Unmap::operator()(std::byte* memory) const {
    ::munmap(memory, size);
}

Result<SharedTrace> SharedTrace::create(std::size_t steps) {
    const std::size_t size = sizeof(Header) + steps * sizeof(Record);
    void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return failure(Error::fromErrno("mmap", "the trace", errno));
    return SharedTrace({static_cast<std::byte*>(memory), Unmap{size}}, steps);
}

SharedTrace::SharedTrace(std::unique_ptr<std::byte, Unmap> memory, std::size_t steps)
    : m_memory(std::move(memory)) {
    static_assert(sizeof(Header) % alignof(Record) == 0);
    ::new (m_memory.get()) Header{.runStartNs = monotonicNs()};
    auto* first = reinterpret_cast<Record*>(m_memory.get() + sizeof(Header));
    std::uninitialized_value_construct_n(first, steps);
    m_records = {first, steps};
}

void SharedTrace::begin(std::size_t step) {
    record(step).startNs = monotonicNs();
    record(step).state = StepState::Running;
}

void SharedTrace::finish(std::size_t step) {
    record(step).durationNs = monotonicNs() - record(step).startNs;
    record(step).state = StepState::Done;
}

void SharedTrace::fail(std::size_t step, const Error& error) {
    Record& failed = record(step);
    if (failed.startNs == 0)
        failed.startNs = monotonicNs();
    failed.durationNs = monotonicNs() - failed.startNs;
    failed.state = StepState::Failed;
    failed.errnum = error.errnum();
    if (header().failed != 0)
        return;
    header().failed = static_cast<std::uint32_t>(step + 1);
    header().errnum = error.errnum();
    header().kind = error.kind();
    copyText(header().operation, error.operation());
    copyText(header().subject, error.subject());
    copyText(header().reason, error.reason());
    copyText(header().hint, error.hint());
}

void SharedTrace::markUndone(std::size_t step) {
    if (record(step).state == StepState::Done)
        record(step).state = StepState::Undone;
}

StepState SharedTrace::stateOf(std::size_t step) const {
    return record(step).state;
}

std::optional<std::size_t> SharedTrace::failedStep() const {
    if (header().failed == 0)
        return std::nullopt;
    return header().failed - 1;
}

Error SharedTrace::failureOfChild() const {
    const Header& seen = header();
    auto error = seen.errnum != 0
                     ? Error::fromErrno(seen.operation.data(), seen.subject.data(), seen.errnum)
                     : Error(seen.kind, seen.operation.data(), seen.subject.data(), seen.reason.data());
    return std::move(error).withKind(seen.kind).withHint(seen.hint.data());
}

void SharedTrace::setNumber(std::int64_t number) {
    header().number = number;
}

std::int64_t SharedTrace::number() const {
    return header().number;
}

Trace SharedTrace::toTrace() const {
    Trace trace;
    const std::uint64_t start = header().runStartNs;
    for (const Record& seen : m_records) {
        StepRecord made;
        made.state = seen.state;
        made.errnum = seen.errnum;
        made.startNs = seen.startNs == 0 ? 0 : seen.startNs - start;
        made.durationNs = seen.durationNs;
        if (seen.state == StepState::Failed)
            made.error = failureOfChild().message();
        trace.totalNs = std::max(trace.totalNs, made.startNs + made.durationNs);
        trace.records.push_back(std::move(made));
    }
    return trace;
}

} // namespace vitrine::engine
