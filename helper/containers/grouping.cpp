// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What groups of containers need of the containers' coming and going: the part of Lifecycle that keeps their
// control groups.

#include "core/cgroup/cgroup.h"
#include "core/cgroup/delegation.h"
#include "helper/containers/lifecycle.h"

#include <algorithm>

namespace vitrine::helper {

std::string Lifecycle::cgroupOfGroup(const std::string& group) const {
    return m_spawner.cgroupOfGroup(group);
}

std::string Lifecycle::cgroupOf(const std::string& id, const std::string& group) const {
    return m_spawner.cgroupOf(id, group);
}

/// Only here, where it is known what is about to start: whoever starts a container finds the group that it
/// has made until then.
void Lifecycle::leaveGroup(const std::string& group) {
    const std::string path = group.empty() ? std::string() : cgroupOfGroup(group);
    if (path.empty() || cgroup::isUnitName(path.substr(path.rfind('/') + 1)))
        return; // systemd's own to remove
    if (!std::ranges::all_of(membersOf(m_store, group),
                             [](const auto& container) { return isAtRest(*container); }))
        return;
    // Busy: what was killed has not ended yet. The next end, or the next helper, tries again.
    if (const auto opened = cgroup::open(m_facts.cgroup, path, cgroup::Create::OpenExisting))
        static_cast<void>((*opened)->remove(std::chrono::milliseconds(0)));
}

/// Its monitor has read the limits when it began; they can have been changed since.
void Lifecycle::renewLimits(const Container& container) {
    const auto group = m_groups.find(container.spec.groupId);
    if (!group)
        return;
    m_tasks.run<bool>(
        group->spec.ownerUid,
        [facts = m_facts.cgroup, path = cgroupOfGroup(group->spec.id), limits = group->spec.limits] {
            const auto opened = path.empty() ? failure(Error(ErrorKind::NotFound, {}, {}, {}))
                                             : cgroup::open(facts, path, cgroup::Create::OpenExisting);
            return opened && (*opened)->setLimits(limits, UnsetLimits::Reset).has_value();
        },
        [](bool) {}); // what the kernel says is what ReadGroupLimits tells
}

} // namespace vitrine::helper
