// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/hostfacts.h"
#include "core/process/processtree.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::monitor {

enum class Command { Run, Recover, Enter, Help, Version };

struct CommandLine {
    Command command = Command::Help;
    std::string stateDir; ///< holds containers/<id>; may be empty for Recover
    std::string runDir;   ///< holds <id>/ while the container runs
    std::string id;
    std::string cgroup; ///< relative to the hierarchies' mount points; empty = none
    Privilege privilege = Privilege::Root;
    process::ProcessKey target; ///< of Enter: the process whose namespaces are entered
    int controlFd = -1;         ///< a connected SOCK_SEQPACKET socket that was inherited, or -1
};

/// The text of --help.
[[nodiscard]] std::string_view usage();

/// Reads the arguments after the program's name. The error names the option and says what is expected.
[[nodiscard]] Result<CommandLine> parseCommandLine(const std::vector<std::string_view>& arguments);

} // namespace vitrine::monitor
