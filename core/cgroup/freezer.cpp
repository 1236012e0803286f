// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/freezer.h"

#include "core/cgroup/controlfile.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <poll.h>

#include <algorithm>
#include <string>
#include <thread>
#include <utility>

namespace vitrine::cgroup {

namespace {

using Clock = std::chrono::steady_clock;

Error notFrozen(std::chrono::milliseconds timeout) {
    return {ErrorKind::Busy, "freeze the cgroup", "",
            "some process did not stop within " + std::to_string(timeout.count()) +
                " ms (it may be waiting for a disk or a network file system)"};
}

/// Waits for `frozen 1`; false when the time is over.
Result<bool> waitUntilFrozen(int directory, Clock::time_point deadline) {
    const sys::UniqueFd events = VITRINE_TRY(sys::openAt(directory, "cgroup.events", O_RDONLY));
    for (;;) {
        // The read arms the poll: POLLPRI comes for changes after it.
        const std::string text = VITRINE_TRY(sys::readAll(events.get(), 4096));
        if (valueOf(text, "frozen") == 1)
            return true;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        if (left.count() <= 0)
            return false;
        pollfd change{events.get(), POLLPRI, 0};
        ::poll(&change, 1, static_cast<int>(std::min<long>(left.count(), 1000)));
    }
}

} // namespace

Result<> freezeV2(int directory, std::chrono::milliseconds timeout) {
    const auto deadline = Clock::now() + timeout;
    VITRINE_CHECK(sys::writeKernelFileAt(directory, "cgroup.freeze", "1"));
    auto frozen = waitUntilFrozen(directory, deadline);
    if (frozen && *frozen)
        return {};
    static_cast<void>(thawV2(directory)); // the reason for not being frozen is the one to tell
    if (!frozen)
        return failure(std::move(frozen).error());
    return failure(notFrozen(timeout));
}

Result<> thawV2(int directory) {
    return sys::writeKernelFileAt(directory, "cgroup.freeze", "0");
}

Result<> freezeV1(int directory, std::chrono::milliseconds timeout) {
    const auto deadline = Clock::now() + timeout;
    for (;;) {
        // Written again each time: a task that entered while FREEZING is caught by the next write.
        VITRINE_CHECK(sys::writeKernelFileAt(directory, "freezer.state", "FROZEN"));
        const auto state = readControlFile(directory, "freezer.state");
        if (state && *state == "FROZEN")
            return {};
        if (!state || Clock::now() >= deadline) {
            static_cast<void>(thawV1(directory));
            return failure(state ? notFrozen(timeout) : state.error());
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

Result<> thawV1(int directory) {
    return sys::writeKernelFileAt(directory, "freezer.state", "THAWED");
}

void waitForChange(int v2Directory) {
    if (v2Directory >= 0) {
        const auto events = sys::openAt(v2Directory, "cgroup.events", O_RDONLY);
        if (events && sys::readAll(events->get(), 4096)) {
            pollfd change{events->get(), POLLPRI, 0};
            ::poll(&change, 1, 10);
            return;
        }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

} // namespace vitrine::cgroup
