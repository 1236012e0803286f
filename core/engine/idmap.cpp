// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/idmap.h"

#include "core/sys/file.h"
#include "core/sys/mount.h"
#include "core/sys/pidfd.h"
#include "core/sys/process.h"
#include "core/sys/socket.h"

#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <ranges>
#include <string>
#include <utility>

namespace vitrine::engine {

namespace {

std::string mapText(const std::vector<IdMapping>& mappings) {
    std::string text;
    for (const IdMapping& mapping : mappings) {
        text += std::to_string(mapping.inside) + ' ' + std::to_string(mapping.outside) + ' ' +
                std::to_string(mapping.count) + '\n';
    }
    return text;
}

/// The kernel lets an ordinary user map one id, his own.
bool isOwnIdOnly(const std::vector<IdMapping>& mappings) {
    return mappings.size() == 1 && mappings.front().count == 1;
}

/// newuidmap(1), newgidmap(1): set-user-ID programs of the system, by absolute path and without an
/// environment.
Result<> runMapProgram(const std::string& program, pid_t pid, const std::vector<IdMapping>& mappings) {
    std::vector<std::string> words{program, std::to_string(pid)};
    for (const IdMapping& mapping : mappings) {
        words.push_back(std::to_string(mapping.inside));
        words.push_back(std::to_string(mapping.outside));
        words.push_back(std::to_string(mapping.count));
    }
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    char* noEnvironment = nullptr;
    pid_t child = 0;
    const std::string hint =
        "Mapping more than your own id needs the programs newuidmap and newgidmap (package "
        "\"uidmap\") and a range for you in /etc/subuid and /etc/subgid.";
    if (const int errnum =
            ::posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments.data(), &noEnvironment);
        errnum != 0)
        return failure(
            Error::fromErrno("run", program, errnum).withKind(ErrorKind::NotSupported).withHint(hint));
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return failure(Error::fromErrno("wait for", program, errno));
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return failure(
            Error(ErrorKind::NotSupported, "run", program, "it refused the mapping").withHint(hint));
    return {};
}

Error cannotMap(const std::string& path, int errnum, const char* hint) {
    Error error = Error::fromErrno("map the owners of", path, errnum);
    if (errnum == EINVAL || errnum == ENOSYS)
        return std::move(error).withKind(ErrorKind::NotSupported).withHint(hint);
    return error;
}

} // namespace

std::vector<IdMapping> parseIdMap(std::string_view text) {
    std::vector<IdMapping> mappings;
    for (const auto range : std::views::split(text, '\n')) {
        std::array<std::uint32_t, 3> numbers{};
        const char* at = range.data();
        const char* const end = at + range.size();
        bool whole = !range.empty();
        for (std::uint32_t& number : numbers) {
            while (at != end && *at == ' ')
                ++at;
            const auto [next, wrong] = std::from_chars(at, end, number);
            whole = whole && wrong == std::errc();
            at = next;
        }
        if (whole && at == end)
            mappings.push_back({numbers[0], numbers[1], numbers[2]});
    }
    return mappings;
}

Result<> writeIdMap(int procFd, pid_t pid, const step::WriteIdMap& map, Privilege privilege) {
    const bool users = map.kind == step::IdKind::User;
    if (privilege == Privilege::Rootless) {
        if (!isOwnIdOnly(map.mappings))
            return runMapProgram(users ? "/usr/bin/newuidmap" : "/usr/bin/newgidmap", pid, map.mappings);
        if (!users)
            VITRINE_CHECK(sys::writeKernelFileAt(procFd, "setgroups", "deny"));
    }
    return sys::writeKernelFileAt(procFd, users ? "uid_map" : "gid_map", mapText(map.mappings));
}

MapNamespace::~MapNamespace() {
    if (m_pidfd)
        static_cast<void>(sys::waitPidfd(m_pidfd.get(), WEXITED));
}

Result<MapNamespace> makeMapNamespace(const std::vector<IdMapping>& uidMappings,
                                      const std::vector<IdMapping>& gidMappings) {
    sys::SocketPair lifeline = VITRINE_TRY(sys::socketPair());
    sys::Cloned child = VITRINE_TRY(sys::clone3(CLONE_NEWUSER));
    if (child.pid == 0) {
        // AFTER FORK: holds the namespace open until the parent lets go, or dies.
        lifeline.first.reset();
        static_cast<void>(sys::receiveDescriptor(lifeline.second.get()));
        ::_exit(0);
    }
    const auto make = [&]() -> Result<sys::UniqueFd> {
        const sys::UniqueFd proc =
            VITRINE_TRY(sys::openDirectory(AT_FDCWD, "/proc/" + std::to_string(child.pid)));
        VITRINE_CHECK(sys::writeKernelFileAt(proc.get(), "uid_map", mapText(uidMappings)));
        VITRINE_CHECK(sys::writeKernelFileAt(proc.get(), "gid_map", mapText(gidMappings)));
        return sys::openAt(proc.get(), "ns/user", O_RDONLY);
    };
    auto made = make();
    static_cast<void>(sys::pidfdSendSignal(child.pidfd.get(), SIGKILL));
    MapNamespace space(made ? std::move(*made) : sys::UniqueFd(), std::move(child.pidfd));
    if (!made)
        return failure(std::move(made).error());
    return space;
}

Result<sys::UniqueFd> detachDirectory(int directory, const std::string& path) {
    const auto detach = [&]() -> Result<sys::UniqueFd> {
        sys::UniqueFd tree = VITRINE_TRY(sys::cloneTree(directory, "", sys::Recursive::No));
        // A copy of a shared mount is its peer: what the child mounts in it would appear on the host.
        VITRINE_CHECK(sys::setMountAttributes(tree.get(), {.propagation = MS_PRIVATE}, sys::Recursive::No));
        return tree;
    };
    auto tree = detach();
    if (!tree)
        return failure(Error::fromErrno("take a mount of", path, tree.error().errnum()));
    return tree;
}

Result<sys::UniqueFd> detachIdMapped(int directory, const std::string& path, int userNamespace) {
    const bool byPath = directory < 0;
    sys::UniqueFd tree =
        VITRINE_TRY(sys::cloneTree(byPath ? AT_FDCWD : directory, byPath ? path : "", sys::Recursive::No));
    const auto mapped = sys::setMountAttributes(
        tree.get(), {.set = MOUNT_ATTR_IDMAP, .propagation = MS_PRIVATE, .userNamespace = userNamespace},
        sys::Recursive::No);
    if (mapped)
        return tree;
    return failure(
        cannotMap(path, mapped.error().errnum(),
                  "This kernel or the file system that holds the root cannot map owners on a mount "
                  "(id-mapped mounts). Put the root on ext4, xfs, btrfs or tmpfs, or use a root "
                  "that belongs to the container's own ids."));
}

Result<> mapOwnersOf(int tree, const MountSpec& mount, sys::Recursive recursive) {
    if (mount.uidMappings.empty())
        return {};
    const MapNamespace map = VITRINE_TRY(makeMapNamespace(mount.uidMappings, mount.gidMappings));
    const auto mapped =
        sys::setMountAttributes(tree, {.set = MOUNT_ATTR_IDMAP, .userNamespace = map.get()}, recursive);
    if (mapped)
        return {};
    return failure(cannotMap(mount.source, mapped.error().errnum(),
                             "The file system that holds it cannot map owners on a mount (id-mapped "
                             "mounts). Use a directory on ext4, xfs or btrfs."));
}

Result<sys::UniqueFd> detachSource(const step::MountFilesystem& step, int directory) {
    const std::string& path = step.mount.source;
    const auto recursive = (step.flags & MS_REC) != 0 ? sys::Recursive::Yes : sys::Recursive::No;
    const bool byPath = directory < 0;
    auto tree = sys::cloneTree(byPath ? AT_FDCWD : directory, byPath ? path : "", recursive);
    if (!tree)
        return failure(Error::fromErrno("take a mount of", path, tree.error().errnum()));
    // A copy of a shared mount is its peer: as a slave it only hears of what is mounted there later.
    const std::uint64_t propagation = (step.propagation & MS_SLAVE) != 0 ? MS_SLAVE : MS_PRIVATE;
    VITRINE_CHECK(sys::setMountAttributes(tree->get(), {.propagation = propagation}, recursive));
    VITRINE_CHECK(mapOwnersOf(tree->get(), step.mount, recursive));
    return tree;
}

} // namespace vitrine::engine
