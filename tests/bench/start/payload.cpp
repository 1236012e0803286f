// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include <fcntl.h>
#include <unistd.h>

#include <ctime>

// The first process of a container: says through a FIFO when it began to run, and ends; with a word, stays.
int main(int count, char**) {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const int fifo = ::open("/stamp", O_WRONLY | O_CLOEXEC);
    const long long ns = static_cast<long long>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
    if (fifo < 0 || ::write(fifo, &ns, sizeof ns) != static_cast<ssize_t>(sizeof ns))
        return 1;
    if (count > 1)
        ::pause();
    return 0;
}
