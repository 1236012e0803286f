// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What the tests of the monitor run as a container's first process, linked statically: it obeys lines on its
// standard input and answers on its standard output.

#include <dirent.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

void exitWithThree(int /*signal*/) {
    ::_exit(3);
}

void printSize() {
    winsize size{};
    if (::ioctl(0, TIOCGWINSZ, &size) != 0)
        std::printf("no terminal\n");
    else
        std::printf("size %u %u\n", size.ws_row, size.ws_col);
}

void printDescriptors() {
    DIR* directory = ::opendir("/proc/self/fd");
    std::printf("fds");
    while (const dirent* entry = directory != nullptr ? ::readdir(directory) : nullptr) {
        if (entry->d_name[0] != '.' && std::atoi(entry->d_name) != ::dirfd(directory))
            std::printf(" %s", entry->d_name);
    }
    std::printf(" end\n");
    if (directory != nullptr)
        ::closedir(directory);
}

void eatMemory() {
    constexpr std::size_t block = 1024 * 1024;
    for (;;) {
        char* memory = static_cast<char*>(std::malloc(block));
        if (memory != nullptr)
            std::memset(memory, 1, block);
    }
}

void crash() {
    volatile int* volatile nowhere = nullptr; // read anew, so that the compiler cannot know
    *nowhere = 1;
}

void makeFile() {
    const int fd = ::open("/made-inside", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    std::printf("file %s\n", fd >= 0 ? "made" : std::strerror(errno));
    ::close(fd);
}

void obey(char* line) {
    line[std::strcspn(line, "\r\n")] = '\0';
    if (std::strncmp(line, "exit ", 5) == 0)
        ::_exit(std::atoi(line + 5));
    if (std::strcmp(line, "size") == 0)
        printSize();
    else if (std::strcmp(line, "fds") == 0)
        printDescriptors();
    else if (std::strcmp(line, "eat") == 0)
        eatMemory();
    else if (std::strcmp(line, "crash") == 0)
        crash();
    else if (std::strcmp(line, "file") == 0)
        makeFile();
    else if (std::strcmp(line, "pid") == 0)
        std::printf("pid %d\n", ::getpid());
    else
        std::printf("heard %s\n", line);
}

} // namespace

/// guest [term|ignore]: how SIGTERM is taken.
int main(int argc, char** argv) {
    const char* how = argc > 1 ? argv[1] : "";
    if (std::strcmp(how, "term") == 0)
        std::signal(SIGTERM, exitWithThree);
    if (std::strcmp(how, "ignore") == 0)
        std::signal(SIGTERM, SIG_IGN);
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    std::printf("ready\n");
    char line[256];
    while (std::fgets(line, sizeof line, stdin) != nullptr)
        obey(line);
    std::printf("end of input\n");
    for (;;)
        ::pause();
}
