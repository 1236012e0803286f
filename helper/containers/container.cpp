// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/container.h"

#include "helper/jobs/job.h"
#include "helper/monitorlink/monitorlink.h"

#include <unistd.h>

#include <chrono>
#include <ctime>

namespace vitrine::helper {

Container::Container() = default;
Container::~Container() = default;

void Container::takeSpec(ContainerSpec given) {
    given.original.clear();
    given.original.shrink_to_fit();
    spec = std::move(given);
}

std::uint64_t nowUs() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

std::uint64_t startTimeUs(const process::ProcessKey& key) {
    timespec boot{};
    ::clock_gettime(CLOCK_BOOTTIME, &boot);
    const auto sinceBootUs =
        static_cast<std::uint64_t>(boot.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(boot.tv_nsec) / 1000;
    const auto ticksPerSecond = static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
    return nowUs() - sinceBootUs + key.startTicks * 1'000'000 / ticksPerSecond;
}

} // namespace vitrine::helper
