// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/recovery.h"

#include "core/cgroup/cgroup.h"
#include "core/engine/executor.h"
#include "helper/monitor/clock.h"
#include "helper/monitor/preparation.h"
#include "helper/monitor/rundirectory.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>

#include <chrono>

namespace vitrine::monitor {

namespace {

/// Writes the end that nobody saw. A record that is younger than the run's beginning is that run's own.
Result<> recordEnd(const Bundle& bundle) {
    if (!VITRINE_TRY(bundle.readRunning()))
        return {};
    struct stat status{};
    if (::fstatat(bundle.directory(), "running", &status, AT_SYMLINK_NOFOLLOW) != 0)
        return {};
    const std::uint64_t startedUs = microsecondsOf(status.st_mtim);
    const auto last = bundle.readExit();
    if (!last || !*last || (*last)->finishedUs < startedUs) {
        ExitRecord record;
        record.startedUs = startedUs;
        record.finishedUs = realTimeUs();
        record.signal = SIGKILL;
        VITRINE_CHECK(bundle.writeExit(record, sys::Durability::Synced));
    }
    return bundle.writeRunning(std::nullopt);
}

/// A monitor that was killed closes its socket, which is when somebody asks for this, a moment before it lets
/// go of its lock.
Result<RunDirectory> enterWhenFree(const CommandLine& line) {
    constexpr std::chrono::seconds patience{3};
    constexpr timespec pause{0, 10'000'000};
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        auto directory = RunDirectory::enter(line.runDir, line.id);
        const bool isTaken = !directory && directory.error().kind() == ErrorKind::Busy;
        if (!isTaken || std::chrono::steady_clock::now() > deadline)
            return directory;
        ::nanosleep(&pause, nullptr);
    }
}

} // namespace

Result<> recoverContainer(const CommandLine& line) {
    const RunDirectory directory = VITRINE_TRY(enterWhenFree(line));
    if (directory.hasJournal()) {
        const CgroupFacts facts = VITRINE_TRY(cgroup::readFacts());
        VITRINE_CHECK(engine::recover(facts, directory.journalPath()));
    }
    if (!line.stateDir.empty()) {
        const auto bundle = openBundle(line);
        if (bundle)
            VITRINE_CHECK(recordEnd(*bundle));
        else if (bundle.error().kind() != ErrorKind::NotFound) // deleted meanwhile: nothing to note
            return failure(bundle.error());
    }
    return directory.remove();
}

} // namespace vitrine::monitor
