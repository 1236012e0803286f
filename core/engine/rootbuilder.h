// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/plan/step.h"
#include "core/sys/mount.h"
#include "core/sys/uniquefd.h"

#include <string>
#include <vector>

namespace vitrine::engine {

/// Builds the container's file system tree in the child's mount namespace. Every path of the container is
/// resolved below the root's descriptor with openat2(2) RESOLVE_IN_ROOT, so that no symlink of an image leads
/// out; what belongs on /proc, /sys and /dev must not be reached through any symlink at all (CVE-2025-31133
/// and its like: the mount would land elsewhere). AFTER FORK: used by the child only.
class RootBuilder {
public:
    /// Attaches `tree`, a detached mount of the root directory, at `place` and works in it from now on. With
    /// "/" it is stacked on the old root, where pivot_root(2) finds it: the child may not be able to reach
    /// the directory itself by path (then any other place becomes "/" too). Lookups that start at "/" still
    /// see the host's tree until pivotRoot().
    [[nodiscard]] Result<> attachRoot(sys::UniqueFd tree, const std::string& place);
    /// Works in a directory that is no mount of its own (chroot without a mount namespace, or exec).
    void useRoot(sys::UniqueFd directory);
    [[nodiscard]] int root() const { return m_root.get(); }

    /// `source` is the detached tree of a bind mount, -1 for file systems.
    [[nodiscard]] Result<> mountFilesystem(const step::MountFilesystem& step, int source);
    /// Attaches `source` in a container that runs. AlreadyExists where something is mounted: what lies below
    /// may protect the host, and what a program uses would vanish.
    [[nodiscard]] Result<> attachDirectory(const step::MountFilesystem& step, int source);
    [[nodiscard]] Result<> bindDevice(const step::BindDevice& step);
    [[nodiscard]] Result<> makeDevice(const step::MakeDevice& step);
    [[nodiscard]] Result<> makeSymlink(const step::MakeSymlink& step);
    /// Puts the terminal `slave` on /dev/console.
    [[nodiscard]] Result<> bindConsole(int slave);

    [[nodiscard]] Result<> maskPath(const std::string& path);
    [[nodiscard]] Result<> makeReadOnly(const std::string& path);
    [[nodiscard]] Result<> makeRootReadOnly();

    [[nodiscard]] Result<> pivotRoot();
    [[nodiscard]] Result<> changeRoot();

    /// Must be called before pivotRoot() if maskPath() is called after it: takes the host's /dev/null.
    [[nodiscard]] Result<> prepareMasks();

    /// A descriptor that is not needed any more and goes with all others before execve(2), by one
    /// close_range(2); at once where there are many already.
    static void setAside(sys::UniqueFd done);
    /// All but the root's have been closed.
    void forgetDescriptors();

private:
    [[nodiscard]] Result<sys::UniqueFd> openDirectoryInRoot(const std::string& path);
    [[nodiscard]] Result<sys::UniqueFd> openOrMakeFile(const std::string& path);
    /// Directory that holds `path`, kept open for the next call: /dev gets a dozen entries in a row.
    [[nodiscard]] Result<int> parentOf(const std::string& path);
    /// Whether `path` lies right in a tmpfs that mountFilesystem() made: nobody else has put anything there.
    [[nodiscard]] bool isInOwn(const std::string& path) const;
    /// Binds the host's `source` on a file that is made for it.
    [[nodiscard]] Result<> bindOnFile(const std::string& source, const std::string& path);
    [[nodiscard]] Result<> coverDirectory(int directory);
    /// Keeps the root of the procfs or sysfs that was just mounted. An error where it is not there any more:
    /// the owner of a folder may exchange its directories meanwhile.
    [[nodiscard]] Result<> rememberKernelMount(const std::string& destination, const std::string& type);
    /// What lies on a kernel mount is found from its own root, so that nobody can lead a cover past it.
    [[nodiscard]] Result<sys::UniqueFd> openExisting(const std::string& path) const;
    /// A new mount at `destination` covers what was known of it.
    void forgetCovered(const std::string& destination);

    sys::UniqueFd m_root;
    std::string m_parentPath;
    sys::UniqueFd m_parent;
    struct KernelMount {
        std::string place; ///< "/proc"
        sys::UniqueFd root;
    };
    std::vector<KernelMount> m_kernelMounts;
    std::vector<std::string> m_own; ///< where a new tmpfs was mounted
    sys::UniqueFd m_null;           ///< the host's /dev/null
};

} // namespace vitrine::engine
