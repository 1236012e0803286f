// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The program that tests run in containers, linked statically so that its root needs nothing else. It prints
// what it sees as "key value" lines, or does what a word on its command line says.

#include <dirent.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <initializer_list>

namespace {

void printLinesOf(const char* path, const char* prefix, const char* only = nullptr) {
    FILE* file = std::fopen(path, "re");
    if (file == nullptr) {
        std::printf("%s unreadable %s\n", prefix, std::strerror(errno));
        return;
    }
    char line[4096];
    while (std::fgets(line, sizeof line, file) != nullptr) {
        if (only == nullptr || std::strncmp(line, only, std::strlen(only)) == 0)
            std::printf("%s %s", prefix, line);
    }
    std::fclose(file);
}

void printDescriptors() {
    DIR* directory = ::opendir("/proc/self/fd");
    if (directory == nullptr) {
        std::printf("fds unreadable\n");
        return;
    }
    while (const dirent* entry = ::readdir(directory)) {
        const int fd = std::atoi(entry->d_name);
        if (entry->d_name[0] != '.' && fd != ::dirfd(directory))
            std::printf("fd %d\n", fd);
    }
    ::closedir(directory);
}

void printNamespaces() {
    for (const char* name : {"pid", "mnt", "net", "uts", "ipc", "user", "cgroup", "time"}) {
        char path[64];
        char target[128] = {};
        std::snprintf(path, sizeof path, "/proc/self/ns/%s", name);
        if (::readlink(path, target, sizeof target - 1) > 0)
            std::printf("ns %s\n", target);
    }
}

void printLoopback() {
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    const bool up = ::ioctl(socket, SIOCGIFFLAGS, &request) == 0 && (request.ifr_flags & IFF_UP) != 0;
    std::printf("lo %s\n", up ? "up" : "down");
    ::close(socket);
}

void printView() {
    std::printf("ids %u %u\n", ::getuid(), ::getgid());
    std::printf("pid %d\n", ::getpid());
    std::printf("sid %d\n", ::getsid(0));
    for (const char* key : {"Uid", "Gid", "Groups", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb",
                            "NoNewPrivs", "Seccomp:", "SigBlk", "SigIgn"})
        printLinesOf("/proc/self/status", "status", key);
    printLinesOf("/proc/self/mountinfo", "mount");
    printLinesOf("/proc/self/cgroup", "cgroup");
    printLinesOf("/proc/self/limits", "limit", "Max open files");
    printDescriptors();
    printNamespaces();
    char name[256] = {};
    ::gethostname(name, sizeof name - 1);
    std::printf("hostname %s\n", name);
    printLoopback();
    char cwd[PATH_MAX] = {};
    std::printf("cwd %s\n", ::getcwd(cwd, sizeof cwd) == nullptr ? "none" : cwd);
    std::printf("tty %s\n", ::isatty(0) != 0 ? ::ttyname(0) : "none");
    struct stat console{};
    std::printf("console %s\n",
                ::stat("/dev/console", &console) == 0 && S_ISCHR(console.st_mode) ? "char" : "none");

    for (char** variable = environ; *variable != nullptr; ++variable)
        std::printf("env %s\n", *variable);
    const mode_t mask = ::umask(0);
    ::umask(mask);
    std::printf("umask %03o\n", mask);
}

/// The classic way out of chroot(2): a second root below, and a descriptor above it.
void escape(const char* canary) {
    ::mkdir("/escape", 0700);
    const int above = ::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (above < 0 || ::chroot("/escape") != 0 || ::fchdir(above) != 0)
        std::printf("escape failed %s\n", std::strerror(errno));
    for (int level = 0; level < 64; ++level) {
        if (::chdir("..") != 0)
            break;
    }
    if (::chroot(".") != 0)
        std::printf("escape failed %s\n", std::strerror(errno));
    std::printf("canary %s\n", ::access(canary, F_OK) == 0 ? "reached" : "unreachable");
}

void printCall(const char* name, long result) {
    std::printf("call %s %s\n", name, result >= 0 ? "ok" : std::strerror(errno));
}

/// Calls that the default filter refuses, and some that it allows.
void tryCalls() {
    constexpr unsigned long upper = 1UL << 32;
    char character = 'x';
    printCall("getpid", ::syscall(SYS_getpid));
    printCall("socket-inet", ::syscall(SYS_socket, AF_INET, SOCK_STREAM, 0));
    printCall("socket-alg", ::syscall(SYS_socket, AF_ALG, SOCK_SEQPACKET, 0));
    printCall("socket-alg-upper", ::syscall(SYS_socket, upper | AF_ALG, SOCK_SEQPACKET, 0));
    printCall("socket-vsock", ::syscall(SYS_socket, AF_VSOCK, SOCK_STREAM, 0));
    printCall("tiocsti", ::syscall(SYS_ioctl, 0, TIOCSTI, &character));
    printCall("tiocsti-upper", ::syscall(SYS_ioctl, 0, upper | TIOCSTI, &character));
    printCall("tioclinux", ::syscall(SYS_ioctl, 0, TIOCLINUX, &character));
    printCall("ioctl", ::syscall(SYS_ioctl, -1, FIONREAD, &character));
    printCall("unshare", ::syscall(SYS_unshare, CLONE_NEWUSER));
    printCall("clone-ns", ::syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0));
    printCall("clone3", ::syscall(SYS_clone3, nullptr, 0));
    printCall("mount", ::syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, nullptr));
    printCall("keyctl", ::syscall(SYS_keyctl, 0, 0, 0, 0, 0));
    printCall("bpf", ::syscall(SYS_bpf, 0, nullptr, 0));
    printCall("userfaultfd", ::syscall(SYS_userfaultfd, 0));
    printCall("io_uring_setup", ::syscall(SYS_io_uring_setup, 1, nullptr));
    printCall("kexec_load", ::syscall(SYS_kexec_load, 0, 0, nullptr, 0));
    printCall("open_by_handle_at", ::syscall(SYS_open_by_handle_at, -1, nullptr, 0));
    printCall("personality-aslr-off", ::syscall(SYS_personality, 0x0040000));
    printCall("chroot", ::syscall(SYS_chroot, "/"));
}

void writeTo(const char* path) {
    const int fd = ::open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    std::printf("write %s %s\n", path, fd >= 0 && ::write(fd, "\n", 1) == 1 ? "ok" : std::strerror(errno));
    if (fd >= 0)
        ::close(fd);
}

void readFrom(const char* path) {
    const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
    char buffer[256];
    const ssize_t count = fd >= 0 ? ::read(fd, buffer, sizeof buffer) : -1;
    std::printf("read %s %zd\n", path, count);
    if (fd >= 0)
        ::close(fd);
}

volatile std::sig_atomic_t hasSeenEnough = 0;

/// Looks at every other process inside until SIGTERM: one that is not this program (yet) must not let itself
/// be looked into. "refused" counts the looks that were refused, so that a test knows there was something to
/// see.
void spy() {
    unsigned refused = 0;
    std::signal(SIGTERM, [](int) { hasSeenEnough = 1; });
    while (hasSeenEnough == 0) {
        DIR* directory = ::opendir("/proc");
        if (directory == nullptr)
            break;
        while (const dirent* entry = ::readdir(directory)) {
            const int pid = std::atoi(entry->d_name);
            char path[64];
            char target[256] = {};
            std::snprintf(path, sizeof path, "/proc/%d/exe", pid);
            if (pid <= 1)
                continue;
            if (::readlink(path, target, sizeof target - 1) < 0)
                refused += errno == EACCES || errno == EPERM ? 1 : 0;
            else if (std::strcmp(target, "/payload") != 0)
                std::printf("leak exe %s\n", target);
            std::snprintf(path, sizeof path, "/proc/%d/cwd", pid);
            char place[256] = {};
            if (::readlink(path, place, sizeof place - 1) > 0 && std::strcmp(place, "/") != 0)
                std::printf("leak cwd %s\n", place);
        }
        ::closedir(directory);
    }
    std::printf("refused %u\n", refused);
}

/// Processes whose parent ends at once, and which end then.
void makeOrphans(int count) {
    for (int number = 0; number < count; ++number) {
        const pid_t parent = ::fork();
        if (parent == 0) {
            if (::fork() == 0)
                ::usleep(20'000);
            ::_exit(0);
        }
        ::waitpid(parent, nullptr, 0);
    }
}

[[noreturn]] void exitWithNine(int /*signal*/) {
    ::_exit(9);
}

void printTerminal() {
    std::printf("foreground %s\n", ::tcgetpgrp(0) == ::getpgrp() ? "yes" : "no");
    std::printf("leader %s\n", ::getpgrp() == ::getpid() ? "yes" : "no");
}

/// A character device.
void makeNode(const char* path, int major, int minor) {
    const int result =
        ::mknod(path, S_IFCHR | 0666, makedev(static_cast<unsigned>(major), static_cast<unsigned>(minor)));
    std::printf("node %s %s\n", path, result == 0 ? "ok" : std::strerror(errno));
}

/// As pid 1: stops whatever is in the pid namespace or comes into it.
[[noreturn]] void stopOthers() {
    std::printf("end\n");
    std::fflush(stdout);
    for (;;)
        ::kill(-1, SIGSTOP);
}

} // namespace

int main(int count, char** words) {
    std::setvbuf(stdout, nullptr, _IOFBF, 65536);
    for (int index = 1; index < count; ++index) {
        const char* word = words[index];
        if (std::strcmp(word, "view") == 0)
            printView();
        else if (std::strcmp(word, "calls") == 0)
            tryCalls();
        else if (std::strcmp(word, "spy") == 0)
            spy();
        else if (std::strcmp(word, "terminal") == 0)
            printTerminal();
        else if (std::strcmp(word, "handle-term") == 0)
            std::signal(SIGTERM, exitWithNine);
        else if (std::strcmp(word, "orphans") == 0 && index + 1 < count)
            makeOrphans(std::atoi(words[++index]));
        else if (std::strcmp(word, "kill-self") == 0 && index + 1 < count) {
            std::printf("end\n");
            std::fflush(stdout);
            ::kill(::getpid(), std::atoi(words[++index]));
        } else if (std::strcmp(word, "stop-others") == 0)
            stopOthers();
        else if (std::strcmp(word, "escape") == 0 && index + 1 < count)
            escape(words[++index]);
        else if (std::strcmp(word, "write") == 0 && index + 1 < count)
            writeTo(words[++index]);
        else if (std::strcmp(word, "node") == 0 && index + 3 < count) {
            makeNode(words[index + 1], std::atoi(words[index + 2]), std::atoi(words[index + 3]));
            index += 3;
        } else if (std::strcmp(word, "read") == 0 && index + 1 < count)
            readFrom(words[++index]);
        else if (std::strcmp(word, "wait") == 0) {
            std::printf("end\n");
            std::fflush(stdout);
            ::pause();
        } else if (std::strcmp(word, "exit") == 0 && index + 1 < count) {
            std::fflush(stdout);
            ::_exit(std::atoi(words[++index]));
        }
    }
    std::printf("end\n");
    return 0;
}
