// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/kernelstate.h"

#include "core/cgroup/hierarchies.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace vitrine::runtime {

Result<std::unique_ptr<cgroup::Cgroup>> openCgroup(const std::string& path) {
    if (path.empty())
        return nullptr;
    const CgroupFacts facts = VITRINE_TRY(cgroup::readFacts());
    return openCgroup(path, facts);
}

Result<std::unique_ptr<cgroup::Cgroup>> openCgroup(const std::string& path, const CgroupFacts& facts) {
    if (path.empty())
        return nullptr;
    return cgroup::open(facts, path, cgroup::Create::OpenExisting);
}

Result<> writeShares(const cgroup::Cgroup* group, std::optional<std::uint64_t> shares) {
    if (group == nullptr || !shares)
        return {};
    const std::string file = group->directoryOf("cpu") + "/cpu.shares";
    if (::access(file.c_str(), F_OK) != 0)
        return {};
    return sys::writeKernelFileAt(AT_FDCWD, file, std::to_string(*shares));
}

bool isFrozen(const std::string& path) {
    if (path.empty())
        return false;
    // Hybrid machines have both kinds of freezer.
    for (const auto& hierarchy : cgroup::readHierarchies("/").value_or(std::vector<cgroup::Hierarchy>())) {
        const bool isV2 = hierarchy.version == ControllerVersion::V2;
        if (!isV2 && !hierarchy.has("freezer"))
            continue;
        const std::string file =
            hierarchy.mountPoint + '/' + path + (isV2 ? "/cgroup.events" : "/freezer.state");
        const auto text = sys::readKernelFileAt(AT_FDCWD, file);
        if (text && (isV2 ? text->contains("frozen 1") : text->starts_with("FROZEN")))
            return true;
    }
    return false;
}

bool hasEnded(int pidfd) {
    pollfd ended{pidfd, POLLIN, 0};
    return ::poll(&ended, 1, 0) > 0;
}

} // namespace vitrine::runtime
