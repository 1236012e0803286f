// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/commands.h"
#include "helper/runtime/configextras.h"
#include "helper/runtime/container.h"
#include "helper/runtime/foreground.h"
#include "helper/runtime/kernelstate.h"
#include "helper/runtime/terminal.h"

#include "core/model/jsonnode.h"
#include "core/model/ociconfig.h"
#include "core/model/securitylabels.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace vitrine::runtime {

namespace {

Result<std::uint32_t> idFrom(std::string_view text) {
    std::uint32_t id = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (problem != std::errc() || end != text.data() + text.size() ||
        id == std::numeric_limits<std::uint32_t>::max())
        return failure(Error::invalid("--user", "must be UID or UID:GID, in numbers"));
    return id;
}

Result<> changeUser(UserSpec& user, std::string_view text) {
    const std::size_t colon = text.find(':');
    user.uid = VITRINE_TRY(idFrom(text.substr(0, colon)));
    if (colon != text.npos)
        user.gid = VITRINE_TRY(idFrom(text.substr(colon + 1)));
    return {};
}

void addCapability(CapabilitySets& sets, const std::string& name) {
    for (auto* set : {&sets.bounding, &sets.effective, &sets.permitted}) {
        if (!std::ranges::contains(*set, name))
            set->push_back(name);
    }
}

/// The container's own process, with what the options change.
Result<ProcessSpec> processFromOptions(const Request& request, const ProcessSpec& container) {
    ProcessSpec process = container;
    process.args = request.operands;
    process.terminal = request.tty ? Terminal::Yes : Terminal::No;
    if (!request.user.empty())
        VITRINE_CHECK(changeUser(process.user, request.user));
    if (!request.cwd.empty())
        process.cwd = request.cwd;
    for (const std::string& variable : request.env) {
        const std::string name = variable.substr(0, variable.find('=') + 1);
        std::erase_if(process.env,
                      [&](const std::string& old) { return !name.empty() && old.starts_with(name); });
        process.env.push_back(variable);
    }
    for (const std::string& name : request.capabilities)
        addCapability(process.capabilities, name);
    if (request.noNewPrivileges)
        process.noNewPrivileges = NoNewPrivileges::Yes;
    return parseProcess(writeProcess(process)); // checked as any other
}

/// The engine never gives more than the container has; what it would leave out is refused here.
Result<> checkCapabilities(const ProcessSpec& process, const ProcessSpec& container) {
    const auto& most = container.capabilities.bounding;
    for (const auto* set : {&process.capabilities.bounding, &process.capabilities.effective,
                            &process.capabilities.permitted, &process.capabilities.inheritable}) {
        for (const std::string& name : *set) {
            if (!std::ranges::contains(most, name))
                return failure(
                    Error(ErrorKind::NotSupported, {}, "capabilities",
                          name + " is not in the container's bounding set, and no further process gets it"));
        }
    }
    return {};
}

struct Prepared {
    ProcessSpec process;
    BundleConfig config; ///< extras of this process
};

/// The process of a file is checked like that of a config.json.
Result<Prepared> fromFile(const std::string& path) {
    const auto file = VITRINE_TRY(sys::openAt(AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_NOCTTY));
    const std::string text = VITRINE_TRY(sys::readAll(file.get(), maximumConfigSize));
    Prepared prepared;
    VITRINE_CHECK(readProcessFile(text, prepared.config));
    prepared.process = VITRINE_TRY(parseProcess(text));
    return prepared;
}

Result<Prepared> prepare(const Request& request, const BundleConfig& container) {
    Prepared prepared;
    if (!request.processFile.empty()) {
        prepared = VITRINE_TRY(fromFile(request.processFile));
    } else {
        prepared.process = VITRINE_TRY(processFromOptions(request, container.spec.process));
        prepared.config.extras.oomScoreAdjustment = container.extras.oomScoreAdjustment;
    }
    if (!request.appArmorProfile.empty())
        prepared.process.appArmorProfile = request.appArmorProfile;
    VITRINE_CHECK(validateAppArmorProfile(prepared.process.appArmorProfile, "--apparmor"));
    prepared.config.extras.filter = container.extras.filter;
    prepared.config.extras.personality = container.extras.personality;
    prepared.config.extras.keptFds = VITRINE_TRY(keptFds(request.preservedFds));
    VITRINE_CHECK(checkCapabilities(prepared.process, container.spec.process));
    VITRINE_CHECK(checkTerminal(request, prepared.process.terminal, request.detach));
    return prepared;
}

/// Those of the first process that are not this process's: also the ones that were joined.
Result<NamespaceSet> namespacesToEnter(const process::ProcessKey& init) {
    const auto theirs = VITRINE_TRY(process::namespacesOf(init.pid));
    const auto ours = VITRINE_TRY(process::namespacesOf(::getpid()));
    NamespaceSet set;
    for (const NamespaceKind kind : allNamespaceKinds) {
        const auto number = static_cast<std::size_t>(kind);
        set[kind] = theirs[number] == ours[number] ? Isolation::Host : Isolation::New;
    }
    return set;
}

Result<engine::StartedContainer> engineView(const OpenContainer& container) {
    engine::StartedContainer view;
    view.init.key = *container.record.init;
    view.init.pidfd = VITRINE_TRY(process::openPidfd(view.init.key));
    view.cgroup = VITRINE_TRY(openCgroup(container.record.cgroup));
    return view;
}

} // namespace

Result<int> exec(const Request& request, const Log& /*log*/) {
    const auto container = VITRINE_TRY(openContainer(request, StateDirectory::Access::Look));
    VITRINE_CHECK(require(container, {Status::Running}));
    BundleConfig config = VITRINE_TRY(parseBundleConfig(container.config));
    VITRINE_CHECK(request.keepOutOfReach(config.spec));
    const Prepared prepared = VITRINE_TRY(prepare(request, config));
    config.spec.namespaces = VITRINE_TRY(namespacesToEnter(*container.record.init));
    const auto view = VITRINE_TRY(engineView(container));
    engine::ExecRequest wanted;
    wanted.process = prepared.process;
    wanted.rows = prepared.config.rows;
    wanted.columns = prepared.config.columns;
    wanted.extras = &prepared.config.extras;
    const sys::UniqueFd signals = request.detach ? sys::UniqueFd() : VITRINE_TRY(holdSignals());
    auto started = VITRINE_TRY(engine::exec(view, config.spec, wanted));
    if (auto* master = std::get_if<sys::UniqueFd>(&started.console);
        master != nullptr && !request.consoleSocket.empty()) {
        VITRINE_CHECK(sendTerminal(request.consoleSocket, master->get()));
        master->reset();
    }
    VITRINE_CHECK(writePidFile(request.pidFile, started.key.pid));
    return request.detach ? Result<int>(0) : stayWith(started, signals.get());
}

} // namespace vitrine::runtime
