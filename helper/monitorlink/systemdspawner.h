// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/monitorlink/monitorspawner.h"
#include "helper/options.h"
#include "helper/systemd/systemdmanager.h"

#include <memory>
#include <string>
#include <vector>

namespace vitrine::helper {

/// Asks systemd to run the monitor as a transient service, so that it inherits nothing of the helper's and
/// the helper's unit can be stopped, restarted and sandboxed: PID 1's child for the system bus, the user
/// manager's for the session. The connection is passed as the service's standard input; systemd keeps a copy
/// of it until the service is over, so that the socket closes when the service's name is free again.
class SystemdSpawner : public MonitorSpawner {
public:
    SystemdSpawner(const Options& options, std::unique_ptr<SystemdManager> manager);

    /// <the manager's group>/vitrine.slice/vitrine-<id>.service/payload, or in a group of containers
    /// <the manager's group>/vitrine.slice/vitrine-<group>.slice/vitrine-<id>.service/payload
    [[nodiscard]] std::string cgroupOf(const std::string& id, const std::string& group) const override;
    [[nodiscard]] std::string cgroupOfGroup(const std::string& group) const override;
    /// As properties of the slice, until the machine ends: systemd would take back what it does not know.
    void limitGroup(const GroupSpec& group, Recovered told) override;
    void forgetGroup(const std::string& group) override;
    void spawn(const std::string& id, const RunNeeds& needs, Spawned spawned) override;
    void enter(const process::ProcessKey& target, Spawned spawned) override;
    void recover(const std::string& id, Recovered recovered) override;

private:
    /// `arguments` end with the option for the control socket.
    void start(const QString& unit, std::vector<std::string> arguments, const RunNeeds& needs,
               Spawned spawned);

    const Options& m_options;
    std::unique_ptr<SystemdManager> m_manager;
    unsigned m_entered = 0; ///< counted, for the names of units
};

} // namespace vitrine::helper
