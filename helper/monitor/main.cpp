// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/commandline.h"
#include "helper/monitor/enterforeign.h"
#include "helper/monitor/eventloop.h"
#include "helper/monitor/ownprogram.h"
#include "helper/monitor/protocol.h"
#include "helper/monitor/recovery.h"
#include "helper/monitor/rundirectory.h"
#include "helper/monitor/session.h"
#include "helper/runtime/arguments.h"
#include "helper/runtime/runtime.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace vitrine;
using namespace vitrine::monitor;

namespace {

constexpr int exitFailed = 1;
constexpr int exitUsage = 2;

void print(int fd, std::string_view text) {
    static_cast<void>(!::write(fd, text.data(), text.size()));
}

/// Nothing of whoever started this process reaches the container: no descriptor, no umask, no working
/// directory, no session.
void leaveStarter(int keepFd) {
    // Control groups are for everybody to read. All files are made with modes of their own.
    ::umask(022);
    if (keepFd > 3)
        ::close_range(3, static_cast<unsigned>(keepFd) - 1, 0);
    ::close_range(static_cast<unsigned>(keepFd >= 3 ? keepFd + 1 : 3), ~0U, 0);
    if (keepFd >= 3)
        ::fcntl(keepFd, F_SETFD, FD_CLOEXEC);
    static_cast<void>(!::chdir("/"));
    ::setsid(); // fails only for a leader of a process group that has its own already
}

/// systemd passes a socket as standard input (StandardInputFileDescriptor). Its place is taken by /dev/null:
/// a container must not get it. On failure `fd` is returned, which serves as well.
int takeFromStandardInput(int fd) {
    if (fd != STDIN_FILENO)
        return fd;
    const int moved = ::fcntl(fd, F_DUPFD_CLOEXEC, 3);
    const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (moved < 0 || null < 0)
        return fd;
    ::dup2(null, STDIN_FILENO);
    ::close(null);
    return moved;
}

/// Before there is a session to tell it.
int refuse(const CommandLine& line, const Error& error) {
    complain(error);
    if (line.controlFd >= 0) {
        Hello hello;
        hello.id = line.id;
        // A helper that does not listen has the exit code.
        static_cast<void>(monitor::send(line.controlFd, Event(std::move(hello))));
        static_cast<void>(monitor::send(
            line.controlFd, Event(StartFailed{error.message(), error.hint(), "", error.errnum(), false})));
    }
    return exitFailed;
}

int runContainer(const CommandLine& line) {
    auto loop = EventLoop::create();
    if (!loop)
        return refuse(line, loop.error());
    auto directory = RunDirectory::enter(line.runDir, line.id);
    if (!directory)
        return refuse(line, directory.error());
    return Session(line, *loop, std::move(*directory)).run();
}

int recover(const CommandLine& line) {
    if (auto recovered = recoverContainer(line); !recovered) {
        complain(recovered.error());
        return exitFailed;
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string_view> arguments(argv + 1, argv + argc);
    if (runtime::isForRuntime(arguments)) {
        return runtime::runRuntime(
            arguments, [argv](const ContainerSpec& spec) { return executeOutOfReachOf(spec, argv); });
    }
    auto line = parseCommandLine(arguments);
    if (!line) {
        complain(line.error());
        return exitUsage;
    }
    switch (line->command) {
    case Command::Help:
        print(STDOUT_FILENO, runtime::usage());
        print(STDOUT_FILENO, "\nFor vitrine-helper:\n\n");
        print(STDOUT_FILENO, usage());
        return 0;
    case Command::Version:
        print(STDOUT_FILENO, "vitrine-monitor " VITRINE_VERSION "\n");
        return 0;
    case Command::Run:
        if (const auto safe = executeOutOfReach(argv); !safe)
            return refuse(*line, safe.error());
        leaveStarter(line->controlFd);
        line->controlFd = takeFromStandardInput(line->controlFd);
        return runContainer(*line);
    case Command::Enter:
        if (const auto safe = executeOutOfReach(argv); !safe) {
            complain(safe.error());
            return exitFailed;
        }
        leaveStarter(line->controlFd);
        line->controlFd = takeFromStandardInput(line->controlFd);
        return enterForeign(*line);
    case Command::Recover:
        leaveStarter(-1);
        return recover(*line);
    }
    return exitUsage;
}
