// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitorlink/choosespawner.h"

#include "core/probe/hostprobe.h"
#include "helper/monitorlink/directspawner.h"
#include "helper/monitorlink/systemdspawner.h"

#include <sys/stat.h>

#include <utility>

namespace vitrine::helper {

namespace {

/// sd_booted(3)
bool isSystemdBooted() {
    struct stat status{};
    return ::lstat("/run/systemd/system", &status) == 0 && S_ISDIR(status.st_mode);
}

std::unique_ptr<MonitorSpawner> direct(const Options& options, const HostFacts& facts) {
    const auto cgroups = facts.cgroup.layout == CgroupLayout::None ? DirectSpawner::Cgroups::None
                                                                   : DirectSpawner::Cgroups::Own;
    return std::make_unique<DirectSpawner>(options, cgroups);
}

Result<std::unique_ptr<MonitorSpawner>> bySystemd(const Options& options, HostFacts& facts,
                                                  const QDBusConnection& bus) {
    if (!isSystemdBooted())
        return failure(Error(ErrorKind::NotSupported, "start containers by", "systemd",
                             "this machine was not booted with it"));
    std::unique_ptr<SystemdManager> manager = VITRINE_TRY(SystemdManager::find(bus));
    if (options.mode == Mode::Session) {
        std::string group = manager->controlGroup();
        group.erase(0, group.find_first_not_of('/'));
        VITRINE_CHECK(probe::useDelegatedGroup(facts, group));
    }
    return std::make_unique<SystemdSpawner>(options, std::move(manager));
}

} // namespace

Result<std::unique_ptr<MonitorSpawner>> chooseSpawner(const Options& options, HostFacts& facts,
                                                      const QDBusConnection& bus) {
    if (options.spawner == SpawnerKind::Direct)
        return direct(options, facts);
    auto spawner = bySystemd(options, facts, bus);
    if (spawner || options.spawner == SpawnerKind::Systemd)
        return spawner;
    return direct(options, facts);
}

} // namespace vitrine::helper
