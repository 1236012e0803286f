// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/engine/executor.h"

#include <utility>
#include <variant>
#include <vector>

namespace vitrine::monitor {

/// Takes what an answer carries: the pty master, or stdin, stdout and stderr.
[[nodiscard]] inline std::vector<sys::UniqueFd> streamsOf(engine::StartedProcess& process) {
    std::vector<sys::UniqueFd> fds;
    if (auto* terminal = std::get_if<sys::UniqueFd>(&process.console)) {
        fds.push_back(std::move(*terminal));
    } else if (auto* pipes = std::get_if<engine::PipeStreams>(&process.console)) {
        fds.push_back(std::move(pipes->input));
        fds.push_back(std::move(pipes->output));
        fds.push_back(std::move(pipes->error));
    }
    return fds;
}

} // namespace vitrine::monitor
