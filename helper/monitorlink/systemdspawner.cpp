// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitorlink/systemdspawner.h"

#include "helper/monitorlink/directspawner.h"

#include <QTimer>

#include <sys/socket.h>

#include <cerrno>
#include <utility>
#include <vector>

namespace vitrine::helper {

SystemdSpawner::SystemdSpawner(const Options& options, std::unique_ptr<SystemdManager> manager)
    : m_options(options)
    , m_manager(std::move(manager)) {
}

std::string SystemdSpawner::cgroupOf(const std::string& id, const std::string& group) const {
    return payloadGroup(m_manager->controlGroup(), id, group);
}

std::string SystemdSpawner::cgroupOfGroup(const std::string& group) const {
    return sliceGroup(m_manager->controlGroup(), group);
}

void SystemdSpawner::limitGroup(const GroupSpec& group, Recovered told) {
    m_manager->setProperties(QString::fromStdString(groupSliceName(group.id)), sliceProperties(group),
                             std::move(told));
}

void SystemdSpawner::forgetGroup(const std::string& group) {
    m_manager->revert(QString::fromStdString(groupSliceName(group)));
}

void SystemdSpawner::spawn(const std::string& id, const RunNeeds& needs, Spawned spawned) {
    std::vector<std::string> arguments = monitorArguments(m_options, "run", id);
    const std::string group = needs.group ? needs.group->id : std::string();
    arguments.insert(arguments.end(), {"--cgroup", cgroupOf(id, group), "--control-fd"});
    if (!needs.group)
        return start(monitorUnit(id), std::move(arguments), needs, std::move(spawned));
    // Before anything is in the slice: nothing in it ever runs without the limits.
    limitGroup(*needs.group, [this, id, arguments = std::move(arguments), needs,
                              spawned = std::move(spawned)](const Result<>& limited) {
        if (!limited)
            return spawned(failure(limited.error()));
        start(monitorUnit(id), arguments, needs, spawned);
    });
}

void SystemdSpawner::enter(const process::ProcessKey& target, Spawned spawned) {
    // What is entered opens what it may open: its own group is not this unit's.
    start(enterUnit(target.pid, ++m_entered), enterArguments(m_options, target), {.devices = Devices::All},
          std::move(spawned));
}

void SystemdSpawner::start(const QString& unit, std::vector<std::string> arguments, const RunNeeds& needs,
                           Spawned spawned) {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0) {
        const Error error = Error::fromErrno("make", "a socket pair", errno);
        QTimer::singleShot(0, m_manager.get(),
                           [error, spawned = std::move(spawned)] { spawned(failure(error)); });
        return;
    }
    const auto ours = std::make_shared<sys::UniqueFd>(ends[0]);
    const sys::UniqueFd theirs(ends[1]);
    arguments.emplace_back("0");
    UnitProperties properties = monitorProperties(arguments, theirs.get(), m_manager->version());
    if (needs.group) {
        properties.removeIf([](const UnitProperty& one) { return one.name == QLatin1String("Slice"); });
        properties += inSlice(needs.group->id);
    }
    // A user's manager has no right to do that (bpf(2)), and a user's container no right to a device.
    if (m_options.mode == Mode::System && needs.devices == Devices::Usual)
        properties += closedDevices();
    properties += stopTimeout(needs.stopTimeout);
    m_manager->start(unit, properties, [ours, spawned = std::move(spawned)](const Result<>& started) {
        if (!started)
            return spawned(failure(started.error()));
        spawned(std::move(*ours));
    });
}

void SystemdSpawner::recover(const std::string& id, Recovered recovered) {
    const QString unit = recoveryUnit(id);
    m_manager->start(
        unit, recoveryProperties(monitorArguments(m_options, "recover", id)),
        [this, unit, recovered = std::move(recovered)](const Result<>& done) {
            if (done)
                return recovered({});
            m_manager->takeFailure(unit, [recovered, error = done.error()](std::optional<int> code) {
                if (!code || *code == 0)
                    return recovered(failure(error));
                recovered(failure(Error(ErrorKind::Failed, "clean up after the container's monitor", {},
                                        "vitrine-monitor recover ended with " + std::to_string(*code))
                                      .withHint(error.hint())));
            });
        });
}

} // namespace vitrine::helper
