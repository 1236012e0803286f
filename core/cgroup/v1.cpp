// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/filecgroup.h"
#include "core/cgroup/freezer.h"
#include "core/cgroup/kill.h"
#include "core/sys/file.h"

#include <cerrno>

namespace vitrine::cgroup {

namespace {

constexpr std::chrono::milliseconds freezeForKill(500);

Error noFreezer() {
    return {ErrorKind::NotSupported, "freeze the cgroup", "",
            "neither a v2 tree nor the v1 freezer is mounted"};
}

} // namespace

int LegacyCgroup::cloneFd() const {
    const Group* unified = unifiedGroup();
    return unified == nullptr ? -1 : unified->directory.get();
}

std::vector<int> LegacyCgroup::joinFds() const {
    std::vector<int> descriptors;
    for (const Group& group : groups()) {
        if (group.tasks)
            descriptors.push_back(group.tasks.get());
    }
    return descriptors;
}

Result<> LegacyCgroup::freeze(std::chrono::milliseconds timeout) {
    if (const Group* unified = unifiedGroup())
        return freezeV2(unified->directory.get(), timeout);
    if (const Group* freezer = groupOf("freezer"))
        return freezeV1(freezer->directory.get(), timeout);
    return failure(noFreezer());
}

Result<> LegacyCgroup::thaw() {
    if (const Group* unified = unifiedGroup())
        return thawV2(unified->directory.get());
    if (const Group* freezer = groupOf("freezer"))
        return thawV1(freezer->directory.get());
    return failure(noFreezer());
}

Result<> LegacyCgroup::delegate(uid_t /*uid*/, gid_t /*gid*/) {
    return failure(Error(ErrorKind::NotSupported, "hand over", path(),
                         "only the unified hierarchy (cgroup v2) can be delegated"));
}

Result<sys::UniqueFd> LegacyCgroup::openGroupOf(pid_t /*pid*/) const {
    return failure(Error(ErrorKind::NotSupported, "find a control group below", path(),
                         "only in the unified hierarchy (cgroup v2) there can be one"));
}

Result<> LegacyCgroup::killAll() {
    if (const Group* unified = unifiedGroup()) {
        auto killed = sys::writeKernelFileAt(unified->directory.get(), "cgroup.kill", "1");
        if (killed || killed.error().errnum() != ENOENT) // ENOENT: before Linux 5.14, or removed
            return killed;
    }
    return killByPidfd();
}

Result<> LegacyCgroup::killByPidfd() {
    // Frozen, nobody forks away from the signals. A group that will not freeze is killed all the same.
    if (freeze(freezeForKill)) {
        auto signalled = signalMembersOnce(directories());
        VITRINE_CHECK(thaw());
        VITRINE_CHECK(signalled);
    }
    return killMembers(directories());
}

} // namespace vitrine::cgroup
