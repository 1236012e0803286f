// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/hooks.h"

#include "core/model/ociconfig.h"

#include <array>
#include <limits>
#include <utility>

namespace vitrine::runtime {

namespace {

using json::Node;

Result<engine::Program> readHook(const Node& entry) {
    engine::Program program;
    const Node path = VITRINE_TRY(entry.require("path"));
    program.path = VITRINE_TRY(path.text());
    if (!program.path.starts_with('/'))
        return failure(path.invalid("must be an absolute path"));
    VITRINE_CHECK(readTexts(entry, "args", program.args));
    VITRINE_CHECK(readTexts(entry, "env", program.env));
    if (const auto timeout = VITRINE_TRY(entry.find("timeout"))) {
        const auto seconds = VITRINE_TRY(timeout->unsignedNumber(std::numeric_limits<std::int32_t>::max()));
        if (seconds == 0)
            return failure(timeout->invalid("must be a number of seconds greater than 0"));
        program.patience = std::chrono::seconds(seconds);
    }
    return program;
}

constexpr std::array<std::pair<const char*, std::vector<engine::Program> Hooks::*>, 6> lists{{
    {"prestart", &Hooks::prestart},
    {"createRuntime", &Hooks::createRuntime},
    {"createContainer", &Hooks::createContainer},
    {"startContainer", &Hooks::startContainer},
    {"poststart", &Hooks::poststart},
    {"poststop", &Hooks::poststop},
}};

} // namespace

bool Hooks::empty() const {
    for (const auto& [name, list] : lists) {
        if (!(this->*list).empty())
            return false;
    }
    return true;
}

Result<Hooks> readHooks(const Node& config) {
    Hooks hooks;
    const auto node = VITRINE_TRY(config.find("hooks"));
    if (!node)
        return hooks;
    for (const auto& [name, list] : lists) {
        const auto entries = VITRINE_TRY(node->find(name));
        if (!entries)
            continue;
        for (const Node& entry : VITRINE_TRY(entries->elements()))
            (hooks.*list).push_back(VITRINE_TRY(readHook(entry)));
    }
    return hooks;
}

Hooks hooksOf(const std::string& config) {
    const auto document = json::parse(config, maximumConfigSize);
    return document ? readHooks(Node(*document)).value_or(Hooks()) : Hooks();
}

Result<> runHooks(const std::vector<engine::Program>& hooks, const StateText& state) {
    for (const engine::Program& hook : hooks)
        VITRINE_CHECK(runProgram(hook, state()));
    return {};
}

void runHooksAnyway(const std::vector<engine::Program>& hooks, const StateText& state, const Log& log) {
    for (const engine::Program& hook : hooks) {
        if (const auto done = runProgram(hook, state()); !done)
            log.warning(done.error());
    }
}

} // namespace vitrine::runtime
