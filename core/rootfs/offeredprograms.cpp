// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/offeredprograms.h"

#include "core/sys/file.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace vitrine::rootfs {

namespace {

constexpr std::array directories{"/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"};

constexpr std::array starter{
    // shells
    "bash", "sh", "dash",
    // coreutils
    "[", "arch", "basename", "cat", "chgrp", "chmod", "chown", "chroot", "cksum", "comm", "cp", "cut", "date",
    "dd", "df", "dirname", "du", "echo", "env", "expr", "false", "fold", "head", "id", "install", "join",
    "kill", "link", "ln", "ls", "md5sum", "mkdir", "mkfifo", "mknod", "mktemp", "mv", "nice", "nl", "nohup",
    "nproc", "od", "paste", "printenv", "printf", "pwd", "readlink", "realpath", "rm", "rmdir", "seq",
    "sha1sum", "sha256sum", "shuf", "sleep", "sort", "split", "stat", "stty", "sync", "tac", "tail", "tee",
    "test", "timeout", "touch", "tr", "true", "truncate", "tty", "uname", "uniq", "unlink", "users", "wc",
    "who", "whoami", "yes",
    // what lessons and daily work ask for next
    "clear", "find", "free", "grep", "hostname", "ip", "less", "mount", "nsenter", "ps", "sed", "umount",
    "unshare", "xargs"};

/// Nobody but root can change the file.
bool isRoots(const struct stat& status) {
    return status.st_uid == 0 && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/// The directory, if what is in it was put there by root alone.
Result<sys::UniqueFd> openTrusted(const Sysroot& root, const char* path) {
    sys::UniqueFd fd = VITRINE_TRY(sys::openInRoot(root.fd(), path, O_RDONLY | O_DIRECTORY));
    struct stat status{};
    if (::fstat(fd.get(), &status) != 0)
        return failure(Error::fromErrno("look at", path, errno));
    if (!isRoots(status))
        return failure(Error(ErrorKind::NotAuthorized, "use", path, "others than root may write to it"));
    return fd;
}

std::optional<OfferedProgram> programAt(const Sysroot& root, const char* directory, const std::string& name) {
    std::string path = std::string(directory) + '/' + name;
    const auto file = root.find(path);
    constexpr mode_t forOthers = S_IROTH | S_IXOTH;
    if (!file || !isRoots(file->status) || (file->status.st_mode & forOthers) != forOthers)
        return std::nullopt;
    return OfferedProgram{name, std::move(path), static_cast<std::uint64_t>(file->status.st_size)};
}

} // namespace

std::optional<OfferedProgram> findOffered(const Sysroot& root, const std::string& name) {
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos ||
        name.find('\0') != std::string::npos)
        return std::nullopt;
    for (const char* directory : directories) {
        if (!openTrusted(root, directory))
            continue;
        if (auto program = programAt(root, directory, name))
            return program;
    }
    return std::nullopt;
}

Result<std::vector<OfferedProgram>> offeredPrograms(const std::string& sysroot) {
    const Sysroot root = VITRINE_TRY(Sysroot::open(sysroot, Visibility::Everyones));
    std::map<std::string, OfferedProgram> byName;
    for (const char* directory : directories) {
        const auto fd = openTrusted(root, directory);
        if (!fd)
            continue;
        for (const std::string& name : VITRINE_TRY(sys::listDirectory(fd->get()))) {
            if (byName.contains(name))
                continue;
            if (auto program = programAt(root, directory, name))
                byName.emplace(name, std::move(*program));
        }
    }
    std::vector<OfferedProgram> programs;
    programs.reserve(byName.size());
    for (auto& [name, program] : byName)
        programs.push_back(std::move(program));
    return programs;
}

std::vector<std::string> starterPrograms(const std::vector<OfferedProgram>& offered) {
    std::vector<std::string> names;
    for (const std::string name : starter) {
        if (std::ranges::find(offered, name, &OfferedProgram::name) != offered.end())
            names.push_back(name);
    }
    return names;
}

} // namespace vitrine::rootfs
