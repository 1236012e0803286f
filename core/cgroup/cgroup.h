// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/hostfacts.h"
#include "core/model/limitfiles.h"
#include "core/model/resourcelimits.h"
#include "core/sys/uniquefd.h"

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Control groups (cgroups(7), Documentation/admin-guide/cgroup-v2.rst, cgroup-v1/). One interface, two
/// implementations, chosen by what is mounted.
namespace vitrine::cgroup {

/// The hierarchies mounted here, from /proc/self/mountinfo and cgroup.controllers. `root` replaces "/" in
/// tests with a tree of ordinary files.
[[nodiscard]] Result<CgroupFacts> readFacts(const std::string& root = "/");

/// What one write to a control file led to: what was asked and what the kernel now says.
struct LimitReadback {
    std::string file; ///< absolute path of the control file
    std::string asked;
    std::string effective; ///< read back, trimmed
};

/// What the control file of one limit says.
struct LimitReading {
    std::string key;    ///< as in core/model/limitplaces.h
    std::string file;   ///< absolute path of the control file
    std::string kernel; ///< its content, trimmed
};

/// The cgroup of one container: one directory on v2, one in every used hierarchy on v1/hybrid (and one in the
/// v2 tree of a hybrid, for cgroup.kill, cgroup.events and PSI). Keeps directory descriptors. Not
/// thread-safe.
class Cgroup {
public:
    virtual ~Cgroup() = default;

    /// Path relative to the hierarchy's mount point, "vitrine/3f2a…".
    [[nodiscard]] virtual const std::string& path() const = 0;
    /// Absolute directory of a controller's files ("memory"), for showing; empty if the controller is absent.
    /// "unified" is the directory in the v2 tree, if there is one.
    [[nodiscard]] virtual std::string directoryOf(const std::string& controller) const = 0;

    /// For clone3(CLONE_INTO_CGROUP): descriptor of the v2 directory, or -1 when there is none (pure v1). On
    /// a hybrid machine both this and joinFds() are used.
    [[nodiscard]] virtual int cloneFd() const = 0;
    /// Descriptors of the v1 `tasks` files, open for writing. The single-threaded child writes "0" to each,
    /// which moves itself without waiting for an RCU grace period as a write to cgroup.procs would. Empty on
    /// v2.
    [[nodiscard]] virtual std::vector<int> joinFds() const = 0;

    /// Writes the limits and reads every file back. On failure the limits already written are put back.
    [[nodiscard]] virtual Result<std::vector<LimitReadback>> setLimits(const ResourceLimits& limits,
                                                                       UnsetLimits unset) = 0;
    /// One write and its read-back (a step of a plan).
    [[nodiscard]] virtual Result<LimitReadback> writeLimit(const LimitFile& limit) = 0;
    /// The control files of all limits, in the kernel's words; files that this group does not have are left
    /// out.
    [[nodiscard]] virtual Result<std::vector<LimitReading>> readFiles() const = 0;
    /// The limits in force as the kernel says them. cpuWeight is empty at the kernel's default (100).
    [[nodiscard]] virtual Result<ResourceLimits> readLimits() const = 0;

    /// Hands the group to a user, who then makes groups in it and moves its processes among them, but cannot
    /// change its own limits: the directory, cgroup.procs, cgroup.threads and cgroup.subtree_control become
    /// theirs (cgroup-v2.rst, "Model of Delegation"). At most delegatedGroups in it, delegatedDepth deep.
    /// NotSupported on v1.
    [[nodiscard]] virtual Result<> delegate(uid_t uid, gid_t gid) = 0;
    /// The directory of the group in or below this one in which a process of it is, for
    /// clone3(CLONE_INTO_CGROUP). A delegated group whose owner has switched controllers on in it takes no
    /// processes itself any more (cgroup-v2.rst, "No Internal Process Constraint"). NotSupported on v1.
    [[nodiscard]] virtual Result<sys::UniqueFd> openGroupOf(pid_t pid) const = 0;

    /// cgroup.freeze / freezer.state; returns when the kernel says it is done. Busy after `timeout`, and then
    /// it is thawed again.
    [[nodiscard]] virtual Result<> freeze(std::chrono::milliseconds timeout) = 0;
    [[nodiscard]] virtual Result<> thaw() = 0;
    /// SIGKILLs every process in it and below (cgroup.kill; on v1 without a v2 tree: freeze, signal by pidfd,
    /// thaw). Success when the group is gone.
    [[nodiscard]] virtual Result<> killAll() = 0;
    /// Host pids in it and below.
    [[nodiscard]] virtual Result<std::vector<pid_t>> processes() const = 0;
    /// Removes the directories, deepest first, in every hierarchy; waits up to `timeout` for EBUSY to pass. A
    /// missing directory is success.
    [[nodiscard]] virtual Result<> remove(std::chrono::milliseconds timeout) = 0;
};

enum class Create { OpenExisting, MakeNew, MakeMissing };

/// The cgroupfs driver: makes (or opens) the group `path` ("vitrine/<id>"; no "..", no leading "/") in every
/// hierarchy that `facts` names and enables the controllers on the way (cgroup.subtree_control). With MakeNew
/// an existing group is AlreadyExists, and a failure half-way removes what was made. OpenExisting takes what
/// is there, so that a group made or removed half-way can be removed; NotFound when no hierarchy has it.
/// MakeMissing is for a group around several containers: it opens what is there and makes what is not; of a
/// group that is a unit of systemd's nothing is made, so that it is NotFound when it is missing. A
/// directory right above whose name begins with "vitrine" is removed with the last group in it. Below a unit
/// of systemd ("vitrine.slice/vitrine-1f….service/payload") only what lies in the unit is touched.
[[nodiscard]] Result<std::unique_ptr<Cgroup>> open(const CgroupFacts& facts, const std::string& path,
                                                   Create create, const std::string& root = "/");

/// Counters of one moment. An empty optional: this kernel or layout has no such number.
struct Sample {
    std::uint64_t timeNs = 0; ///< CLOCK_MONOTONIC
    std::optional<std::uint64_t> cpuUsageUs;
    std::optional<std::uint64_t> throttledUs;
    std::optional<std::uint64_t> throttledPeriods;
    std::optional<std::uint64_t> memoryBytes;
    std::optional<std::uint64_t> swapBytes;
    std::optional<std::uint64_t> oomKills;
    std::optional<std::uint64_t> pids;
};

/// What only the page of one container shows; costs more to read.
struct DetailedSample {
    Sample basic;
    struct Pressure {
        double someAvg10 = 0; ///< percent
        double fullAvg10 = 0;
        std::uint64_t someTotalUs = 0;
        std::uint64_t fullTotalUs = 0;
    };
    std::optional<Pressure> cpuPressure;
    std::optional<Pressure> memoryPressure;
    std::optional<Pressure> ioPressure;
    std::optional<std::uint64_t> anonBytes; ///< memory.stat
    std::optional<std::uint64_t> fileBytes;
    std::optional<std::uint64_t> kernelBytes;
    std::optional<std::uint64_t> memoryHighEvents; ///< memory.events
    std::optional<std::uint64_t> memoryMaxEvents;
};

/// Keeps the counter files of one cgroup open and reads them with pread(2): a few µs a sample. Stays bound to
/// this very cgroup even if one of the same name is made later (then sample() is NotFound).
class Sampler {
public:
    [[nodiscard]] static Result<Sampler> open(const CgroupFacts& facts, const std::string& path,
                                              const std::string& root = "/");
    Sampler(Sampler&&) noexcept;
    Sampler& operator=(Sampler&&) noexcept;
    ~Sampler();

    /// CPU usage, memory and pids of this moment. Throttling, swap and OOM kills are read along where they
    /// come for nothing (throttling on v2) and otherwise every eighth time and only if CPU time was used
    /// since; between, the numbers last read are repeated.
    [[nodiscard]] Result<Sample> sample();
    /// Everything of this moment. The files it needs besides are opened by the first call and then kept.
    [[nodiscard]] Result<DetailedSample> sampleDetailed();

private:
    struct Files;
    explicit Sampler(std::unique_ptr<Files> files);
    std::unique_ptr<Files> m_files;
};

} // namespace vitrine::cgroup
