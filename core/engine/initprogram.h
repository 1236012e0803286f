// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/engine/sharedtrace.h"
#include "core/plan/step.h"
#include "core/sys/uniquefd.h"

#include <sys/types.h>

#include <string>
#include <vector>

namespace vitrine::engine {

/// Vitrine's init program (core/init), ready to be executed where no path leads to it.
class InitProgram {
public:
    /// A copy in a sealed memfd: nobody can change it, not even whoever opens /proc/1/exe inside
    /// (memfd_create(2); CVE-2019-5736). `environment` is what it is executed with: programs look into that
    /// of process 1 for what kind of container they are in. Made by the caller, before the clone: inside, a
    /// filter of system calls could refuse it.
    [[nodiscard]] static Result<InitProgram> prepare(const step::Execute& command);

    [[nodiscard]] int fd() const { return m_file.get(); }
    /// Executes it, with `command` as the child that it serves. Returns only on failure.
    [[nodiscard]] Error execute(pid_t command);

private:
    sys::UniqueFd m_file;
    std::vector<std::string> m_env;
};

/// Who hears of a failure of the first process, which cannot return to its caller any more.
struct InitReport {
    SharedTrace* trace = nullptr;
    std::size_t step = 0; ///< the one in work
};

/// Divides this process (AFTER FORK): it becomes the init program, with every signal blocked and all
/// descriptors but 0, 1, 2 closed; a child of it returns, once it has. The child is the leader of a session
/// of its own, and with Terminal::Yes the terminal, standard input, is handed on to that: all is for the
/// command as it would be without an init program. If the first process cannot become it the report says why,
/// and the child does not return.
[[nodiscard]] Result<> divide(InitProgram& init, InitReport report, Terminal terminal);

/// The signal that ended the command of a first process that has exited with `code`; 0 = none. Call it before
/// that process is waited for: the init program says so by its name.
[[nodiscard]] int signalOfCommand(pid_t first, int code);

} // namespace vitrine::engine
