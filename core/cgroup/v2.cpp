// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/filecgroup.h"
#include "core/cgroup/freezer.h"
#include "core/cgroup/kill.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

namespace vitrine::cgroup {

namespace {

constexpr std::size_t maximumPath = 64UL * 1024;

} // namespace

int UnifiedCgroup::cloneFd() const {
    return groups().front().directory.get();
}

Result<> UnifiedCgroup::freeze(std::chrono::milliseconds timeout) {
    return freezeV2(cloneFd(), timeout);
}

Result<> UnifiedCgroup::thaw() {
    return thawV2(cloneFd());
}

Result<> UnifiedCgroup::delegate(uid_t uid, gid_t gid) {
    const int group = cloneFd();
    VITRINE_CHECK(sys::writeKernelFileAt(group, "cgroup.max.descendants", std::to_string(delegatedGroups)));
    VITRINE_CHECK(sys::writeKernelFileAt(group, "cgroup.max.depth", std::to_string(delegatedDepth)));
    for (const char* file : {".", "cgroup.procs", "cgroup.threads", "cgroup.subtree_control"})
        if (::fchownat(group, file, uid, gid, AT_SYMLINK_NOFOLLOW) != 0)
            return failure(Error::fromErrno("hand over", path() + '/' + file, errno));
    return {};
}

Result<sys::UniqueFd> UnifiedCgroup::openGroupOf(pid_t pid) const {
    const std::string text =
        VITRINE_TRY(sys::readFileAt(AT_FDCWD, "/proc/" + std::to_string(pid) + "/cgroup", maximumPath));
    // "0::/vitrine.slice/…/payload/inner": the path is as this process sees it (cgroups(7)).
    const std::string own = "0::/" + path();
    const std::string_view line(text.data(), std::min(text.find('\n'), text.size()));
    if (!line.starts_with(own) || (line.size() > own.size() && line[own.size()] != '/'))
        return failure(Error(ErrorKind::NotFound, "find the control group of", std::to_string(pid),
                             "it is not below " + path()));
    // Whoever owns the groups can rename none of them, and "(deleted)" is no name that is found.
    const std::string below = "." + std::string(line.substr(own.size()));
    return sys::openInRoot(cloneFd(), below, O_RDONLY | O_DIRECTORY);
}

Result<> UnifiedCgroup::killAll() {
    auto killed = sys::writeKernelFileAt(cloneFd(), "cgroup.kill", "1");
    if (killed || killed.error().errnum() != ENOENT) // ENOENT: before Linux 5.14, or removed
        return killed;
    return killMembers(directories());
}

} // namespace vitrine::cgroup
