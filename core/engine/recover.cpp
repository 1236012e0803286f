// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/executor.h"
#include "core/engine/journal.h"
#include "core/sys/file.h"
#include "core/sys/pidfd.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

namespace vitrine::engine {

namespace {

constexpr std::chrono::milliseconds timeout{10000};

/// Kills exactly this process, if it still exists, and waits until it is gone. It is no child of ours: the
/// one that was its parent is dead, so init reaps it.
Result<> endProcess(const process::ProcessKey& key) {
    const auto pidfd = process::openPidfd(key);
    if (!pidfd) {
        if (pidfd.error().kind() == ErrorKind::NotFound)
            return {};
        return failure(pidfd.error());
    }
    if (auto sent = sys::pidfdSendSignal(pidfd->get(), SIGKILL);
        !sent && sent.error().kind() != ErrorKind::NotFound)
        return sent;
    pollfd ended{pidfd->get(), POLLIN, 0};
    int ready = -1;
    do {
        ready = ::poll(&ended, 1, static_cast<int>(timeout.count()));
    } while (ready < 0 && errno == EINTR);
    if (ready > 0)
        return {};
    return failure(Error(ErrorKind::Busy, "end the process", std::to_string(key.pid), "it does not die"));
}

Result<> removeCgroup(const CgroupFacts& facts, const std::string& path, const std::string& root) {
    auto group = cgroup::open(facts, path, cgroup::Create::OpenExisting, root);
    if (!group) {
        if (group.error().kind() == ErrorKind::NotFound)
            return {};
        return failure(std::move(group).error());
    }
    VITRINE_CHECK((*group)->killAll());
    return (*group)->remove(timeout);
}

Result<bool> isOfThisBoot(const std::string& bootId) {
    if (bootId.empty())
        return true;
    const std::string now = VITRINE_TRY(sys::readFileAt(AT_FDCWD, "/proc/sys/kernel/random/boot_id", 256));
    return now.starts_with(bootId);
}

} // namespace

Result<> recover(const CgroupFacts& facts, const std::string& journalPath, const std::string& root) {
    const auto content = VITRINE_TRY(readJournal(journalPath));
    if (!content)
        return {};
    if (VITRINE_TRY(isOfThisBoot(content->bootId))) {
        if (content->process)
            VITRINE_CHECK(endProcess(*content->process));
        if (content->cgroupPath)
            VITRINE_CHECK(removeCgroup(facts, *content->cgroupPath, root));
    }
    if (::unlink(journalPath.c_str()) != 0 && errno != ENOENT)
        return failure(Error::fromErrno("remove the journal", journalPath, errno));
    return {};
}

} // namespace vitrine::engine
