// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/filecgroup.h"

#include "core/cgroup/freezer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vitrine::cgroup {

FileCgroup::FileCgroup(const CgroupFacts& facts, std::string path, std::vector<Group> groups,
                       std::string notEnabled)
    : m_facts(facts)
    , m_path(std::move(path))
    , m_groups(std::move(groups))
    , m_notEnabled(std::move(notEnabled)) {
}

const Group* FileCgroup::groupOf(std::string_view controller) const {
    const auto found =
        std::ranges::find_if(m_groups, [&](const Group& group) { return group.hierarchy.has(controller); });
    return found == m_groups.end() ? nullptr : &*found;
}

const Group* FileCgroup::unifiedGroup() const {
    const auto found = std::ranges::find_if(
        m_groups, [](const Group& group) { return group.hierarchy.version == ControllerVersion::V2; });
    return found == m_groups.end() ? nullptr : &*found;
}

std::vector<int> FileCgroup::directories() const {
    std::vector<int> descriptors;
    descriptors.reserve(m_groups.size());
    for (const Group& group : m_groups)
        descriptors.push_back(group.directory.get());
    return descriptors;
}

std::string FileCgroup::directoryOf(const std::string& controller) const {
    const Group* group = controller == "unified" ? unifiedGroup() : groupOf(controller);
    return group == nullptr ? std::string() : group->hierarchy.mountPoint + '/' + m_path;
}

Result<std::vector<pid_t>> FileCgroup::processes() const {
    // A process enters the v2 group at birth and the v1 ones right after, so the v2 one knows all.
    const Group* group = unifiedGroup();
    for (const std::string_view controller : std::array<std::string_view, 2>{"pids", "memory"}) {
        if (group == nullptr)
            group = groupOf(controller);
    }
    if (group == nullptr)
        group = &m_groups.front();
    std::vector<pid_t> pids;
    if (auto collected = collectProcesses(group->directory.get(), pids); !collected)
        return failure(std::move(collected).error().within("list the processes of " + m_path));
    std::ranges::sort(pids);
    const auto repeated = std::ranges::unique(pids);
    pids.erase(repeated.begin(), repeated.end());
    return pids;
}

Result<> FileCgroup::remove(std::chrono::milliseconds timeout) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    const Group* unified = unifiedGroup();
    for (;;) {
        std::optional<Error> busy;
        for (const Group& group : m_groups) {
            auto removed = removeGroup(group, m_path);
            if (removed)
                continue;
            if (removed.error().kind() != ErrorKind::Busy)
                return failure(std::move(removed).error().within("remove the cgroup " + m_path));
            busy = std::move(removed).error();
        }
        if (!busy)
            return {};
        if (std::chrono::steady_clock::now() >= deadline) {
            return failure(std::move(*busy)
                               .within("remove the cgroup " + m_path)
                               .withHint("A process in it has not ended yet."));
        }
        waitForChange(unified == nullptr ? -1 : unified->directory.get());
    }
}

} // namespace vitrine::cgroup
