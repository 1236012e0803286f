// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

// The least that isolating a process costs, without checks, journal, identities, devices, masks, capabilities
// and filter: floor ROOT PROGRAM [CONTROL-GROUP-DIRECTORY…]. In each directory a group is made, limited and
// removed.

namespace {

void check(bool good, const char* what) {
    if (!good) {
        std::perror(what);
        ::_exit(1);
    }
}

void writeTo(const std::string& path, const char* text, std::size_t length) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    check(fd >= 0 && ::write(fd, text, length) == static_cast<ssize_t>(length), path.c_str());
    ::close(fd);
}

[[noreturn]] void runChild(const char* root, char* program, const std::vector<int>& tasks) {
    for (const int fd : tasks)
        check(::write(fd, "0", 1) == 1, "tasks"); // one thread, moving itself: no wait for a grace period
    check(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0, "private");
    check(::mount(root, root, nullptr, MS_BIND | MS_REC, nullptr) == 0, "bind");
    check(::chdir(root) == 0, "chdir");
    check(::syscall(SYS_pivot_root, ".", ".") == 0, "pivot_root");
    check(::umount2(".", MNT_DETACH) == 0, "umount");
    check(::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) == 0, "proc");
    char* words[] = {program, nullptr};
    char* environment[] = {nullptr};
    ::execve(program, words, environment);
    ::_exit(127);
}

} // namespace

int main(int count, char** words) {
    if (count < 3)
        return 2;
    std::vector<std::string> groups;
    std::vector<int> tasks;
    for (int i = 3; i < count; ++i) {
        const std::string group = std::string(words[i]) + "/vitrine-floor-" + std::to_string(::getpid());
        check(::mkdir(group.c_str(), 0755) == 0, group.c_str());
        if (group.find("/memory/") != std::string::npos)
            writeTo(group + "/memory.limit_in_bytes", "1073741824", 10);
        if (group.find("/pids/") != std::string::npos)
            writeTo(group + "/pids.max", "4096", 4);
        tasks.push_back(::open((group + "/tasks").c_str(), O_WRONLY | O_CLOEXEC));
        groups.push_back(group);
    }
    clone_args arguments{};
    arguments.flags = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET;
    arguments.exit_signal = SIGCHLD;
    const long child = ::syscall(SYS_clone3, &arguments, sizeof arguments);
    check(child >= 0, "clone3");
    if (child == 0)
        runChild(words[1], words[2], tasks);
    int status = 0;
    ::waitpid(static_cast<pid_t>(child), &status, 0);
    for (const std::string& group : groups)
        ::rmdir(group.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
