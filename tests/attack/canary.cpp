// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "canary.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The third field of /proc/PID/stat: 'T' and 't' are stopped and traced, a zombie is dead.
char stateOf(int pid) {
    const std::string stat = content("/proc/" + std::to_string(pid) + "/stat");
    const std::size_t end = stat.rfind(')');
    return end == std::string::npos || end + 2 >= stat.size() ? 'Z' : stat[end + 2];
}

} // namespace

Canary::Canary(const std::string& directory)
    : m_file(directory + "/canary-file") {
    std::ofstream(m_file) << "kept";
    ::chmod(m_file.c_str(), 0600);
    m_pid = ::fork();
    if (m_pid == 0) {
        for (;;)
            ::pause();
    }
    while (stateOf(m_pid) != 'S')
        ::usleep(1000);
    m_before = look();
}

Canary::~Canary() {
    ::kill(m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
    std::error_code ignored;
    fs::remove(m_file, ignored);
}

std::vector<std::string> Canary::look() const {
    std::vector<std::string> seen;
    for (const char* path :
         {"/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/proc/sys/kernel/hostname",
          "/proc/sys/kernel/panic", "/proc/sys/kernel/sysrq", "/proc/sys/kernel/kptr_restrict",
          "/proc/sys/kernel/dmesg_restrict", "/proc/sys/vm/overcommit_memory",
          "/proc/sys/fs/protected_hardlinks", "/proc/sys/fs/suid_dumpable", "/proc/sys/net/ipv4/ip_forward",
          "/sys/kernel/mm/transparent_hugepage/enabled", "/sys/kernel/uevent_helper"})
        seen.push_back(std::string(path) + " = " + content(path));
    std::error_code error;
    for (const auto& hierarchy : fs::directory_iterator("/sys/fs/cgroup", error)) {
        for (const char* name : {"release_agent", "notify_on_release"})
            seen.push_back((hierarchy.path() / name).string() + " = " + content(hierarchy.path() / name));
    }
    for (const auto& interface : fs::directory_iterator("/sys/class/net", error))
        seen.push_back("interface " + interface.path().filename().string());
    seen.push_back(m_file + " = " + content(m_file));
    seen.push_back(std::string("the process ") + (stateOf(m_pid) == 'S' ? "lives" : "was harmed"));
    return seen;
}

std::string Canary::harm() const {
    std::string text;
    const auto now = look();
    // What is new is others' work: they plug in and make groups meanwhile.
    for (const std::string& before : m_before) {
        if (!std::ranges::contains(now, before))
            text += "no longer true: " + before + '\n';
    }
    return text;
}
