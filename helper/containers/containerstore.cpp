// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/containerstore.h"

#include "core/sys/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <thread>

namespace vitrine::helper {

namespace {

constexpr mode_t privateMode = 0700;

/// An absolute directory, made if missing, that only this user may enter.
Result<sys::UniqueFd> openPrivate(const std::string& path) {
    sys::UniqueFd root = VITRINE_TRY(sys::openDirectory(AT_FDCWD, "/"));
    sys::UniqueFd directory = VITRINE_TRY(sys::ensureDirectoryAt(root.get(), path.substr(1), privateMode));
    struct stat status{};
    if (::fstat(directory.get(), &status) != 0)
        return failure(Error::fromErrno("examine", path, errno));
    if (status.st_uid != ::geteuid())
        return failure(Error(ErrorKind::NotAuthorized, "use", path, "it belongs to another user"));
    if ((status.st_mode & 0077) != 0 && ::fchmod(directory.get(), privateMode) != 0)
        return failure(Error::fromErrno("close to others", path, errno));
    return directory;
}

/// The helper before this one may still be on its way out (idle exit).
Result<sys::UniqueFd> takeLock(int runFd) {
    sys::UniqueFd lock = VITRINE_TRY(sys::openAt(runFd, "lock", O_RDWR | O_CREAT, 0600));
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return failure(Error::fromErrno("lock", "lock", errno));
        if (std::chrono::steady_clock::now() > deadline)
            return failure(
                Error(ErrorKind::Busy, "start", "", "another vitrine-helper uses the same directories"));
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return lock;
}

} // namespace

Result<Directories> Directories::open(const Options& options) {
    Directories directories;
    directories.state = VITRINE_TRY(openPrivate(options.stateDir));
    directories.run = VITRINE_TRY(openPrivate(options.runDir));
    directories.lock = VITRINE_TRY(takeLock(directories.run.get()));
    const int state = directories.state.get();
    directories.containers = VITRINE_TRY(sys::ensureDirectoryAt(state, "containers", privateMode));
    directories.groups = VITRINE_TRY(sys::ensureDirectoryAt(state, "groups", privateMode));
    directories.trash = VITRINE_TRY(sys::ensureDirectoryAt(state, "trash", privateMode));
    return directories;
}

ContainerStore::ContainerStore(Directories directories, std::string stateDir)
    : m_directories(std::move(directories))
    , m_stateDir(std::move(stateDir)) {
}

ContainerStore::Pointer ContainerStore::find(const std::string& id) const {
    const auto found = m_containers.find(id);
    return found == m_containers.end() ? nullptr : found->second;
}

ContainerStore::Pointer ContainerStore::findByName(std::uint32_t owner, const std::string& name) const {
    const auto found = std::ranges::find_if(m_containers, [&](const auto& entry) {
        return entry.second->record.ownerUid == owner && entry.second->spec.name == name;
    });
    return found == m_containers.end() ? nullptr : found->second;
}

std::size_t ContainerStore::countOf(std::uint32_t owner) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        m_containers, [&](const auto& entry) { return entry.second->record.ownerUid == owner; }));
}

std::vector<ContainerStore::Pointer> ContainerStore::all() const {
    std::vector<Pointer> list;
    list.reserve(m_containers.size());
    for (const auto& [id, container] : m_containers)
        list.push_back(container);
    return list;
}

void ContainerStore::add(const Pointer& container) {
    m_containers.insert_or_assign(container->id(), container);
    Q_EMIT added(*container);
}

void ContainerStore::remove(const std::string& id) {
    const auto found = m_containers.find(id);
    if (found == m_containers.end())
        return;
    const Pointer container = found->second;
    m_containers.erase(found);
    Q_EMIT removed(*container);
}

void ContainerStore::touch(const Container& container) {
    if (m_containers.contains(container.id()))
        Q_EMIT changed(container);
}

void ContainerStore::setState(Container& container, ContainerState state, std::string reason,
                              std::string hint) {
    container.state = state;
    container.reason = std::move(reason);
    container.hint = std::move(hint);
    touch(container);
}

Result<> ContainerStore::checkFolder() const {
    struct stat status{};
    if (::fstat(m_directories.containers.get(), &status) != 0)
        return failure(Error::fromErrno("examine", m_stateDir, errno));
    if (status.st_nlink != 0)
        return {};
    return failure(Error(ErrorKind::Failed, "use", m_stateDir,
                         "the folder with the containers was removed while vitrine-helper was running")
                       .withHint("Stop what still runs, then end vitrine-helper: with the next request it "
                                 "starts again, and makes a new folder."));
}

std::string ContainerStore::rootPathOf(const monitor::BundleRecord& record) const {
    const bool isFolder = record.root.kind == monitor::RootRecord::Kind::Folder;
    return isFolder ? record.root.path : m_stateDir + "/containers/" + record.id + "/rootfs";
}

Result<monitor::Bundle> ContainerStore::bundleOf(const Container& container) const {
    return monitor::Bundle::open(m_directories.containers.get(), container.id());
}

Result<std::string> ContainerStore::moveToTrash(const std::string& id) const {
    std::string name = VITRINE_TRY(randomId());
    if (::renameat(m_directories.containers.get(), id.c_str(), m_directories.trash.get(), name.c_str()) == 0)
        return name;
    if (errno == ENOENT)
        return std::string();
    return failure(Error::fromErrno("move to the trash", id, errno));
}

Result<std::string> randomId() {
    std::array<unsigned char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        return failure(Error::fromErrno("get random bytes", {}, errno));
    std::string id;
    for (const unsigned char byte : bytes) {
        constexpr std::string_view digits = "0123456789abcdef";
        id += digits[byte >> 4U];
        id += digits[byte & 0x0fU];
    }
    return id;
}

} // namespace vitrine::helper
