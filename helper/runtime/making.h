// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/runtime/container.h"

#include <utility>
#include <vector>

namespace vitrine::runtime {

/// One container being made in a state directory of its own. Used once, in a process with one thread.
class Making {
public:
    Making(const Request& request, const StateDirectory& directory, Bundle& bundle, Begin begin)
        : m_request(request)
        , m_directory(directory)
        , m_bundle(bundle)
        , m_begin(begin) {}

    struct Made {
        Record record;
        engine::StartedContainer started;
        CgroupFacts facts;
    };
    [[nodiscard]] Result<Made> run();

private:
    [[nodiscard]] Result<PlanContext> context();
    [[nodiscard]] Result<std::string> cgroupPath() const;
    [[nodiscard]] Result<> makeGate();
    [[nodiscard]] Result<> completeExtras();
    [[nodiscard]] Result<> joinNamespaces();
    [[nodiscard]] Result<> returnFromNamespaces();
    [[nodiscard]] bool actsBeforePivot() const;
    [[nodiscard]] Result<> beforePivot(pid_t pid, cgroup::Cgroup* group);
    [[nodiscard]] std::string stateFor(pid_t pid) const;
    [[nodiscard]] Result<> giveTerminal(engine::StartedContainer& started) const;

    const Request& m_request;
    const StateDirectory& m_directory;
    Bundle& m_bundle;
    Begin m_begin;
    Record m_record;
    CgroupFacts m_facts;
    std::vector<std::pair<int, sys::UniqueFd>> m_own; ///< CLONE_NEW* and the namespace this process was in
    sys::UniqueFd m_go;
    sys::UniqueFd m_report;
};

} // namespace vitrine::runtime
