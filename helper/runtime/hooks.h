// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/engine/program.h"
#include "core/model/jsonnode.h"
#include "helper/runtime/log.h"

#include <functional>
#include <string>
#include <vector>

namespace vitrine::runtime {

/// config.md, "POSIX-platform Hooks", by when they are run.
struct Hooks {
    std::vector<engine::Program> prestart;
    std::vector<engine::Program> createRuntime;
    std::vector<engine::Program> createContainer;
    std::vector<engine::Program> startContainer;
    std::vector<engine::Program> poststart;
    std::vector<engine::Program> poststop;

    [[nodiscard]] bool empty() const;
};

/// The "hooks" of a config.json.
[[nodiscard]] Result<Hooks> readHooks(const json::Node& config);

/// The same of a config.json as text. One that cannot be read has none: it was read before, and is not now
/// what it was.
[[nodiscard]] Hooks hooksOf(const std::string& config);

/// What hooks read, asked for only when there are some.
using StateText = std::function<std::string()>;

/// One after the other; the first failure ends it.
[[nodiscard]] Result<> runHooks(const std::vector<engine::Program>& hooks, const StateText& state);
/// All of them, whatever happens: a failure is written to the log (runtime.md, "Lifecycle").
void runHooksAnyway(const std::vector<engine::Program>& hooks, const StateText& state, const Log& log);

} // namespace vitrine::runtime
