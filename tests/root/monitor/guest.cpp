// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What the tests of the monitor run as a container's first process, linked statically: it obeys lines on its
// standard input and answers on its standard output.

#include <dirent.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
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

/// "call NUMBER ARGUMENT": what the kernel says to it.
void makeCall(const char* words) {
    char* rest = nullptr;
    const long number = std::strtol(words, &rest, 0);
    errno = 0;
    const long result = ::syscall(number, std::strtol(rest, nullptr, 0), 0, 0, 0);
    std::printf("call %ld: %ld %d\n", number, result, errno);
}

/// "flood NUMBER": refused calls without end, from eight processes.
void flood(const char* words) {
    const long number = std::strtol(words, nullptr, 0);
    for (int i = 0; i < 8; ++i) {
        if (::fork() == 0) {
            for (;;)
                ::syscall(number, 0, 0, 0, 0);
        }
    }
    std::printf("flooding\n");
}

/// A filter with a listener that would let pass what the container's own refuses: the latest listener is the
/// one that is asked (seccomp(2)).
void overrule() {
    sock_filter ask[] = {{BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, nr)},
                         {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, __NR_swapoff},
                         {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_USER_NOTIF},
                         {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW}};
    const sock_fprog program{4, ask};
    errno = 0;
    const long listener =
        ::syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
    std::printf("listener %s %d\n", listener < 0 ? "refused" : "had", errno);
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
    else if (std::strncmp(line, "call ", 5) == 0)
        makeCall(line + 5);
    else if (std::strncmp(line, "flood ", 6) == 0)
        flood(line + 6);
    else if (std::strcmp(line, "overrule") == 0)
        overrule();
    else if (std::strcmp(line, "pid") == 0)
        std::printf("pid %d\n", ::getpid());
    else
        std::printf("heard %s\n", line);
}

} // namespace

/// guest [term|ignore]: how SIGTERM is taken. guest say WORD CODE: prints it, and exits.
int main(int argc, char** argv) {
    const char* how = argc > 1 ? argv[1] : "";
    if (std::strcmp(how, "term") == 0)
        std::signal(SIGTERM, exitWithThree);
    if (std::strcmp(how, "ignore") == 0)
        std::signal(SIGTERM, SIG_IGN);
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    if (std::strcmp(how, "say") == 0 && argc > 3) {
        std::printf("%s\n", argv[2]);
        return std::atoi(argv[3]);
    }
    std::printf("ready\n");
    char line[256];
    while (std::fgets(line, sizeof line, stdin) != nullptr)
        obey(line);
    std::printf("end of input\n");
    for (;;)
        ::pause();
}
