// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "scriptrun.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace fs = std::filesystem;

namespace {

pid_t parentOf(const std::string& pid) {
    const std::string stat = readText("/proc/" + pid + "/stat");
    const std::size_t end = stat.rfind(')');
    if (end == std::string::npos)
        return 0;
    std::istringstream fields(stat.substr(end + 2));
    char state = '?';
    pid_t parent = 0;
    fields >> state >> parent;
    return parent;
}

bool descendsFrom(std::string pid, pid_t ancestor) {
    for (pid_t parent = parentOf(pid); parent > 1; parent = parentOf(pid)) {
        if (parent == ancestor)
            return true;
        pid = std::to_string(parent);
    }
    return false;
}

int exitStatus(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR)
            return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// The script's 0, 1 and 2, and where it is read from.
std::array<int, 4> openStreams(ScriptRun::Streams streams, const std::string& errors) {
    std::array<int, 2> ends{-1, -1};
    if (streams == ScriptRun::Streams::Terminal) {
        if (::openpty(&ends[0], &ends[1], nullptr, nullptr, nullptr) != 0)
            return {-1, -1, -1, -1};
        ::fcntl(ends[0], F_SETFD, FD_CLOEXEC);
        return {ends[1], ::dup(ends[1]), ::dup(ends[1]), ends[0]};
    }
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return {-1, -1, -1, -1};
    return {::open("/dev/null", O_RDONLY | O_CLOEXEC), ends[1],
            ::open(errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644), ends[0]};
}

} // namespace

ScriptRun::ScriptRun(const std::string& script, const std::string& directory, const std::string& shell,
                     std::optional<uid_t> user, Streams streams)
    : m_directory(directory) {
    const std::string file = directory + "/script.sh";
    std::ofstream(file) << script;
    const std::array<int, 4> opened = openStreams(streams, directory + "/errors");
    m_output = vitrine::sys::UniqueFd(opened[3]);
    m_pid = ::fork();
    if (m_pid == 0) {
        if (streams == Streams::Terminal && (::setsid() < 0 || ::ioctl(opened[0], TIOCSCTTY, 0) != 0))
            ::_exit(127);
        for (int standard = 0; standard < 3; ++standard)
            ::dup2(opened[static_cast<std::size_t>(standard)], standard);
        ::close_range(3, ~0U, 0);
        if (user && (::setgroups(0, nullptr) != 0 || ::setresgid(*user, *user, *user) != 0 ||
                     ::setresuid(*user, *user, *user) != 0))
            ::_exit(127);
        ::execlp(shell.c_str(), shell.c_str(), file.c_str(), nullptr);
        ::_exit(127);
    }
    for (int standard = 0; standard < 3; ++standard)
        ::close(opened[static_cast<std::size_t>(standard)]);
}

ScriptRun::~ScriptRun() {
    if (m_pid > 0) {
        ::kill(m_pid, SIGTERM);
        wait();
    }
    fs::remove(m_directory + "/script.sh");
    fs::remove(m_directory + "/errors");
}

View ScriptRun::view() {
    constexpr int patience = 60'000; // ms
    std::string text;
    std::array<char, 65536> buffer;
    while (!text.ends_with("end\n") && !text.ends_with("end\r\n")) {
        pollfd ready{m_output.get(), POLLIN, 0};
        if (::poll(&ready, 1, patience) <= 0)
            break;
        const ssize_t count = ::read(m_output.get(), buffer.data(), buffer.size());
        if (count <= 0)
            break;
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return View(text);
}

pid_t ScriptRun::containerPid() const {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator("/proc", error)) {
        const std::string name = entry.path().filename();
        if (name.find_first_not_of("0123456789") == std::string::npos &&
            readText(entry.path() / "comm") == "payload\n" && descendsFrom(name, m_pid))
            return static_cast<pid_t>(std::stol(name));
    }
    return 0;
}

void ScriptRun::signal(int number) const {
    ::kill(m_pid, number);
}

void ScriptRun::type(const std::string& keys) const {
    static_cast<void>(!::write(m_output.get(), keys.data(), keys.size()));
}

int ScriptRun::wait() {
    const int status = exitStatus(m_pid);
    m_pid = 0;
    return status;
}

std::string ScriptRun::errors() const {
    return readText(m_directory + "/errors");
}

std::string outputOf(const std::vector<std::string>& words, int& status) {
    std::array<int, 2> ends{-1, -1};
    status = -1;
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return {};
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], 1);
        ::dup2(ends[1], 2);
        std::vector<char*> vector;
        for (const std::string& word : words)
            vector.push_back(const_cast<char*>(word.c_str()));
        vector.push_back(nullptr);
        ::execvp(vector.front(), vector.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    std::string text;
    std::array<char, 4096> buffer;
    for (ssize_t count = 0; (count = ::read(ends[0], buffer.data(), buffer.size())) > 0;)
        text.append(buffer.data(), static_cast<std::size_t>(count));
    ::close(ends[0]);
    status = exitStatus(child);
    return text;
}
