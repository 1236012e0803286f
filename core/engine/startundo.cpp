// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The way back of a start: what StartRun has done to the host is undone in reverse order.

#include "core/engine/startrun.h"
#include "core/sys/pidfd.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <utility>

namespace vitrine::engine {

namespace {

constexpr std::chrono::milliseconds removalTimeout{5000};

} // namespace

Error StartRun::takeBack(Error error) {
    const std::string title = describe(m_plan.steps[m_current], m_context).title;
    error = std::move(error).within(title);
    if (const auto undone = undoAll(); !undone) {
        return std::move(error).withHint("Not everything could be taken back (" + undone.error().message() +
                                         "); it is tried again when Vitrine's helper starts.");
    }
    ::unlink(m_options.journalPath.c_str());
    return error;
}

Result<> StartRun::undoAll() {
    Result<> result;
    for (std::size_t index = m_plan.steps.size(); index-- > 0;) {
        const Step& step = m_plan.steps[index];
        if (sideOf(step) == StepSide::Host && (m_trace.stateOf(index) != StepState::Pending)) {
            // A journal that cannot be written any more must not keep the host from being cleaned.
            static_cast<void>(m_journal->undo(index));
            if (auto undone = undo(step); !undone) {
                if (result)
                    result = std::move(undone);
                continue;
            }
            static_cast<void>(m_journal->undone(index));
        }
        m_trace.markUndone(index);
    }
    return result;
}

Result<> StartRun::endChild() {
    static_cast<void>(sys::pidfdSendSignal(m_pidfd.get(), SIGKILL));
    // A process that waits for a disk may not end before the disk answers. It stays in the journal then.
    pollfd ended{m_pidfd.get(), POLLIN, 0};
    if (::poll(&ended, 1, static_cast<int>(removalTimeout.count())) == 0)
        return failure(Error(ErrorKind::Busy, "end the process", "", "it waits in the kernel"));
    VITRINE_CHECK(sys::waitPidfd(m_pidfd.get(), WEXITED));
    m_pidfd.reset();
    return {};
}

Result<> StartRun::undo(const Step& step) {
    if (std::holds_alternative<step::CloneProcess>(step) && m_pidfd)
        return endChild();
    if (std::holds_alternative<step::CreateCgroup>(step) && m_cgroup)
        return std::exchange(m_cgroup, nullptr)->remove(removalTimeout);
    return {};
}

} // namespace vitrine::engine
