// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/making.h"

#include "core/plan/plan.h"
#include "core/probe/hostprobe.h"
#include "core/sys/file.h"
#include "core/sys/process.h"
#include "helper/runtime/kernelstate.h"
#include "helper/runtime/terminal.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <utility>

namespace vitrine::runtime {

namespace {

// At the top of the hierarchies: a group around it would be made and removed with it, in each of them.
constexpr const char* usualGroup = "vitrine-oci-";
constexpr const char* relativeGroups = "vitrine-oci/";

Privilege privilege() {
    return ::geteuid() == 0 ? Privilege::Root : Privilege::Rootless;
}

int flagOf(NamespaceKind kind) {
    switch (kind) {
    case NamespaceKind::Network:
        return CLONE_NEWNET;
    case NamespaceKind::Ipc:
        return CLONE_NEWIPC;
    case NamespaceKind::Uts:
        return CLONE_NEWUTS;
    case NamespaceKind::Pid:
        return CLONE_NEWPID;
    case NamespaceKind::Cgroup:
        return CLONE_NEWCGROUP;
    default:
        return 0;
    }
}

Result<sys::UniqueFd> makeFifo(int directory, const char* name) {
    if (::mkfifoat(directory, name, 0600) != 0)
        return failure(Error::fromErrno("make the FIFO", name, errno));
    // For reading and writing: it is there for both sides as long as the container waits (fifo(7)).
    return sys::openAt(directory, name, O_RDWR | O_NOFOLLOW);
}

} // namespace

/// config-linux.md, "Cgroups Path": an absolute one counts from the hierarchies' mount points, any other from
/// where this runtime wants.
Result<std::string> Making::cgroupPath() const {
    if (m_request.globals.cgroupManager == CgroupManager::Disabled)
        return std::string();
    const std::string& path = m_bundle.config.cgroupsPath;
    if (path.empty())
        return usualGroup + m_request.id;
    if (path.contains(':') && !path.contains('/'))
        return failure(Error(ErrorKind::NotSupported, {}, "$.linux.cgroupsPath",
                             "\"slice:prefix:name\" asks systemd for a scope, which is not done"));
    const std::size_t first = path.find_first_not_of('/');
    if (first == std::string::npos || ('/' + path + '/').contains("/../") ||
        ('/' + path + '/').contains("/./"))
        return failure(Error::invalid("$.linux.cgroupsPath", "must be a path without . and .."));
    return path.starts_with('/') ? path.substr(first) : relativeGroups + path;
}

Result<PlanContext> Making::context() {
    PlanContext context;
    context.facts = VITRINE_TRY(probe::readHostFacts(privilege()));
    context.id = m_request.id;
    context.rootDirectory = m_bundle.rootPath;
    m_facts = context.facts.cgroup;
    if (context.facts.cgroup.layout != CgroupLayout::None)
        context.cgroupPath = VITRINE_TRY(cgroupPath());
    return context;
}

Result<> Making::makeGate() {
    if (m_begin == Begin::AtOnce)
        return {};
    m_go = VITRINE_TRY(makeFifo(m_directory.fd(), goName));
    m_report = VITRINE_TRY(makeFifo(m_directory.fd(), reportName));
    m_bundle.config.extras.gate = engine::Gate{m_go.get(), m_report.get()};
    return {};
}

std::string Making::stateFor(pid_t pid) const {
    Record record = m_record;
    record.init = process::ProcessKey{pid, 0};
    return stateJson(record, Status::Creating, m_bundle.config.text);
}

/// Otherwise the container need not wait for this process.
bool Making::actsBeforePivot() const {
    const BundleConfig& config = m_bundle.config;
    return !config.joined.empty() || config.cpuShares || !config.hooks.prestart.empty() ||
           !config.hooks.createRuntime.empty();
}

Result<> Making::beforePivot(pid_t pid, cgroup::Cgroup* group) {
    const BundleConfig& config = m_bundle.config;
    VITRINE_CHECK(returnFromNamespaces());
    // What the plan does not know of.
    VITRINE_CHECK(writeShares(group, config.cpuShares));
    const auto state = [&] { return stateFor(pid); };
    VITRINE_CHECK(runHooks(config.hooks.prestart, state));
    return runHooks(config.hooks.createRuntime, state);
}

Result<> Making::completeExtras() {
    engine::BundleExtras& extras = m_bundle.config.extras;
    extras.keptFds = VITRINE_TRY(keptFds(m_request.preservedFds));
    extras.keepsKeyring = m_request.keepsKeyring;
    if (actsBeforePivot())
        extras.beforePivot = [this](pid_t pid, cgroup::Cgroup* group) { return beforePivot(pid, group); };
    extras.hookInput = [this](pid_t pid) { return stateFor(pid); };
    return makeGate();
}

/// The container is born in the namespaces that this process is in (clone(2), setns(2)).
Result<> Making::joinNamespaces() {
    for (const auto& [kind, path] : m_bundle.config.joined) {
        const std::string own = "/proc/self/ns/" + std::string(procName(kind));
        m_own.emplace_back(flagOf(kind), VITRINE_TRY(sys::openAt(AT_FDCWD, own, O_RDONLY)));
        const auto file = sys::openAt(AT_FDCWD, path, O_RDONLY);
        if (!file)
            return failure(Error(file.error()).within("join a namespace"));
        if (auto joined = sys::setns(file->get(), flagOf(kind)); !joined)
            return failure(std::move(joined).error().within("join " + path));
    }
    return {};
}

/// Hooks of the host's side run where this runtime was called (config.md, "POSIX-platform Hooks").
Result<> Making::returnFromNamespaces() {
    for (const auto& [flag, own] : m_own)
        VITRINE_CHECK(sys::setns(own.get(), flag));
    m_own.clear();
    return {};
}

Result<> Making::giveTerminal(engine::StartedContainer& started) const {
    auto* master = std::get_if<sys::UniqueFd>(&started.init.console);
    if (master == nullptr || m_request.consoleSocket.empty())
        return {};
    VITRINE_CHECK(sendTerminal(m_request.consoleSocket, master->get()));
    master->reset();
    return {};
}

Result<Making::Made> Making::run() {
    VITRINE_CHECK(checkTerminal(m_request, m_bundle.config.spec.process.terminal,
                                m_begin == Begin::AtGate || m_request.detach));
    const PlanContext plans = VITRINE_TRY(context());
    const Plan plan = VITRINE_TRY(makePlan(m_bundle.config.spec, plans));
    m_record = {m_request.id,
                m_bundle.path,
                m_bundle.rootPath,
                timeNow(),
                std::to_string(::geteuid()),
                plans.cgroupPath,
                {}};
    VITRINE_CHECK(writeRecord(m_directory, m_record));
    VITRINE_CHECK(writeConfigCopy(m_directory, m_bundle.config.text));
    VITRINE_CHECK(completeExtras());
    VITRINE_CHECK(joinNamespaces());
    engine::StartOptions options;
    options.journalPath = m_directory.journalPath();
    options.rootFd = m_bundle.root.get();
    options.rows = m_bundle.config.rows;
    options.columns = m_bundle.config.columns;
    options.extras = &m_bundle.config.extras;
    if (!m_bundle.config.hooks.empty())
        options.patience = std::chrono::hours(1); // hooks have timeouts of their own
    auto outcome = engine::start(plan, plans, options);
    engine::StartedContainer started = VITRINE_TRY(std::move(outcome.result));
    m_record.init = started.init.key;
    VITRINE_CHECK(writeRecord(m_directory, m_record));
    VITRINE_CHECK(giveTerminal(started));
    return Made{m_record, std::move(started), m_facts};
}

} // namespace vitrine::runtime
