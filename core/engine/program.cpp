// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/program.h"

#include "core/sys/file.h"
#include "core/sys/pidfd.h"
#include "core/sys/process.h"

#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace vitrine::engine {

namespace {

constexpr int notExecuted = 127;

/// In memory and not in a pipe: nobody has to feed it while it is waited for.
Result<sys::UniqueFd> asFile(const std::string& input) {
    sys::UniqueFd memory(::memfd_create("state", MFD_CLOEXEC));
    if (!memory)
        return failure(Error::fromErrno("memfd_create", "", errno));
    VITRINE_CHECK(sys::writeAll(memory.get(), input));
    if (::lseek(memory.get(), 0, SEEK_SET) != 0)
        return failure(Error::fromErrno("lseek", "", errno));
    return memory;
}

std::vector<char*> pointersTo(const std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (const std::string& text : texts)
        pointers.push_back(const_cast<char*>(text.c_str())); // execve(2) does not write to them
    pointers.push_back(nullptr);
    return pointers;
}

[[noreturn]] void become(const Program& program, int input) {
    sigset_t none{};
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    if (::dup2(input, STDIN_FILENO) < 0)
        ::_exit(notExecuted);
    const auto args = program.args.empty() ? std::vector{program.path} : program.args;
    const auto argv = pointersTo(args);
    const auto envp = pointersTo(program.env);
    ::execve(program.path.c_str(), argv.data(), envp.data());
    ::_exit(notExecuted);
}

Error problem(const Program& program, std::string reason) {
    return {ErrorKind::Failed, "run the hook", program.path, std::move(reason)};
}

int millisecondsOf(const Program& program) {
    if (!program.patience)
        return -1;
    return static_cast<int>(std::min<std::int64_t>(program.patience->count(), INT_MAX / 1000) * 1000);
}

Result<> await(const Program& program, int pidfd) {
    pollfd ended{pidfd, POLLIN, 0};
    int ready = -1;
    do {
        ready = ::poll(&ended, 1, millisecondsOf(program));
    } while (ready < 0 && errno == EINTR);
    if (ready == 0)
        static_cast<void>(sys::pidfdSendSignal(pidfd, SIGKILL));
    const siginfo_t how = VITRINE_TRY(sys::waitPidfd(pidfd, WEXITED));
    if (ready == 0)
        return failure(problem(program, "it took longer than " + std::to_string(program.patience->count()) +
                                            " s and was killed"));
    if (how.si_code != CLD_EXITED)
        return failure(problem(program, "it was ended by signal " + std::to_string(how.si_status)));
    if (how.si_status != 0)
        return failure(problem(program, "it ended with exit code " + std::to_string(how.si_status)));
    return {};
}

} // namespace

Result<> runProgram(const Program& program, const std::string& input) {
    if (::access(program.path.c_str(), X_OK) != 0)
        return failure(Error::fromErrno("run the hook", program.path, errno));
    const sys::UniqueFd memory = VITRINE_TRY(asFile(input));
    // Not clone3(2): the container's filter of system calls may be in force already, and many refuse it.
    const pid_t pid = ::fork();
    if (pid < 0)
        return failure(Error::fromErrno("fork", program.path, errno));
    if (pid == 0)
        become(program, memory.get());
    const sys::UniqueFd pidfd = VITRINE_TRY(sys::pidfdOpen(pid));
    return await(program, pidfd.get());
}

} // namespace vitrine::engine
