// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/sampling/watched.h"

#include "core/sys/file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <charconv>

namespace vitrine::helper {

namespace {

qlonglong orUnknown(const std::optional<std::uint64_t>& value) {
    return value ? static_cast<qlonglong>(*value) : -1;
}

/// All pids of /proc whose pid namespace is this one.
std::vector<pid_t> membersOf(std::uint64_t pidNamespace) {
    std::vector<pid_t> pids;
    const auto proc = sys::openDirectory(AT_FDCWD, "/proc");
    const auto names = proc ? sys::listDirectory(proc->get()) : failure(proc.error());
    if (!names || pidNamespace == 0)
        return pids;
    for (const std::string& name : *names) {
        pid_t pid = 0;
        const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (problem != std::errc() || end != name.data() + name.size())
            continue;
        struct stat status{};
        if (::fstatat(proc->get(), (name + "/ns/pid").c_str(), &status, 0) == 0 &&
            status.st_ino == pidNamespace)
            pids.push_back(pid);
    }
    return pids;
}

} // namespace

Watched::Watched(const CgroupFacts& facts, const Container& container)
    : m_facts(facts)
    , m_cgroupPath(container.cgroup)
    , m_leader(container.run.leader) {
    if (container.spec.namespaces.isNew(NamespaceKind::Pid))
        m_pidNamespace = container.run.namespaces.at(static_cast<std::size_t>(NamespaceKind::Pid));
}

cgroup::Sampler* Watched::sampler() {
    if (!m_sampler && !m_cgroupPath.empty())
        if (auto opened = cgroup::Sampler::open(m_facts, m_cgroupPath))
            m_sampler = std::move(*opened);
    return m_sampler ? &*m_sampler : nullptr;
}

std::optional<SampleRow> Watched::sample(const QDBusObjectPath& path) {
    cgroup::Sampler* source = sampler();
    const auto sample = source != nullptr ? source->sample() : Result<cgroup::Sample>();
    if (source == nullptr || !sample)
        return std::nullopt;
    SampleRow row;
    row.container = path;
    row.timeNs = static_cast<qlonglong>(sample->timeNs);
    row.cpuUs = orUnknown(sample->cpuUsageUs);
    row.throttledUs = orUnknown(sample->throttledUs);
    row.throttledPeriods = orUnknown(sample->throttledPeriods);
    row.memoryBytes = orUnknown(sample->memoryBytes);
    row.swapBytes = orUnknown(sample->swapBytes);
    row.oomKills = orUnknown(sample->oomKills);
    row.pids = orUnknown(sample->pids);
    return row;
}

std::optional<cgroup::DetailedSample> Watched::sampleDetailed() {
    cgroup::Sampler* source = sampler();
    if (source == nullptr)
        return std::nullopt;
    auto sample = source->sampleDetailed();
    return sample ? std::optional(*sample) : std::nullopt;
}

std::vector<pid_t> Watched::pids() {
    if (m_cgroupPath.empty())
        return membersOf(m_pidNamespace);
    if (!m_group)
        if (auto opened = cgroup::open(m_facts, m_cgroupPath, cgroup::Create::OpenExisting))
            m_group = std::move(*opened);
    if (!m_group)
        return {};
    return m_group->processes().value_or(std::vector<pid_t>());
}

std::vector<process::ProcessInfo> Watched::processes() {
    if (!m_reader)
        if (auto opened = process::ProcessReader::open())
            m_reader = std::move(*opened);
    if (!m_reader)
        return {};
    const auto list = m_reader->refresh(pids());
    return list ? **list : std::vector<process::ProcessInfo>();
}

} // namespace vitrine::helper
