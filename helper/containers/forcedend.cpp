// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/forcedend.h"

#include "core/cgroup/cgroup.h"
#include "core/sys/pidfd.h"
#include "helper/monitorlink/monitorlink.h"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <csignal>

namespace vitrine::helper {

namespace {

/// Gone already is what was wanted.
Result<> unlessGone(Result<> result) {
    if (!result && result.error().kind() == ErrorKind::NotFound)
        return {};
    return result;
}

Result<> killLeader(const process::ProcessKey& leader) {
    const auto pidfd = process::openPidfd(leader);
    return pidfd ? sys::pidfdSendSignal(pidfd->get(), SIGKILL) : failure(pidfd.error());
}

} // namespace

Result<> killContainer(const CgroupFacts& facts, const std::string& cgroup,
                       const process::ProcessKey& leader) {
    if (cgroup.empty() && leader.pid == 0)
        return {}; // between two runs
    if (cgroup.empty())
        return unlessGone(killLeader(leader));
    const auto group = cgroup::open(facts, cgroup, cgroup::Create::OpenExisting);
    if (!group)
        return unlessGone(failure(group.error()));
    const auto killed = (*group)->killAll();
    // What the freezer of cgroup v1 holds takes the signal when it is let go.
    static_cast<void>((*group)->thaw());
    return killed;
}

Result<> killMonitor(int runDirectory, const std::string& id) {
    const auto socket = connectToMonitor(runDirectory, id);
    if (!socket)
        return failure(socket.error());
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket->get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return failure(Error::fromErrno("find", "the container's monitor", errno));
    const auto pidfd = sys::pidfdOpen(peer.pid);
    if (!pidfd)
        return unlessGone(failure(pidfd.error()));
    // As long as its socket is open it has not ended, and so the descriptor is of this very process.
    pollfd closed{socket->get(), 0, 0};
    if (::poll(&closed, 1, 0) != 0)
        return {};
    return unlessGone(sys::pidfdSendSignal(pidfd->get(), SIGKILL));
}

} // namespace vitrine::helper
