// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "groupchild.h"

#include <linux/sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <thread>

namespace vitrine::test {

namespace {

[[noreturn]] void runChild(const std::vector<int>& joinFds, int ready, const std::function<int()>& body) {
    for (const int fd : joinFds) {
        if (::write(fd, "0", 1) != 1)
            ::_exit(99);
    }
    if (::write(ready, "+", 1) != 1)
        ::_exit(98);
    ::close(ready);
    ::_exit(body());
}

} // namespace

pid_t spawnIn(const cgroup::Cgroup& group, const std::function<int()>& body) {
    int ready[2];
    if (::pipe(ready) != 0)
        return -1;
    clone_args args{};
    args.exit_signal = SIGCHLD;
    if (group.cloneFd() >= 0) {
        args.flags = CLONE_INTO_CGROUP;
        args.cgroup = static_cast<std::uint64_t>(group.cloneFd());
    }
    const auto pid = static_cast<pid_t>(::syscall(SYS_clone3, &args, sizeof args));
    if (pid == 0) {
        ::close(ready[0]);
        runChild(group.joinFds(), ready[1], body);
    }
    ::close(ready[1]);
    char answer = 0;
    const bool entered = pid > 0 && ::read(ready[0], &answer, 1) == 1;
    ::close(ready[0]);
    return entered ? pid : -1;
}

int sleepForever() {
    for (;;)
        ::pause();
}

int waitFor(pid_t pid) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    int status = -1;
    while (std::chrono::steady_clock::now() < deadline) {
        if (::waitpid(pid, &status, WNOHANG) == pid)
            return status;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return -1;
}

std::vector<std::string> traces() {
    namespace fs = std::filesystem;
    // By this process's own name: another run of the tests can go on beside.
    const std::string ours = "vitrine-test-" + std::to_string(::getpid());
    std::vector<std::string> found;
    std::ifstream mounts("/proc/self/mounts");
    std::string device, mountPoint, type, rest;
    while (mounts >> device >> mountPoint >> type && std::getline(mounts, rest)) {
        std::error_code error;
        if (type != "cgroup" && type != "cgroup2")
            continue;
        for (const auto& entry : fs::directory_iterator(mountPoint, error)) {
            if (entry.path().filename().string().starts_with(ours))
                found.push_back(entry.path());
        }
    }
    for (const auto& entry : fs::directory_iterator("/proc/self/task")) {
        std::ifstream children(entry.path() / "children");
        std::string pid;
        while (children >> pid)
            found.push_back("child " + pid);
    }
    for (const auto& entry : fs::directory_iterator("/proc/self/fd"))
        found.push_back("fd " + entry.path().filename().string());
    std::ranges::sort(found);
    return found;
}

} // namespace vitrine::test
