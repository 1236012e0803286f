// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/engine/child.h"
#include "core/engine/executor.h"
#include "core/engine/idmap.h"
#include "core/engine/journal.h"
#include "core/engine/sharedtrace.h"
#include "core/sys/process.h"

#include <memory>
#include <optional>

namespace vitrine::engine {

/// One start on the host's side: host steps, the clone, the maps, letting the child go and hearing of its
/// success; or taking everything back. Used once.
class StartRun {
public:
    StartRun(const Plan& plan, const PlanContext& context, const StartOptions& options, SharedTrace& trace)
        : m_plan(plan)
        , m_context(context)
        , m_options(options)
        , m_trace(trace) {}

    [[nodiscard]] Result<StartedContainer> execute();

private:
    [[nodiscard]] Result<> runAll();
    [[nodiscard]] Result<> runHostStep(std::size_t index);
    [[nodiscard]] Result<> apply(const Step& step);

    Result<> on(const step::CreateGroup& step);
    Result<> on(const step::LimitGroup& step);
    Result<> on(const step::CreateCgroup& step);
    Result<> on(const step::WriteLimit& step);
    Result<> on(const step::DelegateCgroup& step);
    Result<> on(const step::RestrictDevices& step);
    Result<> on(const step::PrepareIdMappedRoot& step);
    Result<> on(const step::JoinNamespaces& step);
    Result<> on(const step::CloneProcess& step);
    Result<> on(const step::WriteIdMap& step);
    template <typename ContainerStep>
    Result<> on(const ContainerStep& /*step*/) {
        return failure(
            Error(ErrorKind::InvalidArgument, "run the plan", "", "a step of the container comes too early"));
    }

    [[nodiscard]] Result<> prepareChild();
    [[nodiscard]] Result<> prepareSource(std::size_t index);
    [[nodiscard]] Result<> prepareStreams();
    [[nodiscard]] Result<> adjustOomScore() const;
    [[nodiscard]] Result<> raiseRlimits();
    [[nodiscard]] Result<sys::UniqueFd> openRoot(const std::string& path) const;
    [[nodiscard]] bool mapsLikeContainer(const step::PrepareIdMappedRoot& step) const;

    [[nodiscard]] Result<sys::Cloned> cloneChild(std::uint64_t flags, int cgroupFd);
    [[nodiscard]] Result<sys::Cloned> cloneInside(std::uint64_t flags, int cgroupFd);
    [[noreturn]] void runIntermediate(std::uint64_t flags, int cgroupFd);
    [[noreturn]] void beChild();
    void keepVolumes();
    [[nodiscard]] Result<> releaseChild();
    [[nodiscard]] Result<> awaitExecution();
    [[nodiscard]] Result<> runHooks();
    [[nodiscard]] Result<> hearChild();
    void findReachedStep();
    [[nodiscard]] Error errorOfDeadChild();
    [[nodiscard]] Result<> endChild();

    [[nodiscard]] Error takeBack(Error error);
    [[nodiscard]] Result<> undoAll();
    [[nodiscard]] Result<> undo(const Step& step);
    [[nodiscard]] bool faultAt(std::size_t index, StartOptions::Fault::When when) const;

    const Plan& m_plan;
    const PlanContext& m_context;
    const StartOptions& m_options;
    SharedTrace& m_trace;
    std::optional<Journal> m_journal;
    std::size_t m_current = 0; ///< step in work, the one that a failure belongs to

    std::unique_ptr<cgroup::Cgroup> m_group; ///< the one around it and others
    std::unique_ptr<cgroup::Cgroup> m_cgroup;
    ChildSetup m_setup;
    PipeStreams m_streams;
    sys::UniqueFd m_socket; ///< the parent's end
    sys::UniqueFd m_master;
    process::ProcessKey m_key;
    sys::UniqueFd m_pidfd;
    sys::UniqueFd m_proc; ///< /proc/PID of the child
    int m_joinTypes = 0;  ///< CLONE_NEW* of the namespaces that the child is born in
    sys::UniqueFd m_idMappedRoot;
    std::vector<AttachedVolume> m_volumes;
    std::optional<security::CallListener> m_refusals;
    std::optional<MapNamespace> m_maps; ///< of the root, where they are not the container's
};

} // namespace vitrine::engine
