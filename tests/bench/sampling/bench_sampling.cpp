// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What one sample of one cgroup costs, in µs of CPU: the Sampler (kept descriptors) beside opening, reading
// and closing the same three files by path, and beside bare pread of them, which is the floor, in turn within
// one run. Hot is back to back; 1 Hz is with a
// second of sleep before each round, as the helper does it.
#include "core/cgroup/cgroup.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

using namespace vitrine;

namespace {

double cpuUs() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

struct Groups {
    CgroupFacts facts;
    std::vector<std::string> paths;
    std::vector<cgroup::Sampler> samplers;
    std::vector<std::string> files;
    std::vector<sys::UniqueFd> descriptors; ///< of `files`

    explicit Groups(const CgroupFacts& machine)
        : facts(machine) {}
    Groups(const Groups&) = delete;
    Groups& operator=(const Groups&) = delete;
    ~Groups() {
        samplers.clear();
        descriptors.clear();
        for (const std::string& path : paths) {
            const auto cgroup = cgroup::open(facts, path, cgroup::Create::OpenExisting);
            if (!cgroup || !(*cgroup)->remove(std::chrono::seconds(1)))
                std::fprintf(stderr, "%s could not be removed\n", path.c_str());
        }
    }
};

Result<> make(int count, Groups& groups) {
    for (int i = 0; i < count; ++i) {
        const std::string path = "vitrine-test-" + std::to_string(::getpid()) + "/bench" + std::to_string(i);
        const auto cgroup = VITRINE_TRY(cgroup::open(groups.facts, path, cgroup::Create::MakeNew));
        groups.paths.push_back(path);
        groups.samplers.push_back(VITRINE_TRY(cgroup::Sampler::open(groups.facts, path)));
        if (groups.facts.memory == ControllerVersion::V2) {
            const std::string directory = cgroup->directoryOf("memory");
            for (const char* file : {"/cpu.stat", "/memory.current", "/pids.current"})
                groups.files.push_back(directory + file);
        } else {
            groups.files.push_back(cgroup->directoryOf("cpuacct") + "/cpuacct.usage");
            groups.files.push_back(cgroup->directoryOf("memory") + "/memory.usage_in_bytes");
            groups.files.push_back(cgroup->directoryOf("pids") + "/pids.current");
        }
    }
    for (const std::string& file : groups.files)
        groups.descriptors.push_back(VITRINE_TRY(sys::openAt(AT_FDCWD, file, O_RDONLY)));
    return {};
}

double preadAll(const Groups& groups) {
    char buffer[1024];
    const double start = cpuUs();
    for (const sys::UniqueFd& fd : groups.descriptors) {
        if (::pread(fd.get(), buffer, sizeof buffer, 0) <= 0)
            std::abort();
    }
    return (cpuUs() - start) / static_cast<double>(groups.samplers.size());
}

double sampleAll(Groups& groups) {
    const double start = cpuUs();
    for (cgroup::Sampler& sampler : groups.samplers) {
        if (!sampler.sample())
            std::abort();
    }
    return (cpuUs() - start) / static_cast<double>(groups.samplers.size());
}

double sampleAllDetailed(Groups& groups) {
    const double start = cpuUs();
    for (cgroup::Sampler& sampler : groups.samplers) {
        if (!sampler.sampleDetailed())
            std::abort();
    }
    return (cpuUs() - start) / static_cast<double>(groups.samplers.size());
}

double openReadCloseAll(const Groups& groups) {
    char buffer[1024];
    const double start = cpuUs();
    for (const std::string& file : groups.files) {
        const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        if (::read(fd, buffer, sizeof buffer) <= 0)
            std::abort();
        ::close(fd);
    }
    return (cpuUs() - start) / static_cast<double>(groups.samplers.size());
}

void measure(const CgroupFacts& facts, int count, const char* label, int rounds,
             std::chrono::milliseconds pause) {
    Groups groups(facts);
    if (const auto made = make(count, groups); !made) {
        std::fprintf(stderr, "%s\n", made.error().message().c_str());
        return;
    }
    sampleAll(groups);
    std::vector<double> kept, opened, floor, detailed;
    for (int round = 0; round < rounds; ++round) {
        // Hot is back to back with itself: what ran before must not be the other way of reading.
        if (pause.count() == 0)
            sampleAll(groups);
        std::this_thread::sleep_for(pause);
        kept.push_back(sampleAll(groups));
        if (pause.count() == 0)
            openReadCloseAll(groups);
        std::this_thread::sleep_for(pause);
        opened.push_back(openReadCloseAll(groups));
        if (pause.count() == 0)
            preadAll(groups);
        std::this_thread::sleep_for(pause);
        floor.push_back(preadAll(groups));
        if (count <= 100)
            detailed.push_back(sampleAllDetailed(groups));
    }
    std::printf("%5d  %-5s  %8.2f  %9.2f  %18.2f  %6.1f", count, label, median(kept), median(floor),
                median(opened), median(opened) / median(kept));
    if (!detailed.empty())
        std::printf("  %10.2f", median(detailed));
    std::printf("\n");
    std::fflush(stdout);
}

} // namespace

int main() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    const auto facts = cgroup::readFacts();
    if (!facts) {
        std::fprintf(stderr, "%s\n", facts.error().message().c_str());
        return 1;
    }
    std::printf("cgroup layout %s; µs of CPU per cgroup and sample, medians\n",
                std::string(nameOf(facts->layout)).c_str());
    std::printf("    N           sample()  pread (3)  open+read+close (3)   ratio  detailed()\n");
    for (const int count : {10, 100, 1000}) {
        measure(*facts, count, "hot", 30000 / count, std::chrono::milliseconds(0));
        measure(*facts, count, "1 Hz", 8, std::chrono::milliseconds(1000));
    }
    return 0;
}
