// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/statedirectory.h"

#include "core/sys/file.h"
#include "helper/runtime/arguments.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <ctime>
#include <utility>

namespace vitrine::runtime {

namespace {

constexpr const char* lockName = "lock";
constexpr std::chrono::seconds patience{10};

void sleepTwoMilliseconds() {
    const timespec pause{0, 2'000'000};
    ::nanosleep(&pause, nullptr);
}

/// What is in it is believed and, as root, acted on: nobody else may put anything there.
Result<> checkOwner(int directory, const std::string& path) {
    struct stat status{};
    if (::fstat(directory, &status) != 0)
        return failure(Error::fromErrno("look at", path, errno));
    if (status.st_uid != ::geteuid())
        return failure(
            Error::invalid("--root", "must belong to the user who runs this, which " + path + " does not"));
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return failure(Error::invalid("--root", "must not be writable for others, which " + path + " is"));
    return {};
}

Result<sys::UniqueFd> openRoot(const std::string& path) {
    auto root = sys::openDirectory(AT_FDCWD, path);
    if (!root && (root.error().errnum() == ELOOP || root.error().errnum() == ENOTDIR))
        return failure(
            Error::invalid("--root", "must be a directory and no symbolic link, which " + path + " is not"));
    if (!root)
        return failure(std::move(root).error());
    VITRINE_CHECK(checkOwner(root->get(), path));
    return root;
}

Result<> makeRoot(const std::string& path) {
    for (std::size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1))
        static_cast<void>(!::mkdir(path.substr(0, slash).c_str(), 0755)); // the last one says what is wrong
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
        return failure(Error::fromErrno("make the directory", path, errno));
    return {};
}

Error noSuchContainer(const std::string& id) {
    return {ErrorKind::NotFound, "open the container", id, "container does not exist"};
}

} // namespace

Result<> StateDirectory::lock() {
    auto file = sys::openAt(fd(), lockName, O_RDWR | O_CREAT | O_NOFOLLOW, 0600);
    if (!file && file.error().kind() == ErrorKind::NotFound)
        return failure(noSuchContainer(m_id)); // removed meanwhile
    m_lock = VITRINE_TRY(std::move(file));
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (::flock(m_lock.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return failure(Error::fromErrno("lock", m_id, errno));
        if (std::chrono::steady_clock::now() > deadline)
            return failure(Error(ErrorKind::Busy, "lock", m_id, "another command works on this container"));
        sleepTwoMilliseconds();
    }
    struct stat status{};
    if (::fstat(m_lock.get(), &status) != 0 || status.st_nlink == 0)
        return failure(noSuchContainer(m_id)); // whoever had the lock has removed it all
    return {};
}

bool StateDirectory::isLocked() const {
    const auto file = sys::openAt(fd(), lockName, O_RDWR | O_NOFOLLOW);
    return file && ::flock(file->get(), LOCK_SH | LOCK_NB) != 0;
}

Result<StateDirectory> StateDirectory::make(const std::string& root, const std::string& id) {
    VITRINE_CHECK(makeRoot(root));
    sys::UniqueFd parent = VITRINE_TRY(openRoot(root));
    auto directory = sys::makeDirectoryAt(parent.get(), id, 0700);
    if (!directory && directory.error().kind() == ErrorKind::AlreadyExists)
        return failure(
            Error(ErrorKind::AlreadyExists, "create the container", id, "container already exists"));
    StateDirectory made(std::move(parent), VITRINE_TRY(std::move(directory)), root, id);
    VITRINE_CHECK(made.lock());
    return made;
}

Result<StateDirectory> StateDirectory::open(const std::string& root, const std::string& id, Access access) {
    auto parent = openRoot(root);
    if (!parent && parent.error().kind() == ErrorKind::NotFound)
        return failure(noSuchContainer(id));
    if (!parent)
        return failure(std::move(parent).error());
    auto directory = sys::openDirectory(parent->get(), id);
    if (!directory && directory.error().kind() == ErrorKind::NotFound)
        return failure(noSuchContainer(id));
    StateDirectory opened(*std::move(parent), VITRINE_TRY(std::move(directory)), root, id);
    if (access == Access::Change)
        VITRINE_CHECK(opened.lock());
    return opened;
}

Result<std::vector<std::string>> StateDirectory::list(const std::string& root) {
    const auto opened = openRoot(root);
    if (!opened && opened.error().kind() == ErrorKind::NotFound)
        return std::vector<std::string>();
    if (!opened)
        return failure(opened.error());
    auto names = VITRINE_TRY(sys::listDirectory(opened->get()));
    std::erase_if(names, [](const std::string& name) { return !validateContainerId(name); });
    return names;
}

Result<> StateDirectory::remove() const {
    return sys::removeTreeAt(m_parent.get(), m_id);
}

} // namespace vitrine::runtime
