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

} // namespace

Result<> recoverContainer(const CommandLine& line) {
    // A monitor that was killed closes its socket, which is when somebody asks for this, a moment before it
    // lets go of its lock.
    const auto directory =
        VITRINE_TRY(RunDirectory::enter(line.runDir, line.id, RunDirectory::WhenTaken::Wait));
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
