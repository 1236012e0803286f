// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/start/timing.h"

#include "core/cgroup/hierarchies.h"

#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>

namespace vitrine::bench {

namespace {

std::optional<pid_t> spawn(const std::vector<std::string>& words) {
    std::vector<char*> argv;
    for (const std::string& word : words)
        argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (int standard = 0; standard < 3; ++standard)
        posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0);
    pid_t child = -1;
    const int problem = posix_spawnp(&child, argv.front(), &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    return problem == 0 ? std::optional(child) : std::nullopt;
}

int codeOf(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// crun gives the /dev/null that it was started with to the container's root: let it be none that others use.
constexpr const char* ownNull = "/dev/vitrine-bench-null";
bool hideNull() {
    return ::mknod(ownNull, S_IFCHR, makedev(1, 3)) == 0 && ::chmod(ownNull, 0666) == 0 &&
           ::mount(ownNull, "/dev/null", nullptr, MS_BIND, nullptr) == 0;
}

[[noreturn]] void serveV1(int socket) {
    const auto hierarchies = cgroup::readHierarchies("/");
    bool good = hierarchies && ::unshare(CLONE_NEWNS) == 0 &&
                ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    for (const auto& one : hierarchies.value_or(std::vector<cgroup::Hierarchy>())) {
        if (hierarchies->size() > 1 && one.version == ControllerVersion::V2)
            good &= ::umount2(one.mountPoint.c_str(), MNT_DETACH) == 0;
    }
    good = good && hideNull();
    char message[8192];
    for (;;) {
        const ssize_t length = ::recv(socket, message, sizeof message, 0);
        if (length <= 0) {
            ::unlink(ownNull); // not before: what has no name any more cannot be bound into a container
            ::_exit(0);
        }
        std::vector<std::string> words;
        for (const char* word = message; word < message + length; word += words.back().size() + 1)
            words.emplace_back(word);
        const Run run = good ? runCommand(words) : Run();
        ::send(socket, &run, sizeof run, 0);
    }
}

} // namespace

std::int64_t nowNs() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

Stamps::Stamps(const std::string& path, uid_t owner) {
    if (::mkfifo(path.c_str(), 0666) == 0 && ::chmod(path.c_str(), 0666) == 0 &&
        ::chown(path.c_str(), owner, ::getegid()) == 0)
        m_fd = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
}

Stamps::~Stamps() {
    ::close(m_fd);
}

std::optional<std::int64_t> Stamps::take() const {
    std::int64_t ns = 0;
    if (::read(m_fd, &ns, sizeof ns) != static_cast<ssize_t>(sizeof ns))
        return std::nullopt;
    return ns;
}

Run runCommand(const std::vector<std::string>& words) {
    Run run;
    run.beginNs = nowNs();
    if (const auto child = spawn(words))
        run.code = codeOf(*child);
    run.endNs = nowNs();
    return run;
}

V1Runner::V1Runner() {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return;
    m_pid = ::fork();
    m_socket = ends[m_pid == 0 ? 1 : 0];
    ::close(ends[m_pid == 0 ? 0 : 1]);
    if (m_pid == 0)
        serveV1(m_socket);
}

V1Runner::~V1Runner() {
    ::close(m_socket); // it ends by this
    ::waitpid(m_pid, nullptr, 0);
}

Run V1Runner::run(const std::vector<std::string>& words) const {
    std::string message;
    for (const std::string& word : words)
        message.append(word.c_str(), word.size() + 1);
    Run run;
    if (::send(m_socket, message.data(), message.size(), 0) < 0 || ::recv(m_socket, &run, sizeof run, 0) < 0)
        run.code = -1;
    return run;
}

std::optional<Times> timesOf(const Run& run, const Stamps& stamps) {
    const auto stamp = stamps.take();
    if (run.code != 0 || !stamp)
        return std::nullopt;
    return Times{static_cast<double>(*stamp - run.beginNs) / 1000,
                 static_cast<double>(run.endNs - run.beginNs) / 1000};
}

Summary summaryOf(std::vector<double> values) {
    if (values.empty())
        return {};
    std::ranges::sort(values);
    return {values.front(), values[values.size() / 2], values[values.size() * 99 / 100]};
}

} // namespace vitrine::bench
