// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/healthprobe.h"
#include "helper/monitor/session.h"

#include <poll.h>

/// The part of Session that has to do with the container's health command.
namespace vitrine::monitor {

Result<> Session::beginHealth() {
    if (!m_spec.life.health)
        return {};
    // AFTER FORK: of this object nothing is changed.
    const auto probe = [this](int report) {
        runHealthProbe({.spec = &m_spec,
                        .leader = m_container->init.key,
                        .pidfd = m_container->init.pidfd.get(),
                        .cgroups = &m_cgroupFacts,
                        .cgroup = m_container->cgroup ? m_line.cgroup : std::string()},
                       report);
    };
    m_health.emplace(m_loop, *m_spec.life.health, probe, [this](HealthRunner::Turn turn) { onHealth(turn); });
    m_server.broadcast(HealthChanged{m_health->report()});
    return m_health->begin();
}

/// The command of a container that has ended has been killed with it, which says nothing of its health.
void Session::onHealth(HealthRunner::Turn turn) {
    pollfd leader{m_container->init.pidfd.get(), POLLIN, 0};
    if (::poll(&leader, 1, 0) != 0)
        return;
    m_server.broadcast(HealthChanged{m_health->report()});
    if (turn != HealthRunner::Turn::Unhealthy || m_state != ContainerState::Running)
        return;
    if (auto acted = actOnUnhealthy(); !acted)
        complain(acted.error());
}

Result<> Session::actOnUnhealthy() {
    const HealthSpec& health = *m_spec.life.health;
    if (health.onUnhealthy == OnUnhealthy::Nothing)
        return {};
    m_exit.healthFailures = m_health->report().failures;
    m_health->suspend();
    const std::uint32_t timeoutMs = stopTimeoutOf(m_spec.life);
    if (health.onUnhealthy == OnUnhealthy::Stop) {
        VITRINE_CHECK(perform(StopContainer{timeoutMs}));
        return {};
    }
    // Nobody has asked for it to stay stopped, so its policy decides.
    setState(ContainerState::Stopping);
    VITRINE_CHECK(killAfter(timeoutMs));
    return askToEnd();
}

} // namespace vitrine::monitor
