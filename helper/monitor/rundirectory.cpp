// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/rundirectory.h"

#include "core/sys/file.h"
#include "helper/monitor/protocol.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <ctime>
#include <utility>

namespace vitrine::monitor {

namespace {

constexpr const char* lockName = "lock";
constexpr std::chrono::seconds patience{3};

bool exists(int directory, const char* name) {
    struct stat status{};
    return ::fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

void sleepOneMillisecond() {
    const timespec pause{0, 1'000'000};
    ::nanosleep(&pause, nullptr);
}

struct Locked {
    sys::UniqueFd directory;
    sys::UniqueFd lock;
};

/// Whether `lock` is still what the path names: its last holder may have removed the directory meanwhile.
bool isCurrent(int parent, const std::string& id, int lock) {
    struct stat held{};
    struct stat named{};
    return ::fstat(lock, &held) == 0 &&
           ::fstatat(parent, (id + '/' + lockName).c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0 &&
           held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

/// Busy: somebody has the lock. NotFound: the directory went away on the way; try again.
Result<Locked> tryLock(int parent, const std::string& id) {
    if (::mkdirat(parent, id.c_str(), 0700) != 0 && errno != EEXIST)
        return failure(Error::fromErrno("make the directory", id, errno));
    sys::UniqueFd directory = VITRINE_TRY(sys::openDirectory(parent, id));
    sys::UniqueFd lock =
        VITRINE_TRY(sys::openAt(directory.get(), lockName, O_RDWR | O_CREAT | O_NOFOLLOW, 0600));
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) {
        if (isCurrent(parent, id, lock.get()))
            return Locked{std::move(directory), std::move(lock)};
        return failure(Error(ErrorKind::NotFound, "lock", id, "it was removed meanwhile"));
    }
    if (errno != EWOULDBLOCK)
        return failure(Error::fromErrno("lock", id, errno));
    const bool lives = exists(directory.get(), controlName);
    return failure(Error(lives ? ErrorKind::Busy : ErrorKind::NotFound, "lock", id,
                         "another monitor runs this container"));
}

} // namespace

Result<RunDirectory> RunDirectory::enter(const std::string& runPath, const std::string& id,
                                         WhenTaken whenTaken) {
    sys::UniqueFd parent = VITRINE_TRY(sys::openDirectory(AT_FDCWD, runPath));
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        auto locked = tryLock(parent.get(), id);
        if (locked)
            return RunDirectory(std::move(parent), std::move(locked->directory), std::move(locked->lock),
                                runPath, id);
        // No socket: its monitor is just starting or just ending.
        const bool passing = locked.error().kind() == ErrorKind::NotFound;
        if (!passing && whenTaken == WhenTaken::Refuse)
            return failure(std::move(locked).error());
        if (std::chrono::steady_clock::now() > deadline)
            return failure(std::move(locked).error().withKind(ErrorKind::Busy));
        sleepOneMillisecond();
    }
}

std::string RunDirectory::journalPath() const {
    return m_runPath + '/' + m_id + '/' + journalName;
}

bool RunDirectory::hasJournal() const {
    return exists(fd(), journalName);
}

void RunDirectory::closeControl() const {
    ::unlinkat(fd(), controlName, 0);
}

Result<> RunDirectory::remove() const {
    // In this order: once the lock's name is gone the next monitor makes its own, in a directory of its own
    // or in this one, which then stays.
    for (const char* name : {controlName, journalName, lockName}) {
        if (::unlinkat(fd(), name, 0) != 0 && errno != ENOENT)
            return failure(Error::fromErrno("remove", name, errno));
    }
    if (::unlinkat(m_parent.get(), m_id.c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT && errno != ENOTEMPTY)
        return failure(Error::fromErrno("remove", m_id, errno));
    return {};
}

} // namespace vitrine::monitor
