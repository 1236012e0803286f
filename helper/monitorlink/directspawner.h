// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/monitorlink/monitorspawner.h"
#include "helper/options.h"

#include <string>
#include <vector>

namespace vitrine::helper {

/// Runs the monitor as a child in a session of its own, with one end of a socket pair; control groups are
/// made below --cgroup-parent. For machines without systemd, and for users without a manager of their own.
class DirectSpawner : public MonitorSpawner {
public:
    /// None: containers without a control group.
    enum class Cgroups { None, Own };
    DirectSpawner(const Options& options, Cgroups cgroups);

    [[nodiscard]] std::string cgroupOf(const std::string& id, const std::string& group) const override;
    [[nodiscard]] std::string cgroupOfGroup(const std::string& group) const override;
    void limitGroup(const GroupSpec& /*group*/, Recovered told) override { told({}); }
    void forgetGroup(const std::string& /*group*/) override {}
    void spawn(const std::string& id, const RunNeeds& needs, Spawned spawned) override;
    void enter(const process::ProcessKey& target, Spawned spawned) override;
    void recover(const std::string& id, Recovered recovered) override;

private:
    /// `arguments` end with the number of the control socket.
    [[nodiscard]] static Result<sys::UniqueFd> run(std::vector<std::string> arguments);
    [[nodiscard]] std::vector<std::string> runArguments(const std::string& id,
                                                        const std::string& group) const;

    const Options& m_options;
    Cgroups m_cgroups;
};

/// The command line of vitrine-monitor (helper/monitor/commandline.h): `command` is "run" or "recover".
[[nodiscard]] std::vector<std::string> monitorArguments(const Options& options, const std::string& command,
                                                        const std::string& id);

/// "vitrine-monitor enter", without the number of the control socket.
[[nodiscard]] std::vector<std::string> enterArguments(const Options& options,
                                                      const process::ProcessKey& target);

} // namespace vitrine::helper
