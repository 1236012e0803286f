// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What runs in the containers of these tests: does one thing, or tells what it sees.

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

std::string contentOf(const std::string& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void line(const std::string& key, const std::string& value) {
    std::cout << key << '=' << value << '\n';
}

std::vector<std::string> namesIn(const char* path) {
    std::vector<std::string> names;
    DIR* directory = ::opendir(path);
    while (const dirent* entry = directory == nullptr ? nullptr : ::readdir(directory)) {
        if (entry->d_name[0] != '.' &&
            (std::string(path) != "/proc/self/fd" || std::atoi(entry->d_name) != ::dirfd(directory)))
            names.emplace_back(entry->d_name);
    }
    if (directory != nullptr)
        ::closedir(directory);
    std::sort(names.begin(), names.end());
    return names;
}

void tellStatus() {
    std::istringstream status(contentOf("/proc/self/status"));
    for (std::string text; std::getline(status, text);) {
        for (const char* key :
             {"Uid", "Gid", "Groups", "Umask", "Cap", "NoNewPrivs", "Seccomp:", "SigBlk", "SigIgn"}) {
            if (text.rfind(key, 0) == 0)
                line("status." + text.substr(0, text.find(':')), text.substr(text.find(':') + 1));
        }
    }
}

/// Place, type and options; numbers of mounts differ from run to run.
void tellMounts() {
    std::istringstream table(contentOf("/proc/self/mountinfo"));
    std::vector<std::string> mounts;
    for (std::string text; std::getline(table, text);) {
        std::istringstream fields(text);
        std::string skipped, place, options, field, type;
        fields >> skipped >> skipped >> skipped >> skipped >> place >> options;
        while (fields >> field && field != "-") {
        }
        fields >> type;
        mounts.push_back(place + ' ' + type + ' ' + options);
    }
    std::sort(mounts.begin(), mounts.end());
    for (const std::string& mount : mounts)
        line("mount", mount);
}

void tellDevices() {
    for (const std::string& name : namesIn("/dev")) {
        struct stat status{};
        if (::lstat(("/dev/" + name).c_str(), &status) == 0 && S_ISCHR(status.st_mode))
            line("device." + name,
                 std::to_string(major(status.st_rdev)) + ':' + std::to_string(minor(status.st_rdev)));
        else
            line("device." + name, "");
    }
}

std::string linkOf(const std::string& path) {
    char text[4096];
    const ssize_t length = ::readlink(path.c_str(), text, sizeof text);
    return length < 0 ? std::string() : std::string(text, static_cast<size_t>(length));
}

int report() {
    for (const char* kind : {"pid", "mnt", "net", "uts", "ipc", "user", "cgroup", "time"})
        line(std::string("namespace.") + kind, linkOf(std::string("/proc/self/ns/") + kind));
    char text[4096] = {};
    line("pid", std::to_string(::getpid()));
    ::gethostname(text, sizeof text);
    line("hostname", text);
    ::getdomainname(text, sizeof text);
    line("domainname", text);
    line("cwd", ::getcwd(text, sizeof text) == nullptr ? "" : text);
    line("oom_score_adj", contentOf("/proc/self/oom_score_adj").substr(0, 5));
    line("personality", std::to_string(::personality(0xffffffff)));
    std::string fds;
    for (const std::string& fd : namesIn("/proc/self/fd"))
        fds += ' ' + fd;
    line("fds", fds);
    for (char** variable = ::environ; *variable != nullptr; ++variable)
        line("env", *variable);
    tellStatus();
    std::istringstream limits(contentOf("/proc/self/limits"));
    for (std::string limit; std::getline(limits, limit);)
        line("limit", limit);
    std::istringstream maps(contentOf("/proc/self/uid_map") + contentOf("/proc/self/gid_map"));
    for (std::string map; std::getline(maps, map);)
        line("map", map);
    tellMounts();
    tellDevices();
    return 0;
}

int waitForEnd() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    std::cout << "waiting" << std::endl;
    int signal = 0;
    sigwait(&set, &signal);
    return 5;
}

int openDevice(unsigned major, unsigned minor) {
    const char* path = "/tmp/device";
    ::unlink(path);
    if (::mknod(path, S_IFCHR | 0600, makedev(major, minor)) != 0) {
        std::cout << "mknod " << errno << '\n';
        return 0;
    }
    const int fd = ::open(path, O_WRONLY | O_NONBLOCK);
    std::cout << (fd >= 0 ? 0 : errno) << '\n';
    return 0;
}

int appendInput(const std::string& path, const std::string& word) {
    std::ostringstream input;
    input << std::cin.rdbuf();
    std::ofstream(path, std::ios::app) << word << ' ' << input.str() << '\n';
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const std::string verb = words.empty() ? "" : words[0];
    if (verb == "exit")
        return std::stoi(words.at(1));
    if (verb == "die")
        ::raise(SIGKILL);
    if (verb == "wait")
        return waitForEnd();
    if (verb == "report")
        return report();
    if (verb == "say")
        std::cout << words.at(1) << '\n';
    if (verb == "show")
        std::cout << contentOf(words.at(1));
    if (verb == "write")
        return std::ofstream(words.at(1)) << words.at(2) ? 0 : 1;
    if (verb == "make")
        std::cout << (::mkdir(words.at(1).c_str(), 0755) == 0 ? 0 : errno) << '\n';
    if (verb == "device")
        return openDevice(static_cast<unsigned>(std::stoul(words.at(1))),
                          static_cast<unsigned>(std::stoul(words.at(2))));
    if (verb == "hook")
        return appendInput(words.at(1), words.at(2));
    return 0;
}
