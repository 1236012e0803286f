// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"
#include "core/model/containerstate.h"
#include "core/sys/file.h"
#include "core/sys/uniquefd.h"
#include "helper/monitor/volumes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A container on disk: /var/lib/vitrine/containers/<id>/ with config.json (OCI), vitrine.json (this header),
/// exit.json, trace.json, log, rootfs/. Directories are 0700 root, files 0600. Used by helper and monitor
/// alike.
namespace vitrine::monitor {

/// What the root is and where.
struct RootRecord {
    enum class Kind {
        Owned, ///< <bundle>/rootfs, made by Vitrine, removed with the container
        Folder ///< a directory of the user's, never removed; device and inode identify it
    };
    Kind kind = Kind::Owned;
    std::string path; ///< Folder only: absolute
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint32_t ownerUid = 0; ///< who owned the folder: becomes root inside
    std::uint32_t ownerGid = 0;
};

/// Where creation or deletion stands: written before the first side effect and after the last.
enum class Stage { Creating, Ready, Deleting };

/// Host ids in the range of a container with a user namespace of its own.
inline constexpr std::uint32_t idsPerContainer = 65536;

/// vitrine.json
struct BundleRecord {
    std::string id; ///< 32 hexadecimal digits, random
    std::uint32_t ownerUid = 0;
    std::uint64_t createdUs = 0;
    Stage stage = Stage::Creating;
    std::uint32_t idBase = 0; ///< first host id of the container's range; 0 = none
    RootRecord root;
    std::vector<VolumeRecord> volumes;
};

/// Exactly 32 hexadecimal digits in lower case: what a container's id, and so its directory, may be called.
[[nodiscard]] Result<> validateId(std::string_view id);

/// Whether a directory of this name is what a killed Bundle::create() has left.
[[nodiscard]] bool isUnfinished(std::string_view name);

/// A bundle directory, opened. Every read is capped and every failure says which file.
class Bundle {
public:
    [[nodiscard]] static Result<Bundle> open(int containersFd, const std::string& id);
    /// Makes <id>/ (0700) with record and specification, and rootfs/ for an Owned root; on failure nothing is
    /// left. It gets its name when all that is in it: a process that is killed here leaves an isUnfinished()
    /// directory, and never a container without a record.
    [[nodiscard]] static Result<Bundle> create(int containersFd, const BundleRecord& record,
                                               const ContainerSpec& spec);

    [[nodiscard]] int directory() const { return m_directory.get(); }
    [[nodiscard]] Result<BundleRecord> readRecord() const;
    [[nodiscard]] Result<> writeRecord(const BundleRecord& record) const; ///< synced
    [[nodiscard]] Result<ContainerSpec> readSpec() const;
    /// Synced. Without ContainerSpec::original the unknown keys of the file that is replaced are kept.
    [[nodiscard]] Result<> writeSpec(const ContainerSpec& spec) const;
    [[nodiscard]] Result<std::optional<ExitRecord>> readExit() const;
    [[nodiscard]] Result<> writeExit(const ExitRecord& record, sys::Durability durability) const;
    /// fsync(2) of what writeExit() only left in the cache. For a time at which nobody waits.
    void syncExit() const; ///< synced
    /// Steps in words with their records: JSON as the trace verb returns it.
    [[nodiscard]] Result<std::string> readTrace() const;
    [[nodiscard]] Result<> writeTrace(const std::string& json) const;
    /// "boot id" of the run in progress, to tell a restart of the machine from an end: file "running".
    [[nodiscard]] Result<std::optional<std::string>> readRunning() const;
    [[nodiscard]] Result<> writeRunning(const std::optional<std::string>& bootId) const;
    /// The same of a run that was cut off because the machine went down: file "interrupted", which stays
    /// until the next writeRunning(). noteInterrupted() makes it out of "running".
    [[nodiscard]] Result<std::optional<std::string>> readInterrupted() const;
    [[nodiscard]] Result<> noteInterrupted() const;
    /// The mark for a start with the machine: the specification for which that was permitted, in the file
    /// "at-boot", after which vitrine-boot.service looks. Nothing = not marked. The name in it does not
    /// count.
    [[nodiscard]] Result<std::optional<ContainerSpec>> readBootMark() const;
    [[nodiscard]] Result<> writeBootMark(const std::optional<ContainerSpec>& spec) const; ///< synced
    /// Also when the mark cannot be read.
    [[nodiscard]] bool isMarkedForBoot() const;

    /// Opens and checks the root: for a Folder, that device and inode are still the recorded ones (else
    /// NotFound with a sentence that names the folder). A Folder's descriptor is O_PATH: use it for *at()
    /// calls, or as /proc/self/fd/N, never its path again.
    [[nodiscard]] Result<sys::UniqueFd> openRoot(const BundleRecord& record) const;

private:
    explicit Bundle(sys::UniqueFd directory)
        : m_directory(std::move(directory)) {}
    [[nodiscard]] Result<> fill(const BundleRecord& record, const ContainerSpec& spec) const;

    sys::UniqueFd m_directory;
};

} // namespace vitrine::monitor
