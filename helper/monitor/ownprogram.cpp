// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/ownprogram.h"

#include "core/sys/file.h"
#include "core/sys/mount.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>

namespace vitrine::monitor {

namespace {

constexpr const char* ownProgram = "/proc/self/exe";
constexpr int allSeals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;

Error failed(const char* operation) {
    return Error::fromErrno(operation, "this program", errno);
}

/// By any process of this user. What access(2) cannot tell counts as yes.
bool canBeWritten(int file) {
    const int seals = ::fcntl(file, F_GET_SEALS); // fails for all but memfds
    if (seals >= 0 && (seals & F_SEAL_WRITE) != 0)
        return false;
    const std::string path = "/proc/self/fd/" + std::to_string(file);
    return ::access(path.c_str(), W_OK) == 0 || (errno != EROFS && errno != EACCES && errno != EPERM);
}

/// The file alone, read-only, mounted nowhere.
Result<sys::UniqueFd> onReadOnlyMount() {
    const sys::UniqueFd own = VITRINE_TRY(sys::openAt(AT_FDCWD, ownProgram, O_PATH));
    auto tree = VITRINE_TRY(sys::cloneTree(own.get(), "", sys::Recursive::No));
    sys::MountAttributes attributes;
    attributes.set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
    VITRINE_CHECK(sys::setMountAttributes(tree.get(), attributes, sys::Recursive::No));
    return tree;
}

Result<sys::UniqueFd> asSealedCopy() {
    const sys::UniqueFd file = VITRINE_TRY(sys::openAt(AT_FDCWD, ownProgram, O_RDONLY));
    struct stat status{};
    if (::fstat(file.get(), &status) != 0)
        return failure(failed("look at"));
    sys::UniqueFd copy(::memfd_create("vitrine-monitor", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!copy)
        return failure(failed("copy"));
    for (off_t done = 0; done < status.st_size;) {
        if (::sendfile(copy.get(), file.get(), &done, static_cast<std::size_t>(status.st_size - done)) <= 0)
            return failure(failed("copy"));
    }
    if (::fchmod(copy.get(), 0500) != 0 || ::fcntl(copy.get(), F_ADD_SEALS, allSeals) != 0)
        return failure(failed("seal"));
    return copy;
}

Error execute(const Result<sys::UniqueFd>& file, char** arguments) {
    if (!file)
        return file.error();
    if (canBeWritten(file->get()))
        return {ErrorKind::Failed, "protect", "this program", "it can still be written to"};
    ::execveat(file->get(), "", arguments, environ, AT_EMPTY_PATH);
    return failed("execute");
}

bool maps(const std::vector<IdMapping>& mappings, std::uint32_t id) {
    return std::ranges::any_of(mappings, [&](const IdMapping& mapping) {
        return id >= mapping.outside && id - mapping.outside < mapping.count;
    });
}

/// Whether the file is somebody else's to all who can be in such a container.
bool isForeignTo(const ContainerSpec& spec) {
    struct stat status{};
    return spec.namespaces.isNew(NamespaceKind::User) && ::stat(ownProgram, &status) == 0 &&
           (status.st_mode & (S_IWGRP | S_IWOTH)) == 0 && !maps(spec.uidMappings, status.st_uid) &&
           !maps(spec.gidMappings, status.st_gid);
}

} // namespace

Result<> executeOutOfReachOf(const ContainerSpec& spec, char** arguments) {
    return isForeignTo(spec) ? Result<>() : executeOutOfReach(arguments);
}

Result<> executeOutOfReach(char** arguments) {
    // execveat(2) of a descriptor names the process after its number.
    ::prctl(PR_SET_NAME, "vitrine-monitor");
    {
        const sys::UniqueFd own = VITRINE_TRY(sys::openAt(AT_FDCWD, ownProgram, O_RDONLY));
        if (!canBeWritten(own.get()))
            return {};
    }
    static_cast<void>(execute(onReadOnlyMount(), arguments)); // the other way is for every reason alike
    return failure(execute(asSealedCopy(), arguments));
}

} // namespace vitrine::monitor
