// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "../engine/testcontainer.h"

#include "core/sys/uniquefd.h"

#include <optional>
#include <string>
#include <vector>

/// A script that runs, started as a person would from a shell: nothing but 0, 1 and 2 is open in it.
class ScriptRun {
public:
    /// Pipes and /dev/null, or one terminal for all three.
    enum class Streams { Pipes, Terminal };

    /// Writes the script to `directory` and starts it with `shell`; `user`: as this one.
    ScriptRun(const std::string& script, const std::string& directory, const std::string& shell = "sh",
              std::optional<uid_t> user = {}, Streams streams = Streams::Pipes);
    ~ScriptRun();
    ScriptRun(const ScriptRun&) = delete;
    ScriptRun& operator=(const ScriptRun&) = delete;

    /// Until the payload says "end", or the script has ended.
    [[nodiscard]] View view();
    /// The container's process, which is the payload's; 0 if there is none.
    [[nodiscard]] pid_t containerPid() const;
    void signal(int number) const;
    /// On the terminal's keyboard.
    void type(const std::string& keys) const;
    /// Waits for the script's end: its exit status, or -1 if it was killed.
    int wait();
    /// What it wrote to its standard error.
    [[nodiscard]] std::string errors() const;

private:
    std::string m_directory;
    pid_t m_pid = 0;
    vitrine::sys::UniqueFd m_output;
};

/// Runs a program and returns what it printed on both streams; `status` is its exit status.
std::string outputOf(const std::vector<std::string>& words, int& status);
