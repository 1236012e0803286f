// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/filecgroup.h"
#include "core/cgroup/freezer.h"
#include "core/cgroup/kill.h"
#include "core/sys/file.h"

#include <cerrno>

namespace vitrine::cgroup {

int UnifiedCgroup::cloneFd() const {
    return groups().front().directory.get();
}

Result<> UnifiedCgroup::freeze(std::chrono::milliseconds timeout) {
    return freezeV2(cloneFd(), timeout);
}

Result<> UnifiedCgroup::thaw() {
    return thawV2(cloneFd());
}

Result<> UnifiedCgroup::killAll() {
    auto killed = sys::writeKernelFileAt(cloneFd(), "cgroup.kill", "1");
    if (killed || killed.error().errnum() != ENOENT) // ENOENT: before Linux 5.14, or removed
        return killed;
    return killMembers(directories());
}

} // namespace vitrine::cgroup
