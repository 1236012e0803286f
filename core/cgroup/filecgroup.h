// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/cgroup/cgroup.h"
#include "core/cgroup/group.h"

#include <string_view>
#include <vector>

namespace vitrine::cgroup {

/// What v1 and v2 have in common: directories with control files.
class FileCgroup : public Cgroup {
public:
    /// `notEnabled`: why some controller is missing in the group, or empty.
    FileCgroup(const CgroupFacts& facts, std::string path, std::vector<Group> groups, std::string notEnabled);

    [[nodiscard]] const std::string& path() const override { return m_path; }
    [[nodiscard]] std::string directoryOf(const std::string& controller) const override;
    [[nodiscard]] Result<std::vector<LimitReadback>> setLimits(const ResourceLimits& limits,
                                                               UnsetLimits unset) override;
    [[nodiscard]] Result<LimitReadback> writeLimit(const LimitFile& limit) override;
    [[nodiscard]] Result<std::vector<LimitReading>> readFiles() const override;
    [[nodiscard]] Result<ResourceLimits> readLimits() const override;
    [[nodiscard]] Result<std::vector<pid_t>> processes() const override;
    [[nodiscard]] Result<> remove(std::chrono::milliseconds timeout) override;

protected:
    [[nodiscard]] const CgroupFacts& facts() const { return m_facts; }
    [[nodiscard]] const std::vector<Group>& groups() const { return m_groups; }
    /// The group in the hierarchy of a controller, or null.
    [[nodiscard]] const Group* groupOf(std::string_view controller) const;
    /// The group in the v2 hierarchy, or null.
    [[nodiscard]] const Group* unifiedGroup() const;
    [[nodiscard]] std::vector<int> directories() const;

private:
    /// `access`: O_RDONLY or O_RDWR.
    [[nodiscard]] Result<sys::UniqueFd> openControl(const LimitFile& limit, int access) const;
    [[nodiscard]] Result<std::string> readControl(const LimitFile& limit) const;
    [[nodiscard]] Result<std::optional<std::uint64_t>> readLimit(std::string_view controller,
                                                                 const char* file) const;
    [[nodiscard]] Result<> readCpuLimits(ResourceLimits& limits) const;
    [[nodiscard]] Result<> readMemoryLimits(ResourceLimits& limits) const;
    [[nodiscard]] Result<> orderForRaising(std::vector<LimitFile>& files) const;
    [[nodiscard]] Result<> readCpusetLimits(ResourceLimits& limits) const;
    [[nodiscard]] Result<> readIoLimits(ResourceLimits& limits) const;
    [[nodiscard]] Result<std::vector<DiskLimit>> readDiskLimits() const;
    /// Empty where the group has no such file.
    [[nodiscard]] Result<std::string> readIfThere(std::string_view controller, const std::string& file) const;
    [[nodiscard]] Result<std::string> valueToWrite(const LimitFile& limit) const;
    /// Adds what ends the limits of disks that are not among the new ones.
    [[nodiscard]] Result<> endOtherDisks(const ResourceLimits& limits, std::vector<LimitFile>& files) const;
    void putBack(const std::vector<LimitFile>& previous);

    CgroupFacts m_facts;
    std::string m_path;
    std::vector<Group> m_groups;
    std::string m_notEnabled;
};

/// v1, and the hybrid of v1 with a v2 tree beside it.
class LegacyCgroup final : public FileCgroup {
public:
    using FileCgroup::FileCgroup;
    [[nodiscard]] int cloneFd() const override;
    [[nodiscard]] std::vector<int> joinFds() const override;
    [[nodiscard]] Result<> freeze(std::chrono::milliseconds timeout) override;
    [[nodiscard]] Result<> thaw() override;
    [[nodiscard]] Result<> delegate(uid_t uid, gid_t gid) override;
    [[nodiscard]] Result<sys::UniqueFd> openGroupOf(pid_t pid) const override;
    [[nodiscard]] Result<> killAll() override;

private:
    [[nodiscard]] Result<> killByPidfd();
};

/// v2 alone.
class UnifiedCgroup final : public FileCgroup {
public:
    using FileCgroup::FileCgroup;
    [[nodiscard]] int cloneFd() const override;
    [[nodiscard]] std::vector<int> joinFds() const override { return {}; }
    [[nodiscard]] Result<> freeze(std::chrono::milliseconds timeout) override;
    [[nodiscard]] Result<> thaw() override;
    [[nodiscard]] Result<> delegate(uid_t uid, gid_t gid) override;
    [[nodiscard]] Result<sys::UniqueFd> openGroupOf(pid_t pid) const override;
    [[nodiscard]] Result<> killAll() override;
};

} // namespace vitrine::cgroup
