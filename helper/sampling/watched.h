// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/cgroup/cgroup.h"
#include "core/model/hostfacts.h"
#include "core/process/processtree.h"
#include "helper/bus/wiretypes.h"
#include "helper/containers/container.h"

#include <QSet>

#include <memory>
#include <optional>
#include <vector>

namespace vitrine::helper {

/// What is kept open of one run of a container while somebody watches it. Another run: another object.
class Watched {
public:
    Watched(const CgroupFacts& facts, const Container& container);

    [[nodiscard]] const process::ProcessKey& leader() const { return m_leader; }

    /// Nothing when the control group is gone.
    [[nodiscard]] std::optional<SampleRow> sample(const QDBusObjectPath& path);
    [[nodiscard]] std::optional<cgroup::DetailedSample> sampleDetailed();
    /// The processes now, sorted by key; empty when there are none (any more).
    [[nodiscard]] std::vector<process::ProcessInfo> processes();

private:
    [[nodiscard]] cgroup::Sampler* sampler();
    [[nodiscard]] std::vector<pid_t> pids();

    const CgroupFacts& m_facts;
    std::string m_cgroupPath;
    process::ProcessKey m_leader;
    std::uint64_t m_pidNamespace = 0; ///< for finding members where there are no control groups
    std::optional<cgroup::Sampler> m_sampler;
    std::unique_ptr<cgroup::Cgroup> m_group;
    std::optional<process::ProcessReader> m_reader;
};

} // namespace vitrine::helper
