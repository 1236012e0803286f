// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/initprogram.h"

#include "core/init/initprogram.h"
#include "core/sys/file.h"
#include "core/sys/process.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/memfd.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <string_view>
#include <utility>

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U // Linux 6.3
#endif

namespace vitrine::engine {

namespace {

constexpr const char* programName = "vitrine-init";
constexpr const char* providing = "provide the init program";
constexpr std::string_view signalPrefix = "signal ";
constexpr int signalBase = 128;

Result<sys::UniqueFd> makeMemory() {
    int fd = ::memfd_create(programName, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
    if (fd < 0 && errno == EINVAL) // before Linux 6.3 every memfd can be executed
        fd = ::memfd_create(programName, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd >= 0)
        return sys::UniqueFd(fd);
    const int errnum = errno;
    auto error = Error::fromErrno(providing, "", errnum);
    if (errnum == EACCES)
        error = std::move(error).withHint("The setting vm.memfd_noexec of this computer forbids it.");
    return failure(std::move(error));
}

/// The kernel then hangs up on the process group that the terminal listens to (tty_ioctl(2), TIOCNOTTY),
/// which is this process: signals that wait are thrown away by being ignored once.
Result<> giveTerminalUp() {
    if (::ioctl(STDIN_FILENO, TIOCNOTTY) != 0)
        return failure(Error::fromErrno("give the terminal up", "", errno));
    for (const int signal : {SIGHUP, SIGCONT}) {
        ::signal(signal, SIG_IGN);
        ::signal(signal, SIG_DFL);
    }
    return {};
}

/// In one process group with nobody of its session above it the command cannot be stopped by the keyboard,
/// for nobody would let it go on.
Result<> startSession(Terminal terminal) {
    if (::setsid() < 0)
        return failure(Error::fromErrno("setsid", "", errno));
    if (terminal == Terminal::Yes && ::ioctl(STDIN_FILENO, TIOCSCTTY, 0) != 0)
        return failure(Error::fromErrno("make the terminal the controlling one", "", errno));
    return {};
}

/// AFTER FORK, the child. Nothing of the container's must run while the first process has still the monitor's
/// memory: its end of the pipe closes when it is executed.
Result<> followFirst(int gate, const InitReport& report, Terminal terminal) {
    char byte = 0;
    while (::read(gate, &byte, 1) < 0 && errno == EINTR) {
    }
    if (report.trace->failedStep())
        ::_exit(1);
    // In a pid namespace of its own it would end with the first process in any case.
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
        return failure(Error::fromErrno("prctl", "PR_SET_PDEATHSIG", errno));
    VITRINE_CHECK(startSession(terminal));
    sigset_t none{};
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    return {};
}

} // namespace

Result<InitProgram> InitProgram::prepare(const step::Execute& command) {
    InitProgram init;
    init.m_file = VITRINE_TRY(makeMemory());
    init.m_env = command.env;
    const auto program = init::program();
    VITRINE_CHECK(
        sys::writeAll(init.m_file.get(), {reinterpret_cast<const char*>(program.data()), program.size()}));
    constexpr int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
    if (::fcntl(init.m_file.get(), F_ADD_SEALS, seals) != 0)
        return failure(Error::fromErrno("seal the init program", "", errno));
    return init;
}

Error InitProgram::execute(pid_t command) {
    std::string name = programName;
    std::string number = std::to_string(command);
    std::array<char*, 3> args{name.data(), number.data(), nullptr};
    std::vector<char*> env;
    for (std::string& variable : m_env)
        env.push_back(variable.data());
    env.push_back(nullptr);
    ::execveat(m_file.get(), "", args.data(), env.data(), AT_EMPTY_PATH);
    return Error::fromErrno(providing, "", errno);
}

// AFTER FORK
Result<> divide(InitProgram& init, InitReport report, Terminal terminal) {
    sigset_t all{};
    ::sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, nullptr);
    // Where it is not process 1 orphans come to it all the same (PR_SET_CHILD_SUBREAPER, prctl(2)). And
    // nobody looks into the copies of the monitor that both are.
    if (::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return failure(Error::fromErrno("prctl", "", errno));
    if (terminal == Terminal::Yes)
        VITRINE_CHECK(giveTerminalUp());
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return failure(Error::fromErrno("pipe2", "", errno));
    const sys::UniqueFd gate(ends[0]);
    sys::UniqueFd held(ends[1]);
    // Not clone3(2): the container's filter of system calls is in force already, and many refuse it.
    const pid_t command = ::fork();
    if (command < 0)
        return failure(Error::fromErrno("fork", "", errno));
    if (command == 0) {
        held.reset();
        return followFirst(gate.get(), report, terminal);
    }
    // Closed by the execution: until then the child waits, and what the command is given is not for this one.
    if (::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) != 0)
        report.trace->fail(report.step, Error::fromErrno("close_range", "", errno));
    else
        report.trace->fail(report.step, init.execute(command));
    ::_exit(1);
}

int signalOfCommand(pid_t first, int code) {
    if (code <= signalBase)
        return 0;
    const auto name = sys::readKernelFileAt(AT_FDCWD, "/proc/" + std::to_string(first) + "/comm");
    if (!name || !name->starts_with(signalPrefix))
        return 0;
    int signal = 0;
    std::from_chars(name->data() + signalPrefix.size(), name->data() + name->size(), signal);
    return signal == code - signalBase ? signal : 0;
}

} // namespace vitrine::engine
