// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What a refresh of 10,000 processes costs: the ProcessReader beside ps with namespace columns, in turn
// within one run. The processes sleep; they share this program's memory and have small stacks of their own,
// so that making and ending them is quick.
#include "core/process/processtree.h"

#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

using namespace vitrine;

namespace {

constexpr std::size_t stackSize = 8192;

int sleeper(void* /*unused*/) {
    // Raw calls only: the memory, and with it errno, is the parent's.
    ::syscall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    for (;;)
        ::syscall(SYS_pause);
}

class Sleepers {
public:
    explicit Sleepers(std::size_t count)
        : m_size(count * stackSize)
        , m_stacks(static_cast<char*>(::mmap(nullptr, m_size, PROT_READ | PROT_WRITE,
                                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0))) {
        for (std::size_t i = 0; i < count; ++i) {
            const int pid = ::clone(sleeper, m_stacks + (i + 1) * stackSize, CLONE_VM | SIGCHLD, nullptr);
            if (pid < 0)
                break;
            m_pids.push_back(pid);
        }
    }
    ~Sleepers() {
        for (const pid_t pid : m_pids)
            ::kill(pid, SIGKILL);
        for (const pid_t pid : m_pids)
            ::waitpid(pid, nullptr, 0);
        ::munmap(m_stacks, m_size);
    }
    Sleepers(const Sleepers&) = delete;
    Sleepers& operator=(const Sleepers&) = delete;
    [[nodiscard]] const std::vector<pid_t>& pids() const { return m_pids; }

private:
    std::size_t m_size;
    char* m_stacks;
    std::vector<pid_t> m_pids;
};

using Clock = std::chrono::steady_clock;

double sinceMs(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double cpuMs() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

double psMs() {
    const char* arguments[] = {"ps", "-eo", "pid,ppid,comm,pidns,netns,mntns", nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    const auto start = Clock::now();
    pid_t pid = -1;
    const int error = ::posix_spawnp(&pid, "ps", &actions, nullptr, const_cast<char**>(arguments), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        return 0;
    ::waitpid(pid, nullptr, 0);
    return sinceMs(start);
}

} // namespace

int main(int argc, char** argv) {
    const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 10'000;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    const Sleepers sleepers(count);
    auto reader = process::ProcessReader::open();
    if (!reader || sleepers.pids().size() != count) {
        std::fprintf(stderr, "only %zu processes could be made\n", sleepers.pids().size());
        return 1;
    }
    const double cpuBefore = cpuMs();
    const auto start = Clock::now();
    const auto first = reader->refresh(sleepers.pids());
    std::printf("%zu processes, descriptors up to %lu\n", first ? (*first)->size() : 0,
                static_cast<unsigned long>(limit.rlim_cur));
    std::printf("first refresh:  %8.1f ms, %8.1f ms of CPU\n", sinceMs(start), cpuMs() - cpuBefore);
    std::vector<double> wall, cpu, ps;
    for (int round = 0; round < 30; ++round) {
        const double before = cpuMs();
        const auto began = Clock::now();
        if (const auto refreshed = reader->refresh(sleepers.pids());
            !refreshed || (*refreshed)->size() != count)
            std::abort();
        wall.push_back(sinceMs(began));
        cpu.push_back(cpuMs() - before);
        if (round % 6 == 0)
            ps.push_back(psMs());
    }
    std::printf("refresh:        %8.1f ms, %8.1f ms of CPU (medians of %zu)\n", median(wall), median(cpu),
                wall.size());
    std::printf("ps -eo pid,ppid,comm,pidns,netns,mntns: %.1f ms (median of %zu), ratio %.1f\n", median(ps),
                ps.size(), median(ps) / median(cpu));
    return 0;
}
