// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What the attack tests run in a container, as root there: it tries to get out, to change the host and to
// look at others, and prints "broke …" for whatever worked and "tried N" for how much there was. Linked
// statically, so that a root needs nothing else. What it writes is what was there before: where an attack
// works (on the host itself, which is the proof that it is one) nothing is changed.

#include <dirent.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <initializer_list>

namespace {

int tried = 0;

void broke(const char* what, const char* where) {
    std::printf("broke %s %s\n", what, where);
}

/// Writes to a file what is in it.
void rewrite(const char* what, const char* path) {
    ++tried;
    char content[4096];
    const int reader = ::open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t size = reader >= 0 ? ::read(reader, content, sizeof content) : -1;
    ::close(reader);
    const int writer = ::open(path, O_WRONLY | O_CLOEXEC);
    if (writer >= 0 && size > 0 && ::write(writer, content, static_cast<std::size_t>(size)) == size)
        broke(what, path);
    ::close(writer);
}

/// For files whose every write does something: being allowed to is enough.
void openForWriting(const char* what, const char* path) {
    ++tried;
    const int fd = ::open(path, O_WRONLY | O_CLOEXEC);
    if (fd >= 0)
        broke(what, path);
    ::close(fd);
}

void readSome(const char* what, const char* path) {
    ++tried;
    char content[64];
    const int fd = ::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0 && ::read(fd, content, sizeof content) > 0)
        broke(what, path);
    ::close(fd);
}

constexpr const char* hostSwitches[] = {"/sys/kernel/core_pattern",    "/sys/kernel/modprobe",
                                        "/sys/kernel/panic",           "/sys/vm/overcommit_memory",
                                        "/sys/fs/protected_hardlinks", "/sys/kernel/kptr_restrict",
                                        "/sys/kernel/dmesg_restrict",  "/sys/fs/suid_dumpable"};

/// Switches of the whole machine below a mount of procfs.
void writeSwitches(const char* what, const char* procfs) {
    for (const char* name : hostSwitches) {
        char path[256];
        std::snprintf(path, sizeof path, "%s%s", procfs, name);
        rewrite(what, path);
    }
}

void kernelFiles() {
    writeSwitches("write", "/proc");
    for (const char* path : {"/sys/kernel/uevent_helper", "/sys/kernel/mm/transparent_hugepage/enabled",
                             "/sys/kernel/profiling", "/sys/module/printk/parameters/time"})
        rewrite("write", path);
    openForWriting("open", "/proc/sysrq-trigger");
    openForWriting("open", "/sys/power/state");
    openForWriting("open", "/dev/mem");
    openForWriting("open", "/dev/kmsg");
}

void coveredFiles() {
    for (const char* path :
         {"/proc/kcore", "/proc/kallsyms", "/proc/interrupts", "/proc/keys", "/proc/timer_list"})
        readSome("read", path);
}

void devices() {
    struct Node {
        mode_t type;
        unsigned major;
        unsigned minor;
    };
    for (const Node& node : {Node{S_IFCHR, 1, 1}, Node{S_IFCHR, 1, 11}, Node{S_IFCHR, 10, 237},
                             Node{S_IFBLK, 254, 0}, Node{S_IFBLK, 8, 0}}) {
        ++tried;
        char path[64];
        std::snprintf(path, sizeof path, "/node-%u-%u", node.major, node.minor);
        const bool made = ::mknod(path, node.type | 0600, ::makedev(node.major, node.minor)) == 0;
        const int fd = made ? ::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
        if (fd >= 0)
            broke("device", path);
        ::close(fd);
        ::unlink(path);
    }
}

/// New mounts of file systems through which root could change the host.
void newMounts() {
    ::mkdir("/m", 0700);
    const auto with = [](const char* type, const char* data, const char* file, const char* what) {
        ++tried;
        if (::mount(type, "/m", type, 0, data) != 0)
            return;
        if (file != nullptr) {
            char path[128];
            std::snprintf(path, sizeof path, "/m%s", file);
            openForWriting(what, path);
        } else {
            broke(what, type);
        }
        ::umount2("/m", MNT_DETACH);
    };
    with("cgroup", "memory", "/release_agent", "release-agent");
    with("cgroup", "none,name=attack", "/release_agent", "release-agent");
    with("debugfs", nullptr, nullptr, "mount");
    with("tracefs", nullptr, nullptr, "mount");
    with("securityfs", nullptr, nullptr, "mount");
    with("ext4", nullptr, nullptr, "mount");
    with("sysfs", nullptr, "/kernel/mm/transparent_hugepage/enabled", "sysfs");
    if (::mount("proc", "/m", "proc", 0, nullptr) == 0) {
        writeSwitches("new-proc", "/m");
        ::umount2("/m", MNT_DETACH);
    }
    ++tried;
}

/// Takes off, moves and changes the mounts that cover or protect kernel files.
void uncover() {
    ::mkdir("/m", 0700);
    for (const char* path :
         {"/proc/sys", "/proc/kcore", "/proc/kallsyms", "/proc/sysrq-trigger", "/proc/interrupts"}) {
        ++tried;
        if (::umount2(path, MNT_DETACH) == 0)
            broke("umount", path);
    }
    ++tried;
    if (::mount(nullptr, "/proc/sys", nullptr, MS_REMOUNT | MS_BIND, nullptr) == 0)
        writeSwitches("remount", "/proc");
    ++tried;
    if (::mount("/proc/sys", "/m", nullptr, MS_MOVE, nullptr) == 0)
        broke("move", "/proc/sys");
    ++tried;
    if (::mount("/proc", "/m", nullptr, MS_BIND, nullptr) == 0) {
        writeSwitches("bind", "/m");
        ::umount2("/m", MNT_DETACH);
    }
    ++tried;
    const long tree = ::syscall(SYS_open_tree, AT_FDCWD, "/proc", OPEN_TREE_CLONE | O_CLOEXEC);
    if (tree >= 0 && ::syscall(SYS_move_mount, tree, "", AT_FDCWD, "/m", MOVE_MOUNT_F_EMPTY_PATH) == 0)
        writeSwitches("open_tree", "/m");
}

/// Everything about mounts once more, with all the rights of a user namespace of its own.
void nested() {
    ++tried;
    std::fflush(stdout);
    const pid_t child = ::fork();
    if (child == 0) {
        tried = 0;
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0) {
            broke("unshare", "user");
            uncover();
            newMounts();
        }
        std::fflush(stdout);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
}

/// A process of the host or of another container that can be seen: nothing of it may be touched.
void neighbour(const char* word) {
    const pid_t pid = std::atoi(word);
    char path[64];
    for (const char* name : {"root", "cwd", "exe", "ns/net", "fd/0"}) {
        ++tried;
        char target[256];
        std::snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
        if (::readlink(path, target, sizeof target) > 0)
            broke("readlink", path);
        const int fd = ::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        if (fd >= 0)
            broke("open", path);
        ::close(fd);
    }
    for (const char* name : {"environ", "mem", "maps", "auxv", "syscall"}) {
        std::snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
        readSome("read", path);
    }
    ++tried;
    if (::kill(pid, 0) == 0)
        broke("kill", word);
    ++tried;
    if (::ptrace(PTRACE_SEIZE, pid, nullptr, nullptr) == 0)
        broke("ptrace", word);
    char byte = 0;
    iovec here{&byte, 1};
    iovec there{reinterpret_cast<void*>(0x400000), 1};
    ++tried;
    if (::syscall(SYS_process_vm_readv, pid, &here, 1, &there, 1, 0) > 0)
        broke("process_vm_readv", word);
    ++tried;
    const long pidfd = ::syscall(SYS_pidfd_open, pid, 0);
    if (pidfd >= 0 && ::syscall(SYS_setns, pidfd, CLONE_NEWNET) == 0)
        broke("setns", word);
    if (pidfd >= 0 && ::syscall(SYS_pidfd_getfd, pidfd, 0, 0) >= 0)
        broke("pidfd_getfd", word);
    std::printf("visible %s\n",
                std::snprintf(path, sizeof path, "/proc/%d", pid) > 0 && ::access(path, F_OK) == 0 ? "yes"
                                                                                                   : "no");
}

/// Writes to a program what is in it. Where only somebody executes it still, waiting for the end is enough,
/// unless the mount is read-only or the file is sealed (which are noticed later than that).
bool canChange(const char* path) {
    char byte = 0;
    const int reader = ::open(path, O_RDONLY | O_CLOEXEC);
    const int seals = ::fcntl(reader, F_GET_SEALS);
    const bool isRead = ::pread(reader, &byte, 1, 0) == 1;
    ::close(reader);
    const int writer = ::open(path, O_WRONLY | O_CLOEXEC);
    if (writer < 0)
        return errno == ETXTBSY && (seals < 0 || (seals & F_SEAL_WRITE) == 0) && ::access(path, W_OK) == 0;
    const bool isWritten = isRead && ::pwrite(writer, &byte, 1, 0) == 1;
    ::close(writer);
    return isWritten;
}

/// Waits for processes that are not this program, keeps their program's file, and when they are gone tries to
/// write to it.
void watchPrograms(const char* seconds) {
    constexpr int most = 64;
    static int kept[most];
    int count = 0;
    std::printf("watching\n");
    std::fflush(stdout);
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    for (const time_t end = now.tv_sec + std::atoi(seconds); now.tv_sec < end;
         ::clock_gettime(CLOCK_MONOTONIC, &now)) {
        DIR* directory = ::opendir("/proc");
        while (const dirent* entry = directory != nullptr ? ::readdir(directory) : nullptr) {
            char path[64];
            char target[256] = {};
            std::snprintf(path, sizeof path, "/proc/%d/exe", std::atoi(entry->d_name));
            if (std::atoi(entry->d_name) <= 0 || ::readlink(path, target, sizeof target - 1) <= 0 ||
                std::strstr(target, "attacker") != nullptr || std::strstr(target, "guest") != nullptr ||
                count == most)
                continue;
            const int fd = ::open(path, O_PATH | O_CLOEXEC);
            if (fd < 0)
                continue;
            kept[count++] = fd;
            std::printf("handle %s\n", target);
            std::fflush(stdout);
        }
        if (directory != nullptr)
            ::closedir(directory);
        for (int i = 0; i < count; ++i) {
            char path[64];
            std::snprintf(path, sizeof path, "/proc/self/fd/%d", kept[i]);
            if (canChange(path)) {
                broke("program", path);
                std::fflush(stdout);
                return;
            }
        }
    }
    std::printf("handles %d\n", count);
}

} // namespace

int main(int count, char** words) {
    std::setvbuf(stdout, nullptr, _IOFBF, 65536);
    for (int index = 1; index < count; ++index) {
        const char* word = words[index];
        const char* next = index + 1 < count ? words[index + 1] : "";
        if (std::strcmp(word, "kernel-files") == 0)
            kernelFiles();
        else if (std::strcmp(word, "covered-files") == 0)
            coveredFiles();
        else if (std::strcmp(word, "devices") == 0)
            devices();
        else if (std::strcmp(word, "mounts") == 0)
            newMounts();
        else if (std::strcmp(word, "uncover") == 0)
            uncover();
        else if (std::strcmp(word, "nested") == 0)
            nested();
        else if (std::strcmp(word, "neighbour") == 0)
            neighbour(next);
        else if (std::strcmp(word, "watch-programs") == 0)
            watchPrograms(next);
        else if (std::strcmp(word, "wait") == 0) {
            std::printf("end\n");
            std::fflush(stdout);
            ::pause();
        }
    }
    std::printf("tried %d\nend\n", tried);
    return 0;
}
