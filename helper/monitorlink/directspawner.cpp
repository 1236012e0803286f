// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitorlink/directspawner.h"

#include "helper/monitorlink/childprocess.h"

#include <QTimer>

#include <sys/socket.h>

#include <cerrno>
#include <memory>
#include <utility>

namespace vitrine::helper {

std::vector<std::string> monitorArguments(const Options& options, const std::string& command,
                                          const std::string& id) {
    std::vector<std::string> arguments{options.monitorPath, command,        "--state-dir", options.stateDir,
                                       "--run-dir",         options.runDir, "--id",        id};
    if (options.mode == Mode::Session)
        arguments.emplace_back("--rootless");
    return arguments;
}

std::vector<std::string> enterArguments(const Options& options, const process::ProcessKey& target) {
    return {options.monitorPath,
            "enter",
            "--pid",
            std::to_string(target.pid),
            "--start",
            std::to_string(target.startTicks),
            "--control-fd"};
}

namespace {

void later(Result<sys::UniqueFd> socket, MonitorSpawner::Spawned spawned) {
    auto outcome = std::make_shared<Result<sys::UniqueFd>>(std::move(socket));
    QTimer::singleShot(0, [outcome, spawned = std::move(spawned)] { spawned(std::move(*outcome)); });
}

} // namespace

DirectSpawner::DirectSpawner(const Options& options, Cgroups cgroups)
    : m_options(options)
    , m_cgroups(cgroups) {
}

std::string DirectSpawner::cgroupOf(const std::string& id, const std::string& group) const {
    if (m_cgroups == Cgroups::None)
        return {};
    return (group.empty() ? m_options.cgroupParent : cgroupOfGroup(group)) + '/' + id;
}

std::string DirectSpawner::cgroupOfGroup(const std::string& group) const {
    return m_cgroups == Cgroups::None ? std::string()
                                      : m_options.cgroupParent + '/' + groupDirectoryName(group);
}

std::vector<std::string> DirectSpawner::runArguments(const std::string& id, const std::string& group) const {
    std::vector<std::string> arguments = monitorArguments(m_options, "run", id);
    if (const std::string cgroup = cgroupOf(id, group); !cgroup.empty())
        arguments.insert(arguments.end(), {"--cgroup", cgroup});
    arguments.emplace_back("--control-fd");
    return arguments;
}

Result<sys::UniqueFd> DirectSpawner::run(std::vector<std::string> arguments) {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
        return failure(Error::fromErrno("make", "a socket pair", errno));
    sys::UniqueFd ours(ends[0]);
    const sys::UniqueFd theirs(ends[1]);
    arguments.emplace_back("3");
    const pid_t child = VITRINE_TRY(spawnDetached(arguments, theirs.get()));
    // Its end is seen on the socket; here it only has to be reaped.
    whenEnded(child, [](int) {});
    return ours;
}

void DirectSpawner::spawn(const std::string& id, const RunNeeds& needs, Spawned spawned) {
    later(run(runArguments(id, needs.group ? needs.group->id : std::string())), std::move(spawned));
}

void DirectSpawner::enter(const process::ProcessKey& target, Spawned spawned) {
    later(run(enterArguments(m_options, target)), std::move(spawned));
}

void DirectSpawner::recover(const std::string& id, Recovered recovered) {
    const auto child = spawnDetached(monitorArguments(m_options, "recover", id), -1);
    if (!child) {
        QTimer::singleShot(
            0, [error = child.error(), recovered = std::move(recovered)] { recovered(failure(error)); });
        return;
    }
    whenEnded(*child, [recovered = std::move(recovered)](int code) {
        if (code == 0)
            return recovered({});
        recovered(failure(Error(ErrorKind::Failed, "clean up after the container's monitor", {},
                                "vitrine-monitor recover ended with " + std::to_string(code))));
    });
}

} // namespace vitrine::helper
